"""What does each report say, what does the demo follow and why, and does it still go together?"""

from __future__ import annotations

from dataclasses import dataclass

from stafett.demo.check import NotLoaded, Sheet, sheet
from stafett.demo.contradictions import Choice, choices
from stafett.demo.published import CODES, published
from stafett.safeguards.viewer import Viewer, operator


@dataclass(frozen=True)
class Said:
    """One choice in words."""

    code: str
    contradicts: bool
    says: str
    follows: str
    why: str


@dataclass(frozen=True)
class Report:
    """One report: where it is from, what was chosen, and its cells; `sheet` is None when not loaded."""

    code: str
    name: str
    source: str
    choices: tuple[Said, ...]
    sheet: Sheet | None


def reports(viewer: Viewer) -> list[Report]:
    """The four reports, compared anew each time this is asked.

    Figures are counted as the operator counts, whoever looks: the page holds nothing but cells that
    the reports print, of four initiatives in which everybody is invented.
    """
    by = operator(viewer.day, "demo")
    return [_report(code, by) for code in CODES]


def _report(code: str, by: Viewer) -> Report:
    figures = published(code)
    said = tuple(_said(choice) for choice in choices(code))
    return Report(code, figures["project"], figures["source"], said, _sheet(code, by))


def _said(choice: Choice) -> Said:
    sentences = (choice.sentence(part) for part in ("says", "follows", "why"))
    return Said(choice.code, choice.kind == "contradiction", *sentences)


def _sheet(code: str, by: Viewer) -> Sheet | None:
    try:
        return sheet(by, code)
    except NotLoaded:
        return None
