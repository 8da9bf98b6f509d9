"""How posts come to share a case, and how that ends: a contact person (D8), the second of a pair (A7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import check_move, mover_in
from stafett.casework.actions.agreement import Days, Pairs, by_participation, draw_out, save_changed
from stafett.casework.actions.assigning import (
    check_post,
    end_today,
    held_fast,
    holders_of,
    named_in,
    told_staying,
)
from stafett.casework.models import Assignment, Holding, Participation, Teammate, TeamPart
from stafett.casework.moving_along import Moved, move_along
from stafett.casework.rules import (
    STAYS_WORDS,
    CaseToShare,
    Held,
    Stays,
    after,
    joined,
    stays_unshared,
    within,
    without,
)
from stafett.casework.sharing import seats_of
from stafett.database.batch import insert_many
from stafett.database.days import in_force, still_on
from stafett.database.history import in_history
from stafett.parties.models import Position, Unit
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Sharing:
    """Which part in which unit, and which post is to have it; None where nobody is to have it any more."""

    unit: Unit
    part: TeamPart
    to: Position | None


Now = Mapping[UUID, int]
"""Who has a part in each case today, by post."""


@transaction.atomic
def share(
    cases: Sequence[Participation], told: Sharing, *, by: Viewer, because: str,
    seen: Mapping[UUID, int | None] | None = None,
) -> list[UUID]:  # fmt: skip
    """Let a post have a part in cases from today, or let it go; all of them or none. Those that changed.

    A unit names its own: its contact person in cases that others hold, or the second of a pair. It is said in
    the controller's record, as who has the case is, to those whom that tells who takes part (law 2); it lets
    nobody in. When a contact person is let go, the second of the pair becomes the contact person.

    `seen` says who had it in each when the viewer looked. Raises PermissionDenied where the unit is not the
    viewer's to speak of, and Refused, saying why, when any of the cases stays as it is.
    """
    check_move(by, told.unit, cases)
    if told.to is not None:
        check_post(told.to, by)
    locked = held_fast(cases)
    now = _now(locked, told, by)
    if now and not because.strip():
        raise Refused({"because": _("Skriv varför. Det sparas med bytet.")})
    _check_cases(locked, told, now, by, seen)
    wanted = told.to.pk if told.to else None
    changing = [case for case in locked if now.get(case.pk) != wanted]
    with in_history(why=because):
        _exchange(changing, told, by)
    return [case.pk for case in changing]


def _now(cases: Sequence[Participation], told: Sharing, by: Viewer) -> dict[UUID, int]:
    rows = Teammate.objects.filter(
        in_force(by.day), participation__in=cases, unit=told.unit, part=told.part
    )
    return dict(rows.order_by("pk").values_list("participation_id", "position_id"))


def _check_cases(
    cases: Sequence[Participation], told: Sharing, now: Now, by: Viewer,
    seen: Mapping[UUID, int | None] | None,
) -> None:  # fmt: skip
    """Raise Refused when any of the cases stays as it is, with each one's sentence."""
    mover, to = mover_in(by, told.unit.pk), told.to.pk if told.to else None
    at_holder, in_pair = told.part == TeamPart.PAIR, told.part != TeamPart.CONTACT
    staying: list[tuple[str, Stays]] = []
    for case, facts in _facts(cases, told, now, by):
        looked = facts.post if seen is None else seen.get(case.pk)
        why = stays_unshared(facts, mover, to, looked, in_pair=in_pair, at_holder=at_holder)
        if why:
            staying.append((case.person.name, why))
    if staying and len(cases) == 1:
        raise Refused({"to": _("Ärendet %(why)s.") % {"why": STAYS_WORDS[staying[0][1]]}})
    if staying:
        raise Refused({"": told_staying(staying, len(cases))})


def _facts(
    cases: Sequence[Participation], told: Sharing, now: Now, by: Viewer
) -> list[tuple[Participation, CaseToShare]]:
    holders, named = holders_of(cases, by), named_in(cases, by)
    inside, has = seats_of(told.unit, cases, by.day), _has(cases, told.unit, by)
    return [
        (case, CaseToShare(
            case.ends_on is None, holders.get(case.pk) == told.unit.pk, case.circle_id in inside,
            now.get(case.pk), has[case.pk], named.get(case.pk),
        ))
        for case in cases
    ]  # fmt: skip


def _has(
    cases: Sequence[Participation], unit: Unit, by: Viewer
) -> defaultdict[UUID, frozenset[int]]:
    """The posts of the unit that have each case, or are its contact person."""
    here = in_force(by.day)
    has = Assignment.objects.filter(here, participation__in=cases, unit=unit)
    first = Teammate.objects.filter(here, participation__in=cases, unit=unit, part=TeamPart.CONTACT)
    found: defaultdict[UUID, frozenset[int]] = defaultdict(frozenset)
    for rows in (has.order_by("pk"), first.order_by("pk")):
        for case, post in rows.values_list("participation_id", "position_id"):
            found[case] |= {post}
    return found


def _exchange(cases: Sequence[Participation], told: Sharing, by: Viewer) -> None:
    """End who has the part as of today, and let the post have it, which then has no other."""
    rows = Teammate.objects.filter(still_on(by.day), participation__in=cases, unit=told.unit)
    end_today(rows.filter(part=told.part), by)
    if told.to is None:
        _move_up(cases, by)
        return
    end_today(rows.filter(position=told.to), by)
    _begin(cases, told.part, told.unit.pk, told.to.pk, by)


