"""The only writes of meetings: called, held or not; and promises kept, moved, dropped, reopened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_own
from stafett.casework.models import Participation
from stafett.casework.moving_along import Moved
from stafett.database.history import in_history
from stafett.frame.formats import plain_day
from stafett.meetings.access import check_call, post_in, told_by
from stafett.meetings.models import BESIDE, Called, Cause, Meeting, Owner, Promise, Role, Sort
from stafett.meetings.promised import reason_for_others, taken_back
from stafett.meetings.rules import (
    GOING_ON,
    MEETING_STEPS,
    State,
    Step,
    after_step,
    fault_of_guests,
    fault_of_kept_day,
    fault_of_meeting_day,
    fault_of_new_day,
    fault_of_next_day,
    fault_of_presence,
    fault_of_step,
)
from stafett.parties.models import Unit
from stafett.safeguards.access import gives_for, reaches
from stafett.safeguards.actions import Item, release
from stafett.safeguards.handling import check_handles_people
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.unnamed import faults_of_names
from stafett.safeguards.viewer import Viewer

NO_PURPOSE = gettext_lazy("Skriv vad mötet är till för, så att alla kan förbereda sig.")
NOT_KEPT = "–"
"""What stands instead of a name that was taken out."""


@dataclass(frozen=True)
class Guest:
    """Somebody else than the person who is called: a unit, or somebody by name and organisation."""

    role: Role
    unit_id: int | None = None
    name: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to call to; `by_person` when the person has invited those whom no consent covers."""

    sort: Sort
    on_day: date
    at: time | None = None
    place: str = ""
    purpose: str = ""
    guests: tuple[Guest, ...] = ()
    by_person: bool = False


@dataclass(frozen=True)
class NewPromise:
    """Who is to do what before which day: one owner, one day."""

    what: str
    due_on: date
    owner: Owner
    unit_id: int | None = None
    position_id: int | None = None
    outside: str = ""


@dataclass(frozen=True)
class Minutes:
    """What came of a meeting that was held."""

    came: Collection[int]
    """The keys of those called who were there."""
    goal: str = ""
    agreed: str = ""
    promises: Sequence[NewPromise] = ()
    next: NewMeeting | None = None


@transaction.atomic
def book(case: Participation, new: NewMeeting, *, by: Viewer) -> Meeting:
    """Call to a meeting, in the name of the viewer's authority, and check the consent (law 2).

    Raises PermissionDenied unless they work in the case; rules.Refused on a day outside the
    participation, without a purpose, when one is booked then already, and when somebody is called
    whom neither a consent covers nor the person has invited, and when a support person or interpreter
    of somebody entered without identity is named.
    """
    unit = check_call(by, case)
    uncovered = check_can_book(case, new, unit, by)
    made = Meeting.objects.create(
        controller_id=case.controller_id, owner_authority_id=unit.authority_id,
        kind=RowKind.AGREEMENT, participation=case, unit=unit, position_id=post_in(by, unit.pk),
        sort=new.sort, on_day=new.on_day, at=new.at, place=new.place.strip(),
        purpose=new.purpose.strip(), called_by=by.name,
    )  # fmt: skip
    own_unit = Guest(Role.UNIT, unit_id=unit.pk)
    others = [one for one in dict.fromkeys(new.guests) if one.unit_id != unit.pk]
    call_guests(made, (Guest(Role.PERSON), own_unit, *others), set(uncovered))
    return made


def check_can_book(case: Participation, new: NewMeeting, unit: Unit, by: Viewer) -> list[Guest]:
    """Those called whom no consent covers; raises rules.Refused when the meeting cannot be booked."""
    uncovered = uncovered_of(case, new, unit, by)
    faults = (
        fault_of_meeting_day(new.on_day, case.starts_on, case.ends_on, by.day)
        or fault_of_guests([guest_name(one) for one in uncovered], new.by_person)
        or fault_of_purpose(new)
        or faults_of_guests(case, new)
        or fault_of_time(case, new, unit)
    )
    if faults:
        raise Refused(faults)
    return uncovered


def fault_of_purpose(new: NewMeeting) -> dict[str, str]:
    """Whoever is called is told what for."""
    if new.purpose.strip():
        return {}
    return {"purpose": str(NO_PURPOSE)}


def faults_of_guests(case: Participation, new: NewMeeting) -> dict[str, str]:
    """Who is with somebody entered without identity is not written here: that they come may be (law 5)."""
    faults: dict[str, str] = {}
    for one in new.guests:
        if one.role in BESIDE:
            faults |= faults_of_names(case.person, {one.role.value: one.name}, only=NOT_KEPT)
    return faults


