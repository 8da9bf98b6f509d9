"""How a participation is corrected: what differs from the facts told, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from stafett.casework.access import check_change, check_life, check_register
from stafett.casework.actions import agreement
from stafett.casework.actions.enrolling import (
    PARTICIPATION_FIELDS,
    Enrolment,
    check_holders,
    check_lives_nowhere,
    check_places,
    check_starts,
    involvements_of,
    livelihoods_of,
    occupations_of,
)
from stafett.casework.actions.sharing import follow_team
from stafett.casework.exiting import last_day_said
from stafett.casework.following import Course, Stated, Words, course, stated, status_said
from stafett.casework.models import Participation
from stafett.casework.rules import TAKES_OVER
from stafett.database.history import in_history
from stafett.safeguards.actions import let_in_many
from stafett.safeguards.viewer import Viewer

CORRECTABLE = [
    name
    for name in PARTICIPATION_FIELDS
    if name not in ("initiative_id", "person_id", "case_number")
]
DAYS = {"starts_on", "ends_on"}
RECEIVER = ("next_unit_id", "next_outside")
"""Who takes over, which follows what is next."""
LIFE = {"livelihoods", "occupations"}
"""What those who work in the case and may see it see to; the rest is for those who may change it."""


@transaction.atomic
def correct(
    changes: Sequence[tuple[Participation, Enrolment]], *, by: Viewer, because: str,
    only: Collection[str] | None = None,
    note: Callable[[agreement.Difference], None] | None = None,
) -> list[UUID]:  # fmt: skip
    """Bring recorded participations into agreement with corrected facts; returns those that changed.

    `only` names the facts that are told (an enrolment's fields; "cases", "livelihoods.start" …);
    None means all. Person, initiative and controller are never changed by a correction. Holders and
    the authorities' cases follow the participation's days. The earlier versions are kept, with who
    and why (law 6). `note` is told each difference. Raises IntegrityError and rules.Refused as `enrol`.
    """
    if not changes:
        return []
    check = check_life if only is not None and _topics(only) <= LIFE else check_change
    check(by, [participation for participation, _facts in changes])
    if only is None or "starts_on" in only:
        moved = [(old, new) for old, new in changes if new.starts_on != old.starts_on]
        check_register(by, [old for old, _new in moved])
        check_starts([new.starts_on for _old, new in moved], by)
        check_places([(old.initiative_id, new.starts_on) for old, new in moved])
    if only is None or "municipality_id" in only:
        check_lives_nowhere(
            new for old, new in changes if new.municipality_id != old.municipality_id
        )
    with in_history(why=because):
        differences = _bring_into_agreement(changes, only)
        _check_new_holders(changes, differences, by)
        changed = {one.participation_id for one in differences}
        if only is None or "holder_unit_id" in only:
            _let_holders_in([pair for pair in changes if pair[0].pk in changed], by)
        moved_end = {one.participation_id for one in differences if one.what == "ends_on"}
        last_day_said([case for case, _facts in changes if case.pk in moved_end], by)
        restated = {one.participation_id for one in differences if one.what == "status"}
        status_said([case for case, _facts in changes if case.pk in restated], by)
    for one in differences if note else ():
        note(one)  # type: ignore[misc]
    return [participation.pk for participation, _one in changes if participation.pk in changed]


def _check_new_holders(
    changes: Sequence[tuple[Participation, Enrolment]], found: agreement.Differences, by: Viewer
) -> None:
    goes_on = {case.pk for case, _facts in changes if case.ends_on is None}
    new = {
        one.after for one in found
        if one.what == "holdings" and one.participation_id in goes_on and one.after not in (None, one.before)
    }  # fmt: skip
    check_holders(new, by)


def _topics(only: Collection[str]) -> set[str]:
    return {name.split(".")[0] for name in only}


def _bring_into_agreement(
    changes: Sequence[tuple[Participation, Enrolment]], only: Collection[str] | None
) -> agreement.Differences:
    told = {*only, *RECEIVER} if only and "next_step_id" in only else only
    fields = [name for name in CORRECTABLE if told is None or name in told]
    before = [agreement.Days(p.starts_on, p.ends_on) for p, _one in changes]
    found = agreement.correct_fields(changes, fields)
    if only is None or (DAYS | {"holder_unit_id"}) & set(only):
        holder = only is None or "holder_unit_id" in only
        held = agreement.correct_holdings(changes, holder=holder)
        moved = {one.participation_id for one in held}
        both = [pair for pair in zip(changes, before, strict=True) if pair[0][0].pk in moved]
        drawn = [pair for pair, _old in both], [old for _pair, old in both]
        agreement.follow_holders(*drawn)
        follow_team(*drawn)
        found += held
    found += agreement.follow_days(changes, before)
    known = _stated(changes, before, only)
    plain = [pair for pair in changes if pair[0].pk not in known]
    found += _correct_parts(plain, only, {}) if plain else []
    for pair in changes if known else ():
        if topics := known.get(pair[0].pk):
            told = None if only is None else {*only, *topics}
            found += _correct_parts([pair], told, topics)
    return found


def _stated(
    changes: Sequence[tuple[Participation, Enrolment]], before: Sequence[agreement.Days],
    only: Collection[str] | None,
) -> Stated:  # fmt: skip
    """What dated periods state of each case as it is now; nothing of what they stated by its old days alone."""
    if only is not None and not (DAYS | LIFE) & _topics(only):
        return {}
    now = stated([course(participation) for participation, _facts in changes])
    old = [
        Course(participation.pk, days.starts_on, days.ends_on)
        for (participation, _facts), days in zip(changes, before, strict=True)
        if (participation.starts_on, participation.ends_on) != (days.starts_on, days.ends_on)
    ]
    known = {key: dict(topics) for key, topics in now.items()}
    for key, topics in stated(old).items():
        gone = set(topics) - set(known.get(key, {}))
        for topic in gone if only is None else gone - set(only):
            known.setdefault(key, {})[topic] = frozenset()
    return known


def _correct_parts(
    changes: Sequence[tuple[Participation, Enrolment]], only: Collection[str] | None,
    known: Mapping[str, Words],
) -> agreement.Differences:  # fmt: skip
    """Bring the tables that hang on participations into agreement, those that anything is told of."""
    found: agreement.Differences = []
    for fact, part, rows in (
        ("cases", agreement.INVOLVEMENT, involvements_of),
        ("livelihoods", agreement.LIVELIHOOD, livelihoods_of),
        ("occupations", agreement.OCCUPATION, occupations_of),
    ):
        if only is None or fact in _topics(only):
            wanted = [_keyed(part, list(rows(p.pk, one))) for p, one in changes]
            if known:
                wanted = [_as_stated(part, wanted[0], changes[0][0], known)]
            found += agreement.correct_part(part, changes, wanted, only)
    return found


def _as_stated(
    part: agreement.Part, told: agreement.Rows, case: Participation, known: Mapping[str, Words]
) -> agreement.Rows:
    """What is told, with what dated periods state in place of it; theirs is the word (ADR 24)."""
    rows = {key: values for key, values in told.items() if part.topic(key) not in known}
    for topic, words in known.items():
        moment = topic.split(".")[1]
        day = case.ends_on if moment == "end" else case.starts_on
        if part.topic((moment,)) == topic:
            rows |= {(moment, word): (day, amount) for word, amount in words}
    return rows


def _keyed(part: agreement.Part, rows: Sequence[tuple[Any, ...]]) -> agreement.Rows:
    """Rows as `enrol` writes them (controller, owner, kind, participation, key …, values …), by key."""
    keyed: agreement.Rows = {}
    for _controller, _owner, _kind, _participation, *rest in rows:
        if part is agreement.INVOLVEMENT:
            party, unit, first, until = rest
            keyed[party, first] = (unit, until)
        else:
            moment, day, what, amount = rest
            keyed[moment, what] = (day, amount)
    return keyed


def _let_holders_in(changes: Sequence[tuple[Participation, Enrolment]], by: Viewer) -> None:
    """Whoever holds a case is in its circle, from the first instant."""
    let_in_many([(p.circle_id, one.holder_unit_id, p.starts_on) for p, one in changes], by=by)


def as_told(participation: Participation, **facts: Any) -> Enrolment:
    """What is recorded of a participation, with some facts told anew; parts not told stay out."""
    known: dict[str, Any] = {name: getattr(participation, name) for name in PARTICIPATION_FIELDS}
    unsaid: dict[str, Any] = {"holder_unit_id": 0, "circle_units": ()}
    told = known | facts
    if told["next_step_id"] != TAKES_OVER:
        told |= {"next_unit_id": None, "next_outside": ""}
    return Enrolment(participation.controller_id, **unsaid | told)
