"""The pages of evaluation: assignments and their rows, who is invited to an interview, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from stafett.evaluation import queries
from stafett.evaluation.access import (
    check_decide,
    check_holds,
    check_rows,
    deciders,
    holds,
    is_on,
    is_over,
    may_decide,
    why_ended,
)
from stafett.evaluation.actions import note_end_read
from stafett.evaluation.columns import yes_means
from stafett.evaluation.files import FORMS, download
from stafett.evaluation.forms import (
    AnswerForm,
    AssignmentForm,
    CallBackForm,
    ErasedForm,
    InviteForm,
    RevokeForm,
)
from stafett.evaluation.models import OPEN, EvaluationAssignment, InterviewRound, Invitation
from stafett.evaluation.rules import stood_words
from stafett.frame.stepup import needs_fresh_log_in
from stafett.initiatives.access import Asked
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiatives
from stafett.parties.form_page import form_page, posted
from stafett.safeguards.viewer import Viewer

INVITING = gettext_lazy(
    "Du får inte veta vilka personerna är. Den som håller ihop deltagandet lämnar din inbjudan, och "
    "frågar hur du får nå personen vid ett ja. Du får bara veta ett ja: nej, inget svar och att "
    "personen inte frågades ser likadana ut för dig."
)


def _initiative(viewer: Viewer, code: str) -> Initiative:
    """One that the viewer takes part in, or answers for people in; Http404 for every other alike."""
    found = Initiative.objects.filter(code=code).first()
    if found is None or not (
        initiatives(viewer).filter(pk=found.pk).exists() or deciders(viewer, found).exists()
    ):
        raise Http404(_("Det finns ingen insats med koden %(code)s bland dina.") % {"code": code})
    return found


@login_required
@require_GET
def evaluations_page(request: Asked, code: str) -> HttpResponse:
    """The assignments of an initiative that the viewer's authorities have given, or posts have got."""
    initiative = _initiative(request.viewer, code)
    found = queries.assignments_in(request.viewer, initiative)
    decides = deciders(request.viewer, initiative).exists()
    if not (decides or may_get(request.viewer)):
        raise PermissionDenied(
            _("Uppdrag att utvärdera visas för den som ger dem och för utvärderaren.")
        )
    context = {
        "initiative": initiative, "decides": decides,
        "rows": [(one, _state(one, request.viewer), is_over(one, request.viewer)) for one in found],
    }  # fmt: skip
    return render(request, "evaluation/assignments.html", context)


def may_get(viewer: Viewer) -> bool:
    """True for evaluators."""
    return viewer.may("evaluate")


def _state(one: EvaluationAssignment, viewer: Viewer) -> tuple[str, str]:
    """How it stands, in a word and its shape."""
    if one.revoked_on:
        return _("återkallat"), "stop"
    if is_on(one, viewer):
        return _("gäller"), "done"
    over = one.until_day <= viewer.day
    return (_("slut"), "neutral") if over else (_("har inte börjat"), "waiting")


@login_required
@needs_fresh_log_in()
def evaluation_new(request: Asked, code: str) -> HttpResponse:
    """Decide on an assignment, in the name of an authority that one speaks for."""
    initiative = _initiative(request.viewer, code)
    mine = deciders(request.viewer, initiative).first()
    check_decide(request.viewer, initiative, mine or initiative.controller)
    form = AssignmentForm(
        posted(request),
        instance=EvaluationAssignment(),
        initiative=initiative,
        viewer=request.viewer,
    )
    return form_page(
        request, form, crumbs=_crumbs(initiative), heading=_("Ge ett uppdrag att utvärdera"),
        saved=_("Uppdraget är beslutat. Utvärderaren kommer åt raderna under tiden som du valt."),
        to=lambda made: reverse("evaluation", args=[made.pk]),
        lead=_(
            "Utvärderaren får rader utan namn om dem som ni svarar för i insatsen, en per deltagande. "
            "Det är ändå personuppgifter: den som vet något om en person kan känna igen raden. Skyddade "
            "personer är aldrig med. Varje hämtning står i personens logg."
        ),
    )  # fmt: skip


