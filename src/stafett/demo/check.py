"""Do the public tables, computed from stored rows, hold the figures that the four reports print?

Both sides of every cell are told: what the report prints and what our own table says. Nothing is
kept between two askings, so that a row that was changed is seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.demo import cells
from stafett.demo.claims import LATER_TABLES, PUBLIC_TABLES, Claim, claims
from stafett.demo.cohorts.common import day
from stafett.demo.contradictions import choice
from stafett.demo.later import in_words
from stafett.demo.published import CODES, published
from stafett.initiatives.models import Initiative
from stafett.measures.access import standing
from stafett.measures.figures import TableResult
from stafett.measures.queries import table
from stafett.safeguards.viewer import Viewer

Verdict = Literal["agrees", "chosen", "later", "differs"]
WORDS: Mapping[Verdict, object] = {
    "agrees": gettext_lazy("stämmer"),
    "chosen": gettext_lazy("valt"),
    "later": gettext_lazy("ingen tabell än"),
    "differs": gettext_lazy("stämmer inte"),
}
"""Every verdict in words; "later" is a figure of a table that is still to come, and never agrees."""

SHAPES: Mapping[Verdict, str] = {
    "agrees": "done",
    "chosen": "note",
    "later": "waiting",
    "differs": "stop",
}


class NotLoaded(LookupError):
    """A cohort is not in the database; the message is a sentence for the one who asked."""


@dataclass(frozen=True)
class Compared:
    """One cell with both sides in words, and whether they go together."""

    claim: Claim
    verdict: Verdict
    table: str
    row: str
    column: str
    printed: str
    found: str

    @property
    def word(self) -> str:
        """The verdict in words."""
        return str(WORDS[self.verdict])

    @property
    def shape(self) -> str:
        """The shape that stands beside the word on a page."""
        return SHAPES[self.verdict]

    @property
    def choice(self) -> str:
        """What the demo follows where the report leaves it open or contradicts itself."""
        return choice(self.claim.choice).sentence("follows") if self.claim.choice else ""

    @property
    def line(self) -> str:
        """The comparison as one line of text."""
        sides = {"printed": self.printed, "found": self.found}
        said = _("rapporten: %(printed)s, Stafett: %(found)s") % sides
        return f"{self.word:15} {self.table} | {self.row} | {self.column} | {said}"


@dataclass(frozen=True)
class Sheet:
    """All cells of one report."""

    code: str
    name: str
    cells: tuple[Compared, ...]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many cells have each verdict."""
        found = Counter(one.verdict for one in self.cells)
        return {verdict: found[verdict] for verdict in WORDS}

    @property
    def summary(self) -> str:
        """The counts as one sentence."""
        said = _(
            "%(name)s: %(cells)s celler, %(agrees)s stämmer, %(chosen)s valda, "
            "%(later)s utan tabell än, %(differs)s stämmer inte."
        )
        numbers: dict[str, object] = {"name": self.name, "cells": len(self.cells), **self.counts}
        return said % numbers


def sheets(by: Viewer) -> list[Sheet]:
    """All four reports compared. Raises NotLoaded for a cohort that is not there."""
    return [sheet(by, code) for code in CODES]


def sheet(by: Viewer, code: str) -> Sheet:
    """One report compared cell by cell; `by` is the operator, whose figures are everybody's.

    Raises NotLoaded when the cohort is not there.
    """
    found = loaded(code)
    if found is None:
        raise NotLoaded(
            _("%(name)s är inte inläst. Läs in den med: stafett demo load")
            % {"name": published(code)["project"]}
        )
    return Sheet(code, found.name, tuple(compared(claims(code), found, by)))


def loaded(code: str) -> Initiative | None:
    """The cohort's initiative; somebody's own of that code is told apart by its first day."""
    first = day(published(code)["period"]["start"])
    return Initiative.objects.filter(code=code, starts_on=first).first()


def compared(these: Iterable[Claim], initiative: Initiative, by: Viewer) -> Iterable[Compared]:
    """Each claim held against its table; every table is computed once."""
    at = standing(by, initiative)
    tables: dict[tuple[str, tuple[str, ...]], TableResult] = {}
    for claim in sorted(these, key=_place):
        if claim.table not in PUBLIC_TABLES:
            yield Compared(claim, "later", *in_words(claim), _printed(claim), str(WORDS["later"]))
            continue
        asked = (claim.table, claim.by)
        if asked not in tables:
            tables[asked] = table(by, claim.table, initiative, claim.by, at=at)
        yield _held(claim, tables[asked])


def _place(claim: Claim) -> tuple[int, tuple[str, ...]]:
    """Where the claim's table stands among all, so that a table's cells are told together."""
    return (*PUBLIC_TABLES, *LATER_TABLES).index(claim.table), claim.by


def _held(claim: Claim, against: TableResult) -> Compared:
    """A cell that is not there differs, whatever was claimed of it."""
    found = cells.cell(claim, against)
    if found is None:
        place = (against.title, claim.row, claim.column)
        return Compared(claim, "differs", *place, _printed(claim), _("cellen finns inte"))
    place = (against.title, found.row, found.column)
    return Compared(claim, claim.verdict(found.value), *place, _printed(claim), found.words)


def _printed(claim: Claim) -> str:
    return _("trycks inte") if claim.printed is None else cells.printed(claim.printed, claim.unit)
