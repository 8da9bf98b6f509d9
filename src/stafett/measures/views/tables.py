"""The pages of figures: which there are, one table, and initiatives side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.access import Standing, standing
from stafett.measures.comparison import compare
from stafett.measures.figures import TableResult
from stafett.measures.files import FORMATS, download
from stafett.measures.forms import CompareForm, TableForm
from stafett.measures.language import Table
from stafett.measures.outsiders.periods import tables_in
from stafett.measures.outsiders.reading import NothingFrozen, about, frozen
from stafett.measures.pictures import picture
from stafett.measures.presentation.html import table_context
from stafett.measures.queries import (
    CannotAnswer,
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
    asked = _table_or_404(name)
    at = standing(viewer, initiative)
    form = TableForm(request.GET, table=asked, at=at)
    form.is_valid()
    wanted = request.GET.get("format", "")
    through = _through(request)
    groups = _groups(request, at, form, through)
    try:
        result = table(viewer, name, initiative, groups, form.branch_code, at, through)
    except CannotAnswer as nothing:
        return _nothing(request, initiative, asked, str(nothing))
    if wanted in FORMATS:
        return download(result, wanted)
    context = {
        **table_context(result, picture=picture(result)),
        "initiative": initiative,
        "form": form,
        "spoken": spoken(asked, result),
        "undivided": _why_undivided(request, at, form, result),
        "downloads": _downloads(request),
        "through": through,
    }
    return render(request, "measures/figures_table.html", context)


def _through(request: HttpRequest) -> date | None:
    """The last day of the period asked for; an address that names no day asks for none."""
    try:
        return date.fromisoformat(request.GET.get("period", ""))
    except ValueError:
        return None


def _groups(
    request: HttpRequest, at: Standing, form: TableForm, through: date | None
) -> tuple[str, ...]:
    """What to divide by; of frozen tables, which have no form, as the address says where they have it."""
    if not through and (form.groups or at.covers(at.branch(form.branch_code or ""))):
        return form.groups
    return tuple(name for name in request.GET.getlist("by") if name in form.table.groups)


def _nothing(request: HttpRequest, initiative: Initiative, asked: Table, why: str) -> HttpResponse:
    """The page that says why there is no such table; a file of it there is not."""
    status = 404 if request.GET.get("format") in FORMATS else 200
    context = {"initiative": initiative, "table": asked, "nothing": why}
    return render(request, "measures/figures_nothing.html", context, status=status)


def _table_or_404(name: str) -> Table:
    try:
        return declared_table(name)
    except CannotAnswer as unknown:
        raise Http404(str(unknown)) from None


def _why_undivided(request: HttpRequest, at: Standing, form: TableForm, result: TableResult) -> str:
    """Why the table is not divided as the address asks, for who may not divide it; else nothing."""
    asked = [request.GET[name] for name in ("by", "then", "branch") if request.GET.get(name)]
    place = at.branch(form.branch_code or "")
    return at.why_not_more() if [*result.by] != asked and asked and not at.covers(place) else ""


def _downloads(request: HttpRequest) -> list[tuple[str, str]]:
    """Each form of file with the address of the same table in it."""
    asked = request.GET.copy()
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
    context["downloads"] = _downloads(request)
    status = 422 if form.errors else 200
    return render(request, "measures/figures_compare.html", context, status=status)
