"""Who is between the chairs right now, by which rule, since when, and whose move is it? (F10 G17)"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.casework.between import Gap, HeldCase, Rule, Scope, Text, rules
from stafett.casework.models import (
    PART,
    Assignment,
    BetweenLimits,
    Holding,
    Listing,
    Participation,
    Teammate,
)
from stafett.casework.queries.own_record import open_cases
from stafett.casework.queries.participants import rows_of
from stafett.casework.sharing import all_mine, is_a_colleagues
from stafett.database.days import in_force
from stafett.database.kept import Kept
from stafett.database.noticed import notice_circles
from stafett.frame.full_names import full_names
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiatives
from stafett.safeguards.access import in_circle, may_see
from stafett.safeguards.kept import Seen, StandIn, asked_ahead
from stafett.safeguards.models import Member
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

Found = tuple[Rule, Gap]
Urgency = tuple[int, date, int, str]
"""How urgent something is: its weight, its day, and the order of its rule."""
MINE, UNIT = "mina", "enhet"
MOST_CASES = 2_000
"""So many cases are looked through at once; a page says when there are more."""
PAGE = 50
ON_TODAY = 8
NOBODYS_ON_TODAY = 3
"""So many lines on Idag are kept for cases that nobody has, where the viewer has ones of their own."""


@dataclass(frozen=True)
class Row:
    """One line of the list: whom, which rule, since when, whose move, and the button that mends it."""

    rule: Rule
    gap: Gap
    participation: Participation | None
    may: bool = True
    """Whether this viewer is given the button."""
    also: tuple[Rule, ...] = ()
    """What else was found of the same case, where each case has one line."""

    @property
    def name(self) -> str:
        """Whom it is about; the alias of somebody protected."""
        return self.participation.person.name if self.participation else self.gap.name

    @property
    def url(self) -> str:
        """Where it is mended."""
        if self.gap.url or not self.rule.url_name:
            return self.gap.url
        return reverse(self.rule.url_name, args=[self.gap.participation_id])

    @property
    def button(self) -> Text:
        """What the button says."""
        return self.gap.button or self.rule.button


@dataclass(frozen=True)
class Numbered:
    """A row with its number on the page: the place that one is led back to."""

    number: int
    row: Row


@dataclass(frozen=True)
class Part:
    """What is overdue, or what is to come; each case's rows together."""

    coming: bool
    cases: list[list[Numbered]]

    @property
    def number(self) -> int:
        """How many rows it has."""
        return sum(len(case) for case in self.cases)


@dataclass(frozen=True)
class Counted:
    """A rule with how many it has found; `code` narrows the list to it."""

    rule: Rule
    number: int


@dataclass(frozen=True)
class Asked:
    """Whose cases the list is about: a word of the address and how it is told."""

    key: str
    label: Text


