"""What is a report made of, before anyone decides whether it becomes a page, Word or PDF?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stafett.measures.charts import Chart
from stafett.measures.figures import TableResult

DEEPEST = 3
"""Chapters are headings of level 1; below level 3 a reader is lost."""


@dataclass(frozen=True)
class Run:
    """Words in one look. A line break is a run of its own: `BREAK`."""

    words: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


BREAK = Run("\n")
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter: level 2 or 3, never a level deeper than its place allows."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    runs: Runs


@dataclass(frozen=True)
class Listing:
    """A list with points, or with numbers from `start`."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Quote:
    """What somebody else said."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Grid:
    """A table that a person has typed: headings, rows, and which columns stand to the right."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table that the system fills."""

    table: TableResult


@dataclass(frozen=True)
class ChartBlock:
    """A picture of a table; its title is the caption, its description the alternative text."""

    chart: Chart


Block = Heading | Paragraph | Listing | Quote | Grid | TableBlock | ChartBlock


@dataclass(frozen=True)
class Section:
    """A chapter."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A word of the tables and what it means here."""

    term: str
    meaning: str


@dataclass(frozen=True)
class Document:
    """A whole report. `made_on` is given and not looked up, so that equal reports are equal."""

    title: str
    subtitle: str
    initiative: str
    period: str
    authors: tuple[str, ...]
    made_on: date
    chapters: tuple[Section, ...]
    definitions: tuple[Definition, ...] = ()
    language: str = "sv"
