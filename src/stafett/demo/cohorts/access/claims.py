"""Which cells does Gemensamma Taget's half-year report print for Access (G21)?"""

from __future__ import annotations

from fractions import Fraction

from stafett.demo.claims import Report
from stafett.demo.cohorts.access.register import SEXES, UNKNOWN, statuses
from stafett.demo.cohorts.access.setup import OUTCOMES, REMAINING
from stafett.demo.published import Path

TABLE = ("tables", "access_2008_h1")
REMAINS = "status:remaining"
ROW_OF = {**{outcome.label: outcome.code for outcome in OUTCOMES}, REMAINING: REMAINS}
"""The report's column and the row of ours; the first column is the total."""
EVERYBODY = "Totalt"


def write(report: Report) -> None:
    """Write down every cell, table by table."""
    _volume(report)
    for party in ("af", "fk", "umea"):
        report.leaves_open("inflow", party, "promised", "access-inflow")
    for word in (*SEXES, EVERYBODY):
        _counts(report, word)
        _shares(report, word)
        _unknown(report, word)


def _by(word: str) -> tuple[str, ...]:
    """The ground that a printed line asks for."""
    return () if word == EVERYBODY else ("sex",)


def _row(row: str, word: str) -> str:
    """A row's key, for one sex or for everybody."""
    return row if word == EVERYBODY else f"{row}/{SEXES[word]}"


def _volume(report: Report) -> None:
    report.prints("volume", "v1", "planned", ("planned_participants",))
    report.prints("volume", "v1", "reached", (*TABLE, EVERYBODY, 0))
    report.prints("volume", "v1", "share", (*TABLE, "share_of_planned"), unit="share")


def _counts(report: Report, word: str) -> None:
    by, started = _by(word), (*TABLE, word, 0)
    row = SEXES.get(word, "total")
    report.prints("participants", row, "participations", started, by=by)
    for index, label in enumerate(report.at(*TABLE, "columns")):
        cell = _row(ROW_OF.get(label, "total"), word)
        report.prints("outcomes", cell, "participations", (*TABLE, word, index), by=by)


def _shares(report: Report, word: str) -> None:
    """Shares of all who started; the report's "kvar" by sex is of those who remain instead."""
    printed = (*TABLE, "share_as_printed")
    for index, label in enumerate(report.at(*printed, "columns")):
        path, row = (*printed, word, index), _row(ROW_OF[label], word)
        if label == REMAINING and word != EVERYBODY:
            _other_base(report, word, path)
        elif report.at(*path) is not None:
            report.prints("outcomes", row, "share", path, by=_by(word), unit="share")


def _other_base(report: Report, word: str, path: Path) -> None:
    started, *_, remain = report.at(*TABLE, word)
    report.leaves_open(
        "outcomes", _row(REMAINS, word), "share", "access-remaining", by=_by(word), unit="share",
        path=path, chosen=Fraction(remain, started),
    )  # fmt: skip


def _unknown(report: Report, word: str) -> None:
    """Nobody has a row only where somebody is: the men have none."""
    whose = [sex for sex in SEXES if word in (sex, EVERYBODY)]
    unknown = sum(statuses(report.at(*TABLE), sex)[UNKNOWN] for sex in whose)
    if unknown:
        row = _row("status:unknown", word)
        report.leaves_open(
            "outcomes", row, "participations", "access-unknown", by=_by(word), chosen=unknown
        )
