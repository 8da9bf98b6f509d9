"""How posts come to share a case, and how that ends: a contact person (D8), the second of a pair (A7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
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
from stafett.casework.rules import (
    STAYS_WORDS,
    CaseToShare,
    Held,
    Stays,
    after,
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
    nobody in. `seen` says who had it in each when the viewer looked. Raises PermissionDenied where the unit
    is not the viewer's to speak of, and Refused, saying why, when any of the cases stays as it is.
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
        return
    end_today(rows.filter(position=told.to), by)
    kind = "holding" if told.part == TeamPart.PAIR else "involvement"
    insert_many(
        Teammate,
        ["controller_id", "owner_authority_id", "kind", "participation_id", "unit_id", "position_id",
         "part", "from_day"],
        [
            (c.controller_id, c.controller_id, kind, c.pk, told.unit.pk, told.to.pk, told.part.value,
             by.day)
            for c in cases
        ],
    )  # fmt: skip


def follow_team(pairs: Pairs, before: Sequence[Days]) -> None:
    """Let those who share a case follow corrected days and holders: a pair its unit's holding, a contact
    person the participation where their unit does not hold it."""
    rows = by_participation(Teammate.objects.order_by("from_day", "pk"), pairs)
    if not any(rows.values()):
        return
    held = by_participation(Holding.objects.order_by("from_day", "pk"), pairs)
    change: list[Teammate] = []
    end: list[int] = []
    for (case, _told), old in zip(pairs, before, strict=True):
        spans = [Held(h.unit_id, h.from_day, h.until_day) for h in held[case.pk]]
        for row in rows[case.pk]:
            draw_out(row, case, old)
            kept = _kept(row, case, spans)
            if kept is None:
                end.append(row.pk)
            else:
                row.from_day, row.until_day = kept.from_day, kept.until_day
                change.append(row)
    Teammate.objects.filter(pk__in=end).delete()
    save_changed(change, ["from_day", "until_day"])


def _kept(row: Teammate, case: Participation, spans: Sequence[Held]) -> Held | None:
    """What is left of its days; None where none is."""
    wanted = Held(row.unit_id, row.from_day, row.until_day)
    if row.part == TeamPart.PAIR:
        return within(wanted, spans)
    inside = within(wanted, [Held(row.unit_id, case.starts_on, after(case.ends_on))])
    return without(inside, spans) if inside else None