def fault_of_time(
    case: Participation, new: NewMeeting, unit: Unit, but: UUID | None = None
) -> dict[str, str]:
    """That the authority has another meeting booked then; `but` is the one that is changed."""
    same = Meeting.objects.filter(
        participation=case, owner_authority=unit.authority_id, on_day=new.on_day, at=new.at,
        state=State.PLANNED,
    )  # fmt: skip
    if not (same.exclude(pk=but) if but else same).exists():
        return {}
    return {"on_day": _("Det finns redan ett möte bokat då. Välj en annan tid, eller ändra det.")}


def uncovered_of(case: Participation, new: NewMeeting, unit: Unit, by: Viewer) -> list[Guest]:
    """Those called whom no consent lets the caller's authority tell: other authorities, and outsiders.

    Raises rules.Refused when an association is called, whoever has invited it (law.md § 2).
    """
    told = told_by(by, case, unit.authority_id)
    homes = authorities_of_units({one.unit_id for one in new.guests if one.unit_id})
    check_handles_people(set(homes.values()))
    open_to = {unit.authority_id, *told}
    return [
        one for one in new.guests
        if one.role == Role.OUTSIDE or (one.role == Role.UNIT and homes[one.unit_id or 0] not in open_to)
    ]  # fmt: skip


def authorities_of_units(keys: Collection[int]) -> dict[int, int]:
    """Each unit with its authority."""
    return dict(Unit.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "authority_id"))


def guest_name(guest: Guest) -> str:
    """Whom somebody called is, in a sentence."""
    if guest.unit_id:
        return Unit.objects.get(pk=guest.unit_id).name
    return guest.name or guest.organisation


def call_guests(meeting: Meeting, guests: Sequence[Guest], uncovered: Collection[Guest]) -> None:
    """Call these to a meeting; the uncovered are invited by the person."""
    for one in guests:
        Called.objects.create(
            controller_id=meeting.controller_id, owner_authority_id=meeting.owner_authority_id,
            kind=RowKind.AGREEMENT, meeting=meeting,
            participation_id=meeting.participation_id, role=one.role, unit_id=one.unit_id,
            name=one.name.strip(), organisation=one.organisation.strip(), by_person=one in uncovered,
        )  # fmt: skip


@transaction.atomic
def hold(meeting: Meeting, told: Minutes, *, by: Viewer) -> tuple[list[Promise], Meeting | None]:
    """Note a meeting that was held: who came, the goal, what was agreed, the promises, the next one.

    All of it or nothing. Raises rules.Refused before its day, when it is noted already, when
    the person was not there, and on anything wrong with a promise or with the next meeting.
    """
    one = _taken(meeting, State.HELD, by)
    if one.on_day > by.day:
        raise Refused({"": _("Mötet har inte varit än. Anteckna det när det har hållits.")})
    called = list(one.called.order_by("pk"))
    came = {row.pk for row in called} & set(told.came)
    there = [row for row in called if row.pk in came]
    faults = fault_of_presence(any(row.role == Role.PERSON for row in there))
    if not told.agreed.strip() and not told.promises:
        faults |= {"agreed": _("Skriv vad ni kom överens om, eller minst ett löfte.")}
    if faults:
        raise Refused(faults)
    one.called.filter(pk__in=came).update(came=True)
    one.called.exclude(pk__in=came).update(came=False)
    one.goal, one.agreed, one.state = told.goal.strip(), told.agreed.strip(), State.HELD
    one.noted_by, one.noted_on = by.name, by.day
    one.save(update_fields=["goal", "agreed", "state", "noted_by", "noted_on"])
    made = [_promise(one, new, there, number, by) for number, new in enumerate(told.promises, 1)]
    return made, _next(one, told.next, by)


def _taken(meeting: Meeting, to: State, by: Viewer) -> Meeting:
    """The meeting, held until the transaction ends; raises Refused when it cannot go there any more."""
    check_own(by, meeting)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("participation__circle")
    one = rows.get(pk=meeting.pk)
    if to not in MEETING_STEPS[State(one.state)]:
        raise Refused(
            {"": _("Mötet är redan antecknat: %(state)s.") % {"state": one.get_state_display()}}
        )
    return one


