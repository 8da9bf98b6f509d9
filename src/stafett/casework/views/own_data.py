"""The pages of a person's own data: what was asked, the decision, the files, the handing over."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from stafett.casework.forms.own_data import DecideForm, HandForm, LongerForm, NoteForm, Step
from stafett.casework.models import Participation
from stafett.casework.own_data_paper import answer_paper, left_out_line
from stafett.casework.queries.participation import participation
from stafett.frame.formats import plain_day
from stafett.frame.once import leading_to
from stafett.frame.stepup import needs_fresh_log_in
from stafett.papers.pdf import pdf
from stafett.people.models import Protection
from stafett.safeguards.actions.own_data import (
    begin_again,
    changed_words,
    compile_request,
    decide_own_data,
    hand_over,
    note_request,
    prolong,
)
from stafett.safeguards.models import OwnDataRequest, OwnDataState
from stafett.safeguards.queries.own_data import compiled
from stafett.safeguards.queries.own_data_requests import (
    answer_of,
    answers,
    askable,
    check_answers,
    fetched,
    request_in,
    requests_in,
    unchanged,
    usual_appeal,
)
from stafett.safeguards.request import Request
from stafett.safeguards.rules import Refused
from stafett.safeguards.unnamed import KEPT


def _found(request: Request, key: UUID, asked: UUID) -> tuple[Participation, OwnDataRequest]:
    case = participation(request.viewer, key)
    return case, request_in(request.viewer, case.circle, asked)


def _to_answer(request: Request, key: UUID, asked: UUID) -> tuple[Participation, OwnDataRequest]:
    """The same, for those who answer for the authority's records."""
    case, one = _found(request, key, asked)
    check_answers(request.viewer, one)
    return case, one


def _form_page(request: Request, case: Participation, form: Step, **more: object) -> HttpResponse:
    context = {"case": case, "form": form, **more}
    status = 422 if form.is_bound else 200
    return render(request, "casework/own_data_step.html", context, status=status)


@login_required
@require_GET
def own_data_page(request: Request, key: UUID) -> HttpResponse:
    """What has been asked of the viewer's authorities in this case."""
    case = participation(request.viewer, key)
    context = {
        "case": case, "may_note": bool(askable(request.viewer, case.circle)),
        "requests": requests_in(request.viewer, case.circle),
    }  # fmt: skip
    return render(request, "casework/own_data.html", context)


