"""The only writes to reports: starting one, writing its chapters, filling its tables."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from stafett.initiatives.models import Initiative
from stafett.measures.presentation.json_shape import as_dict
from stafett.measures.queries import table
from stafett.reports.chapters import PLANS, Filling
from stafett.reports.days import with_its_days
from stafett.reports.models import Chapter, Report
from stafett.safeguards.viewer import Viewer


class AnotherHasWritten(Exception):
    """Somebody saved the chapter after the text was opened; carries what now stands there."""

    def __init__(self, chapter: Chapter) -> None:
        super().__init__(chapter.key)
        self.chapter = chapter


@transaction.atomic
def start(
    initiative: Initiative, report_kind: str, title: str, *, period: tuple[date, date], by: Viewer
) -> Report:
    """Start a report with its fixed chapters, empty, and its tables filled (G20 D18).

    Raises IntegrityError when there is one of the kind for the period already.
    """
    report = Report.objects.create(
        initiative=initiative, report_kind=report_kind, title=title,
        period_start=period[0], period_end=period[1], created_by_id=cast(int, by.user_id),
    )  # fmt: skip
    fill(report, by=by)
    return report


@transaction.atomic
def fill(report: Report, *, by: Viewer) -> None:
    """Fill the report's tables afresh, and add chapters planned since; written text is not touched.

    Figures are counted as the initiative says, else through the report's last day, and kept as the
    one who fills sees them. Outsiders read what is frozen instead, when they open the report.
    """
    plans = PLANS[report.report_kind]
    chapters = [Chapter(report=report, key=plan.key) for plan in plans]
    Chapter.objects.bulk_create(chapters, ignore_conflicts=True)
    initiative = Initiative.objects.get(pk=report.initiative_id)
    initiative.counted_on = initiative.counted_on or min(report.period_end, by.day)
    fillings = [f for plan in plans for f in plan.fillings]
    with override(settings.LANGUAGE_CODE):  # a report is in Swedish, whoever fills it
        tables = {f.key: _kept(f, initiative, report, by) for f in fillings}
    report.figures, report.figures_at = tables, timezone.now()
    report.save(update_fields=["figures", "figures_at"])


def _kept(filling: Filling, initiative: Initiative, report: Report, by: Viewer) -> dict[str, Any]:
    return as_dict(with_its_days(table(by, filling.table, initiative, filling.by), report))


@transaction.atomic
def write(chapter: Chapter, text: str, *, version: int, by: Viewer) -> Chapter:
    """Save a chapter's text as its next version.

    `version` is the one that the writer had before them. Raises AnotherHasWritten, and saves
    nothing, when a later one is there with another text: the page shows both (law 6).
    """
    current = Chapter.objects.select_for_update(of=("self",)).get(pk=chapter.pk)
    if current.text == text:
        return current
    if current.version != version:
        raise AnotherHasWritten(current)
    current.text, current.version = text, version + 1
    current.written_by_id, current.written_at = by.user_id, timezone.now()
    current.save(update_fields=["text", "version", "written_by", "written_at"])
    return current