@dataclass(frozen=True)
class BetweenPage:
    """The list Mellan stolarna."""

    asked: str
    choices: list[Asked]
    counted: list[Counted]
    chosen: str
    rows: list[Row]
    number: int
    looked_through: int
    cut: bool
    page: int = 1
    today: date | None = None

    @property
    def parts(self) -> list[Part]:
        """The rows of the page as they are drawn: what is overdue and what is to come, each case's together."""
        assert self.today
        found: dict[bool, list[list[Numbered]]] = {}
        for number, row in enumerate(self.rows, 1):
            cases = found.setdefault(row.gap.is_to_come(self.today), [])
            if not cases or cases[-1][0].row.gap.whose != row.gap.whose:
                cases.append([])
            cases[-1].append(Numbered(number, row))
        return [Part(coming, cases) for coming, cases in found.items()]

    @property
    def first_row(self) -> int:
        """Which row of the whole list the page begins with."""
        return (self.page - 1) * PAGE + 1

    @property
    def last_row(self) -> int:
        """Which row it ends with."""
        return self.first_row + len(self.rows) - 1

    @property
    def last_page(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.number // PAGE))


FACTS = (
    "participation_id", "participation__circle_id", "unit_id", "unit__name", "from_day",
    "participation__starts_on", "participation__initiative_id",
)  # fmt: skip


def scope_of(viewer: Viewer, asked: str) -> Scope:
    """The open cases that are asked about: the viewer's own and those nobody has in their units, the
    units', or all of an initiative's that they may see."""
    initiative = None if asked in (MINE, UNIT) else Initiative.objects.get(code=asked).pk
    cases = _held(viewer, HELD_BY_ME if asked == MINE else HELD, initiative)
    units = frozenset(viewer.units_with(Permission.SEE_PEOPLE))
    beside = {} if initiative else dict((BESIDE_ME if asked == MINE else BESIDE).by(viewer))
    return Scope(cases, units, initiative, limits_said(), beside)


SAID: Kept[tuple[int, dict[str, int]]] = Kept(
    lambda: BetweenLimits.objects.order_by("pk").values_list("initiative_id", "numbers")
)


def limits_said() -> dict[int, dict[str, int]]:
    """What initiatives have said otherwise than the usual, about how long the rules wait."""
    return dict(SAID())


HAS: Seen[tuple[UUID, int, int]] = Seen(
    lambda viewer, cases: (
        Assignment.objects.filter(
            in_force(viewer.day), participation_id__in=cases, controller_id__in=viewer.controllers
        )
        .order_by("pk")
        .values_list("participation_id", "unit_id", "position_id")
    )
)


def _looked_through(
    viewer: StandIn, initiative: int | None = None, but: Q | None = None
) -> QuerySet[Holding, tuple[Any, ...]]:
    goes_on = Q(participation__ends_on=None) | Q(participation__ends_on__gt=viewer.day)
    held = Holding.objects.filter(
        but or Q(), goes_on, in_force(viewer.day), controller_id__in=viewer.controllers
    )
    if initiative is None:
        held = held.filter(unit_id__in=viewer.units_with(Permission.SEE_PEOPLE))
    else:
        held = held.filter(participation__initiative_id=initiative)
    seen = may_see(viewer, held, PART).order_by("from_day", "pk")
    return seen.values_list(*FACTS)[: MOST_CASES + 1]


def _nobody_elses(viewer: StandIn) -> QuerySet[Holding, tuple[Any, ...]]:
    """Those that the viewer's posts have, or share, in the unit that holds them, and those that no post there
    has.

    Whoever has a case is of the unit that holds it (`casework_assigned_within`): the units' own are gone
    through once, and not one by one for each case.
    """
    others = Assignment.objects.filter(
        in_force(viewer.day), unit_id__in=viewer.units_with(Permission.SEE_PEOPLE),
        controller_id__in=viewer.controllers,
    ).exclude(position_id__in=viewer.positions)  # fmt: skip
    shared = all_mine(Teammate, viewer)
    return _looked_through(
        viewer,
        but=~Q(participation_id__in=_whose(others)) | Q(participation_id__in=_whose(shared)),
    )


def _others_hold(viewer: StandIn, but: Q | None = None) -> QuerySet[Participation, tuple[Any, ...]]:
    """Open cases that the viewer's units work in by their own right, and none of them holds.

    Found by the units' own lists, without those that they hold; the circle decides, as everywhere.
    """
    units = viewer.units_with(Permission.SEE_PEOPLE)
    held = Holding.objects.filter(
        in_force(viewer.day), unit_id__in=units, controller_id__in=viewer.controllers
    )
    listed = Listing.objects.filter(
        ~Q(participation_id__in=_whose(held)), unit_id__in=units,
        controller_id__in=viewer.controllers,
    )  # fmt: skip
    inside = Member.objects.filter(
        in_circle(viewer), circle=OuterRef("circle"), giver__in=viewer.works_for,
        controller__in=viewer.controllers,
    )  # fmt: skip
    goes_on = Q(ends_on=None) | Q(ends_on__gt=viewer.day)
    rows = Participation.objects.filter(goes_on, but or Q(), Exists(inside), pk__in=_whose(listed))
    return may_see(viewer, rows).order_by("pk").values_list("pk", "initiative_id")[:MOST_CASES]


def _whose(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return rows.order_by().values("participation_id")


BESIDE: Seen[tuple[UUID, int]] = Seen(_others_hold)
BESIDE_ME: Seen[tuple[UUID, int]] = Seen(
    lambda viewer: _others_hold(viewer, ~is_a_colleagues(viewer))
)
HELD: Seen[tuple[Any, ...]] = Seen(_looked_through)
HELD_BY_ME: Seen[tuple[Any, ...]] = Seen(_nobody_elses)


def _held(
    viewer: Viewer, held: Seen[tuple[Any, ...]], initiative: int | None
) -> dict[UUID, HeldCase]:
    rows = held.by(viewer, **({"initiative": initiative} if initiative else {}))
    assigned = HAS.by(viewer, cases=[row[0] for row in rows])
    posts = {(one, unit): post for one, unit, post in assigned}
    return {row[0]: HeldCase(*(*row, posts.get((row[0], row[2])))) for row in rows[:MOST_CASES]}


def found_in(viewer: Viewer, scope: Scope) -> list[tuple[Rule, Gap]]:
    """What the rules find: what is overdue, and then what is to come; in both each case's together, the case
    with what weighs most first, then the one that has waited longest."""
    reads = list(dict.fromkeys(one for rule in rules() for one in rule.reads))
    with asked_ahead(viewer, reads, cases=list(scope.cases)):
        found = [(rule, gap) for rule in rules() for gap in rule.find(viewer, scope)]
    return in_order(found, viewer.day)


def in_order(found: Iterable[Found], today: date) -> list[Found]:
    """As the list tells them; a case with what is overdue and what is to come stands once in each part."""
    found = list(found)
    worst: dict[tuple[bool, str], Urgency] = {}
    for pair in found:
        part = pair[1].is_to_come(today), pair[1].whose
        worst[part] = min(worst.get(part, _urgency(pair)), _urgency(pair))

    def place(pair: Found) -> tuple[bool, Urgency, str, Urgency]:
        coming, whose = pair[1].is_to_come(today), pair[1].whose
        return coming, worst[coming, whose], whose, _urgency(pair)

    return sorted(found, key=place)


def _urgency(pair: Found) -> Urgency:
    rule, gap = pair
    return -rule.weight, gap.when, rule.order, rule.code


def between(viewer: Viewer, asked: str, code: str = "", page: int = 1) -> BetweenPage:
    """A page of the list; an unknown word or rule is as if none was asked for."""
    choices = choices_of(viewer)
    asked = asked if asked in {one.key for one in choices} else MINE
    scope = scope_of(viewer, asked)
    found = found_in(viewer, scope)
    number = Counter(rule.code for rule, _gap in found)
    code = code if number[code] else ""
    shown = [pair for pair in found if not code or pair[0].code == code]
    here = max(1, min(page, -(-len(shown) // PAGE)))
    return BetweenPage(
        asked, choices, [Counted(one, number[one.code]) for one in rules()], code,
        _rows(viewer, shown[(here - 1) * PAGE : here * PAGE]), len(shown), len(scope.cases),
        len(scope.cases) >= MOST_CASES, here, viewer.day,
    )  # fmt: skip


def choices_of(viewer: Viewer) -> list[Asked]:
    """Whose cases the viewer can ask about: their own, their units', and their initiatives'."""
    mine = [Asked(MINE, _("Mina ärenden")), Asked(UNIT, _("Min enhets ärenden"))]
    return [*mine, *(Asked(one.code, one.name) for one in initiatives(viewer))]


def _rows(viewer: Viewer, found: Sequence[tuple[Rule, Gap]]) -> list[Row]:
    keys = _to_open(viewer, [gap for _rule, gap in found])
    cases = {row.pk: row for row in rows_of(viewer, list(dict.fromkeys(keys)))}
    notice_circles(gap.about for _rule, gap in found if gap.about)
    return [
        Row(
            rule, gap, cases.get(gap.participation_id) if gap.participation_id else None,
            any(viewer.may(permission) for permission in rule.mended_by),
        )
        for rule, gap in found
    ]  # fmt: skip


def _to_open(viewer: Viewer, found: Sequence[Gap]) -> list[UUID]:
    """The cases that are told as cases: not those of which the viewer has a part of their own alone."""
    beside = {gap.participation_id for gap in found if gap.participation_id and gap.about}
    shut = beside - open_cases(viewer, beside)
    return [
        gap.participation_id
        for gap in found
        if gap.participation_id and gap.participation_id not in shut
    ]


def between_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The card on Idag: those who have waited longest; None for those who see no people."""
    if not viewer.may(Permission.SEE_PEOPLE):
        return None
    scope = scope_of(viewer, MINE)
    found = found_in(viewer, scope)
    lines = _by_case([pair for pair in found if not _has_own_card(viewer, pair[0])])
    mine, others = _shared_out(lines, scope)
    rows = [
        replace(row, also=lines[pair])
        for pair, row in zip([*mine, *others], _rows(viewer, [*mine, *others]), strict=True)
    ]
    return {
        "rows": rows[: len(mine)], "nobodys": rows[len(mine) :], "number": len(found),
        "full_names": full_names(request), "today": viewer.day, "here": request.get_full_path(),
        "counted": _counted(found) if len(lines) > len(rows) else [], "all": len(lines) == len(rows),
    }  # fmt: skip


def _has_own_card(viewer: Viewer, rule: Rule) -> bool:
    return bool(rule.own_card) and viewer.may(rule.own_card)


def _by_case(found: Sequence[Found]) -> dict[Found, tuple[Rule, ...]]:
    """What weighs most of each case, with the other rules that found it; what is of no case by itself."""
    first: dict[Any, Found] = {}
    also: dict[Any, list[Rule]] = defaultdict(list)
    for number, pair in enumerate(found):
        case = pair[1].participation_id or number
        if first.setdefault(case, pair) is not pair and pair[0] not in (
            first[case][0],
            *also[case],
        ):
            also[case].append(pair[0])
    return {pair: tuple(also[case]) for case, pair in first.items()}


def _shared_out(lines: Iterable[Found], scope: Scope) -> tuple[list[Found], list[Found]]:
    """As many as the card has room for: those that nobody has get a place beside the viewer's own."""
    mine: list[Found] = []
    nobodys: list[Found] = []
    for pair in lines:
        (nobodys if _is_nobodys(pair[1], scope) else mine).append(pair)
    room = max(ON_TODAY - len(mine), NOBODYS_ON_TODAY if mine else ON_TODAY)
    nobodys = nobodys[: min(room, ON_TODAY)]
    return mine[: ON_TODAY - len(nobodys)], nobodys


def _is_nobodys(gap: Gap, scope: Scope) -> bool:
    held = scope.cases.get(gap.participation_id) if gap.participation_id else None
    return held is not None and held.position_id is None


def _counted(found: Sequence[tuple[Rule, Gap]]) -> list[Counted]:
    """How many each rule has found, of those that found any: where not all are shown, none is left out."""
    number = Counter(rule.code for rule, _gap in found)
    return [Counted(rule, number[rule.code]) for rule in rules() if number[rule.code]]