@login_required
def note_page(request: Request, key: UUID) -> HttpResponse:
    """Note that somebody asked."""
    case = participation(request.viewer, key)
    authorities = askable(request.viewer, case.circle)
    form = NoteForm(request.POST or None, authorities=authorities, today=request.viewer.day)
    form.initial.update(_kept(case, "identity_checked"))
    if form.is_valid():
        try:
            made = note_request(case.circle, **form.cleaned_data, by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            told = {"day": plain_day(made.due_on)}
            done = _("Begäran är antecknad. Svaret ska lämnas senast %(day)s.") % told
            messages.success(request, done)
            return redirect("own_data_request", key, made.pk)
    return _form_page(request, case, form)


def _kept(case: Participation, name: str) -> dict[str, str]:
    """What a field begins with of somebody entered without identity: that it stands elsewhere."""
    return {name: KEPT} if case.person.protection == Protection.WITHHELD else {}


@login_required
@require_GET
def request_page(request: Request, key: UUID, asked: UUID) -> HttpResponse:
    """One request: how far it has come, and what is left to do for whom."""
    case, one = _found(request, key, asked)
    may_answer = answers(request.viewer, one)
    changed = may_answer and _has_changed(one)
    context = {
        "case": case, "one": one, "may_answer": may_answer, "changed": changed,
        "changed_words": changed_words(),
        "fetched": changed and one.state == OwnDataState.DECIDED and fetched(one),
        "left_out": _left_out(one) if may_answer else [],
        "late": one.handed_on is None and one.due_on < request.viewer.day,
    }  # fmt: skip
    return render(request, "casework/own_data_request.html", context)


def _has_changed(one: OwnDataRequest) -> bool:
    """True when the rows no longer give what was compiled, or decided."""
    if one.state == OwnDataState.COMPILED:
        return unchanged(one) is None
    return one.state == OwnDataState.DECIDED and answer_of(one) is None


def _left_out(one: OwnDataRequest) -> list[tuple[str, str]]:
    """What a decision left out, and why the person is not told of it where so."""
    if not hasattr(one, "decision"):
        return []
    rows = one.decision.exclusions.order_by("pk")
    return [(left_out_line(row), row.unsaid_because) for row in rows]


@login_required
@require_POST
def compile_page(request: Request, key: UUID, asked: UUID) -> HttpResponse:
    """Go through what there is, as it stands now."""
    _case, one = _to_answer(request, key, asked)
    try:
        compile_request(one, by=request.viewer)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return leading_to(redirect("own_data_request", key, asked), "")
    messages.success(request, _("Uppgifterna är sammanställda. Gå igenom dem och besluta."))
    return redirect("own_data_decide", key, asked)


@login_required
@never_cache
@needs_fresh_log_in()
def decide_page(request: Request, key: UUID, asked: UUID) -> HttpResponse:
    """All that was compiled, and the decision on what of it is handed out."""
    case, one = _to_answer(request, key, asked)
    if one.state != OwnDataState.COMPILED or (request.method == "GET" and not unchanged(one)):
        return redirect("own_data_request", key, asked)
    sections = compiled(one.circle, one.authority, one.compiled_at)  # type: ignore[arg-type]
    form = DecideForm(
        request.POST or None, asked=one, sections=sections, appeal=usual_appeal(one.authority),
        sealed=bool(case.person.protection),
    )  # fmt: skip
    if form.is_valid():
        told = {"digest": form.cleaned_data["digest"], "appeal": form.cleaned_data["appeal"]}
        try:
            decide_own_data(one, form.excluded, **told, by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            done = _("Beslutet är taget. Hämta filerna och lämna dem till personen.")
            messages.success(request, done)
            return redirect("own_data_request", key, asked)
    context = {"case": case, "one": one, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "casework/own_data_decide.html", context, status=status)


@login_required
@never_cache
@require_GET
def own_data_file(request: Request, key: UUID, asked: UUID, form: str) -> HttpResponse:
    """What was decided to be handed out, to read (pdf) or for another program (json)."""
    _case, one = _to_answer(request, key, asked)
    if form not in ("pdf", "json") or not hasattr(one, "decision"):
        raise Http404
    found = answer_of(one)
    if found is None:
        return redirect("own_data_request", key, asked)  # which says why, and lets them begin again
    sections, content = found
    if form == "pdf":
        content = pdf(answer_paper(one, sections))
    headers = {"Content-Disposition": f'attachment; filename="egna-uppgifter.{form}"'}
    return HttpResponse(content, content_type=f"application/{form}", headers=headers)


@login_required
def longer_page(request: Request, key: UUID, asked: UUID) -> HttpResponse:
    """Take two months more."""
    case, one = _to_answer(request, key, asked)
    form = LongerForm(request.POST or None)
    said = _("Tiden är förlängd. Tala om det för personen, och varför.")
    return _done(request, case, one, form, prolong, said) or _form_page(
        request, case, form, one=one
    )


@login_required
def hand_page(request: Request, key: UUID, asked: UUID) -> HttpResponse:
    """Note that the answer has been handed over."""
    case, one = _to_answer(request, key, asked)
    form = HandForm(request.POST or None, initial={"on": request.viewer.day} | _kept(case, "how"))
    said = _("Det är antecknat att svaret är lämnat.")
    return _done(request, case, one, form, hand_over, said) or _form_page(
        request, case, form, one=one
    )


def _done(
    request: Request, case: Participation, one: OwnDataRequest, form: Step,
    act: Callable[..., object], said: str,
) -> HttpResponse | None:  # fmt: skip
    """Do it, say so and go back to the request; None where nothing was sent or it was refused."""
    if not form.is_valid():
        return None
    try:
        act(one, **form.cleaned_data, by=request.viewer)
    except Refused as refusal:
        form.refused(refusal)
        return None
    messages.success(request, said)
    return redirect("own_data_request", case.pk, one.pk)


@login_required
@require_POST
def again_page(request: Request, key: UUID, asked: UUID) -> HttpResponse:
    """Begin again with a new request in place of one that was decided."""
    _case, one = _to_answer(request, key, asked)
    try:
        made = begin_again(one, by=request.viewer)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return leading_to(redirect("own_data_request", key, asked), "")
    messages.success(request, _("En ny begäran ersätter den förra, med samma sista dag."))
    return redirect("own_data_request", key, made.pk)