def _next(one: Meeting, new: NewMeeting | None, by: Viewer) -> Meeting | None:
    """Call to the next meeting; what is refused is told of the fields of the next one."""
    if new is None:
        return None
    if faults := fault_of_next_day(new.on_day, by.day):
        raise Refused(faults)
    try:
        return book(one.participation, new, by=by)
    except Refused as refused:
        raise Refused(
            {_OF_NEXT.get(name, name): said for name, said in refused.faults.items()}
        ) from None


_OF_NEXT = {"on_day": "next_day", "purpose": "next_day", "by_person": "next_day"}


def _promise(
    one: Meeting, new: NewPromise, there: Sequence[Called], number: int, by: Viewer
) -> Promise:
    faults = _faults_of_promise(one, new, there)
    if faults:
        raise Refused({f"{name}_{number}": sentence for name, sentence in faults.items()})
    return Promise.objects.create(
        controller_id=one.controller_id, owner_authority_id=one.owner_authority_id,
        kind=RowKind.AGREEMENT, participation_id=one.participation_id, meeting=one,
        what=new.what.strip(), owner=new.owner, unit_id=new.unit_id, position_id=new.position_id,
        outside=new.outside.strip(), made_on=one.on_day, first_due_on=new.due_on, due_on=new.due_on,
        noted_by=by.name,
    )  # fmt: skip


def due_too_early() -> str:
    """What is said of a promise that would have been kept before it was given."""
    return _("Dagen ligger före mötet. Skriv en dag från och med mötet.")


def _faults_of_promise(one: Meeting, new: NewPromise, there: Sequence[Called]) -> dict[str, str]:
    """Only those who were there, or the authority that notes it, can have promised something."""
    if not new.what.strip():
        return {"what": _("Skriv vad som ska göras.")}
    if new.due_on < one.on_day:
        return {"due": due_too_early()}
    if new.owner == Owner.UNIT:
        present = {row.unit_id for row in there}
        unit = Unit.objects.get(pk=new.unit_id or 0)
        if unit.pk not in present and unit.authority_id != one.owner_authority_id:
            sentence = _(
                "%(unit)s var inte med, och kan inte ha lovat något. Lova i stället att fråga dem."
            )
            return {"owner": sentence % {"unit": unit.name}}
    if new.owner == Owner.OUTSIDE and not new.outside.strip():
        return {"outside": _("Skriv vem som har lovat det.")}
    if new.owner != Owner.OUTSIDE and new.outside.strip():
        return {"outside": _("Välj Någon annan om det är den som lovade, eller ta bort namnet.")}
    return {}


@transaction.atomic
def add_promise(meeting: Meeting, new: NewPromise, *, by: Viewer) -> Promise:
    """Add a promise to a meeting that was held. Raises rules.Refused as `hold` does."""
    check_own(by, meeting)
    if meeting.state != State.HELD:
        raise Refused({"": _("Löften hör till ett möte som har hållits.")})
    return _promise(meeting, new, list(meeting.called.filter(came=True).order_by("pk")), 1, by)


@transaction.atomic
def cancel(
    meeting: Meeting, cause: Cause, because: str, new: NewMeeting | None, *, by: Viewer
) -> Meeting | None:
    """Note that a meeting did not come about, and offer a new time.

    Who did not come is offered a new time, or it is said why not: raises rules.Refused otherwise.
    """
    one = _taken(meeting, State.CANCELLED, by)
    if cause == Cause.NOT_THERE and one.on_day > by.day:
        raise Refused({"cause": _("Mötet har inte varit än, så ingen kan ha uteblivit från det.")})
    if not because.strip() and (cause != Cause.NOT_THERE or new is None):
        raise Refused(
            {"because": _("Skriv varför det inte blev av, eller varför ingen ny tid erbjuds.")}
        )
    one.cause, one.because, one.state = cause, because.strip(), State.CANCELLED
    one.noted_by, one.noted_on = by.name, by.day
    with in_history(why=because):
        one.save(update_fields=["cause", "because", "state", "noted_by", "noted_on"])
        one.called.update(came=False)
    return _next(one, new, by)


