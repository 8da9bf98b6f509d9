"""Notes and contacts over the API: the same rows as the page shows."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from stafett.casework.queries.participation import participation
from stafett.notes.queries import Line, notes_page
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])


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
