"""How cases get somebody who has them within their unit, and how many change hands at once (A20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import check_move, mover_in
from stafett.casework.models import Assignment, Holding, Participation, Teammate
from stafett.casework.moving_along import Moved, move_along
from stafett.casework.rules import STAYS_WORDS, CaseToMove, Stays, stays
from stafett.database.batch import insert_many
from stafett.database.days import in_force, still_on
from stafett.database.history import in_history
from stafett.parties.models import Position, Tenure
from stafett.safeguards.models import Member
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

MOST_TOLD = 10
"""So many of the cases that stay are told by name; of the rest how many they are."""


@dataclass(frozen=True)
class Reassigned:
    """What came of moving cases: which moved, and a sentence about each kind of thing that moved along."""

    moved: list[UUID]
    along: list[str]


@transaction.atomic
def reassign(
    cases: Sequence[Participation], to: Position, *, by: Viewer, because: str,
    seen: Mapping[UUID, int | None] | None = None,
) -> Reassigned:  # fmt: skip
    """Give cases to a post in the unit that holds them, from today; all of them or none.

    What hangs on them moves along. `seen` says who had each when the mover looked. Raises
    PermissionDenied where none may be moved at all, and Refused, saying why, when any of them stays.
    """
    check_move(by, to.unit, cases)
    check_post(to, by)
    if not because.strip():
        raise Refused({"because": _("Skriv varför. Det sparas med bytet.")})
    locked = held_fast(cases)
    current = _current(locked, to.unit_id, by)
    _check_cases(locked, current, to, by, seen)
    moving = [case for case in locked if _post_of(current, case) != to.pk]
    moved = [Moved(c.pk, to.unit_id, _post_of(current, c), to.pk) for c in moving]
    with in_history(why=because):
        _hand_over(moving, current, to, by)
        return Reassigned([case.pk for case in moving], move_along(moved, by) if moved else [])


def held_fast(cases: Sequence[Participation]) -> list[Participation]:
    """The cases, locked in one order, so that two who move the same ones come one after the other."""
    rows = Participation.objects.select_for_update(of=("self",)).order_by("pk")
    keys = [case.pk for case in cases]
    return list(rows.filter(pk__in=keys).select_related("circle", "person"))


def check_post(to: Position, by: Viewer) -> None:
    """Raise Refused unless somebody holds the post today and works with people in it."""
    there = Position.objects.filter(in_force(by.day), pk=to.pk)
    if Permission.WORK_WITH_PEOPLE not in permissions_of(to.role) or not there.exists():
        sentence = _("%(title)s arbetar inte med personer här nu. Välj en annan befattning.")
        raise Refused({"to": sentence % {"title": to.title}})
    if not Tenure.objects.filter(in_force(by.day), position=to).exists():
        sentence = _("%(title)s är vakant. Välj någon som kan ta emot.")
        raise Refused({"to": sentence % {"title": to.title}})


Current = Mapping[UUID, Assignment]


def _current(cases: Sequence[Participation], unit: int, by: Viewer) -> Current:
    """Who in the unit has each case today."""
    rows = Assignment.objects.filter(in_force(by.day), unit=unit, participation__in=cases)
    return {row.participation_id: row for row in rows.order_by("pk")}


def _post_of(current: Current, case: Participation) -> int | None:
    return current[case.pk].position_id if case.pk in current else None


def _check_cases(
    cases: Sequence[Participation], current: Current, to: Position, by: Viewer,
    seen: Mapping[UUID, int | None] | None,
) -> None:  # fmt: skip
    """Raise Refused when any of the cases stays, with each one's sentence."""
    mover, holders, named = mover_in(by, to.unit_id), holders_of(cases, by), named_in(cases, by)
    staying: list[tuple[str, Stays]] = []
    for case in cases:
        post = _post_of(current, case)
        facts = CaseToMove(case.ends_on is None, holders.get(case.pk), post, named.get(case.pk))
        why = stays(facts, mover, to.pk, post if seen is None else seen.get(case.pk))
        if why:
            staying.append((case.person.name, why))
    if staying:
        raise Refused({"": told_staying(staying, len(cases))})


def told_staying(staying: Sequence[tuple[str, Stays]], asked: int) -> str:
    """Which cases stay and why, in a few sentences."""
    number = len(staying)
    first = _("Inget är flyttat: %(number)s av %(asked)s ärenden kan inte flyttas.") % {
        "number": number, "asked": asked,
    }  # fmt: skip
    each = [f"{name} {STAYS_WORDS[why]}." for name, why in staying[:MOST_TOLD]]
    rest = number - len(each)
    more = [_("Och %(rest)s till.") % {"rest": rest}] if rest else []
    return " ".join([first, *each, *more, _("Kryssa ur dem, så flyttas resten.")])


def holders_of(cases: Sequence[Participation], by: Viewer) -> dict[UUID, int]:
    held = Holding.objects.filter(in_force(by.day), participation__in=cases).order_by("pk")
    return dict(held.values_list("participation_id", "unit_id"))


def named_in(cases: Sequence[Participation], by: Viewer) -> dict[UUID, frozenset[int]]:
    """The posts that alone see each of those that only a named team does (law 5)."""
    hidden = {case.circle_id: case.pk for case in cases if case.circle.named_only}
    found: dict[UUID, frozenset[int]] = {case: frozenset() for case in hidden.values()}
    team = Member.objects.filter(in_force(by.day), circle__in=hidden).exclude(position=None)
    for circle, post in team.order_by("pk").values_list("circle_id", "position_id"):
        found[hidden[circle]] |= {post}  # type: ignore[arg-type]
    return found


def end_today(rows: QuerySet[Any], by: Viewer) -> None:
    """End who has, or shares, cases as of today; one who got it today never did."""
    rows.filter(from_day__gte=by.day).delete()
    rows.filter(still_on(by.day)).update(until_day=by.day)


def _hand_over(cases: Sequence[Participation], current: Current, to: Position, by: Viewer) -> None:
    """End who has the cases as of today, and let the post have them, alone where it was one of a pair."""
    shared = Teammate.objects.filter(participation__in=[c.pk for c in cases], position=to)
    end_today(shared.filter(still_on(by.day)), by)
    had = [current[c.pk].pk for c in cases if c.pk in current]
    end_today(Assignment.objects.filter(pk__in=had), by)
    insert_many(
        Assignment,
        ["controller_id", "owner_authority_id", "kind", "participation_id", "unit_id", "position_id",
         "from_day"],
        [(c.controller_id, c.controller_id, "holding", c.pk, to.unit_id, to.pk, by.day) for c in cases],
    )  # fmt: skip
