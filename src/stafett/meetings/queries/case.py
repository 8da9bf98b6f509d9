"""What has been agreed in a case, and what is booked: the tab Möten & löften, one meeting, one promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework.access import own_rows
from stafett.casework.models import PART, Participation
from stafett.casework.of_case import OfCase
from stafett.casework.queries.own_record import as_told
from stafett.casework.queries.participation import participation
from stafett.meetings.access import may_call, not_summoned
from stafett.meetings.models import Called, Meeting, Owner, Promise, Role
from stafett.meetings.planning import in_plan
from stafett.meetings.promised import abroad
from stafett.meetings.releasing import Receiver, as_called, receivers
from stafett.meetings.rules import GOING_ON, State
from stafett.parties.models import Position, Tenure
from stafett.parties.queries import holder_of
from stafett.safeguards.access import (
    Opened,
    is_anothers_copy,
    is_between_others,
    may_see,
    opened,
)
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import CaseRow, RowKind
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Told:
    """A promise as this viewer may know it: whose it is, whether it is late, and whether they may change it."""

    promise: Promise
    who: str
    late: bool
    mine: bool
    given: bool = True
    """False of what another authority's unit promised and has not been handed."""

    @property
    def going_on(self) -> bool:
        """True while it is to be kept."""
        return self.promise.state in GOING_ON


@dataclass(frozen=True)
class Card:
    """A meeting as this viewer may know it."""

    meeting: Meeting
    who: list[str]
    absent: list[str]
    promises: list[Told]
    mine: bool
    past: bool
    receivers: list[Receiver] = field(default_factory=list)
    known: dict[int, str] = field(default_factory=dict)
    """Those called of whom the viewer may know, by key."""
    goal_in_plan: bool = True
    """False of a goal that can be put in the plan."""
    to_come: bool = False
    """True of a booked meeting whose day is not here yet."""
    not_summoned: list[str] = field(default_factory=list)
    """Those called who do not stand in the summons: no consent covers them then."""
    after: Sequence[Meeting] = ()
    """The nearest one that is booked, told on the page of one that was held."""

    @property
    def giving(self) -> list[Receiver]:
        """Who can be given something now."""
        return [one for one in self.receivers if one.gives]

    @property
    def planned(self) -> bool:
        """True when it is still to come, or to be noted."""
        return self.meeting.state == State.PLANNED

    @property
    def held(self) -> bool:
        """True when it was held."""
        return self.meeting.state == State.HELD


@dataclass(frozen=True)
class MeetingsPage:
    """The tab of a case."""

    participation: Participation
    planned: list[Card]
    past: list[Card]
    loose: list[Told]
    may_call: bool


def meetings_page(viewer: Viewer, key: UUID) -> MeetingsPage:
    """The meetings and promises of a case as far as the viewer may see them; a constant number of queries."""
    case = participation(viewer, key)
    cards, loose = cards_of(viewer, case)
    return MeetingsPage(
        case, [one for one in cards if one.planned], [one for one in cards[::-1] if not one.planned],
        loose, may_call(viewer, case),
    )  # fmt: skip


def cards_of(viewer: Viewer, case: Participation) -> tuple[list[Card], list[Told]]:
    """The meetings in order of time, each with its promises; and the promises without a meeting to show."""
    shown = opened(viewer, case.circle_id)
    meetings = [row for row in case.meetings.select_related("unit__authority", "owner_authority")
                if shown.shows(row)]  # fmt: skip
    rows = Called.objects.filter(meeting__in=meetings).select_related("unit__authority")
    called = _by_meeting(row for row in rows if _is_known(row, shown, viewer))
    mine = _changed_by(viewer, case)
    told = _by_meeting(_promises(viewer, case, shown, mine))
    cards = [
        _card(viewer, case, one, called, told, one.owner_authority_id in mine) for one in meetings
    ]
    return cards, [
        one for key, some in told.items() if key not in {m.pk for m in meetings} for one in some
    ]


def _changed_by(viewer: Viewer, case: Participation) -> frozenset[int]:
    """The authorities in whose name the viewer changes rows of the case."""
    rows = may_see(viewer, Participation.objects.filter(pk=case.pk), permission="work_with_people")
    return viewer.works_for if rows.exists() else frozenset()


