"""What has been kept for as long as it is to be, by the rules in force; and which rows that is, one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from stafett.database.days import in_force
from stafett.database.ending import EndsBy
from stafett.safeguards import ended
from stafett.safeguards.ending_rules import latest_end, latest_start
from stafett.safeguards.models import (
    Circle,
    EndingScope,
    Ends,
    RetentionHold,
    RetentionRule,
    Start,
)

Rows = QuerySet[Any]
KINDS = frozenset(Ends.values) - {Ends.FILE}
"""What rows of a case can be; files and identities are no rows of one."""


@dataclass(frozen=True)
class Scope:
    """One thing whose time has come: a case, or an authority's rows of a kind in it, older than a day."""

    circle_id: UUID | None
    owner_id: int | None
    ends: str
    before: date | None = None

    @property
    def whole(self) -> bool:
        """True for a whole case, everybody's rows and the person's own."""
        return self.ends == Ends.CASE and self.owner_id is None


def rules_of(controller_id: int, day: date) -> QuerySet[RetentionRule]:
    """A controller's rules in force on a day."""
    return RetentionRule.objects.filter(in_force(day), controller_id=controller_id).order_by("pk")


def due(controller_id: int, day: date) -> Iterator[tuple[RetentionRule, Scope]]:
    """Everything of a controller whose time has come on a day, by the rule that says so.

    Where two rules reach the same rows, the one whose time comes first ends them: each is an outer limit.
    """
    for rule in rules_of(controller_id, day):
        for scope in _due_by(rule, day):
            yield rule, scope


def _due_by(rule: RetentionRule, day: date) -> Iterator[Scope]:
    owner = None if rule.owner_authority_id == rule.controller_id else rule.owner_authority_id
    before = None
    if rule.start == Start.ROW_DAY:
        before = latest_start(day, rule.months) + timedelta(days=1)
    if rule.ends == Ends.FILE:
        yield from _files(rule, before)
        return
    if rule.ends != Ends.CASE and rule.owner_authority_id is not None:
        owner = rule.owner_authority_id
    model, circles = Scope(None, owner, rule.ends, before), _not_spared(rule, _circles(rule, day))
    for circle in _keys(circles) if model.whole else _with_rows(rule.controller_id, model, circles):
        yield replace(model, circle_id=circle)


def _files(rule: RetentionRule, before: date | None) -> Iterator[Scope]:
    scope = Scope(None, None, Ends.FILE, before)
    if any(rows.exists() for _table, rows in rows_of(rule.controller_id, [scope])):
        yield scope


def _circles(rule: RetentionRule, day: date) -> QuerySet[Circle]:
    """The cases whose course makes their time come; all of them where each row has its own day."""
    circles = Circle.objects.filter(controller_id=rule.controller_id)
    if rule.start == Start.ROW_DAY:
        return circles
    latest = latest_end(rule.start, day, rule.months)
    gone, going_on = Q(), Q()
    for course in ended.courses():
        over = {f"{course.last_day}__lte": latest, f"{course.last_day}__isnull": False}
        rows = course.model._default_manager.filter(
            course.counts or Q(), controller_id=rule.controller_id
        ).order_by()
        gone |= Q(pk__in=rows.filter(**over).values(course.circle))
        going_on |= Q(person__in=rows.exclude(**over).values(course.person))
    circles = circles.filter(gone)
    return circles.exclude(going_on) if rule.start == Start.PERSON_LAST else circles


def _not_spared(rule: RetentionRule, circles: QuerySet[Circle]) -> QuerySet[Circle]:
    """The same as `ending_rules.is_spared`, asked of the database: a day that is not known is spared too."""
    if not rule.spared_days:
        return circles
    known = circles.filter(person__birth_date__isnull=False)
    return known.exclude(person__birth_date__day__in=rule.spared_days)


def _keys(circles: QuerySet[Circle]) -> Iterable[UUID]:
    return circles.order_by("pk").values_list("pk", flat=True)


