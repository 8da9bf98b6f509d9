"""What assignments tell in a case's time line: when each was given, and what came of it (G10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import unit_told
from stafett.casework.models import Participation
from stafett.casework.timeline import Event, Kind
from stafett.commissions.models import Commission
from stafett.commissions.queries import WITH, told_once
from stafett.safeguards.access import Opened
from stafett.safeguards.viewer import Viewer

COMMISSION = Kind("commission", gettext_lazy("uppdrag"))


def told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """Given, and settled with what came of it."""
    rows = Commission.objects.filter(participation=case).select_related(*WITH).order_by("pk")
    for one in told_once([row for row in rows if shown.shows(row)], viewer):
        words = {"unit": unit_told(viewer, one, one.to_unit, shown), "what": one.what}
        yield _event(one, one.given_on, _("till %(unit)s: %(what)s") % words)
        if one.settled_on:
            stands = one.get_result_display() or one.get_state_display()
            yield _event(
                one, one.settled_on, _("%(what)s (%(stands)s)") % {**words, "stands": stands}
            )


def _event(one: Commission, day: date, said: str) -> Event:
    url = reverse("commission", args=[one.participation_id, one.pk])
    return Event(day, one.owner_authority_id, COMMISSION.mark, COMMISSION.words, said, url)


__all__ = ["COMMISSION", "told"]
