"""The pages of closed periods: which there are, one with its tables, to sign it, and to withdraw it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stafett.frame.formats import span
from stafett.frame.stepup import needs_fresh_log_in
from stafett.initiatives.access import Asked, check_edit, may_edit
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.access import check_withdraw, may_withdraw
from stafett.measures.figures import TableResult
from stafett.measures.forms import PeriodForm, SignForm, WithdrawForm
from stafett.measures.models import FrozenSet, Period
from stafett.measures.outsiders.ended import all_left_out
from stafett.measures.outsiders.periods import (
    Standing,
    initiative_for,
    period_of,
    periods_of,
    strictest_so_far,
    tables_in,
    to_sign,
)
from stafett.measures.outsiders.reading import must_sign
from stafett.measures.presentation.html import as_html
from stafett.measures.presentation.layout import lay_out
from stafett.measures.queries import tables_for
from stafett.parties.form_page import form_page, posted
from stafett.parties.refusals import Refused


@login_required
@require_GET
def periods(request: Asked, code: str) -> HttpResponse:
    """The initiative's closed periods, with what has become of each."""
    initiative = initiative_for(request.viewer, code)
    context = {
        "initiative": initiative,
        "periods": periods_of(request.viewer, initiative),
        "closes": may_edit(request.viewer, initiative),
    }
    return render(request, "measures/periods.html", context)


@login_required
@require_GET
def period(request: Asked, code: str, through: str) -> HttpResponse:
    """One period: its tables, who signed, and the sets that were withdrawn, with why."""
    initiative = initiative_for(request.viewer, code)
    found = period_of(request.viewer, initiative, through)
    tables = [table.name for table in tables_for(request.viewer, initiative)]
    context = {
        "initiative": initiative,
        "found": found,
        "tables": tables_in(found.shown, tables) if found.shown else [],
        "withdraws": may_withdraw(request.viewer, must_sign(initiative)),
        "left_out": [] if found.shown else all_left_out(initiative, _limit(found)),
    }
    return render(request, "measures/period.html", context)


def _limit(found: Standing) -> int:
    return strictest_so_far(found, 0, SignForm.usual)


@login_required
def close_period(request: Asked, code: str) -> HttpResponse:
    """Hand a period that is over to those who answer for the people in it."""
    initiative = find_initiative(request.viewer, code)
    check_edit(request.viewer, initiative)
    form = PeriodForm(posted(request), instance=Period(initiative=initiative))
    return form_page(
        request, form, crumbs=_crumbs(initiative), heading=_("Lämna en period för fastställande"),
        saved=_("Perioden väntar nu på dem som svarar för uppgifterna."),
        lead=_(
            "Styrgrupp, förbund och utvärderare ser bara siffror som har fastställts. De som svarar "
            "för deltagarnas uppgifter ser först hur tabellerna skulle se ut och skriver sedan under."
        ),
    )  # fmt: skip


@login_required
@needs_fresh_log_in()
def sign(request: Asked, code: str, through: str) -> HttpResponse:
    """What outsiders would see with these thresholds, and the form that signs for it."""
    initiative = initiative_for(request.viewer, code)
    found = to_sign(request.viewer, initiative, through)
    form = SignForm(posted(request), period=found.period, authorities=found.mine)
    valid = form.is_valid()
    signs = request.method == "POST" and valid and "preview" not in request.POST
    if signs and form.keep(request.viewer):
        messages.success(request, _signed(form.kept))
        return redirect("figures-period", code, through)
    context = {
        "initiative": initiative, "found": found, "form": form,
        "left_out": all_left_out(initiative, form.strictest if valid else _limit(found)),
        **_preview(request, found, form.strictest if valid else 0),
    }  # fmt: skip
    return render(request, "measures/sign.html", context, status=422 if form.errors else 200)


def _signed(made: FrozenSet | None) -> str:
    if made:
        return _("Alla har skrivit under. Siffrorna är fastställda och visas nu.")
    return _("Underskriften är sparad. Siffrorna visas när alla har skrivit under.")


def _preview(request: Asked, found: Standing, chosen: int) -> dict[str, Any]:
    """The tables as they would be frozen now, with the strictest threshold that anybody has chosen."""
    from stafett.measures.outsiders.drafts import protected

    threshold = strictest_so_far(found, chosen, SignForm.usual)
    try:
        safe = protected(found.period, threshold, by=request.viewer)
    except Refused as refusal:
        return {"refusal": str(refusal), "threshold": threshold}
    tables = [
        _folded(result, number) for number, result in enumerate(safe.tables.values(), start=1)
    ]
    return {
        "tables": tables, "threshold": threshold, "cells": safe.cells, "hidden": safe.hidden,
        "unfolded": "alla" in request.GET,
    }  # fmt: skip


def _folded(result: TableResult, number: int) -> dict[str, Any]:
    """A table to unfold: its name, how many of its cells are hidden, and itself."""
    hidden = sum(bool(cell.reason) for line in lay_out(result).lines for cell in line.cells)
    return {"title": result.title, "hidden": hidden, "html": as_html(result, number=number)}


@login_required
def withdraw(request: Asked, code: str, through: str) -> HttpResponse:
    """Stop showing a period's set, with the reason."""
    initiative = initiative_for(request.viewer, code)
    found = period_of(request.viewer, initiative, through)
    check_withdraw(request.viewer, initiative, must_sign(initiative))
    if found.shown is None:
        raise Http404(_("Det finns inga fastställda siffror att återkalla för perioden."))
    where = span(found.period.starts_on, found.period.ends_on)
    back = (where, reverse("figures-period", args=[code, through]))
    return form_page(
        request, WithdrawForm(posted(request), instance=found.shown),
        crumbs=[*_crumbs(initiative), back],
        heading=_("Återkalla siffrorna för %(period)s") % {"period": where},
        saved=_("Siffrorna är återkallade och visas inte längre."),
        lead=_(
            "Fastställda siffror ändras aldrig. Är de fel återkallas de, med skälet, och en ny version "
            "skrivs under. Det som har visats räknas som känt när den nya skyddas."
        ),
    )  # fmt: skip


def _crumbs(initiative: Initiative) -> list[tuple[str, str]]:
    return [
        (_("Siffror"), reverse("figures")),
        (initiative.name, reverse("figures-of", args=[initiative.code])),
        (_("Fastställda siffror"), reverse("figures-periods", args=[initiative.code])),
    ]