def _by_meeting(rows: Iterable[Any]) -> dict[UUID | None, list[Any]]:
    found: dict[UUID | None, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, "promise", row).meeting_id].append(row)
    return found


def _promises(
    viewer: Viewer, case: Participation, shown: Opened, mine: frozenset[int]
) -> list[Told]:
    found = shown_promises(viewer, case, shown)
    stood_at = {row.pk: row.meeting_id for row in found}
    lacking = set(
        abroad(case.promises.filter(owner_authority__in=mine)).values_list("pk", flat=True)
    )
    return [
        told(
            viewer, _at_its_meeting(row, stood_at), case, shown, row.owner_authority_id in mine,
            row.pk not in lacking,
        )
        for row in found if not stands_already(row, found, mine)
    ]  # fmt: skip


def _at_its_meeting(row: Promise, stood_at: dict[UUID, UUID | None]) -> Promise:
    """A promise that was handed to those who gave it, at the meeting where they did when that is shown."""
    if row.copy_of not in stood_at:
        return row
    row = copy(row)
    row.meeting_id = stood_at[row.copy_of]  # type: ignore[index,assignment]
    return row


HELD_BY = Prefetch("position__tenures", Tenure.objects.select_related("staff").order_by("pk"))
PROMISES = OfCase(
    Promise,
    lambda rows: (
        rows.select_related("unit__authority", "position")
        .prefetch_related(HELD_BY)
        .order_by("due_on", "pk")
    ),
)


def promises_of(case: Participation) -> list[Promise]:
    """A case's promises with what tells whose they are."""
    return PROMISES.of(case)


def shown_promises(viewer: Viewer, case: Participation, shown: Opened) -> list[Promise]:
    """Those of which the viewer may know: none that another authority has as a copy of a third's (law 2)."""
    return [
        row for row in promises_of(case)
        if shown.shows(row) and not is_anothers_copy(row.copy_of, row.owner_authority_id, viewer)
    ]  # fmt: skip


def stands_already(row: Promise, found: list[Promise], mine: frozenset[int]) -> bool:
    """True of a promise and its copy for the one that is not the viewer's, or the copy where neither is:
    together they stand once."""
    if row.owner_authority_id in mine:
        return False
    others = [one for one in found if one.pk == row.copy_of or one.copy_of == row.pk]
    return any(one.pk == row.copy_of or one.owner_authority_id in mine for one in others)


def told(
    viewer: Viewer, row: Promise, case: Participation, shown: Opened, mine: bool, given: bool = True
) -> Told:
    """A promise with whose it is, as far as the viewer may know that (law 2).

    Why another authority moved or dropped its own is told between the two: to a third nothing is said of it.
    """
    home = row.unit.authority_id if row.unit else row.owner_authority_id
    in_two = row.copy_of is not None or home != row.owner_authority_id
    if is_between_others(viewer, {home, row.owner_authority_id}, in_two=in_two):
        row = copy(row)
        row.because = ""
    late = row.state in GOING_ON and row.due_on < viewer.day
    return Told(row, whose(viewer, row, case, shown), late, mine, given)


def whose(viewer: Viewer, row: Promise, case: Participation, shown: Opened) -> str:
    """Whose a promise is; another authority is named for those alone who may know that it is involved."""
    if row.owner == Owner.PERSON:
        return case.person.name
    home = row.unit.authority_id if row.unit else None
    if home != row.owner_authority_id and not _knows_of(row, home, shown, viewer):
        return _("någon annan")
    if row.unit is None:
        return row.outside
    return post_words(row.position, viewer) or row.unit.name


def _is_known(row: Called, shown: Opened, viewer: Viewer) -> bool:
    """True of somebody called of whom the viewer may know: of another authority only with its involvement."""
    home = row.unit.authority_id if row.unit else None
    return shown.shows(row) and (not row.abroad or _knows_of(row, home, shown, viewer))


def _knows_of(row: CaseRow, home: int | None, shown: Opened, viewer: Viewer) -> bool:
    """True when the viewer may know that another authority is involved: their own, or by what is opened."""
    if home in viewer.works_for:
        return True
    kinds = shown.kinds.get(row.owner_authority_id, frozenset())
    return kinds is None or RowKind.INVOLVEMENT in kinds