@transaction.atomic
def step(
    promise: Promise, how: Step, *, by: Viewer, on: date | None = None, because: str = "",
    to: date | None = None,
) -> Promise:  # fmt: skip
    """Keep, move, drop or reopen a promise. Raises rules.Refused, saying why, when it cannot be.

    `on` is the day that it was kept, `to` the day that it is moved to; a reason is kept with the history.
    """
    check_own(by, promise)
    one = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    day = on or by.day
    faults = fault_of_step(one.state, how, one.moves, because)
    if not faults and how == Step.KEEP:
        faults = fault_of_kept_day(day, one.made_on, by.day)
    if "" not in faults and how == Step.MOVE:
        faults |= fault_of_new_day(one.due_on, to, by.day)
    if faults:
        raise Refused(faults)
    one.state = after_step(one.state, how, one.moves) or one.state
    one.settled_on = {Step.KEEP: day, Step.DROP: by.day}.get(how)
    if how == Step.MOVE:
        one.due_on, one.moves = to or one.due_on, one.moves + 1
    one.because = because.strip() or one.because
    with in_history(why=because):
        one.save(update_fields=OF_A_STEP)
        _tell_the_other(one, because, by)
    return one


OF_A_STEP = ["state", "settled_on", "due_on", "moves", "because"]
"""What a step changes of a promise, and of the other authority's copy of it."""


def _tell_the_other(one: Promise, because: str, by: Viewer) -> None:
    """A promise that was handed over stands in two records, and has one state: the other one follows.

    Why is told by a release, where consent lets it be; without it the state and the day alone follow, and when
    the person has taken a consent between the two back, nothing does (law 2).
    """
    others = Promise.objects.select_for_update(of=("self",)).filter(
        Q(copy_of=one.pk) | Q(pk=one.copy_of)
    )
    case = one.participation
    for other in others.order_by("pk"):
        pair = (one.owner_authority_id, other.owner_authority_id)
        part = told_by(by, case, pair[0]).get(pair[1])
        reached = reaches(case.circle, pair[1], by.day)
        if part and reached and pair[0] in gives_for(by, case.circle):
            said = _told(one, because)
            release([Item(part, RowKind.AGREEMENT, case.person.name, _("Löfte"), said)], by=by)
            _follows(other, one, because)
        elif not taken_back(case, pair, one.made_on):
            with in_history(why=""):  # the reason is not told by the history of their row either
                _follows(other, one, reason_for_others(because))


def _follows(other: Promise, one: Promise, because: str) -> None:
    """Let the other row stand as this one; without a reason for this step it keeps its own (law 6)."""
    for name in OF_A_STEP:
        if name != "because":
            setattr(other, name, getattr(one, name))
    other.because = because.strip() or other.because
    other.save(update_fields=OF_A_STEP)


def _told(one: Promise, because: str) -> str:
    words = _("%(what)s: %(stands)s, till %(day)s.") % {
        "what": one.what, "stands": one.get_state_display(), "day": plain_day(one.settled_on or one.due_on),
    }  # fmt: skip
    return f"{words} {because}".strip()


def promises_follow(moved: Sequence[Moved], by: Viewer) -> int:
    """Let the promises of a post that has had a case go with the case to the next post."""
    mine = Promise.objects.filter(state__in=GOING_ON)
    return _follow(mine, moved)


def meetings_follow(moved: Sequence[Moved], by: Viewer) -> int:
    """The same for the meetings that it had booked."""
    return _follow(Meeting.objects.filter(state=State.PLANNED), moved)


def _follow(rows: QuerySet[Promise] | QuerySet[Meeting], moved: Sequence[Moved]) -> int:
    between: dict[tuple[int | None, int, int], list[UUID]] = {}
    for one in moved:
        way = (one.from_position_id, one.unit_id, one.to_position_id)
        between.setdefault(way, []).append(one.participation_id)
    return sum(
        rows.filter(participation__in=cases, unit=unit, position=old).update(position=new)
        for (old, unit, new), cases in between.items()
        if old is not None
    )


def take_out_names(people: Collection[UUID]) -> int:
    """Take support persons' and interpreters' names out of these people's meetings; says how many."""
    rows = Called.objects.filter(
        participation__person__in=people, role__in=[Role.SUPPORT, Role.INTERPRETER]
    )
    return rows.exclude(name=NOT_KEPT).update(name=NOT_KEPT)


__all__ = [
    "NOT_KEPT",
    "NO_PURPOSE",
    "OF_A_STEP",
    "Guest",
    "Minutes",
    "NewMeeting",
    "NewPromise",
    "add_promise",
    "authorities_of_units",
    "book",
    "call_guests",
    "cancel",
    "fault_of_purpose",
    "fault_of_time",
    "faults_of_guests",
    "guest_name",
    "hold",
    "meetings_follow",
    "promises_follow",
    "step",
    "take_out_names",
    "uncovered_of",
]  # fmt: skip
