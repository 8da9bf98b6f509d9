"""The pages of figures: which there are, one table, and initiatives side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.access import Standing, standing
from stafett.measures.comparison import compare
from stafett.measures.figures import TableResult
from stafett.measures.files import FORMATS, download
from stafett.measures.forms import Asked, CompareForm, TableForm, asked_in
from stafett.measures.language import Table
from stafett.measures.outsiders.periods import tables_in
from stafett.measures.outsiders.reading import NothingFrozen, about, frozen
from stafett.measures.pictures import picture
from stafett.measures.presentation.html import table_context
from stafett.measures.queries import (
    CannotAnswer,
    NotFrozen,
    declared_table,
    initiatives_with_figures,
    spoken,
    table,
    tables_for,
)


@login_required
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The initiatives whose figures the viewer may see something of."""
    found = initiatives_with_figures(request.viewer)  # type: ignore[attr-defined]
    return render(request, "measures/figures.html", {"initiatives": found})


@login_required
@require_GET
def figures_of(request: HttpRequest, code: str) -> HttpResponse:
    """The tables of one initiative."""
    initiative = find_initiative(request.viewer, code)  # type: ignore[attr-defined]
    tables = tables_for(request.viewer, initiative)  # type: ignore[attr-defined]
    live = bool(standing(request.viewer, initiative).divisible)  # type: ignore[attr-defined]
    context = {"initiative": initiative, "tables": tables, "live": live}
    if not live:
        context |= _frozen_tables(initiative, [table.name for table in tables])
    return render(request, "measures/figures_of.html", context)


def _frozen_tables(initiative: Initiative, names: list[str]) -> dict[str, Any]:
    """The latest set's tables, or why there is none."""
    try:
        found = frozen(initiative)
    except NothingFrozen as nothing:
        return {"nothing": str(nothing)}
    return {"about": about(found), "frozen": tables_in(found, names)}


@login_required
@require_GET
def figures_table(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One table, divided as the address says; with `format` the same as a file."""
    viewer = request.viewer  # type: ignore[attr-defined]
    initiative = find_initiative(viewer, code)
    declared, through = _table_or_404(name), _through(request)
    at, asked = standing(viewer, initiative), asked_in(request.GET)
    file = asked.form in FORMATS
    branch = "" if not file and _out_of_reach(asked, at) else asked.branch
    try:
        result = table(viewer, name, initiative, asked.by, branch, at, through)
    except NotFrozen as nothing:
        return _nothing(request, declared, at, asked, str(nothing))
    except CannotAnswer as fault:
        return _refused(request, declared, at, asked, str(fault))
    if file:
        return download(result, asked.form)
    undivided = _why_undivided(asked, at, result)
    context = {
        **table_context(result, picture=picture(result), empty=str(declared.empty)),
        "initiative": initiative,
        "why_not": declared.why_not if at.covers(at.branch(branch)) else "",
        "form": TableForm(asked, table=declared, at=at),
        "spoken": spoken(declared, result),
        "undivided": undivided,
        "downloads": _downloads(_as_shown(request.GET, result) if undivided else request.GET),
        "through": through,
    }
    return render(request, "measures/figures_table.html", context)


def _through(request: HttpRequest) -> date | None:
    """The last day of the period asked for; an address that names no day asks for none."""
    try:
        return date.fromisoformat(request.GET.get("period", ""))
    except ValueError:
        return None


def _nothing(
    request: HttpRequest, declared: Table, at: Standing, asked: Asked, why: str
) -> HttpResponse:
    """The page that says why there is no such table, and offers the branches that one sees; no file of it."""
    status = 404 if asked.form in FORMATS else 200
    form = TableForm(asked, table=declared, at=at)
    context = {"initiative": at.initiative, "table": declared, "nothing": why, "form": form}
    return render(request, "measures/figures_nothing.html", context, status=status)


def _refused(
    request: HttpRequest, declared: Table, at: Standing, asked: Asked, why: str
) -> HttpResponse:
    """Why there is no such table: a sentence in place of a file, and a page to choose again on."""
    if asked.form in FORMATS:
        return HttpResponse(why, status=422, content_type="text/plain; charset=utf-8")
    context = {
        "declared": declared,
        "initiative": at.initiative,
        "form": TableForm(asked, table=declared, at=at),
        "why": why,
    }
    return render(request, "measures/figures_refused.html", context, status=422)


def _table_or_404(name: str) -> Table:
    try:
        return declared_table(name)
    except CannotAnswer as unknown:
        raise Http404(str(unknown)) from None


def _out_of_reach(asked: Asked, at: Standing) -> bool:
    """True for a branch that is there, and whose figures the viewer may not divide."""
    place = at.branch(asked.branch)
    return place is not None and not at.covers(place)


def _why_undivided(asked: Asked, at: Standing, result: TableResult) -> str:
    """Why the table is not divided as the address asks, for who may not divide it; else nothing."""
    as_asked = result.by == asked.by and not asked.branch
    covered = at.covers(at.branch(asked.branch))
    return "" if as_asked or covered else at.why_not_more()


def _as_shown(address: QueryDict, result: TableResult) -> QueryDict:
    """The address of the table as it is shown, where it is not divided as asked."""
    shown = address.copy()
    for name in ("then", "branch"):
        shown.pop(name, None)
    shown.setlist("by", list(result.by))
    return shown


def _downloads(address: QueryDict) -> list[tuple[str, str]]:
    """Each form of file with the address of the same table in it."""
    asked = address.copy()
    asked.pop("format", None)
    return [(form, f"?{_with(asked, form)}") for form in FORMATS]


def _with(asked, form: str) -> str:  # type: ignore[no-untyped-def]
    again = asked.copy()
    again["format"] = form
    return again.urlencode()


@login_required
@require_GET
def figures_compare(request: HttpRequest) -> HttpResponse:
    """The common outcomes of the initiatives chosen, side by side, or why they can't be."""
    viewer = request.viewer  # type: ignore[attr-defined]
    initiatives = initiatives_with_figures(viewer)
    form = CompareForm(request.GET or None, initiatives=initiatives)
    result = None
    if form.is_valid():
        codes = form.cleaned_data["initiative"]
        try:
            result = compare(viewer, [one for one in initiatives if one.code in codes])
        except CannotAnswer as refusal:
            form.add_error("initiative", str(refusal))
    if result and request.GET.get("format") in FORMATS:
        return download(result, request.GET["format"])
    context = {**(table_context(result) if result else {}), "form": form, "result": result}
    context["downloads"] = _downloads(request.GET)
    status = 422 if form.errors else 200
    return render(request, "measures/figures_compare.html", context, status=status)
