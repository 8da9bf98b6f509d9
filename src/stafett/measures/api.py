"""The tables over the API: the same query, the same rights, as the JSON that the page offers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from stafett.frame.stepup import check_fresh
from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.forms import SignForm, asked_in
from stafett.measures.models import PUBLIC, FrozenSet
from stafett.measures.outsiders.periods import (
    Standing,
    initiative_for,
    periods_of,
    strictest_so_far,
    tables_in,
    to_sign,
)
from stafett.measures.outsiders.reading import unsigned
from stafett.measures.presentation.json_shape import as_dict
from stafett.measures.queries import CannotAnswer, declared_table, table, tables_for
from stafett.parties.answers import refusal
from stafett.parties.form_data import form_data
from stafett.parties.refusals import Refused

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


class Limits(Schema):
    """For which authority one signs, which is said where there are several; the smallest groups."""

    authority: int | None = None
    public: int = PUBLIC
    association: int = PUBLIC
    steering: int = PUBLIC
    evaluator: int = PUBLIC


class DraftOut(Schema):
    """The tables as outsiders would see them with these limits, and for whom one can sign."""

    authorities: dict[str, str]
    threshold: int
    cells: int
    hidden: int
    tables: list[dict[str, Any]]


class SignedOut(Schema):
    """What came of a signature: the set when it was the last, else those who have still to sign."""

    frozen: bool
    version: int | None
    digest: str
    missing: list[str]


@router.post(
    "/initiatives/{code}/periods/{through}/draft", response=DraftOut,
    summary="Siffror som de skulle fastställas",
)  # fmt: skip
def draft_period(request: HttpRequest, code: str, through: str, limits: Limits) -> dict[str, Any]:
    """What one would sign for, as the page shows it; nothing is signed."""
    from stafett.measures.outsiders.drafts import protected  # the solver takes a while to load

    found, form = _signing(request, code, through, limits)
    if not form.is_valid():
        raise refusal(form)
    threshold = strictest_so_far(found, form.strictest, SignForm.usual)
    try:
        drawn = protected(found.period, threshold, by=request.viewer)  # type: ignore[attr-defined]
    except Refused as refused:
        raise HttpError(422, str(refused)) from None
    return {
        "authorities": {str(one.pk): one.name for one in found.mine}, "threshold": threshold,
        "cells": drawn.cells, "hidden": drawn.hidden,
        "tables": [as_dict(one) for one in drawn.tables.values()],
    }  # fmt: skip


@router.post(
    "/initiatives/{code}/periods/{through}/sign", response=SignedOut,
    summary="Skriv under att siffror får visas",
)  # fmt: skip
def sign_period(request: HttpRequest, code: str, through: str, limits: Limits) -> dict[str, Any]:
    """Sign as on the page, in the name of an authority that one answers for; the last signature freezes.

    Whoever signs has just shown who they are, so a key cannot.
    """
    check_fresh(request)
    found, form = _signing(request, code, through, limits)
    if not (form.is_valid() and form.keep(request.viewer)):  # type: ignore[attr-defined]
        raise refusal(form)
    made: FrozenSet | None = form.kept
    return {
        "frozen": made is not None, "version": made.version if made else None,
        "digest": made.digest if made else "",
        "missing": [] if made else [one.name for one in unsigned(found.period)],
    }  # fmt: skip


def _signing(
    request: HttpRequest, code: str, through: str, limits: Limits
) -> tuple[Standing, SignForm]:
    """The period that waits for the viewer, and the page's own form filled in."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = to_sign(viewer, initiative_for(viewer, code), through)
    sent = limits.dict()
    if len(found.mine) == 1:
        sent["authority"] = sent["authority"] or found.mine[0].pk
    return found, SignForm(form_data(sent), period=found.period, authorities=found.mine)


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
