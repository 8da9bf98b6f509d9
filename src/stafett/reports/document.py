"""How a report becomes a document: what people wrote, what the system filled, and the definitions."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stafett.frame.formats import span
from stafett.measures.figures import TableResult
from stafett.measures.pictures import chart_of
from stafett.measures.presentation.json_shape import from_dict
from stafett.measures.queries import CannotAnswer, frozen_table
from stafett.measures.tables import TABLES
from stafett.reports.access import sees_groups
from stafett.reports.chapters import PLANS, ChapterPlan, Filling
from stafett.reports.days import with_its_days
from stafett.reports.models import Chapter, Report
from stafett.reports.rendering.blocks import (
    Block,
    ChartBlock,
    Definition,
    Document,
    Paragraph,
    Run,
    Section,
    TableBlock,
)
from stafett.reports.rendering.markdown import parse
from stafett.safeguards.viewer import Viewer


def document(viewer: Viewer, report: Report) -> Document:
    """The report as the viewer may read it, ready to be drawn as page, Word or PDF."""
    chapters = {c.key: c for c in report.chapters.select_related("written_by").order_by("pk")}
    plans = PLANS[report.report_kind]
    sections = tuple(_section(p, chapters.get(p.key), report, viewer) for p in plans)
    return Document(
        title=report.title,
        subtitle=report.get_report_kind_display(),
        initiative=report.initiative.name,
        period=span(report.period_start, report.period_end),
        authors=tuple(_authors(report, chapters)),
        made_on=viewer.day,
        chapters=sections,
        definitions=tuple(_definitions(report, plans)),
        language=get_language() or "sv",
    )


def _authors(report: Report, chapters: dict[str, Chapter]) -> Iterator[str]:
    writers = [c.written_by.name for c in chapters.values() if c.written_by]
    yield from dict.fromkeys([report.created_by.name, *writers])


def _section(plan: ChapterPlan, chapter: Chapter | None, report: Report, viewer: Viewer) -> Section:
    written = parse(chapter.text) if chapter else ()
    filled = (block for f in plan.fillings for block in _blocks(f, report, viewer))
    # Two divisions of one table are the same where the frozen set has neither: it stands there once.
    return Section(str(plan.title), (*written, *dict.fromkeys(filled)))


def _blocks(filling: Filling, report: Report, viewer: Viewer) -> Iterator[Block]:
    table = filled(report, filling)
    if table is None:
        return
    try:
        shown = (
            table if sees_groups(viewer, report.initiative) else _frozen(filling, report, viewer)
        )
    except PermissionDenied:
        return
    except CannotAnswer as nothing:
        said = {"table": TABLES[filling.table].title, "why": nothing}
        yield Paragraph((Run(_("%(table)s: %(why)s") % said),))
        return
    if not shown.rows:
        empty = str(TABLES[shown.name].empty) or _("inga uppgifter än.")
        yield Paragraph((Run(f"{shown.title}: {empty[:1].lower()}{empty[1:]}"),))
        return
    yield TableBlock(shown)
    chart = chart_of(shown) if filling.picture else None
    if chart:
        yield ChartBlock(chart)


def filled(report: Report, filling: Filling) -> TableResult | None:
    """The table as it was last filled; None when the plan has gained it since."""
    shape = report.figures.get(filling.key)
    return from_dict(shape) if shape else None


def _frozen(filling: Filling, report: Report, viewer: Viewer) -> TableResult:
    """What is frozen of the latest period that was over on the report's last day (law 8)."""
    initiative, until = report.initiative, report.period_end
    found = frozen_table(viewer, filling.table, initiative, filling.by, until)
    return with_its_days(found, report)


def _definitions(report: Report, plans: tuple[ChapterPlan, ...]) -> Iterator[Definition]:
    """What each table counts, once; the appendix that every figure can be followed to."""
    seen: set[str] = set()
    for table in (filled(report, f) for plan in plans for f in plan.fillings):
        if table and table.name not in seen:
            seen.add(table.name)
            meaning = f"{table.population} {table.definition}".strip()
            yield Definition(str(TABLES[table.name].title), meaning)
