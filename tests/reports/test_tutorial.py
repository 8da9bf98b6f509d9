"""docs/how-to/new-chapter.md, carried out to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext_lazy as _

from stafett.reports import actions, chapters
from stafett.reports.document import document
from stafett.reports.models import Report
from stafett.reports.rendering.blocks import TableBlock
from tests.cast import Cast

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "new-chapter.md"


def test_the_chapter_of_the_tutorial_comes_into_a_report_already_begun(
    report: Report, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert code
    names = {"ChapterPlan": chapters.ChapterPlan, "Filling": chapters.Filling, "_": _}
    plan = eval(code[1], names)
    monkeypatch.setitem(chapters.PLANS, "final", (*chapters.FINAL, plan))

    actions.fill(report, by=cast.as_("eva"))

    last = document(cast.viewer("eva"), report).chapters[-1]
    assert last.title == "Medskick"
    assert any(isinstance(block, TableBlock) for block in last.blocks)
    assert report.chapters.filter(key="medskick", text="").exists()


def test_the_tutorial_keeps_its_promise_of_twenty_lines() -> None:
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert code
    assert len(code[1].splitlines()) <= 20
