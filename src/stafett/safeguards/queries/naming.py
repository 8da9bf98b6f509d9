"""Which rows say who somebody is, when that is taken away and their cases stay; each app says so of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from stafett.database.ending import EndsBy
from stafett.safeguards import ended
from stafett.safeguards.models import IDENTITY, Circle
from stafett.safeguards.queries.due import Scope

Rows = QuerySet[Any]


def people_in(scopes: Collection[Scope]) -> list[UUID]:
    """Those whose identity an ending takes away; nobody where it is about rows or cases."""
    circles = [one.circle_id for one in scopes if one.ends == IDENTITY and one.circle_id]
    rows = Circle.objects.filter(pk__in=circles).order_by("person_id")
    return list(rows.values_list("person_id", flat=True).distinct())


def naming_rows(controller_id: int, people: Collection[UUID]) -> Iterator[tuple[type[Model], Rows]]:
    """The rows that end with an identity: earlier versions that had it, and what cannot be without."""
    for one in ended.every() if people else ():
        earlier = ended.earlier_of(one.model)
        tables = [earlier] if one.unname else [earlier, one.model]
        for table in filter(None, tables if one.named is not None else ()):
            yield table, _of(one, table, people).filter(one.named, controller_id=controller_id)


def still_named(people: Collection[UUID]) -> int:
    """How many rows still say who these people are."""
    return sum(
        _of(one, one.model, people).filter(one.named).count()
        for one in ended.every()
        if one.unname and one.named is not None
    )


def unname(people: Collection[UUID]) -> int:
    """Take out of every row who these people are; what ends whole is for the decision that ends it."""
    return sum(one.unname(people) for one in ended.every() if one.unname and people)


def _of(one: EndsBy, table: type[Model], people: Collection[UUID]) -> Rows:
    """A table's rows about these people."""
    own = hasattr(table, "pgh_tracked_model")
    ways = one.who or one.person or f"{one.circle.removesuffix('_id')}__person"
    theirs = Q()
    for way in ways.split():
        theirs |= Q(**{f"{'id' if own and way == 'pk' else way}__in": people})
    return table._default_manager.filter(theirs)
