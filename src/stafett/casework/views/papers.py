"""The files that leave a case on paper: the form of a consent, before and after it is given."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stafett.casework.consent_paper import as_kept
from stafett.casework.forms.consents import ConsentForm
from stafett.casework.queries.consents import consent_of
from stafett.casework.queries.participation import participation
from stafett.papers.paper import Paper
from stafett.papers.pdf import pdf
from stafett.papers.word import word
from stafett.safeguards.request import Request

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "docx": (word, DOCX),
    "pdf": (pdf, "application/pdf"),
}


def file(paper: Paper, name: str, form: str) -> HttpResponse:
    """The paper as a file to save; Http404 for a form that there is none of."""
    if form not in FORMS:
        raise Http404
    draw, kind = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(draw(paper), content_type=kind, headers=headers)


@login_required
@require_POST
def consent_form(request: Request, key: UUID, form: str) -> HttpResponse:
    """What is filled in on the page "Nytt samtycke", to sign. Nothing is saved; faults come back there."""
    case = participation(request.viewer, key)
    ConsentForm.check(request.viewer, case)
    filled = ConsentForm(request.POST, request.FILES, viewer=request.viewer, case=case)
    paper = filled.paper() if filled.is_valid() else None
    if paper is not None:
        return file(paper, "samtycke", form)
    filled.address = reverse("note_consent", args=[key])
    context = {"form": filled, "case": case, "back": reverse("participation", args=[key])}
    return render(request, "casework/act.html", context, status=422)


@login_required
@require_GET
def consent_paper(request: Request, key: UUID, consent: UUID, form: str) -> HttpResponse:
    """A consent as it was given, word for word as it was shown."""
    case = participation(request.viewer, key)
    found, parts = consent_of(request.viewer, case, consent)
    paper = as_kept(found, parts, request.viewer, signed=found.scanned)  # type: ignore[attr-defined]
    return file(paper, "samtycke", form)
