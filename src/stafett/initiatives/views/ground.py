"""Pages for initiatives, their branches, own outcomes and the units that take part."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.initiatives import access, queries
from stafett.initiatives.access import Asked
from stafett.initiatives.forms import ground
from stafett.initiatives.overview import overview
from stafett.initiatives.views.crumbs import to_initiative, to_initiatives
from stafett.parties.form_page import form_page, posted
from stafett.safeguards.roles import Permission


@login_required
def initiatives(request: Asked) -> HttpResponse:
    """The initiatives that the viewer's posts take part in, fund or steer."""
    context = {
        "initiatives": list(queries.with_sizes(queries.initiatives(request.viewer))),
        "may_start": access.may_start(request.viewer),
        "asked": list(queries.asked(request.viewer)),
    }
    return render(request, "initiatives/list.html", context)


@login_required
def initiative(request: Asked, code: str) -> HttpResponse:
    """One initiative: goal against result, and all that was decided."""
    found = queries.initiative(request.viewer, code)
    context = {
        "page": overview(request.viewer, found),
        "may_edit": access.may_edit(request.viewer, found),
    }
    return render(request, "initiatives/initiative.html", context)


@login_required
def initiative_new(request: Asked) -> HttpResponse:
    """Start an initiative."""
    access.check_start(request.viewer)
    form = ground.InitiativeForm(posted(request), viewer=request.viewer)
    return form_page(
        request, form, crumbs=to_initiatives(), heading=_("Starta en insats"),
        saved=_("Insatsen är startad. Lägg nu till grenar, målgrupp och mål."),
        to=lambda made: reverse("initiative", args=[made.code]),
    )  # fmt: skip


@login_required
def initiative_edit(request: Asked, code: str) -> HttpResponse:
    """Correct what is known about an initiative."""
    found = queries.initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    return form_page(
        request, ground.InitiativeChange(posted(request), viewer=request.viewer, instance=found),
        crumbs=to_initiative(found), heading=_("Ändra %(name)s") % {"name": found.name},
        saved=_("Insatsen är ändrad."),
    )  # fmt: skip


@login_required
def branch_new(request: Asked, code: str) -> HttpResponse:
    """Open a branch."""
    found = queries.initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    return form_page(
        request, ground.BranchForm(posted(request), initiative=found), crumbs=to_initiative(found),
        heading=_("Ny gren"),
        saved=_("Grenen är öppnad. Svarar en annan myndighet för uppgifterna är den nu tillfrågad."),
        lead=_("En lokal del av insatsen. Helheten är alltid summan av grenarna."),
    )  # fmt: skip


@login_required
def branch_edit(request: Asked, code: str, branch: str) -> HttpResponse:
    """Change a branch's plan, name or holder."""
    found = queries.initiative(request.viewer, code)
    part = queries.branch(request.viewer, found, branch)
    access.check_edit(request.viewer, found, part)
    return form_page(
        request, ground.BranchChange(posted(request), instance=part), crumbs=to_initiative(found),
        heading=_("Ändra grenen %(name)s") % {"name": part.name}, saved=_("Grenen är ändrad."),
    )  # fmt: skip


@login_required
def outcome_new(request: Asked, code: str) -> HttpResponse:
    """Add an outcome to the initiative's own list."""
    found = queries.initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    form = ground.OutcomeForm(posted(request), initiative=found, viewer=request.viewer)
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_("Nytt utfall"),
        saved=_("Utfallet är tillagt."),
    )  # fmt: skip


@login_required
def outcome_edit(request: Asked, code: str, outcome: str) -> HttpResponse:
    """Change an outcome's words, mapping or place."""
    found = queries.initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    row = get_object_or_404(queries.outcomes(request.viewer, found), code=outcome)
    form = ground.OutcomeChange(
        posted(request), initiative=found, viewer=request.viewer, instance=row
    )
    return form_page(
        request, form, crumbs=to_initiative(found), saved=_("Utfallet är ändrat."),
        heading=_("Ändra utfallet %(name)s") % {"name": row.label},
        lead=_("Ändras vad utfallet räknas som, ändras siffrorna bakåt i tiden också."),
    )  # fmt: skip


@login_required
def engage(request: Asked, code: str) -> HttpResponse:
    """Let a unit take part in a role."""
    found = queries.initiative(request.viewer, code)
    access.check(request.viewer, found, Permission.EDIT_INITIATIVE)
    form = ground.EngageForm(
        posted(request), initiative=found, viewer=request.viewer,
        initial={"from_day": request.viewer.day},
    )  # fmt: skip
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_("Enhet som ska vara med"),
        saved=_("Enheten är med."),
        lead=_(
            "Enheter i roller som ser personer släpps in i varje nytt ärende i grenen. Hör enheten till en "
            "annan myndighet än den som svarar för uppgifterna ser den bara sin egen myndighets uppgifter, "
            "tills personen sagt ja eller en bestämmelse är antecknad."
        ),
    )  # fmt: skip


@login_required
def consent_template(request: Asked, code: str) -> HttpResponse:
    """How the initiative's teams usually ask for consent."""
    found = queries.initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    row = queries.consent_template(found)
    form = ground.ConsentTemplateForm(posted(request), instance=row)
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_("Så frågar vi om samtycke"),
        saved=_("Mallen är sparad och gäller nästa samtycke."),
        lead=_(
            "Förvalt i varje nytt samtycke, så att det går på en minut. Personen kan alltid säga nej till "
            "delar. Hälsa och vård frågas det om för sig."
        ),
    )  # fmt: skip


@login_required
def disengage(request: Asked, code: str, pk: int) -> HttpResponse:
    """End a unit's part."""
    found = queries.initiative(request.viewer, code)
    row = get_object_or_404(found.engagements.select_related("unit", "branch"), pk=pk)
    access.check_edit(request.viewer, found, row.branch)
    return form_page(
        request, ground.DisengageForm(posted(request), instance=row), crumbs=to_initiative(found),
        heading=_("När slutar %(unit)s vara med?") % {"unit": row.unit.name},
        saved=_("Sista dagen är sparad."),
    )  # fmt: skip
