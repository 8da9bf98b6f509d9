"""What this app tells the log: what its doors are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOORS = {
    "notes": _("läste anteckningarna om %(whom)s"),
    "api:list_notes": _("hämtade anteckningarna om %(whom)s till ett annat program"),
    **dict.fromkeys(
        (
            "api:get_note_form",
            "api:correct_note",
            "api:get_contact_form",
            "api:correct_contact",
            "note_new",
            "note_correct",
            "contact_new",
            "contact_correct",
            "note_retract",
            "contact_retract",
        ),
        _("öppnade ett formulär om %(whom)s"),
    ),
}
