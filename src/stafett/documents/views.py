"""The tab Dokument, its forms, and the files themselves."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from stafett.casework.queries.participation import participation
from stafett.casework.views.participation import acting, case_of
from stafett.documents.forms import DocumentForm, TakeBackForm
from stafett.documents.models import Document
from stafett.documents.queries import document_of, documents_page, file_of, own_file_of
from stafett.frame.paging import page_number
from stafett.safeguards.request import Request


@login_required
@require_GET
def documents(request: Request, key: UUID) -> HttpResponse:
    """What there is in the case, the latest first."""
    case = participation(request.viewer, key)
    found = documents_page(request.viewer, case, page_number(request.GET))
    return render(request, "documents/documents.html", {"case": case, "page": found})


@login_required
def document_new(request: Request, key: UUID) -> HttpResponse:
    """Put a document in the case."""
    too_large = getattr(request, "too_large", False)
    return acting(request, key, DocumentForm, "documents", too_large=too_large)


@login_required
@require_GET
def document_file(request: Request, key: UUID, document: UUID) -> HttpResponse:
    """The file, to save: never opened as a page of ours."""
    return as_file(file_of(request.viewer, participation(request.viewer, key), document))


@login_required
@require_GET
def own_document(request: Request, key: UUID, document: UUID) -> HttpResponse:
    """The same of one's own authority's in a case that is closed to it."""
    return as_file(own_file_of(request.viewer, key, document))


def as_file(document: Document) -> HttpResponse:
    """The file as it came in, under a name made of its title."""
    name = f"{slugify(document.title) or 'dokument'}.{document.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        bytes(document.content), content_type=document.content_type, headers=headers
    )


@login_required
def document_retract(request: Request, key: UUID, document: UUID) -> HttpResponse:
    """Take back a document that should not be there."""
    found = document_of(request.viewer, case_of(request, key), document)
    return acting(request, key, TakeBackForm, "documents", written=found)
