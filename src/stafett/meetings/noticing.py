"""What meetings let people be told, and what stands in their calendars: meetings and promises to keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy

from stafett.casework.models import PART
from stafett.casework.noticing import SPINE
from stafett.casework.sharing import is_mine
from stafett.frame.working_days import next_working_day
from stafett.meetings.models import Called, Meeting, Promise, Role
from stafett.meetings.queries.today import my_promises
from stafett.meetings.rules import State
from stafett.notices.calendar import Entry
from stafett.notices.kinds import Found, Kind, Spine
from stafett.safeguards.access import SEATS, in_circle, may_see
from stafett.safeguards.models import Member, RowKind
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

LATELY = timedelta(days=14)
TAKEN_OFF = Called.pgh_event_model  # type: ignore[attr-defined]
"""Who was called and is no more, as history has it."""
ELSEWHERE = "/"
"""Where news leads of what one may open no more: to the start page."""
BEFORE = Meeting.pgh_event_model  # type: ignore[attr-defined]
"""How meetings stood before each change."""
MEETING, PROMISE = gettext_lazy("Möte (Stafett)"), gettext_lazy("Löfte (Stafett)")


def my_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings that the viewer's post called, in cases that it has or shares, or to which another unit called
    theirs."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    called = Called.objects.filter(meeting=OuterRef("pk"), role=Role.UNIT, unit__in=units)
    ours = Exists(called) & ~Q(unit__in=units)
    rows = Meeting.objects.filter(Q(position__in=viewer.positions) | is_mine(viewer) | ours)
    return may_see(viewer, rows, PART)


def _found(rows: QuerySet[Any], day: str, page: str) -> Iterator[Found]:
    """Each row as news, about its day; its thing changes when the day does."""
    told = rows.order_by(day, "pk").values_list("pk", "participation_id", day, *SPINE)
    for key, case, on, *spine in told:
        yield Found(f"{key}:{on}", reverse(page, args=[case, key]), Spine(*spine), on)


def called(viewer: Viewer) -> Iterator[Found]:
    """Meetings to come that somebody else has called the viewer to; anew when time or place changes."""
    rows = _by_others(viewer, my_meetings(viewer)).filter(
        state=State.PLANNED, on_day__gte=viewer.day
    )
    told = rows.order_by("on_day", "pk").values_list(
        "pk", "participation_id", "on_day", "at", "place", *SPINE
    )
    for key, case, on, at, place, *spine in told:
        mark = sha256(f"{on} {at} {place}".encode()).hexdigest()[:12]
        link = reverse("meeting", args=[case, key])
        yield Found(f"{key}:{mark}", link, Spine(*spine), on)


def cancelled(viewer: Viewer) -> Iterator[Found]:
    """Meetings that somebody else has noted lately that they did not come about."""
    rows = my_meetings(viewer).filter(state=State.CANCELLED, noted_on__gte=viewer.day - LATELY)
    return _found(rows.exclude(noted_by=viewer.name), "on_day", "meeting")


def called_off(viewer: Viewer) -> Iterator[Found]:
    """Meetings to come that the viewer's unit is lately called to no more."""
    yield from _taken_off(viewer)
    yield from _shut_out(viewer)


def _taken_off(viewer: Viewer) -> Iterator[Found]:
    """Those that somebody has taken the unit off, and that are held without it."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    ours = Called.objects.filter(meeting=OuterRef("pk"), unit__in=units)
    taken_off = TAKEN_OFF.objects.filter(
        meeting=OuterRef("pk"), pgh_label="delete", role=Role.UNIT, unit__in=units,
        pgh_created_at__date__gte=viewer.day - LATELY,
    )  # fmt: skip
    rows = Meeting.objects.filter(state=State.PLANNED, on_day__gte=viewer.day).exclude(
        unit__in=units
    )
    found = may_see(viewer, rows.filter(Exists(taken_off), ~Exists(ours)), PART)
    return _found(found, "on_day", "meeting")


def _shut_out(viewer: Viewer) -> Iterator[Found]:
    """Those that it could read of, and may know of no more, since a consent was taken back.

    The day is the one that it was called to: nothing is told of the person, nor of what becomes of the meeting.
    """
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    read = SEATS[1].objects.filter(
        Q(kinds=[]) | Q(kinds__contains=[RowKind.AGREEMENT.value]), unit__in=units,
        circle=OuterRef("participation__circle"), giver=OuterRef("owner_authority"),
    )  # fmt: skip
    ours = Called.objects.filter(meeting=OuterRef("meeting"), unit__in=units)
    seen = may_see(viewer, Meeting.objects.filter(pk=OuterRef("meeting")), PART)
    rows = TAKEN_OFF.objects.filter(
        Exists(read), _not_hidden(viewer), ~Exists(ours), ~Exists(seen), pgh_label="delete",
        role=Role.UNIT, unit__in=units, controller__in=viewer.controllers,
        pgh_created_at__date__gte=viewer.day - LATELY,
    ).exclude(unit__authority=F("owner_authority"))  # fmt: skip
    then = BEFORE.objects.filter(
        pgh_obj=OuterRef("meeting"), pgh_created_at__gte=OuterRef("pgh_created_at")
    ).order_by("pgh_id")
    dated = rows.annotate(day=Coalesce(Subquery(then.values("on_day")[:1]), F("meeting__on_day")))
    found = dated.filter(day__gte=viewer.day).order_by("day", "meeting_id")
    for key, day in found.values_list("meeting_id", "day"):
        yield Found(f"{key}:{day}", ELSEWHERE, day=day)


def _not_hidden(viewer: Viewer) -> Q:
    """Of somebody protected none but those who are named in the case hear that there was anything (law 5)."""
    named = Member.objects.filter(
        in_circle(viewer), circle=OuterRef("participation__circle"), position__isnull=False
    )
    return Q(participation__circle__named_only=False) | Q(Exists(named))


def _by_others(viewer: Viewer, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.exclude(position__in=viewer.positions)


def due_soon(viewer: Viewer) -> Iterator[Found]:
    """Promises of the viewer's that are to be kept today or within two working days."""
    rows = my_promises(viewer).filter(due_on__gte=viewer.day, due_on__lte=_soon(viewer.day))
    return _found(rows, "due_on", "promise_step")


