"""The tables over the API: the same query, the same rights, as the JSON that the page offers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.forms import asked_in
from stafett.measures.outsiders.periods import Standing, periods_of, tables_in
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


class SetOut(Schema):
    """A closed period with the set that outsiders see, or those who have still to sign."""

    starts_on: date
    ends_on: date
    version: int | None
    frozen_on: date | None
    frozen_by: str
    threshold: int | None
    digest: str
    missing: list[str]
    tables: list[str]


@router.get("/initiatives/{code}/periods", response=list[SetOut], summary="Fastställda siffror")
def list_periods(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The closed periods, the latest first, each with its set and the tables that the viewer may see."""
    viewer = request.viewer  # type: ignore[attr-defined]
    initiative = find_initiative(viewer, code)
    names = [one.name for one in tables_for(viewer, initiative)]
    return [_set(one, names) for one in periods_of(viewer, initiative)] if names else []


def _set(one: Standing, names: list[str]) -> dict[str, Any]:
    found = one.shown
    return {
        "starts_on": one.period.starts_on,
        "ends_on": one.period.ends_on,
        "version": found.version if found else None,
        "frozen_on": found.frozen_on if found else None,
        "frozen_by": found.frozen_name if found else "",
        "threshold": found.threshold if found else None,
        "digest": found.digest if found else "",
        "missing": [authority.name for authority in one.missing],
        "tables": [shown.key for shown, _title in tables_in(found, names)] if found else [],
    }


@router.get("/initiatives/{code}/tables/{name}", summary="En tabell, uppdelad eller hel")
def get_table(
    request: HttpRequest,
    code: str,
    name: str,
    by: list[str] = Query([]),  # noqa: B008  (how ninja declares a repeated parameter)
    branch: str | None = None,
    period: date | None = None,
) -> dict[str, Any]:
    """One table in the shape `stafett.table/1`; who may not divide it gets what is frozen, with a note.

    With `period`, the last day of a closed period, everybody gets what was frozen of it.
    """
    said = asked_in(request.GET)
    viewer = request.viewer  # type: ignore[attr-defined]
    initiative = find_initiative(viewer, code)
    try:
        asked = declared_table(name)
    except CannotAnswer as unknown:
        raise HttpError(404, str(unknown)) from None
    try:
        given = table(viewer, asked.name, initiative, said.by, said.branch, through=period)
        return as_dict(given)
    except CannotAnswer as refusal:
        raise HttpError(422, str(refusal)) from None
