"""Documents over the API: the same rows, files and actions as the page's."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from stafett.casework.api import done
from stafett.casework.queries.participation import locked, participation
from stafett.documents.forms import DocumentForm, TakeBackForm
from stafett.documents.queries import Line, document_of, documents_page, file_of, own_file_of
from stafett.documents.views import as_file
from stafett.parties.answers import Faults
from stafett.parties.form_data import Filled, form_data
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])
EVERY = "/participations/{uuid:key}/documents"
ONE = EVERY + "/{uuid:which}"


class DocumentOut(Schema):
    """A document without its file: what it is, of which day and whose. Empty where it was taken back."""

    key: UUID
    title: str
    what: str | None
    day: date
    health: bool
    file_name: str
    content_type: str
    size: int
    retracted_on: date | None
    put_there_by: str
    unit: str
    authority: str


class DocumentsOut(Schema):
    """A page of fifty."""

    page: int
    more: bool
    rows: list[DocumentOut]


class NewOut(Schema):
    """The key of what was put there."""

    key: UUID
    done: str


class Typed(Schema):
    """What is said of the file. `what` is a code of the list `dokument`; `on_day` as 2025-06-03."""

    title: str = ""
    what: str = ""
    on_day: str = ""
    health: bool = False


@router.get(
    EVERY, response=DocumentsOut, operation_id="list_documents", summary="Dokument i ett ärende"
)
def list_documents(request: Request, key: UUID, sida: int = 1) -> dict[str, Any]:
    """What there is in the case, as far as you may see it; the latest first, without the files."""
    page = min(max(sida, 1), 9999)
    found = documents_page(request.viewer, participation(request.viewer, key), page)
    return {"page": found.page, "more": found.more, "rows": [_told(line) for line in found.lines]}


def _told(line: Line) -> dict[str, Any]:
    one = line.document
    return {
        "key": one.pk, "title": one.title, "what": one.what_id, "day": one.on_day,
        "health": one.kind == "health", "file_name": one.file_name,
        "content_type": one.content_type, "size": one.size, "retracted_on": one.retracted_on,
        "put_there_by": one.written_by, "unit": one.unit.name, "authority": one.unit.authority.name,
    }  # fmt: skip


@router.get(ONE, operation_id="get_document", summary="Filen i ett dokument")
def get_document(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """The file itself, as it came in. The log says that it was fetched."""
    return as_file(file_of(request.viewer, participation(request.viewer, key), which))


@router.get(
    "/own-records/{uuid:key}/documents/{uuid:which}", operation_id="get_own_document",
    summary="Filen i ett eget dokument, ur ett ärende som inte är öppet för dig",
)  # fmt: skip
def get_own_document(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """`key` is the record's, as in the list of own records."""
    return as_file(own_file_of(request.viewer, key, which))


@router.post(
    EVERY, response={201: NewOut, 422: Faults}, operation_id="put_document",
    summary="Lägg ett dokument i ett ärende",
)  # fmt: skip
def put_document(
    request: Request,
    key: UUID,
    typed: Form[Typed],
    file: UploadedFile | None = File(None),  # noqa: B008  (how ninja declares a parameter)
) -> Status[Any]:
    """A pdf, png, jpeg, docx or odt of at most 10 MB as the field `file`, with what it is; one at a time, as
    on the page."""
    case = locked(request.viewer, key)
    DocumentForm.check(request.viewer, case)
    files = MultiValueDict({"file": request.FILES.getlist("file")})
    form = DocumentForm(
        form_data(typed.dict()), files, viewer=request.viewer, case=case,
        too_large=getattr(request, "too_large", False),
    )  # fmt: skip
    said = done(form)
    return Status(201, {"key": form.put.pk, "done": said})


@router.post(
    ONE + "/retraction", operation_id="retract_document", summary="Ta tillbaka ett dokument"
)
def retract_document(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button: `because` says how it went wrong."""
    case = locked(request.viewer, key)
    found = document_of(request.viewer, case, which)
    form = TakeBackForm(form_data(filled.fields), viewer=request.viewer, case=case, written=found)
    return {"done": done(form), "key": which}
