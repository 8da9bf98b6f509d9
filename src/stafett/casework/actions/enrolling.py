"""How somebody is enrolled: participation, circle, holder, involvements and life, all in one batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_enrol
from stafett.casework.actions.doubling import tell_of_doubles, tell_of_those_there
from stafett.casework.exiting import enrolled_as_ended
from stafett.casework.models import Holding, Involvement, Livelihood, Occupation, Participation
from stafett.casework.rules import after, faults_of_place, faults_of_start
from stafett.database.batch import insert_many
from stafett.database.keys import new_keys
from stafett.database.noticed import notice_circles
from stafett.initiatives.models import Initiative
from stafett.parties.closing import takes_nobody
from stafett.people.models import Person, Protection
from stafett.safeguards.actions import NewCircle, let_in_many, open_circles
from stafett.safeguards.actions.identity import kept_out
from stafett.safeguards.actions.in_turn import hold_people
from stafett.safeguards.models import Circle, Member
from stafett.safeguards.queries.protecting import keeping_out
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class AuthorityCase:
    """What a register says of a party's own case with the person: the controller's own word (law 2)."""

    party_id: int
    unit_id: int | None = None


@dataclass(frozen=True)
class Living:
    """A livelihood source at a moment (start or end), with per cent where it has an extent."""

    moment: str
    source_id: str
    extent_percent: int | None = None


@dataclass(frozen=True)
class Doing:
    """An occupation at a moment (start, end, or during with its day), with hours a week if any."""

    moment: str
    what_id: str
    hours_a_week: Decimal | None = None
    on_day: date | None = None


@dataclass(frozen=True)
class Enrolment:
    """One participation to record, from its first day, with whoever holds it from that instant."""

    controller_id: int
    initiative_id: int
    branch_id: int
    person_id: UUID
    case_number: str
    starts_on: date
    holder_unit_id: int
    circle_units: tuple[int, ...]
    ends_on: date | None = None
    status: str = "remaining"
    outcome_id: int | None = None
    next_step_id: str | None = None
    next_unit_id: int | None = None
    next_outside: str = ""
    end_reason: str = ""
    municipality_id: str | None = None
    education_id: str | None = None
    referring_party_id: int | None = None
    referring_caseworker: str = ""
    named_team: tuple[tuple[int, int], ...] = ()
    cases: tuple[AuthorityCase, ...] = ()
    livelihoods: tuple[Living, ...] = field(default=())
    occupations: tuple[Doing, ...] = field(default=())
    circle_id: UUID | None = None
    """The circle that there is already, since the person was referred; its units stay in it."""


PARTICIPATION_FIELDS = [
    "initiative_id", "branch_id", "person_id", "case_number", "starts_on", "ends_on", "status",
    "outcome_id", "next_step_id", "next_unit_id", "next_outside", "end_reason",
    "municipality_id", "education_id", "referring_party_id", "referring_caseworker",
]  # fmt: skip
SPINE = ["controller_id", "owner_authority_id", "kind", "participation_id"]


@transaction.atomic
def enrol(enrolments: Sequence[Enrolment], *, by: Viewer) -> list[UUID]:
    """Record participations with circle, holder, involvements, livelihood and occupation.

    Returns their keys in order. Raises IntegrityError on overlap within one initiative, on an exit
    without outcome or what is next, and on a case number used twice (law 1, D8, D12); rules.Refused on
    a start to come, for nobody is let in before it, on one outside the initiative, and on a holder that has
    a last day. A case number
    that somebody protected has is used again, and their team is told; so is the team of who is protected
    here, of whoever is there already with the same. Whoever is told to have left already is followed up from
    now on as others are (A13). A protected person without a named team is seen by
    the one who enrols them, in person (law 5).
    """
    check_enrol(by, {(one.initiative_id, one.branch_id) for one in enrolments})
    check_starts([one.starts_on for one in enrolments], by)
    check_places([(one.initiative_id, one.starts_on) for one in enrolments])
    check_holders([one.holder_unit_id for one in enrolments if one.ends_on is None], by)
    hold_people({one.person_id for one in enrolments})
    check_entered_by_routine(enrolments)
    enrolments = _with_teams(enrolments, by)
    circles = _circles(enrolments, by)
    keys = new_keys(len(enrolments))
    pairs = list(zip(keys, enrolments, strict=True))
    insert_many(
        Participation,
        ["id", "circle_id", "controller_id", "owner_authority_id", "kind", *PARTICIPATION_FIELDS],
        [
            _participation(key, circle, one)
            for (key, one), circle in zip(pairs, circles, strict=True)
        ],
    )
    _insert_parts(pairs)
    enrolled_as_ended([_as_told(key, one) for key, one in pairs if one.ends_on], by)
    tell_of_doubles(keys, by=by)
    hidden = [key for key, one in pairs if one.named_team]
    if hidden:
        tell_of_those_there(hidden, by=by)
    notice_circles(
        (circle, one.person_id, one.controller_id)
        for circle, one in zip(circles, enrolments, strict=True)
    )
    return keys


def check_starts(starts: Iterable[date], by: Viewer) -> None:
    """Raise rules.Refused when somebody would begin after the day it is recorded on.

    Not for the operator, who sees past circles and whose files are checked as they are read.
    """
    for starts_on in () if by.operator else starts:
        faults = faults_of_start(starts_on, None, by.day)
        if faults:
            raise Refused(faults)


def check_places(starts: Collection[tuple[int, date]]) -> None:
    """Raise rules.Refused when somebody would begin in an initiative before its first day or after its last."""
    initiatives = Initiative.objects.in_bulk({initiative for initiative, _day in starts})
    for initiative, starts_on in starts:
        of = initiatives[initiative]
        faults = faults_of_place(starts_on, of.name, of.starts_on, of.ends_on)
        if faults:
            raise Refused(faults)


def check_holders(units: Collection[int], by: Viewer) -> None:
    """Raise rules.Refused when one of these units, which are to hold a case from now on, does not last."""
    sentence = takes_nobody(units, by.day) if units else ""
    if sentence:
        raise Refused({"": sentence})


def check_entered_by_routine(enrolments: Collection[Enrolment]) -> None:
    """Raise rules.Refused for somebody new with an identity whom their controller's routine keeps out."""
    check_lives_nowhere(enrolments)
    controllers = keeping_out({one.controller_id for one in enrolments})
    if not controllers:
        return
    new = Person.objects.filter(
        pk__in={one.person_id for one in enrolments}, controller__in=controllers
    ).exclude(pk__in=Circle.objects.filter(controller__in=controllers).order_by().values("person"))
    if new.exclude(protection__in=("", Protection.WITHHELD)).exists():
        raise Refused({"protection": kept_out()})