@login_required
@require_GET
def evaluation_page(request: Asked, key: UUID) -> HttpResponse:
    """One assignment: what it covers, for both sides; and its rows, for the evaluator while it is on."""
    one = queries.assignment(request.viewer, key)
    context = {
        "one": one, "columns": queries.columns_of(one), "state": _state(one, request.viewer),
        "decides": may_decide(request.viewer, one), "holds": holds(request.viewer, one),
        "is_over": is_over(one, request.viewer), "crumbs": _crumbs(one.initiative), **_rows_of(request, one),
    }  # fmt: skip
    return render(request, "evaluation/assignment.html", context)


def _rows_of(request: Asked, one: EvaluationAssignment) -> dict[str, Any]:
    """A page of the rows, where they are for the viewer today; nobody else's page knows of any."""
    if not (holds(request.viewer, one) and is_on(one, request.viewer)):
        return {}
    rows = queries.rows(request.viewer, one)
    pages = max(1, -(-len(rows) // queries.PAGE))
    asked = request.GET.get("sida", "1")
    page = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 7 else 1), pages)
    first = (page - 1) * queries.PAGE
    some = queries.shown(one, rows[first : first + queries.PAGE])
    return {
        "rows": some, "number": len(rows), "forms": list(FORMS), "people": len({r.person for r in rows}),
        "stood": stood_words(request.viewer.day),
        "span": _("%(first)s–%(last)s av %(all)s")
        % {"first": first + 1, "last": first + len(some), "all": len(rows)},
        "earlier": f"?sida={page - 1}" if page > 1 else None,
        "later": f"?sida={page + 1}" if page < pages else None,
    }  # fmt: skip


@login_required
@require_GET
def evaluation_rows(request: Asked, key: UUID, form: str) -> HttpResponse:
    """All the rows as a file; each person's log has it."""
    one = queries.assignment(request.viewer, key)
    rows = queries.rows(request.viewer, one)
    if form not in FORMS:
        raise Http404(_("Raderna finns som csv, xlsx och json."))
    return download(one, form, queries.shown(one, rows), request.viewer.day)


@login_required
def evaluation_revoke(request: Asked, key: UUID) -> HttpResponse:
    """End an assignment at once."""
    one = queries.assignment(request.viewer, key)
    check_decide(request.viewer, one.initiative, one.authority)
    return form_page(
        request, RevokeForm(posted(request), instance=one), crumbs=_to(one),
        heading=_("Återkalla uppdraget"), saved=_("Uppdraget är återkallat. Inga rader visas längre."),
        lead=_(
            "Utvärderaren kommer genast inte åt några rader. Nyckeln bakom pseudonymerna förstörs, så att "
            "ingen längre kan ta reda på vem som är vem. Det går inte att ångra. Det som redan hämtats "
            "ligger hos utvärderaren, som antecknar när det är raderat. De som har inbjudningar att "
            "lämna får veta att de inte gäller längre."
        ),
    )  # fmt: skip


@login_required
@require_GET
def interviews_page(request: Asked, key: UUID) -> HttpResponse:
    """Who has been invited to an interview, by pseudonym, and who has said yes."""
    one = queries.assignment(request.viewer, key)
    rounds = queries.answers_shown(one, queries.rounds(request.viewer, one))
    context = {"one": one, "rounds": rounds, "crumbs": _to(one)}
    return render(request, "evaluation/interviews.html", context)


def _to(one: EvaluationAssignment) -> list[tuple[str, str]]:
    return [*_crumbs(one.initiative), (one.purpose, reverse("evaluation", args=[one.pk]))]


