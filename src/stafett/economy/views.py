"""What an initiative cost, who paid, and the costs per participant that were stated."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.economy import access, forms, queries
from stafett.initiatives import access as initiative_access
from stafett.initiatives.access import Asked
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiative
from stafett.initiatives.views.crumbs import to_initiative
from stafett.parties.form_page import form_page, posted
from stafett.safeguards.roles import Permission


def _crumbs(of: Initiative) -> list[tuple[str, str]]:
    return [*to_initiative(of), (_("Kostnader"), reverse("costs", args=[of.code]))]


@login_required
def costs(request: Asked, code: str) -> HttpResponse:
    """Costs by kind, payer and year, and line by line."""
    found = initiative(request.viewer, code)
    context = {
        "page": queries.cost_page(request.viewer, found),
        "may_book": initiative_access.can(request.viewer, found, Permission.EDIT_INITIATIVE),
        "may_state": access.may_edit(request.viewer, found),
    }
    return render(request, "economy/costs.html", context)


@login_required
def cost_new(request: Asked, code: str) -> HttpResponse:
    """Book an amount."""
    found = initiative(request.viewer, code)
    initiative_access.check(request.viewer, found, Permission.EDIT_INITIATIVE)
    form = forms.CostForm(posted(request), initiative=found, viewer=request.viewer)
    return form_page(
        request, form, crumbs=_crumbs(found), heading=_("Ny kostnad"), saved=_("Kostnaden är bokförd."),
        lead=_("Ett belopp av ett slag under ett år. Rättas en rad finns den gamla kvar i historiken."),
    )  # fmt: skip


@login_required
def cost_edit(request: Asked, code: str, pk: int) -> HttpResponse:
    """Correct an amount."""
    found = initiative(request.viewer, code)
    line = get_object_or_404(queries.lines(request.viewer, found), pk=pk)
    access.check_edit(request.viewer, found, line.branch)
    form = forms.CostChange(posted(request), initiative=found, viewer=request.viewer, instance=line)
    return form_page(
        request, form, crumbs=_crumbs(found), heading=_("Rätta kostnaden"),
        saved=_("Kostnaden är rättad. Det som stod förut finns kvar i historiken."),
    )  # fmt: skip


@login_required
def statement_new(request: Asked, code: str) -> HttpResponse:
    """State a cost per participant."""
    found = initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    return form_page(
        request, forms.StatementForm(posted(request), initiative=found), crumbs=_crumbs(found),
        heading=_("Kostnad per deltagare"), saved=_("Uppgiften är sparad."), lead=_lead(),
    )  # fmt: skip


@login_required
def statement_edit(request: Asked, code: str, pk: int) -> HttpResponse:
    """Correct what was stated."""
    found = initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    row = get_object_or_404(queries.statements(request.viewer, found), pk=pk)
    form = forms.StatementChange(posted(request), initiative=found, instance=row)
    return form_page(
        request, form, crumbs=_crumbs(found), heading=_("Rätta uppgiften"),
        saved=_("Uppgiften är rättad."), lead=_lead(),
    )  # fmt: skip


def _lead() -> str:
    return _(
        "Två tal med var sitt datum: kostnaderna till och med en dag, delade med dem som börjat till "
        "och med en annan. Skiljer sig datumen syns det."
    )