def check_lives_nowhere(enrolments: Iterable[Enrolment]) -> None:
    """Raise rules.Refused when it would be written where somebody without identity lives."""
    told = [one.person_id for one in enrolments if one.municipality_id]
    if told and Person.objects.filter(pk__in=told, protection=Protection.WITHHELD).exists():
        raise Refused(
            {"municipality": _("Personen är inskriven utan identitet. Lämna kommunen tom.")}
        )


def _with_teams(enrolments: Sequence[Enrolment], by: Viewer) -> Sequence[Enrolment]:
    """Give a protected person without a named team the one they have, and whoever enrols them."""
    unnamed = {one.person_id for one in enrolments if not one.named_team}
    protected = set(
        Person.objects.filter(pk__in=unnamed).exclude(protection="").values_list("pk", flat=True)
    )
    if not protected:
        return enrolments
    me = by.own_seats(
        {unit for one in enrolments for unit in (*one.circle_units, one.holder_unit_id)}
    )
    teams = {person: tuple(dict.fromkeys([*named, *me])) for person, named in _named(protected)}
    if not all(teams.values()):
        raise Refused({"team": _("Skyddade personuppgifter kräver ett namngivet team.")})
    return [
        replace(one, named_team=teams[one.person_id]) if one.person_id in teams else one
        for one in enrolments
    ]


