"""The files that leave a case on paper: the form of a consent, before and after; and what goes to the file."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from stafett.casework.consent_paper import as_kept, language_of
from stafett.casework.forms.consents import ConsentForm
from stafett.casework.queries.consents import (
    authorities_of,
    consent_of,
    given_outside,
    releases,
    unnamed,
)
from stafett.casework.queries.participation import participation, period
from stafett.casework.to_file import (
    Taken,
    copy_paper,
    period_paper,
    receivers_paper,
    why_copy,
)
from stafett.papers.paper import Paper
from stafett.papers.pdf import pdf
from stafett.papers.word import word
from stafett.safeguards.access import why
from stafett.safeguards.queries.file import said_by, said_in
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
    filled.printing = True
    paper = filled.paper() if filled.is_valid() else None
    if paper is not None:
        return file(paper, "samtycke", form)
    filled.address = reverse("note_consent", args=[key])
    tab = reverse("participation", args=[key])
    context = {"form": filled, "case": case, "back": tab, "tab": tab}
    return render(request, "casework/act.html", context, status=422)


@login_required
@require_GET
def consent_paper(request: Request, key: UUID, consent: UUID, form: str) -> HttpResponse:
    """A consent as it was given, word for word as it was shown."""
    case = participation(request.viewer, key)
    found, parts = consent_of(request.viewer, case, consent)
    signed: bool = found.scanned  # type: ignore[attr-defined]
    named = not unnamed(request.viewer, [found.pk], case)
    paper = as_kept(found, parts, request.viewer, signed=signed, named=named)
    return file(paper, "samtycke", form)


@login_required
@require_GET
def period_to_file(request: Request, key: UUID) -> HttpResponse:
    """A participation as far as the viewer may see it, to their authority's own file."""
    found = period(request.viewer, key)
    taken = Taken(request.viewer, localtime(), found.file, found.why)
    return file(period_paper(found, taken), "deltagande-till-akten", "pdf")


@login_required
@require_GET
def consent_to_file(request: Request, key: UUID, consent: UUID) -> HttpResponse:
    """A consent as it was given, to the viewer's authority's own file; in the consent's own language."""
    viewer, case = request.viewer, participation(request.viewer, key)
    found, parts = consent_of(viewer, case, consent)
    named = not unnamed(viewer, [found.pk], case)
    with override(language_of(found.language)):
        said = said_in(viewer, case.circle_id)
        taken = Taken(viewer, localtime(), said, why(viewer, case.circle_id).why)
        paper = as_kept(found, parts, viewer, signed=True, named=named, also=[taken.part])
    return file(paper, "samtycke-till-akten", "pdf")


@login_required
@require_GET
def copy_to_file(request: Request, key: UUID) -> HttpResponse:
    """What was handed over, to the file of the viewer's authority: the receiver's, or else the giver's."""
    viewer = request.viewer
    copy = get_object_or_404(releases(viewer), pk=key)
    mine = authorities_of(viewer)
    whose = [copy.owner_authority_id] if copy.owner_authority_id in mine else [copy.giver_id]
    taken = Taken(viewer, localtime(), said_by(viewer, whose), why_copy(copy, whose))
    return file(copy_paper(copy, taken), "utlamnat-till-akten", "pdf")


@login_required
@require_GET
def copy_to_receiver(request: Request, key: UUID, form: str) -> HttpResponse:
    """What was handed over to somebody who is not in Stafett, as the document that they get."""
    copy = given_outside(request.viewer, key)
    return file(receivers_paper(copy, request.viewer), "utlamnat", form)
