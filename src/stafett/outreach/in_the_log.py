"""What this app tells the log: what its doors are called, who has a part, and where somebody on the list is."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.outreach.access import seen
from stafett.outreach.forms import FORMS
from stafett.outreach.models import Entry
from stafett.safeguards.told import Shown
from stafett.safeguards.viewer import Viewer

DOORS = {
    "outreach": _("såg %(whom)s på den uppsökande listan"),
    "api:list_outreach": _("såg %(whom)s på den uppsökande listan, från ett annat program"),
    "api:list_tries": _("hämtade kontaktförsöken med %(whom)s till ett annat program"),
    "entry": _("läste sidan om %(whom)s på den uppsökande listan"),
    "api:get_entry": _("hämtade sidan om %(whom)s på den uppsökande listan till ett annat program"),
    "outreach_import": _("läste in %(whom)s på den uppsökande listan"),
    **dict.fromkeys(
        (
            *(f"entry_{step}" for step in (*FORMS, "refer", "try_correct", "try_retract")),
            "api:get_entry_form",
            "api:get_try_form",
        ),
        _("öppnade ett formulär om %(whom)s"),
    ),
}


def parts(circles: Collection[UUID]) -> set[tuple[UUID, int]]:
    """The units that hold the lists on which these people stand or stood."""
    rows = Entry.objects.filter(circle_id__in=circles).order_by("pk")
    return set(rows.values_list("circle_id", "outreach__unit_id"))


def case_names(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, Shown]:
    """Those on a list whom the viewer may see, by their name."""
    rows = seen(viewer).filter(circle_id__in=circles).select_related("person").order_by("pk")
    return {row.circle_id: Shown(row.person.name, reverse("entry", args=[row.pk])) for row in rows}