def _named(people: set[UUID]) -> Iterator[tuple[UUID, list[tuple[int, int]]]]:
    """Who is named in the cases of each of these people today."""
    members = Member.objects.filter(
        circle__person__in=people, position__isnull=False, until_day__isnull=True
    )
    found = list(members.values_list("circle__person_id", "unit_id", "position_id"))
    for person in people:
        yield person, [(unit, post) for who, unit, post in found if who == person]


def _circles(enrolments: Sequence[Enrolment], by: Viewer) -> list[UUID]:
    """The circle of each: the one that it has, with the branch's units let in, or a new one."""
    new = [one for one in enrolments if one.circle_id is None]
    opened = iter(open_circles([_circle(one) for one in new], by=by))
    circles = [one.circle_id or next(opened) for one in enrolments]
    there = [one for one in enrolments if one.circle_id]
    if there:
        wanted = ((one, unit) for one in there for unit in _circle(one).units)
        let_in_many([(one.circle_id, unit, one.starts_on) for one, unit in wanted], by=by)  # type: ignore[misc]
    return circles


def _circle(one: Enrolment) -> NewCircle:
    units = tuple(dict.fromkeys((*one.circle_units, one.holder_unit_id)))
    return NewCircle(one.controller_id, one.person_id, one.starts_on, units, one.named_team)


def _as_told(key: UUID, one: Enrolment) -> Participation:
    """The participation as it was told, without asking the database for it again."""
    told = {name: getattr(one, name) for name in PARTICIPATION_FIELDS}
    return Participation(pk=key, controller_id=one.controller_id, **told)


def _participation(key: UUID, circle: UUID, one: Enrolment) -> tuple[object, ...]:
    values = (getattr(one, name) for name in PARTICIPATION_FIELDS)
    return (key, circle, one.controller_id, one.controller_id, "participation", *values)


def _insert_parts(pairs: Sequence[tuple[UUID, Enrolment]]) -> None:
    """Insert everything that hangs on the participations, table by table."""
    insert_many(Holding, [*SPINE, "unit_id", "from_day", "until_day"], [
        (one.controller_id, one.controller_id, "holding", key,
         one.holder_unit_id, one.starts_on, after(one.ends_on))
        for key, one in pairs
    ])  # fmt: skip
    insert_many(
        Involvement,
        [*SPINE, "party_id", "unit_id", "from_day", "until_day"],
        [row for key, one in pairs for row in involvements_of(key, one)],
    )
    insert_many(
        Livelihood,
        [*SPINE, "moment", "on_day", "source_id", "extent_percent"],
        [row for key, one in pairs for row in livelihoods_of(key, one)],
    )
    insert_many(
        Occupation,
        [*SPINE, "moment", "on_day", "what_id", "hours_a_week"],
        [row for key, one in pairs for row in occupations_of(key, one)],
    )


def involvements_of(key: UUID, one: Enrolment) -> Iterator[tuple[object, ...]]:
    for case in one.cases:
        spine = (one.controller_id, one.controller_id, "involvement", key)
        yield (*spine, case.party_id, case.unit_id, one.starts_on, after(one.ends_on))


def _on(one: Enrolment, moment: str) -> date:
    return one.ends_on if moment == "end" and one.ends_on else one.starts_on


def livelihoods_of(key: UUID, one: Enrolment) -> Iterator[tuple[object, ...]]:
    for living in one.livelihoods:
        spine = (one.controller_id, one.controller_id, "livelihood", key)
        yield (
            *spine,
            living.moment,
            _on(one, living.moment),
            living.source_id,
            living.extent_percent,
        )


def occupations_of(key: UUID, one: Enrolment) -> Iterator[tuple[object, ...]]:
    for doing in one.occupations:
        spine = (one.controller_id, one.controller_id, "occupation", key)
        yield (
            *spine,
            doing.moment,
            doing.on_day or _on(one, doing.moment),
            doing.what_id,
            doing.hours_a_week,
        )