@login_required
def interviews_new(request: Asked, key: UUID) -> HttpResponse:
    """Have people invited to interviews: first how many it would be, and then, by another button, done."""
    one = queries.assignment(request.viewer, key)
    check_rows(request.viewer, one)
    form = InviteForm(posted(request), instance=InterviewRound(), assignment=one)
    draw = None
    if "change" in request.POST:
        form.as_typed()
    elif request.method == "POST" and form.is_valid() and (draw := form.planned(request.viewer)):
        confirmed = request.POST.get("confirm")
        if confirmed == str(draw.total) and form.keep(request.viewer):
            messages.success(request, _(
                "Inbjudan har gått till dem som håller ihop deltagandena. De lämnar den till personerna."
            ))  # fmt: skip
            return redirect("interviews", one.pk)
    back = reverse("interviews", args=[one.pk])
    context = {
        "form": form, "crumbs": [*_to(one), (_("Intervjuer"), back)], "back": back,
        "heading": _("Bjud in till intervju"), "lead": INVITING, "draw": draw,
        "changed": "confirm" in request.POST, "yes_means": yes_means(one.columns),
    }  # fmt: skip
    template = "evaluation/interviews_check.html" if draw else "evaluation/interviews_new.html"
    return render(request, template, context, status=422 if form.errors else 200)


@login_required
def interviews_back(request: Asked, key: UUID, which: UUID) -> HttpResponse:
    """Call a round of invitations back."""
    one = queries.assignment(request.viewer, key)
    found = queries.round_of(request.viewer, one, which)
    back = (_("Intervjuer"), reverse("interviews", args=[one.pk]))
    return form_page(
        request, CallBackForm(posted(request), instance=found), crumbs=[*_to(one), back],
        heading=_("Kalla tillbaka inbjudan"),
        saved=_("Inbjudan är tillbakakallad. De som skulle lämna den ser det på Idag."),
        lead=_(
            "De som inte har svarat ska inte frågas längre. Den som har svarat har svarat. Ingen bjuds in på "
            "nytt i samma uppdrag: vilka som kunde det skulle säga vilka som tackat nej."
        ),
    )  # fmt: skip


@login_required
def evaluation_erased(request: Asked, key: UUID) -> HttpResponse:
    """Note that what was fetched has been erased; for the evaluator, when the assignment is over."""
    one = queries.assignment(request.viewer, key)
    check_holds(request.viewer, one)
    form = ErasedForm(posted(request), instance=one, initial={"erased_on": request.viewer.day})
    return form_page(
        request, form, crumbs=_to(one), heading=_("Anteckna att allt är raderat"),
        saved=_("Antecknat. Den som gav uppdraget ser det."),
        lead=_(
            "Filer som hämtats, kopior av dem och uttag ur dem, också i säkerhetskopior. Det som uppdragets "
            "etikprövning säger ska sparas kommer ni överens om med den som gav uppdraget."
        ),
    )  # fmt: skip


@login_required
def invitation_page(request: Asked, key: UUID) -> HttpResponse:
    """An invitation to give to the person, and what became of it; or that it has ended."""
    one = queries.invitation(request.viewer, key)
    case = (one.participation.person.name, reverse("participation", args=[one.participation_id]))
    ended = why_ended(one, request.viewer)
    if ended:
        return _ended(request, one, ended, case)
    form = AnswerForm(posted(request), instance=one)
    if request.method == "POST" and form.is_valid() and form.keep(request.viewer):
        messages.success(request, _("Antecknat."))
        return redirect(case[1])
    context = {
        "form": form, "one": one, "crumbs": [case], "back": case[1],
        "heading": _("Inbjudan till intervju"), "post": one.assignment.position,
        "yes_means": yes_means(one.assignment.columns),
    }  # fmt: skip
    return render(
        request, "evaluation/invitation.html", context, status=422 if form.errors else 200
    )


def _ended(request: Asked, one: Invitation, why: str, case: tuple[str, str]) -> HttpResponse:
    """That nothing more is to be done; told until somebody has said that they have read it."""
    if request.method == "POST":
        note_end_read(one, by=request.viewer)
        return redirect(case[1])
    unread = one.state in OPEN and one.end_read_on is None
    context = {"one": one, "why": why, "crumbs": [case], "back": case[1], "unread": unread}
    return render(request, "evaluation/invitation_ended.html", context)


def _crumbs(initiative: Initiative) -> list[tuple[str, str]]:
    return [
        (initiative.name, reverse("initiative", args=[initiative.code])),
        (_("Utvärdering"), reverse("evaluations", args=[initiative.code])),
    ]
