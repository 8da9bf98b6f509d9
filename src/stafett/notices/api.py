"""Notices over the API: what is new, and that it is read. A calendar's secret is made in person alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema

from stafett.notices import actions, queries
from stafett.notices.queries import Line
from stafett.safeguards.request import Request

router = Router(tags=["Notiser"])


class NoticeOut(Schema):
    """A notice: what kind, when, of which day and case (initiative and number), where it is shown; no name."""

    key: UUID
    what: str
    name: str
    at: datetime
    day: date | None
    about: str
    link: str
    read: bool
    over: bool


class NoticesOut(Schema):
    """A page of notices, news first, and how many there are."""

    new: int
    number: int
    page: int
    last_page: int
    notices: list[NoticeOut]


class ReadIn(Schema):
    """Which notices are read; none named is all of them."""

    keys: list[UUID] | None = None


@router.get("/notices", response=NoticesOut, operation_id="list_notices", summary="Dina notiser")
def list_notices(request: Request, page: int = 1) -> dict[str, Any]:
    """What the page shows."""
    found = queries.listed(request.viewer, max(1, page))
    return {
        "new": found.new, "number": found.number, "page": found.page, "last_page": found.last_page,
        "notices": [_notice(line) for line in found.lines],
    }  # fmt: skip


def _notice(line: Line) -> dict[str, Any]:
    one = line.row
    return {
        "key": one.pk, "what": one.what, "name": line.name, "at": one.at, "day": one.day,
        "about": line.about,
        "link": one.link, "read": one.read_at is not None, "over": one.over_at is not None,
    }  # fmt: skip


@router.post("/notices/read", operation_id="read_notices", summary="Markera notiser som lästa")
def read_notices(request: Request, told: ReadIn) -> dict[str, int]:
    """Those of the keys that are yours and unread; says how many."""
    return {"read": actions.read(request.viewer, timezone.now(), told.keys)}


__all__ = ["router"]