def assigned(viewer: Viewer) -> Iterator[Found]:
    """Promises of the viewer's to keep that somebody else has noted, or another authority has handed over.

    One that is due soon or late is told of as that alone: no promise is told of twice on one day.
    """
    rows = my_promises(viewer).exclude(noted_by=viewer.name)
    return _found(rows.filter(due_on__gt=_soon(viewer.day)), "made_on", "promise_step")


def _soon(day: date) -> date:
    """The last day that is soon: within two working days."""
    return next_working_day(next_working_day(day))


def late(viewer: Viewer) -> Iterator[Found]:
    """Promises of the viewer's whose day has passed."""
    return _found(my_promises(viewer).filter(due_on__lt=viewer.day), "due_on", "promise_step")


def meetings_in_calendar(viewer: Viewer, first: date, last: date) -> Iterator[Entry]:
    """The viewer's meetings, those that did not come about too: a calendar that has them takes them out."""
    rows = my_meetings(viewer).filter(on_day__gte=first, on_day__lte=last)
    for one in rows.order_by("on_day", "pk"):
        link = reverse("meeting", args=[one.participation_id, one.pk])
        gone = one.state == State.CANCELLED
        yield Entry(f"meeting:{one.pk}", MEETING, one.on_day, link, one.at, gone, about=one)


def promises_in_calendar(viewer: Viewer, first: date, last: date) -> Iterator[Entry]:
    """The promises that the viewer has to keep, each on its day."""
    rows: QuerySet[Promise] = my_promises(viewer).filter(due_on__gte=first, due_on__lte=last)
    for one in rows.select_related(None):
        link = reverse("promise_step", args=[one.participation_id, one.pk])
        yield Entry(f"promise:{one.pk}", PROMISE, one.due_on, link, about=one)


KINDS = (
    Kind(
        "meeting_called", gettext_lazy("Kallad till möte"),
        gettext_lazy("Någon annan har bokat ett möte eller kallat er enhet, eller ändrat tid eller plats."),
        gettext_lazy("Karin bokar ett flerpartssamtal den 9 maj och kallar Arbetsförmedlingen."),
        called, 20,
    ),
    Kind(
        "meeting_cancelled", gettext_lazy("Möte inställt"),
        gettext_lazy("Någon annan har antecknat att ett möte du skulle vara med på inte blev av."),
        gettext_lazy("Mötet den 9 maj ställs in. Bokas en ny tid kommer det som en ny kallelse."),
        cancelled, 21,
    ),
    Kind(
        "meeting_without", gettext_lazy("Inte längre kallad till möte"),
        gettext_lazy(
            "Någon annan har tagit bort er enhet bland dem som är kallade, eller så får ni inte längre veta "
            "av mötet."
        ),
        gettext_lazy("Karin tar bort Arbetsförmedlingen från mötet den 9 maj. Det blir av utan dem."),
        called_off, 22,
    ),
    Kind(
        "promise_given", gettext_lazy("Löfte att hålla"),
        gettext_lazy("Någon annan har antecknat vad du eller din enhet har lovat på ett möte."),
        gettext_lazy("Karin lämnar ut det ni kom överens om. Af Flen lovade att boka ett studiebesök."),
        assigned, 29,
    ),
    Kind(
        "promise_due", gettext_lazy("Löfte att hålla snart"),
        gettext_lazy("Något du har lovat ska vara klart i dag eller inom två arbetsdagar."),
        gettext_lazy("Du ska skicka efter läkarintyget senast på måndag. I dag är det fredag."),
        due_soon, 30,
    ),
    Kind(
        "promise_late", gettext_lazy("Löfte försenat"),
        gettext_lazy("Dagen för något du har lovat har passerat. Det är inte klart, flyttat eller borttaget."),
        gettext_lazy("Läkarintyget skulle ha skickats den 3 maj. I dag är det den 4 maj."),
        late, 31,
    ),
)  # fmt: skip
CALENDAR = {"meetings": meetings_in_calendar, "promises": promises_in_calendar}

__all__ = ["CALENDAR", "KINDS", "my_meetings"]
