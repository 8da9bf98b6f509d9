"""The page on which a controller lets real people be entered, and takes it back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stafett.frame.stepup import needs_fresh_log_in
from stafett.papers.paper import Paper
from stafett.papers.word import word
from stafett.safeguards.actions.start import invented_words
from stafett.safeguards.forms.start import ConfirmForm, StartForm, TakeBackForm
from stafett.safeguards.models import StartDecision, StartPaper
from stafett.safeguards.queries.follow_up import controller_for
from stafett.safeguards.queries.start import decisions, has_started, proposed
from stafett.safeguards.request import Request
from stafett.safeguards.start_paper import FILES, draft

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@needs_fresh_log_in()
def start_page(request: Request, key: int) -> HttpResponse:
    """What is decided, what was decided before, and the form for what can be decided now."""
    controller = controller_for(request.viewer, key)
    begun, waits = has_started(key), proposed(key)
    form: StartForm | TakeBackForm | ConfirmForm
    form = _form_for(request, begun, waits)(
        request.POST if request.method == "POST" else None,
        authority=controller,
        viewer=request.viewer,
    )
    if form.is_valid() and (made := form.attempt()):
        messages.success(request, _said(made) % {"name": controller})
        return redirect("start", key)
    stop = invented_words() if settings.SYNTHETIC_ONLY and not begun else ""
    context = {
        "form": form, "controller": controller, "begun": begun, "rows": decisions(key), "stop": stop,
        "drafts": StartPaper.choices, "waits": waits,
        "mine": waits is not None and waits.decided_user_id == request.viewer.user_id,
    }  # fmt: skip
    return render(request, "safeguards/start.html", context, status=422 if form.is_bound else 200)


@login_required
def start_draft(request: Request, key: int, which: str) -> HttpResponse:
    """The draft of one of the papers, to read."""
    controller, paper = controller_for(request.viewer, key), _draft(request, which)
    parts = [
        {"title": part.title, "blocks": [(type(one).__name__, one) for one in part.blocks]}
        for part in paper.parts
    ]
    context = {"controller": controller, "paper": paper, "parts": parts, "which": which,
               "label": StartPaper(which).label}  # fmt: skip
    return render(request, "safeguards/start_draft.html", context)


@login_required
@require_GET
def start_draft_file(request: Request, key: int, which: str) -> HttpResponse:
    """The same as a Word file, to fill in."""
    controller_for(request.viewer, key)
    content = word(_draft(request, which))
    headers = {"Content-Disposition": f'attachment; filename="{FILES[StartPaper(which)]}.docx"'}
    return HttpResponse(content, content_type=DOCX, headers=headers)


def _draft(request: Request, which: str) -> Paper:
    if which not in StartPaper.values:
        raise Http404
    return draft(StartPaper(which), by=request.viewer)


def _form_for(request: Request, begun: bool, waits: StartDecision | None) -> Any:
    """What can be done now: take it back, decide what waits or take that back, or list the papers."""
    if settings.SYNTHETIC_ONLY and not begun:
        return StartForm
    if begun or (waits and "because" in request.POST):
        return TakeBackForm
    return ConfirmForm if waits else StartForm


def _said(made: StartDecision) -> str:
    if made.starts:
        return _("Beslutat. Verkliga personer får nu skrivas in hos %(name)s.")
    if made.is_proposed:
        return _("Föreslaget. Någon annan som svarar för uppgifterna hos %(name)s beslutar.")
    return _("Taget tillbaka. Från nu bara påhittade uppgifter hos %(name)s.")