def post_words(post: Position | None, viewer: Viewer) -> str:
    """A post by whoever holds it today: "Karin Ek, coach"; empty for none."""
    if post is None:
        return ""
    holder = holder_of(post, viewer.day)
    return f"{holder}, {post.title}" if holder else post.title


def _card(
    viewer: Viewer, case: Participation, one: Meeting, called: dict[UUID | None, list[Called]],
    told_of: dict[UUID | None, list[Told]], mine: bool,
) -> Card:  # fmt: skip
    rows = called[one.pk]
    return Card(
        one, [name(row, case) for row in rows if row.came is not False],
        [name(row, case) for row in rows if row.came is False and one.state == State.HELD],
        told_of[one.pk], mine, one.on_day < viewer.day, known={row.pk: name(row, case) for row in rows},
        to_come=one.on_day > viewer.day and one.state == State.PLANNED,
    )  # fmt: skip


def name(row: Called, case: Participation) -> str:
    """Somebody called, as the page names them."""
    return case.person.name if row.role == Role.PERSON else as_called(row, case.person)


def meeting(viewer: Viewer, key: UUID, which: UUID) -> Meeting:
    """One meeting of a case that the viewer may change; Http404 for every other alike."""
    return _one(viewer, Meeting, key, which)


def promise(viewer: Viewer, key: UUID, which: UUID) -> Promise:
    """One promise of a case that the viewer may change; Http404 for every other alike."""
    found: Promise = as_told(viewer, [_one(viewer, Promise, key, which)])[0]
    return found


def _one(viewer: Viewer, model: Any, key: UUID, which: UUID) -> Any:
    rows = model.objects.filter(pk=which, participation=key)
    found = own_rows(viewer, rows).select_related(
        "participation__person", "participation__circle", "unit", "owner_authority"
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


def seen_meeting(viewer: Viewer, key: UUID, which: UUID) -> Card:
    """One meeting with who was there and what was promised, for whoever may see it; Http404 otherwise."""
    case = participation(viewer, key)
    if not may_see(viewer, Meeting.objects.filter(pk=which, participation=case), PART).exists():
        raise Http404
    cards, _loose = cards_of(viewer, case)
    card = next(one for one in cards if one.meeting.pk == which)
    if card.mine and card.held:
        card.receivers.extend(receivers(card.meeting, viewer))
        lacks = bool(card.meeting.goal) and not in_plan(card.meeting)
        return replace(
            card, goal_in_plan=not lacks, after=to_come((one.meeting for one in cards), viewer.day)
        )
    if card.mine and card.planned and not card.past:
        left_out = not_summoned(card.meeting)
        card.not_summoned.extend(said for row, said in card.known.items() if row in left_out)
    return card


def nearest(meetings: Iterable[Meeting], day: date) -> Meeting | None:
    """The nearest of some meetings that is booked from a day on."""
    return next(iter(to_come(meetings, day)), None)


def to_come(meetings: Iterable[Meeting], day: date) -> list[Meeting]:
    """Those of some meetings that are booked from a day on, the nearest first."""
    booked = [one for one in meetings if one.state == State.PLANNED and one.on_day >= day]
    return sorted(booked, key=lambda one: (one.on_day, one.at or time.max))


__all__ = [
    "Card", "MeetingsPage", "Told", "cards_of", "meeting", "meetings_page", "nearest", "post_words",
    "promise", "promises_of", "seen_meeting", "shown_promises", "stands_already", "to_come", "told", "whose",
]  # fmt: skip


def met(viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, date]:
    """When each person was last at a meeting, as far as the viewer may know: that is contact (A7).

    No meeting is held without the person, so that a held one is enough.
    """
    return dict(LAST.by(viewer, cases=list(keys)))


def _met(viewer: Viewer | StandIn, cases: list[UUID]) -> QuerySet[Meeting, tuple[UUID, date]]:
    held = Meeting.objects.filter(
        participation_id__in=cases, state=State.HELD, controller_id__in=viewer.controllers
    ).order_by("participation_id")
    last = may_see(viewer, held, PART).values("participation_id").annotate(last=Max("on_day"))
    return last.values_list("participation_id", "last")


LAST: Seen[tuple[UUID, date]] = Seen(_met)
