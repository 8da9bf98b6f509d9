"""Reports through the API: the same queries and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from stafett.measures.presentation.json_shape import as_dict
from stafett.parties.answers import Faults, Refusal, told
from stafett.reports import actions, queries
from stafett.reports.access import check_may_write
from stafett.reports.chapters import PLANS
from stafett.reports.document import document
from stafett.reports.models import Chapter
from stafett.reports.rendering.blocks import TableBlock
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

router = Router(tags=["reports"])


class ChapterText(Schema):
    """A chapter's new text, and the version that it was written on."""

    text: str
    version: int


@router.get("/reports")
def reports(request: Request) -> list[dict[str, Any]]:
    """The reports that the viewer reads."""
    check_may(request.viewer, Permission.SEE_REPORTS)
    found = queries.reports(request.viewer)
    return [
        {
            "number": r.pk, "initiative": r.initiative.code, "kind": r.report_kind, "title": r.title,
            "period_start": r.period_start, "period_end": r.period_end,
        }
        for r in found
    ]  # fmt: skip


@router.get("/reports/{number}")
def report(request: Request, number: int) -> dict[str, Any]:
    """One report: its chapters as Markdown with their versions, and its tables as this viewer sees them."""
    viewer = request.viewer
    found = queries.report(viewer, number)
    chapters = {c.key: c for c in found.chapters.order_by("pk")}
    drawn = document(viewer, found).chapters
    plans = PLANS[found.report_kind]
    return {
        "number": found.pk, "title": found.title, "figures_at": found.figures_at,
        "chapters": [
            {
                **_chapter(chapters[plan.key]), "title": str(plan.title),
                "tables": [as_dict(b.table) for b in section.blocks if isinstance(b, TableBlock)],
            }
            for plan, section in zip(plans, drawn, strict=True) if plan.key in chapters
        ],
    }  # fmt: skip


@router.put("/reports/{number}/chapters/{key}", response={200: dict[str, Any], 409: Faults})
def write_chapter(
    request: Request, number: int, key: str, chapter: ChapterText
) -> Status[dict[str, Any]]:
    """Write a chapter; 409 when somebody has written since, with what stands there in `chapter`."""
    viewer = request.viewer
    found = queries.report(viewer, number)
    check_may_write(viewer, found.initiative)
    one = queries.chapter(viewer, found, key)
    try:
        return Status(
            200, _chapter(actions.write(one, chapter.text, version=chapter.version, by=viewer))
        )
    except actions.AnotherHasWritten as trouble:
        said = _("Någon annan har skrivit sedan du läste. Deras text är med; inget är sparat.")
        raise Refusal(409, told([("", said)]), chapter=_chapter(trouble.chapter)) from None


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {"key": chapter.key, "version": chapter.version, "text": chapter.text}
