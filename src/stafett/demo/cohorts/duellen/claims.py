"""Which cells does Duellen's report print (D8 D11 D17 D20)?"""

from __future__ import annotations

from fractions import Fraction

from django.utils.text import slugify

from stafett.demo.claims import Report
from stafett.demo.cohorts.duellen.setup import (
    IN_TABLE,
    OUTCOMES,
    PARTIES,
    PARTY_OF,
    READINGS,
    WHOLE,
)
from stafett.demo.published import Path

SEX = ("sex",)
GOAL = "forandrad-situation"
COSTS, PEOPLE = ("tables", "costs_sek"), ("tables", "participants_by_sex")


def write(report: Report) -> None:
    """Write down every cell, table by table."""
    _participants(report)
    _cases(report)
    _outcomes(report)
    _goals(report)
    _costs(report)
    _cost_per_participant(report)


def _participants(report: Report) -> None:
    report.prints("participants", "woman", "participations", (*PEOPLE, "women"), by=SEX)
    report.prints("participants", "man", "participations", (*PEOPLE, "men"), by=SEX)
    report.prints("participants", "total", "participations", (*PEOPLE, "total"))
    report.prints("participants", "total", "mean_age", (*PEOPLE, "mean_age"), unit="years")


def _cases(report: Report) -> None:
    short = {party.code: slugify(party.short_name) for party in PARTIES}
    for agency, party in PARTY_OF.items():
        report.prints("cases", short[party], "cases", ("tables", "cases_by_agency", agency))
        report.leaves_open("inflow", short[party], "promised", "duellen-inflow")
        report.leaves_open("inflow", short[party], "referred", "duellen-inflow")
    report.prints("cases", "total", "cases", ("tables", "cases_by_agency", "total"))
    report.prints("cases", "total", "participations", (*PEOPLE, "total"))


def _outcomes(report: Report) -> None:
    moved = ("tables", "moved_on_to")
    for outcome in OUTCOMES:
        report.prints("outcomes", outcome.code, "participations", (*moved, outcome.label))
    report.prints("outcomes", "total", "participations", (*moved, "total"))
    report.prints("work-or-studies", "total", "share", (*moved, "work_or_studies"))


def _goals(report: Report) -> None:
    """What each reading gives follows from the printed outcomes; the report gives no number."""
    moved = report.at("tables", "moved_on_to")
    labels = {outcome.code: outcome.label for outcome in OUTCOMES}
    for place, reading in enumerate(READINGS, start=1):
        row = f"{GOAL}-v1-{place}"
        reached = sum(moved[labels[code]] for code in reading.outcomes)
        report.prints("goals", row, "goal", ("goals", 0, "share"), unit="share")
        report.leaves_open("goals", row, "share", "duellen-goal", chosen=reached)


def _costs(report: Report) -> None:
    """The table's last year stops in the summer; ours also holds what came after (D17)."""
    costs = report.at(*COSTS)
    for kind in costs["kinds"]:
        key = slugify(kind)
        for index, year in enumerate(costs["years"]):
            _kronor(report, f"{year}/{key}", (*COSTS, kind, index))
        _kronor(report, f"total/{key}", (*COSTS, kind, len(costs["years"])))
    *whole_years, last = costs["years"]
    for index, year in enumerate(whole_years):
        _kronor(report, str(year), (*COSTS, "Totalt", index))
    _kronor(report, "total", (*COSTS, "whole_project"))
    through, everything = costs["Totalt"][-1], costs["whole_project"]
    report.leaves_open(
        "costs", str(last), "kronor", "duellen-rest", unit="kronor",
        path=(*COSTS, "Totalt", len(whole_years)),
        chosen=costs["Totalt"][len(whole_years)] + everything - through,
    )  # fmt: skip


def _kronor(report: Report, row: str, path: Path) -> None:
    report.prints("costs", row, "kronor", path, unit="kronor")


def _cost_per_participant(report: Report) -> None:
    name, each = "cost-per-participant", "per_participant"
    printed = (*COSTS, "cost_per_participant")
    for row, total in ((IN_TABLE, (*COSTS, "Totalt", 3)), (WHOLE, (*COSTS, "whole_project"))):
        report.prints(name, row, "cost", total, unit="kronor")
        report.prints(name, row, "participants", (*PEOPLE, "total"))
    report.prints(name, IN_TABLE, each, printed, unit="kronor")
    report.leaves_open(
        name, WHOLE, each, "duellen-cost", unit="kronor",
        path=(*COSTS, "whole_project_cost_per_participant_as_printed"),
        chosen=Fraction(report.at(*COSTS, "whole_project"), report.at(*PEOPLE, "total")),
    )  # fmt: skip
