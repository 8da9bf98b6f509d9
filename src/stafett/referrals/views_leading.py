"""The pages of those who lead: a selection meeting, rules, the open door; and the public's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from stafett.accounts.levels import open_to_weak_log_ins
from stafett.accounts.limits import Limit, address_of, counted
from stafett.casework.access import branches_to_work_in
from stafett.initiatives.access import Asked, can, may_edit
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.queries import initiatives
from stafett.parties.form_page import form_page, posted
from stafett.referrals import actions, queries
from stafett.referrals.access import check_rules, open_branches
from stafett.referrals.eligibility import rules_of
from stafett.referrals.forms_leading import (
    ApplyForm,
    DoorForm,
    EndRuleForm,
    RuleForm,
    SelectForm,
)
from stafett.referrals.models import EligibilityRule, OpenDoor, SelectionMeeting
from stafett.safeguards.roles import Permission

APPLICATIONS_AN_HOUR = 20
"""So many from one address: a library's computers are not shut out, and a machine soon is."""


@login_required
def selection_page(request: Asked, branch: int) -> HttpResponse:
    """Decide on several in a branch's queue at once, as a meeting did."""
    where = get_object_or_404(branches_to_work_in(request.viewer), pk=branch)
    queue = (_("Kö"), reverse("queue"))
    form = SelectForm(
        posted(request), instance=SelectionMeeting(), branch=where, viewer=request.viewer
    )
    return form_page(
        request, form, crumbs=[queue], heading=_("Urvalsmöte: %(branch)s") % {"branch": where},
        saved=form.saved,
        lead=_(
            "Välj dem som mötet beslutade detsamma om, och spara. Gå sedan hit igen för nästa beslut på samma "
            "möte. Antingen sparas alla, eller ingen: går det inte med någon säger sidan vem och varför."
        ),
    )  # fmt: skip


def _initiative(request: Asked, code: str) -> Initiative:
    found = initiatives(request.viewer).filter(code=code).first()
    if found is None:
        raise Http404(_("Det finns ingen insats med koden %(code)s bland dina.") % {"code": code})
    return found


@login_required
@require_GET
def rules_page(request: Asked, code: str) -> HttpResponse:
    """Whom an initiative is for, where people may come by themselves, and what each party has sent."""
    initiative = _initiative(request, code)
    leads = can(request.viewer, initiative, Permission.SEE_FIGURES)
    rows = OpenDoor.objects.filter(branch__initiative=initiative, is_open=True)
    doors = dict(rows.order_by("pk").values_list("pk", "phone"))
    context = {
        "initiative": initiative, "rules": rules_of(initiative, request.viewer.day),
        "may_edit": may_edit(request.viewer, initiative), "leads": leads,
        "inflow": queries.inflow(request.viewer, initiative) if leads else [],
        "exceptions": queries.exceptions(request.viewer, initiative) if leads else 0,
        "branches": initiative.branches.order_by("name", "pk"),
        "open": set(doors), "unreachable": {key for key, phone in doors.items() if not phone},
    }  # fmt: skip
    return render(request, "referrals/rules.html", context)


def _crumbs(initiative: Initiative) -> list[tuple[str, str]]:
    return [
        (initiative.name, reverse("initiative", args=[initiative.code])),
        (_("Vägen in"), reverse("referral_rules", args=[initiative.code])),
    ]


@login_required
def rule_new(request: Asked, code: str) -> HttpResponse:
    """Add a rule about whom the initiative is for."""
    initiative = _initiative(request, code)
    check_rules(request.viewer, initiative)
    form = RuleForm(posted(request), instance=EligibilityRule(), initiative=initiative)
    return form_page(
        request, form, crumbs=_crumbs(initiative), heading=_("Ny regel"),
        saved=_("Regeln gäller från i dag."),
        lead=_("Regeln ger ett förslag med skäl. De som tar emot bestämmer, och skriver varför de gör ett "
            "undantag."),
    )  # fmt: skip


@login_required
def rule_end(request: Asked, code: str, key: int) -> HttpResponse:
    """Let a rule be asked no more."""
    initiative = _initiative(request, code)
    check_rules(request.viewer, initiative)
    one = get_object_or_404(EligibilityRule, pk=key, initiative=initiative, until_day=None)
    return form_page(
        request, EndRuleForm(posted(request), instance=one), crumbs=_crumbs(initiative),
        heading=_("Avsluta regeln"), saved=_("Regeln gäller inte längre."), lead=one.meaning,
    )  # fmt: skip


@login_required
def door_page(request: Asked, code: str, branch: str) -> HttpResponse:
    """Let people come to a branch by themselves, or not."""
    initiative = _initiative(request, code)
    check_rules(request.viewer, initiative)
    where = get_object_or_404(Branch, initiative=initiative, code=branch)
    door = OpenDoor.objects.filter(branch=where).first() or OpenDoor(branch=where)
    return form_page(
        request, DoorForm(posted(request), instance=door), crumbs=_crumbs(initiative),
        heading=_("Söka själv till %(branch)s") % {"branch": where}, saved=_("Sparat."),
        lead=_("Sidan är öppen för alla, utan inloggning. Den som söker får samma kvitto vare sig ni känner "
            "hen eller inte."),
    )  # fmt: skip


def _door(request: Asked, code: str, branch: str) -> OpenDoor:
    """A door that is open today; Http404 for every other alike."""
    found = OpenDoor.objects.filter(
        is_open=True, branch__in=open_branches(request.viewer), branch__code=branch,
        branch__initiative__code=code,
    )  # fmt: skip
    one = found.select_related("branch__initiative", "branch__holder").first()
    if one is None:
        raise Http404(_("Här går det inte att söka själv."))
    return one


@never_cache
@open_to_weak_log_ins
def apply_page(request: Asked, code: str, branch: str) -> HttpResponse:
    """Come by oneself: few questions, without logging in, and the same receipt for everybody (D5)."""
    door = _door(request, code, branch)
    form = ApplyForm(posted(request), viewer=request.viewer)
    status = 200
    if form.is_bound:
        if form.is_valid() and _too_many(request):
            form.add_error(None, _wait(door))
            status = 429
        elif form.is_valid():
            actions.apply(door, form.application(), by=request.viewer)
            return redirect("applied", code, branch)
        status = max(status, 422)
    context = {"form": form, "door": door, "branch": door.branch}
    return render(request, "referrals/apply.html", context, status=status)


def _wait(door: OpenDoor) -> SafeString:
    """That one has to wait, and whom one can ring meanwhile."""
    asked = _(
        "Det har kommit många härifrån. Vänta en stund och försök igen. Vill du hellre ringa?"
    )
    whom = render_to_string("referrals/to_ring.html", {"door": door, "branch": door.branch})
    return format_html("{} {}", asked, whom)


def _too_many(request: HttpRequest) -> bool:
    return counted(Limit("apply", APPLICATIONS_AN_HOUR, 3600), address_of(request)).reached()


@never_cache
@require_GET
@open_to_weak_log_ins
def applied_page(request: Asked, code: str, branch: str) -> HttpResponse:
    """The receipt: it is read from nothing but the door, and so is the same for everybody."""
    door = _door(request, code, branch)
    return render(request, "referrals/applied.html", {"door": door, "branch": door.branch})


__all__ = [
    "applied_page", "apply_page", "door_page", "rule_end", "rule_new", "rules_page",
    "selection_page",
]  # fmt: skip
