"""How much has each worker of a unit, which cases has nobody, and which have lain longest? (A20)

Only cases that the viewer may see are counted or listed: of the protected there is no trace for others (law 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    Exists,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404

from stafett.casework.access import may_move, mover_in
from stafett.casework.last_contact import noted_rows
from stafett.casework.models import (
    PART,
    Assignment,
    Holding,
    Participation,
    Teammate,
)
from stafett.casework.rules import Mover
from stafett.database.days import in_force, still_on
from stafett.parties.access import may_stand_in_be_given
from stafett.parties.models import Position, Tenure, Unit
from stafett.parties.queries import history_of, tenure_on
from stafett.parties.rules import Kind, Piece, on_day
from stafett.safeguards.access import may_see
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer

PAGE = 100
NOBODY = "ingen"
"""What the filter calls the cases that nobody has."""


@dataclass(frozen=True)
class Load:
    """How many open cases, how many of them began this month, and since when the stillest has lain."""

    open: int = 0
    new: int = 0
    stillest: date | None = None


@dataclass(frozen=True)
class Worker:
    """A post of the unit with who has it, who stands in, and what it has to do."""

    post: Position
    now: Piece | None
    beside: Piece | None
    load: Load
    alone: bool
    may_give: bool
    shares: int = 0
    """How many open cases it shares: as contact person, or in a pair. They are in no sum of the unit's."""

    @property
    def key(self) -> str:
        """What the filter calls it."""
        return str(self.post.pk)

    @property
    def vacant(self) -> bool:
        """True when nobody holds the post today."""
        return self.now is None or self.now.kind == Kind.VACANT

    @property
    def name(self) -> str:
        """Who has the post, or the post's own title when it is vacant."""
        return self.post.title if self.now is None or self.vacant else self.now.who


@dataclass(frozen=True)
class Row:
    """A case in the list: whose, who has it, when it came and was noted in last, and if it can be moved."""

    case: Participation
    post: int | None
    worker: str
    vacant: bool
    came: date
    noted: date | None
    movable: bool

    @property
    def ticked(self) -> str:
        """What the tick box sends: the case, and who had it when the page was opened."""
        return f"{self.case.pk}:{self.post or NOBODY}"


@dataclass(frozen=True)
class SharedRow:
    """A case that a post of the unit shares: whose, which part it has, and if that can be moved."""

    part: Teammate
    worker: str
    vacant: bool
    movable: bool

    @property
    def ticked(self) -> str:
        """What the tick box sends: the part, which is another one when somebody else has it."""
        return str(self.part.pk)


