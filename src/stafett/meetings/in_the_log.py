"""What this app's doors are called in the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOORS = {
    **dict.fromkeys(("meetings", "api:list_meetings"), _("läste möten och löften i ärendet om %(whom)s")),
    "meeting": _("läste om ett möte"),
    "meeting_summons": _("tog ut en kallelse till %(whom)s"),
    "meeting_paper": _("tog ut en kopia av ett möte åt %(whom)s"),
    "meeting_goal_to_plan": _("lade målet från ett möte i planen"),
    "meeting_hand_over": _("lämnade ut det som ett möte kom överens om"),
    "promise_kept": _("antecknade att ett löfte är klart"),
    **dict.fromkeys(
        ("meeting_book", "meeting_change", "meeting_correct", "meeting_note", "meeting_cancel",
         "promise_add", "promise_step",
         "api:get_meeting_form", "api:get_promise_form"),
        _("öppnade ett formulär om %(whom)s"),
    ),
}  # fmt: skip
