"""Pages for what was decided: target group, goals, planned numbers and promised inflow."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from stafett.initiatives import access, queries
from stafett.initiatives.access import Asked
from stafett.initiatives.forms import intentions
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.views.crumbs import to_initiative
from stafett.parties.form_page import form_page, posted


def _place(request: Asked, code: str, branch: str) -> tuple[Initiative, Branch | None]:
    """The initiative, and the branch when one is named, that the viewer may change."""
    found = queries.initiative(request.viewer, code)
    part = queries.branch(request.viewer, found, branch) if branch else None
    access.check_edit(request.viewer, found, part)
    return found, part


def _lead() -> str:
    return _(
        "Det som gäller nu är ifyllt. Det du sparar blir en ny version; den gamla finns kvar och "
        "siffrorna säger vilken de hålls mot."
    )


def _named(heading: str, part: Branch | None) -> str:
    return f"{heading}: {part.name}" if part else heading


@login_required
def target_group(request: Asked, code: str, branch: str = "") -> HttpResponse:
    """Decide the next version of the target group."""
    found, part = _place(request, code, branch)
    form = intentions.TargetGroupForm(posted(request), initiative=found, branch=part)
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_named(_("Målgrupp"), part),
        saved=_("Målgruppens nya version är sparad."), lead=_lead(),
    )  # fmt: skip


@login_required
def volume(request: Asked, code: str, branch: str = "") -> HttpResponse:
    """Decide the next version of how many people are planned."""
    found, part = _place(request, code, branch)
    form = intentions.VolumeForm(posted(request), initiative=found, branch=part)
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_named(_("Planerat antal"), part),
        saved=_("Den nya versionen av planen är sparad."), lead=_lead(),
    )  # fmt: skip


@login_required
def goal(request: Asked, code: str, goal: str = "") -> HttpResponse:
    """Decide a new goal, or the next version of one."""
    found, _part = _place(request, code, "")
    if goal and not found.goals.filter(code=goal).exists():
        raise Http404(_("Insatsen har inget mål med koden %(code)s.") % {"code": goal})
    form = intentions.GoalForm(posted(request), initiative=found, code=goal)
    return form_page(
        request, form, crumbs=to_initiative(found), saved=_("Målet är sparat."),
        heading=_("Ny version av målet") if goal else _("Nytt mål"),
        lead=_("Insatsen har inga egna utfall än. Lägg till dem först, så att målet kan säga vilka som räknas.")
        if not found.outcomes.exists()
        else _(
            "Vilka utfall som räknas är en del av målet. Säger beslutet det inte, skriv varje sätt "
            "det kan läsas på: då visas alla."
        ),
    )  # fmt: skip


@login_required
def promise_new(request: Asked, code: str) -> HttpResponse:
    """Record what a party promises to send."""
    found, _part = _place(request, code, "")
    form = intentions.PromiseForm(posted(request), initiative=found)
    return form_page(
        request, form, crumbs=to_initiative(found), heading=_("Löfte om inflöde"),
        saved=_("Löftet är sparat."),
    )  # fmt: skip


@login_required
def promise_edit(request: Asked, code: str, pk: int) -> HttpResponse:
    """Write why it became what it became, or correct the number."""
    found, _part = _place(request, code, "")
    row = get_object_or_404(queries.promises(request.viewer, found), pk=pk)
    form = intentions.PromiseChange(posted(request), initiative=found, instance=row)
    return form_page(
        request, form, crumbs=to_initiative(found), saved=_("Löftet är ändrat."),
        heading=_("Inflöde från %(party)s") % {"party": row.party.name},
    )  # fmt: skip