@dataclass(frozen=True)
class UnitPage:
    """The page Min enhet."""

    unit: Unit
    units: list[Unit]
    workers: list[Worker]
    nobody: Load
    all: Load
    chosen: str = ""
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    page: int = 1
    may_move: bool = False
    shared: list[SharedRow] = field(default_factory=list)
    """The first hundred that the unit's posts share, or the chosen one's."""
    shared_count: int = 0

    @property
    def can_tick(self) -> bool:
        """True when there is anything to move."""
        return bool(self.rows or self.shared)

    @property
    def last_page(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // PAGE))

    @property
    def chosen_name(self) -> str:
        """Whose cases are listed, or nothing when all are."""
        return next((worker.name for worker in self.workers if worker.key == self.chosen), "")


def my_units(viewer: Viewer) -> list[Unit]:
    """The units that the viewer sees people in: their own first, and of those the ones that they lead.

    Whoever stands in for somebody has that unit too, after their own.
    """
    mine = viewer.units_with(Permission.SEE_PEOPLE)
    led = viewer.units_with(Permission.MOVE_CASES)
    units = (
        Unit.objects.filter(pk__in=mine).select_related("authority__party").order_by("name", "pk")
    )
    own = {post.unit_id for post in viewer.posts if not post.stands_in}
    return sorted(units, key=lambda unit: (unit.pk not in own, unit.pk not in led))


def my_unit(viewer: Viewer, key: str) -> tuple[Unit, list[Unit]]:
    """One of the viewer's units by its number, or the first; Http404 when it is none of theirs."""
    units = my_units(viewer)
    found = [unit for unit in units if str(unit.pk) == key] if key else units[:1]
    if not found:
        raise Http404
    return found[0], units


def unit_page(viewer: Viewer, key: str = "", chosen: str = "", page: int = 1) -> UnitPage:
    """The unit's workers with their caseloads, and a page of its open cases, the stillest first."""
    unit, units = my_unit(viewer, key)
    loads = _loads(viewer, unit)
    parts = list(parts_shared(viewer, unit).values_list("pk", "position_id"))
    workers = _workers(viewer, unit, loads, Counter(post for _part, post in parts))
    if chosen not in {NOBODY, *(worker.key for worker in workers)}:
        chosen = ""
    rows = open_cases(viewer, unit, chosen)
    count = _counted(loads, chosen)
    page = min(max(page, 1), max(1, -(-count // PAGE)))
    shown = rows.order_by("quiet", "person__sort_name", "pk")[(page - 1) * PAGE : page * PAGE]
    return UnitPage(
        unit, units, workers, loads.get(None, Load()), _sum(loads.values()), chosen,
        list(_rows(shown, workers, mover_in(viewer, unit.pk))), count, page,
        may_move(viewer, unit.pk),
        *_shared(parts, chosen, workers, mover_in(viewer, unit.pk)),
    )  # fmt: skip


def parts_shared(viewer: Viewer, unit: Unit, chosen: str = "") -> QuerySet[Teammate]:
    """Which parts the unit's posts, or a chosen one, have today in open cases that the viewer may see."""
    seen = may_see(viewer, Participation.objects.filter(pk=OuterRef("participation")))
    rows = Teammate.objects.filter(
        in_force(viewer.day), Exists(seen), unit=unit, participation__ends_on=None,
        controller_id__in=viewer.controllers,
    )  # fmt: skip
    if chosen:
        rows = rows.none() if chosen == NOBODY else rows.filter(position=int(chosen))
    return rows.order_by("position_id", "part", "pk")


def _shared(
    parts: Sequence[tuple[int, int]], chosen: str, workers: Sequence[Worker], by: Mover
) -> tuple[list[SharedRow], int]:
    """The rows that are shown, and how many there are."""
    its = [part for part, post in parts if not chosen or str(post) == chosen]
    named = {worker.post.pk: worker for worker in workers}
    rows = Teammate.objects.filter(pk__in=its[:PAGE]).order_by("position_id", "part", "pk")
    told = rows.select_related(
        "participation__person", "participation__initiative", "participation__branch"
    )
    return [_shared_row(part, named[part.position_id], by) for part in told], len(its)


def _shared_row(part: Teammate, who: Worker, by: Mover) -> SharedRow:
    mine = by.all_of_them or part.position_id in by.own_posts
    return SharedRow(part, who.name, who.vacant, mine)


def open_cases(viewer: Viewer, unit: Unit, chosen: str = "") -> QuerySet[Any]:
    """The open cases that a unit holds, with `post`, `came`, `noted`, `quiet`; of a post, nobody, or all."""
    case = OuterRef("pk")
    held = Holding.objects.filter(
        in_force(viewer.day), unit=unit, participation=case, controller_id__in=viewer.controllers
    )
    has = Assignment.objects.filter(in_force(viewer.day), unit=unit, participation=case)
    rows = may_see(viewer, Participation.objects.filter(Exists(held), ends_on__isnull=True))
    rows = rows.annotate(
        post=Subquery(has.values("position")[:1]), came=Subquery(held.values("from_day")[:1]),
        noted=_noted(viewer),
    ).annotate(quiet=Coalesce("noted", "came"))  # fmt: skip
    if chosen:
        rows = rows.filter(post=None if chosen == NOBODY else int(chosen))
    return rows


def _noted(viewer: Viewer) -> Any:
    """The latest day of what was noted with the person, that the viewer may see; None when nothing was.

    Who holds or has the case is no such thing: a case is as still as before when it is moved.
    """
    case = OuterRef("pk")
    parts = [
        Subquery(_latest(may_see(viewer, rows.filter(participation=case), PART), day))
        for rows, day in noted_rows()
    ]
    return Greatest(Value(None, output_field=DateField()), *parts)


def _latest(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    found = rows.order_by().values("participation").annotate(latest=Max(day))
    return found.values("latest")


def _loads(viewer: Viewer, unit: Unit) -> dict[int | None, Load]:
    """What each post has to do, and nobody; one statement whatever the number."""
    month = viewer.day.replace(day=1)
    counted = open_cases(viewer, unit).order_by().values("post").annotate(
        open=Count("pk"), new=Count("pk", filter=Q(starts_on__gte=month)), stillest=Min("quiet")
    )  # fmt: skip
    return {
        row["post"]: Load(row["open"], row["new"], row["stillest"])
        for row in counted.order_by("post")
    }


def caseloads(viewer: Viewer, unit: Unit) -> dict[int | None, int]:
    """How many open cases each post has of those that the viewer may see, and nobody."""
    counted = open_cases(viewer, unit).order_by().values("post").annotate(open=Count("pk"))
    return dict(counted.order_by("post").values_list("post", "open"))


def _sum(loads: Iterable[Load]) -> Load:
    loads = list(loads)
    days = [load.stillest for load in loads if load.stillest]
    return Load(sum(x.open for x in loads), sum(x.new for x in loads), min(days, default=None))


def _counted(loads: dict[int | None, Load], chosen: str) -> int:
    if not chosen:
        return _sum(loads.values()).open
    return loads.get(None if chosen == NOBODY else int(chosen), Load()).open


def posts_of(unit: Unit, day: date, also: Iterable[int | None] = ()) -> list[Position]:
    """The unit's posts that are there on a day and work with people, and any others asked for."""
    held = Prefetch("tenures", Tenure.objects.select_related("staff").order_by("from_day", "pk"))
    asked = [post for post in also if post is not None]
    rows = Position.objects.filter(still_on(day), from_day__lte=day) | Position.objects.filter(
        pk__in=asked
    )
    found = rows.filter(unit=unit).select_related("unit__authority__party").prefetch_related(held)
    return [
        post
        for post in found.order_by("title", "pk")
        if post.pk in asked or Permission.WORK_WITH_PEOPLE in permissions_of(post.role)
    ]


def _workers(
    viewer: Viewer, unit: Unit, loads: dict[int | None, Load], shares: Counter[int]
) -> list[Worker]:
    posts = posts_of(unit, viewer.day, [*loads, *shares])
    holders = {post.pk: tenure_on(post, viewer.day) for post in posts}
    by_role: dict[str, set[int]] = {}
    for post in posts:
        if tenure := holders[post.pk]:
            by_role.setdefault(post.role, set()).add(tenure.staff_id)
    give = may_give(viewer, posts)
    return [
        Worker(
            post, *on_day(history_of(post), viewer.day), loads.get(post.pk, Load()),
            bool(holders[post.pk]) and len(by_role[post.role]) == 1,
            post.pk in give,
            shares[post.pk],
        )
        for post in posts
    ]  # fmt: skip


def may_give(viewer: Viewer, posts: Sequence[Position]) -> set[int]:
    """The posts of one unit that the viewer may say who stands in for; asked once for each role."""
    one_of_each = {post.role: post for post in posts}
    allowed = {role for role, post in one_of_each.items() if may_stand_in_be_given(viewer, post)}
    return {post.pk for post in posts if post.role in allowed}


def _rows(cases: QuerySet[Any], workers: Sequence[Worker], by: Mover) -> Iterable[Row]:
    named = {worker.post.pk: worker for worker in workers}
    for case in cases.select_related("person", "initiative", "branch"):
        post: int | None = case.post
        worker = named.get(post) if post is not None else None
        mine = by.all_of_them or post is None or post in by.own_posts
        yield Row(
            case, post, worker.name if worker else "", bool(worker and worker.vacant),
            case.came, case.noted, mine,
        )  # fmt: skip


def seen_cases(viewer: Viewer, keys: Iterable[UUID]) -> list[Participation]:
    """Those of some cases that the viewer may see, open or not any longer."""
    rows = may_see(viewer, Participation.objects.filter(pk__in=list(keys)))
    return list(rows.select_related("person", "circle").order_by("pk"))