def _with_rows(controller_id: int, model: Scope, circles: QuerySet[Circle]) -> list[UUID]:
    """Those of the cases that still have such rows, or earlier versions of them."""
    among = circles.order_by().values("pk")
    found: set[UUID] = set()
    for one in ended.every():
        if one.spine:
            for table in _tables(one):
                rows = table._default_manager.filter(
                    controller_id=controller_id,
                    **{f"{one.circle}__in": among},
                    **_told(one, model),
                )
                found |= set(
                    rows.order_by(one.circle).values_list(one.circle, flat=True).distinct()
                )
    return sorted(found)


def _told(one: EndsBy, scope: Scope) -> dict[str, Any]:
    """What a table's rows must say to be of the scope's owner and kind, and older than its day."""
    told: dict[str, Any] = {}
    if scope.owner_id is not None:
        told["owner_authority_id"] = scope.owner_id
    if scope.ends != Ends.CASE:
        told["kind"] = scope.ends
    if scope.before is not None:
        told[f"{one.day}__lt"] = scope.before
    return told


def _tables(one: EndsBy) -> list[type[Model]]:
    """The table of earlier versions, then the table itself."""
    earlier = ended.earlier_of(one.model)
    return [earlier, one.model] if earlier else [one.model]


def rows_of(controller_id: int, scopes: Collection[Scope]) -> Iterator[tuple[type[Model], Rows]]:
    """The rows that these scopes end, table by table in the order in which they are emptied.

    A person ends with the last of their cases.
    """
    whole = {scope.circle_id for scope in scopes if scope.whole}
    parts = [scope for scope in scopes if not scope.whole and scope.ends in KINDS]
    files = [scope for scope in scopes if scope.ends == Ends.FILE]
    people = _people_of(whole)
    for one in ended.every():
        for table in _tables(one):
            wanted = _wanted(one, table, whole, people, parts, files)
            if wanted:
                yield table, table._default_manager.filter(wanted, controller_id=controller_id)


def _wanted(
    one: EndsBy, table: type[Model], whole: Collection[Any], people: Collection[UUID],
    parts: Iterable[Scope], files: Iterable[Scope],
) -> Q:  # fmt: skip
    if one.file:
        return _any(Q(**{f"{one.day}__date__lt": scope.before}) for scope in files)
    if one.person:
        return _any(
            Q(**{f"{_own(table, way)}__in": people}) for way in one.person.split() if people
        )
    wanted = Q(**{f"{_own(table, one.circle)}__in": whole}) if whole else Q()
    for scope, circles in _together(parts if one.spine else ()).items():
        wanted |= Q(**{f"{one.circle}__in": circles}, **_told(one, scope))
    return wanted


def _together(parts: Iterable[Scope]) -> dict[Scope, list[Any]]:
    """The cases of scopes that differ in nothing else: asked for at once."""
    found: dict[Scope, list[Any]] = {}
    for scope in parts:
        found.setdefault(replace(scope, circle_id=None), []).append(scope.circle_id)
    return found


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for one in conditions:
        found |= one
    return found


def _own(table: type[Model], way: str) -> str:
    """The way from a row of earlier versions, whose own key is another than the row's was."""
    return "id" if way == "pk" and hasattr(table, "pgh_tracked_model") else way


def _people_of(circles: Collection[Any]) -> list[UUID]:
    """The people who have no case besides these."""
    here = Circle.objects.filter(pk__in=circles).order_by()
    staying = Circle.objects.filter(person__in=here.values("person")).exclude(pk__in=circles)
    gone = here.exclude(person__in=staying.order_by().values("person"))
    return sorted(set(gone.order_by("person_id").values_list("person_id", flat=True)))


def held(controller_id: int) -> tuple[bool, set[UUID]]:
    """Whether everything that a controller has is held, and which cases are."""
    rows = RetentionHold.objects.filter(controller_id=controller_id, lifted_on__isnull=True)
    keys = set(rows.order_by("pk").values_list("circle_id", flat=True))
    return None in keys, {key for key in keys if key is not None}


def scopes_of(rows: QuerySet[EndingScope]) -> list[Scope]:
    """Scopes as they were written down."""
    told = rows.order_by("pk").values_list("circle_id", "owner_id", "ends", "before")
    return [Scope(*row) for row in told]
