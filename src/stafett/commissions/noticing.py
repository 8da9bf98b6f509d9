"""What assignments let people be told, and what stands in their calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from stafett.casework.access import own_rows
from stafett.casework.noticing import SPINE
from stafett.commissions.models import Commission
from stafett.commissions.queries import my_commissions
from stafett.commissions.rules import State
from stafett.notices.calendar import Entry
from stafett.notices.kinds import Found, Kind, Spine
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

LATELY = timedelta(days=14)
TO_DO = gettext_lazy("Uppdrag (Stafett)")


def _found(rows: QuerySet[Any]) -> Iterator[Found]:
    """Each as news, anew when its state or day changes."""
    told = rows.order_by("due_on", "pk")
    for key, case, state, day, *spine in told.values_list(
        "pk", "participation_id", "state", "due_on", *SPINE
    ):
        link = reverse("commission", args=[case, key])
        yield Found(f"{key}:{state}:{day}", link, Spine(*spine), day)


def _to_do(viewer: Viewer) -> QuerySet[Commission]:
    return my_commissions(viewer).exclude(state=State.ASKED)


def given(viewer: Viewer) -> Iterator[Found]:
    """Assignments to the viewer's units that nobody there has answered."""
    return _found(_to_do(viewer).filter(state=State.GIVEN))


def answered(viewer: Viewer) -> Iterator[Found]:
    """What the receivers have said of the viewer's units' own, of late; not what the viewer did themself."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    recent = Q(settled_on=None) | Q(settled_on__gte=viewer.day - LATELY)
    rows = Commission.objects.filter(recent, from_unit__in=units, copy_of=None)
    rows = rows.exclude(state=State.GIVEN).exclude(settled_by=viewer.name)
    return _found(own_rows(viewer, rows))


def late(viewer: Viewer) -> Iterator[Found]:
    """Those that the viewer has to do whose day has passed."""
    return _found(_to_do(viewer).filter(state=State.ACCEPTED, due_on__lt=viewer.day))


def in_calendar(viewer: Viewer, first: date, last: date) -> Iterator[Entry]:
    """What the viewer has to do, each on its day."""
    rows = _to_do(viewer).filter(due_on__gte=first, due_on__lte=last)
    for one in rows.select_related(None):
        link = reverse("commission", args=[one.participation_id, one.pk])
        yield Entry(f"commission:{one.pk}", TO_DO, one.due_on, link, about=one)


KINDS = (
    Kind(
        "commission_given", gettext_lazy("Uppdrag att svara på"),
        gettext_lazy("En annan enhet har gett er ett uppdrag, och ingen hos er har svarat."),
        gettext_lazy("Karin ber Projektkontoret att öva anställningsintervjuer med någon."),
        given, 27,
    ),
    Kind(
        "commission_answered", gettext_lazy("Svar på ett uppdrag"),
        gettext_lazy("Den som fick ert uppdrag har tagit emot, frågat, tackat nej eller avslutat det."),
        gettext_lazy("Projektkontoret har avslutat ”intervjuträning”: delvis nått."),
        answered, 28,
    ),
    Kind(
        "commission_late", gettext_lazy("Uppdrag försenat"),
        gettext_lazy("Dagen för ett uppdrag som du ska göra har passerat, och inget resultat är antecknat."),
        gettext_lazy("”Börja söka” skulle vara klart den 3 maj. I dag är det den 4 maj."),
        late, 32,
    ),
)  # fmt: skip
CALENDAR = {"commissions": in_calendar}

__all__ = ["CALENDAR", "KINDS"]
