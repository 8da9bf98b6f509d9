"""Notes and contacts over the API: the same rows as the page shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.casework.api import done
from stafett.casework.forms.acting import Acting
from stafett.casework.queries.participation import locked, participation
from stafett.notes.forms import CorrectContactForm, CorrectNoteForm, RetractForm
from stafett.notes.models import Written
from stafett.notes.queries import Line, contact_of, note_of, notes_page
from stafett.parties.form_data import Filled, form_data
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])
NOTE = "/participations/{uuid:key}/notes/{uuid:which}"
CONTACT = "/participations/{uuid:key}/contacts/{uuid:which}"


class WrittenOut(Schema):
    """A note (`text` and whether it is about health) or a contact (`by` and `result` besides)."""

    key: UUID
    what: str
    day: date
    text: str
    health: bool
    by: str
    result: str
    again_on: date | None
    retracted_on: date | None
    corrected_on: date | None
    written_by: str
    unit: str
    authority: str


class WrittenPage(Schema):
    """A page of fifty."""

    page: int
    more: bool
    last_contact: date | None
    rows: list[WrittenOut]


@router.get(
    "/participations/{uuid:key}/notes", response=WrittenPage, operation_id="list_notes",
    summary="Anteckningar och kontakter i ett ärende",
)  # fmt: skip
def list_notes(request: Request, key: UUID, sida: int = 1) -> dict[str, Any]:
    """What is noted in the case, as far as you may read it; the latest first."""
    found = notes_page(request.viewer, participation(request.viewer, key), min(max(sida, 1), 9999))
    return {
        "page": found.page, "more": found.more, "last_contact": found.last_contact,
        "rows": [_told(line) for line in found.lines],
    }  # fmt: skip


def _told(line: Line) -> dict[str, Any]:
    one, contact = line.written, line.contact
    shown = one.retracted_on is None
    return {
        "key": one.pk, "what": "contact" if contact else "note", "day": one.on_day,
        "text": line.note.text if line.note else contact.text if contact else "",
        "health": one.kind == "health", "by": contact.by if contact and shown else "",
        "result": contact.result if contact and shown else "",
        "retracted_on": one.retracted_on,
        "corrected_on": line.earlier[0].corrected_on if line.earlier else None,
        "again_on": contact.again_on if contact else None, "written_by": one.written_by,
        "unit": one.unit.name, "authority": one.unit.authority.name,
    }  # fmt: skip


@router.get(NOTE, operation_id="get_note_form", summary="En anteckning som den står, att rätta")
def get_note_form(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """How it stands, and `seen` to send back with the changes and `because`. 410 with a sentence where it has
    been taken back, as written in the wrong case: there is nothing to correct."""
    return _as_it_stands(_note_form(request, key, which, None))


@router.put(NOTE, operation_id="correct_note", summary="Rätta en anteckning")
def correct_note(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button; how it stood is kept. That it is about health stands until you
    send `health: false`: left out it is no answer."""
    locked(request.viewer, key)
    stood = _note_form(request, key, which, None).initial
    told = form_data({"health": stood.get("health"), **filled.fields})
    return {"done": done(_note_form(request, key, which, told)), "key": which}


@router.get(
    CONTACT, operation_id="get_contact_form", summary="En antecknad kontakt som den står, att rätta"
)
def get_contact_form(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """The same of an attempt to reach the person."""
    return _as_it_stands(_contact_form(request, key, which, None))


@router.put(CONTACT, operation_id="correct_contact", summary="Rätta en antecknad kontakt")
def correct_contact(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button; how it stood is kept."""
    locked(request.viewer, key)
    form = _contact_form(request, key, which, form_data(filled.fields))
    return {"done": done(form), "key": which}


@router.get(
    f"{NOTE}/retraction",
    operation_id="get_note_retraction",
    summary="En anteckning att dra tillbaka",
)
def get_note_retraction(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """How it stands, and `seen` to send back with `because`: it was written in the wrong case. 410 where it
    has been taken back."""
    return _as_it_stands(_retract_form(request, key, note_of, which, None))


@router.post(
    f"{NOTE}/retraction",
    operation_id="retract_note",
    summary="Dra tillbaka en anteckning i fel ärende",
)
def retract_note(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button; for the authority that wrote it, also in a case that has ended."""
    form = _retract_form(request, key, note_of, which, form_data(filled.fields))
    return {"done": done(form), "key": which}


@router.get(
    f"{CONTACT}/retraction", operation_id="get_contact_retraction",
    summary="En antecknad kontakt att dra tillbaka",
)  # fmt: skip
def get_contact_retraction(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """The same of an attempt to reach the person."""
    return _as_it_stands(_retract_form(request, key, contact_of, which, None))


@router.post(
    f"{CONTACT}/retraction", operation_id="retract_contact",
    summary="Dra tillbaka en antecknad kontakt i fel ärende",
)  # fmt: skip
def retract_contact(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button."""
    form = _retract_form(request, key, contact_of, which, form_data(filled.fields))
    return {"done": done(form), "key": which}


def _as_it_stands(form: Acting) -> dict[str, Any]:
    if form.stop:
        raise HttpError(410, str(form.stop))
    return {"fields": dict(form.initial)}


def _note_form(request: Request, key: UUID, which: UUID, data: Any) -> Acting:
    case = participation(request.viewer, key)
    written = note_of(request.viewer, case, which)
    CorrectNoteForm.check(request.viewer, case)
    return CorrectNoteForm(data, viewer=request.viewer, case=case, written=written)


def _contact_form(request: Request, key: UUID, which: UUID, data: Any) -> Acting:
    case = participation(request.viewer, key)
    written = contact_of(request.viewer, case, which)
    CorrectContactForm.check(request.viewer, case)
    return CorrectContactForm(data, viewer=request.viewer, case=case, written=written)


def _retract_form(
    request: Request, key: UUID, found: Callable[..., Written], which: UUID, data: Any
) -> Acting:
    case = participation(request.viewer, key)
    written = found(request.viewer, case, which)
    return RetractForm(data, viewer=request.viewer, case=case, written=written)
