"""What handovers let people be told, and what stands in calendars: answers to give, follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from stafett.casework.models import PART, Holding
from stafett.casework.noticing import SPINE, mine_or_nobodys
from stafett.handover.models import Answer, FollowUp, Handover, Manner
from stafett.handover.queries.hands import TAB
from stafett.handover.rules import Stand
from stafett.notices.calendar import Entry
from stafett.notices.kinds import Found, Kind, Spine
from stafett.safeguards.access import may_see
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

LATELY = timedelta(days=14)
ONE_DAY = timedelta(days=1)
ANSWERED = (Stand.ASKED, Stand.ACCEPTED, Stand.DECLINED)
ANSWER = gettext_lazy("Svara på överlämning (Stafett)")
FOLLOW_UP = gettext_lazy("Uppföljning (Stafett)")


def _proposed(viewer: Viewer) -> QuerySet[Handover]:
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    rows = Handover.objects.filter(to_unit__in=units, stand=Stand.PROPOSED)
    return may_see(viewer, rows, PART).order_by("from_day", "pk")


def to_answer(viewer: Viewer) -> Iterator[Found]:
    """Handovers to the viewer's units that nobody there has answered."""
    return _found(_proposed(viewer))


def answered(viewer: Viewer) -> Iterator[Found]:
    """What the receiver has said of the cases that the viewer gives, of late."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    asked = Q(to_unit__isnull=False) | Q(link__isnull=False)
    rows = Handover.objects.filter(
        asked, mine_or_nobodys(viewer), from_unit__in=units, stand__in=ANSWERED
    ).exclude(closed_on__lt=viewer.day - LATELY)
    yield from _found(may_see(viewer, rows, PART))
    yield from _taken(viewer)
    yield from _taken_outside(viewer)


def _taken_outside(viewer: Viewer) -> Iterator[Found]:
    """What a receiver outside has taken over by a link of late: nobody in Stafett pressed anything."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    rows = Handover.objects.filter(
        Q(proposed_by=viewer.name) | Q(given_by=viewer.name), from_unit__in=units, stand=Stand.DONE,
        manner=Manner.LINK, taken_on=F("closed_on"), closed_on__gte=viewer.day - LATELY, undone_on=None,
    )  # fmt: skip
    yield from _found(may_see(viewer, rows, PART))


def _taken(viewer: Viewer) -> Iterator[Found]:
    """What the receiver has taken over from the viewer of late; not whom, once the case is closed to them."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    mine = Q(proposed_by=viewer.name) | Q(given_by=viewer.name)
    rows = Handover.objects.filter(
        mine, from_unit__in=units, to_unit__isnull=False, stand=Stand.DONE,
        closed_on__gte=viewer.day - LATELY, controller_id__in=viewer.controllers,
    ).exclude(closed_by=viewer.name)  # fmt: skip
    seen = may_see(viewer, rows, PART)
    yield from _found(seen)
    gone = rows.exclude(pk__in=seen.order_by().values("pk")).order_by("proposed_on", "pk")
    for key, day in gone.values_list("pk", "from_day"):
        yield Found(f"{key}:{Stand.DONE}", reverse("participants"), None, day)


def _found(rows: QuerySet[Handover]) -> Iterator[Found]:
    told = rows.order_by("proposed_on", "pk")
    for key, case, stand, day, *spine in told.values_list(
        "pk", "participation_id", "stand", "from_day", *SPINE
    ):
        yield Found(f"{key}:{stand}", reverse(TAB, args=[case]), Spine(*spine), day)


def handovers_in_calendar(viewer: Viewer, first: date, last: date) -> Iterator[Entry]:
    """The handovers that wait for an answer, on the day when the receiver is to hold."""
    for one in _proposed(viewer).filter(from_day__gte=first, from_day__lte=last):
        link = reverse(TAB, args=[one.participation_id])
        yield Entry(f"handover:{one.pk}", ANSWER, one.from_day, link, about=one)


def follow_ups_in_calendar(viewer: Viewer, first: date, last: date) -> Iterator[Entry]:
    """The follow-ups of those whom the viewer's units held last."""
    held_last = Holding.objects.filter(
        participation=OuterRef("participation_id"),
        unit__in=viewer.units_with(Permission.WORK_WITH_PEOPLE),
        until_day=OuterRef("participation__ends_on") + ONE_DAY,
    )  # fmt: skip
    rows = FollowUp.objects.filter(
        Exists(held_last), answer=Answer.DUE, due_on__gte=first, due_on__lte=last
    )
    for one in may_see(viewer, rows, PART).order_by("due_on", "pk"):
        link = reverse(TAB, args=[one.participation_id])
        yield Entry(f"follow_up:{one.pk}", FOLLOW_UP, one.due_on, link, about=one)


KINDS = (
    Kind(
        "handover_proposed", gettext_lazy("Överlämning att svara på"),
        gettext_lazy("Någon vill lämna över ett ärende till er enhet, och ingen hos er har svarat."),
        gettext_lazy("Karin föreslår den 2 maj att Arbetsförmedlingen tar över."),
        to_answer, 10,
    ),
    Kind(
        "handover_answered", gettext_lazy("Svar på en överlämning"),
        gettext_lazy("Den som ska ta emot ett ärende från er har tagit emot, frågat något eller inte kunnat."),
        gettext_lazy("Arbetsförmedlingen tar emot, och nu är det er tur att bekräfta."),
        answered, 11,
    ),
)  # fmt: skip
CALENDAR = {"handovers": handovers_in_calendar, "follow_ups": follow_ups_in_calendar}

__all__ = ["CALENDAR", "KINDS"]