SPINE = [
    "controller_id", "owner_authority_id", "kind", "participation_id", "unit_id", "position_id", "from_day",
]  # fmt: skip


def _begin(
    cases: Sequence[Participation], part: TeamPart, unit: int, post: int, by: Viewer
) -> None:
    kind = "holding" if part == TeamPart.PAIR else "involvement"
    insert_many(Teammate, [*SPINE, "part"], [
        (c.controller_id, c.controller_id, kind, c.pk, unit, post, by.day, part.value) for c in cases
    ])  # fmt: skip


def _move_up(cases: Sequence[Participation], by: Viewer, had: Now | None = None) -> None:
    """Let the second of a pair that has no first any more be the first, from today: a pair is two (A7).

    `had` says who had each case until now; what is theirs in it moves along to the one who has it then. That
    no second goes on alone is held by the trigger `casework_pair_has_a_first`.
    """
    rows = Teammate.objects.filter(still_on(by.day), participation__in=cases)
    going_on = list(rows.order_by("pk").select_related("participation"))
    contacts = {(r.participation_id, r.unit_id) for r in going_on if r.part == TeamPart.CONTACT}
    has = Assignment.objects.filter(still_on(by.day), participation__in=cases)
    assigned = set(has.order_by("pk").values_list("participation_id", "unit_id"))
    for row in going_on:
        here = row.participation_id, row.unit_id
        if row.part == TeamPart.SECOND and here not in contacts:
            end_today(Teammate.objects.filter(pk=row.pk), by)
            _begin([row.participation], TeamPart.CONTACT, row.unit_id, row.position_id, by)
        elif row.part == TeamPart.PAIR and here not in assigned:
            end_today(Teammate.objects.filter(pk=row.pk), by)
            _have(row, (had or {}).get(row.participation_id), by)


def _have(row: Teammate, before: int | None, by: Viewer) -> None:
    """Let the second of a pair have the case, with what belongs to it."""
    case = row.participation
    insert_many(Assignment, SPINE, [
        (case.controller_id, case.controller_id, "holding", case.pk, row.unit_id, row.position_id, by.day)
    ])  # fmt: skip
    move_along([Moved(case.pk, row.unit_id, before, row.position_id)], by)


@transaction.atomic
def take_from_others(circles: Collection[UUID], team: Collection[int], *, by: Viewer) -> None:
    """Let no post outside a named team have or share these cases from today: it does not see them any more.

    Where one of a pair is left in the team it is that one's. Else nobody has it then, which the team reads
    as of any case, and can mend (law 5).
    """
    cases = list(Participation.objects.filter(circle__in=circles).order_by("pk"))
    outside: dict[type[Any], QuerySet[Any]] = {
        model: model._default_manager.filter(
            still_on(by.day), participation__in=cases
        ).exclude(position__in=team)
        for model in (Assignment, Teammate)
    }  # fmt: skip
    had = dict(outside[Assignment].order_by("pk").values_list("participation_id", "position_id"))
    for rows in outside.values():
        end_today(rows, by)
    _move_up(cases, by, had)


def follow_team(pairs: Pairs, before: Sequence[Days]) -> None:
    """Let those who share a case follow corrected days and holders: a pair the one who has it in its unit, a
    contact person the participation where their unit does not hold it, and the second of a pair the contact
    person."""
    rows = by_participation(Teammate.objects.order_by("from_day", "pk"), pairs)
    if not any(rows.values()):
        return
    held = by_participation(Holding.objects.order_by("from_day", "pk"), pairs)
    has = by_participation(Assignment.objects.order_by("from_day", "pk"), pairs)
    change: list[Teammate] = []
    end: list[int] = []
    for (case, _told), old in zip(pairs, before, strict=True):
        firsts: dict[str, list[Held]] = {TeamPart.PAIR: _spans(has[case.pk]), TeamPart.SECOND: []}
        for row in sorted(rows[case.pk], key=lambda one: one.part):
            draw_out(row, case, old)
            kept = _kept(row, case, _spans(held[case.pk]), firsts)
            if kept is None:
                end.append(row.pk)
            else:
                row.from_day, row.until_day = kept.from_day, kept.until_day
                change.append(row)
                if row.part == TeamPart.CONTACT:  # which comes before the second
                    firsts[TeamPart.SECOND].append(kept)
    Teammate.objects.filter(pk__in=end).delete()
    save_changed(change, ["from_day", "until_day"])


def _spans(rows: Sequence[Holding] | Sequence[Assignment]) -> list[Held]:
    return [Held(row.unit_id, row.from_day, row.until_day) for row in rows]


def _kept(
    row: Teammate, case: Participation, held: Sequence[Held], firsts: Mapping[str, Sequence[Held]]
) -> Held | None:
    """What is left of its days; None where none is."""
    wanted = Held(row.unit_id, row.from_day, row.until_day)
    if row.part != TeamPart.CONTACT:
        return within(wanted, joined(firsts[row.part]))
    inside = within(wanted, [Held(row.unit_id, case.starts_on, after(case.ends_on))])
    return without(inside, held) if inside else None
