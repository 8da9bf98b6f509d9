"""The tables over the API: the same query, the same rights, as the JSON that the page offers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.presentation.json_shape import as_dict
from stafett.measures.queries import CannotAnswer, declared_table, table, tables_for

router = Router(tags=["Siffror"])


class TableOut(Schema):
    """A table that there is: what it is called and what it can be divided by."""

    name: str
    title: str
    population: str
    definition: str
    base: str
    groups: list[str]


@router.get("/initiatives/{code}/tables", response=list[TableOut], summary="Tabeller för en insats")
def list_tables(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The tables that the viewer may see something of."""
    viewer = request.viewer  # type: ignore[attr-defined]
    initiative = find_initiative(viewer, code)
    return [
        {
            "name": one.name,
            "title": str(one.title),
            "population": one.population_words(one.base_in(initiative.outcome_base)),
            "definition": one.definition,
            "base": one.base_in(initiative.outcome_base),
            "groups": list(one.groups),
        }
        for one in tables_for(viewer, initiative)
    ]


@router.get("/initiatives/{code}/tables/{name}", summary="En tabell, uppdelad eller hel")
def get_table(
    request: HttpRequest,
    code: str,
    name: str,
    by: list[str] = Query([]),  # noqa: B008  (how ninja declares a repeated parameter)
    branch: str | None = None,
) -> dict[str, Any]:
    """One table in the shape `stafett.table/1`; who may not divide it gets totals and a note."""
    viewer = request.viewer  # type: ignore[attr-defined]
    initiative = find_initiative(viewer, code)
    try:
        asked = declared_table(name)
    except CannotAnswer as unknown:
        raise HttpError(404, str(unknown)) from None
    try:
        return as_dict(table(viewer, asked.name, initiative, by, branch))
    except CannotAnswer as refusal:
        raise HttpError(422, str(refusal)) from None
