"""Which cells does FSLA's final report print (F3 F4 F16 G21)?"""

from __future__ import annotations

from fractions import Fraction

from stafett.demo.claims import Report
from stafett.demo.cohorts.fsla.branches import branches, code_of
from stafett.demo.cohorts.fsla.outcomes import BOTH, OUTCOMES
from stafett.demo.cohorts.fsla.plan import SEXES
from stafett.demo.published import Path

SEX, BRANCH, BRANCH_SEX = ("sex",), ("branch",), ("branch", "sex")
GOAL = "arbete-studier-nasta-steg"
ROW_OF = {outcome.label: outcome.code for outcome in OUTCOMES}


def write(report: Report) -> None:
    """Write down every cell, table by table."""
    _participants(report)
    _by_branch(report)
    _volume(report)
    _leavers(report)
    _shares(report)
    _branch_outcomes(report)
    _goals(report)


def _participants(report: Report) -> None:
    people = ("tables", "participants_by_sex")
    everybody = report.at(*people, "total")
    report.prints("participants", "total", "participations", (*people, "total"))
    report.leaves_open(
        "participants", "total", "participations", "fsla-summary",
        path=(*people, "total_in_the_summary"), chosen=everybody,
    )  # fmt: skip
    for key, sex in SEXES.items():
        report.prints("participants", sex, "participations", (*people, key), by=SEX)
    shares = (*people, "share_as_printed")
    report.prints("participants", "woman", "share", (*shares, "women"), by=SEX, unit="share")
    report.leaves_open(
        "participants", "man", "share", "fsla-men", by=SEX, unit="share",
        path=(*shares, "men"), chosen=Fraction(report.at(*people, "men"), everybody),
    )  # fmt: skip


def _by_branch(report: Report) -> None:
    printed = ("tables", "participants_by_municipality")
    for code, name in branches(report.figures).items():
        if name in report.at(*printed):
            path = (*printed, name)
            report.prints("participants", code, "participations", path, by=BRANCH)
        else:
            report.leaves_open("participants", code, "participations", "fsla-branches", by=BRANCH)
    for key, sex in SEXES.items():
        shares = ("tables", f"share_{key}_by_municipality")
        for name in report.at(*shares):
            row, path = f"{code_of(name)}/{sex}", (*shares, name)
            report.prints("participants", row, "share", path, by=BRANCH_SEX, unit="share")


def _volume(report: Report) -> None:
    for index, _ in enumerate(report.at("volume_targets")):
        row, target = f"v{index + 1}", ("volume_targets", index)
        report.prints("volume", row, "planned", (*target, "total"))
        report.prints("volume", row, "reached", ("tables", "participants_by_sex", "total"))
        for key, sex in SEXES.items():
            report.prints("volume", f"{row}/{sex}", "planned", (*target, key), by=SEX)


def _leavers(report: Report) -> None:
    left = ("tables", "exited_by_october_2022")
    report.leaves_open(
        "outcomes", "total", "participations", "fsla-left", path=(*left, "total_as_printed"),
        chosen=sum(report.at(*left, key) for key in SEXES),
    )  # fmt: skip
    for key, sex in SEXES.items():
        row, share = f"total/{sex}", (*left, "share_as_printed", key)
        report.prints("outcomes", row, "participations", (*left, key), by=SEX)
        report.prints("outcomes", row, "of_total", share, by=SEX, unit="share")


def _shares(report: Report) -> None:
    together = ("tables", "exit_outcome_share")
    for label in report.at(*together):
        _share(report, label, (*together, label), "")
    for label in ("Söker arbete", "Annat"):
        report.leaves_open("outcomes", ROW_OF[label], "participations", "fsla-totals")
    for key, sex in SEXES.items():
        shares = ("tables", f"exit_outcome_share_{key}")
        for label in report.at(*shares):
            _share(report, label, (*shares, label), sex)


def _share(report: Report, label: str, path: Path, sex: str) -> None:
    """A printed share of the leavers: of one sex, or of all of them."""
    by = SEX if sex else ()
    if label == BOTH:
        report.prints("work-or-studies", sex or "total", "share", path, by=by, unit="share")
    else:
        row = f"{ROW_OF[label]}/{sex}" if sex else ROW_OF[label]
        report.prints("outcomes", row, "share", path, by=by, unit="share")


def _branch_outcomes(report: Report) -> None:
    printed = ("tables", "exit_outcome_by_municipality")
    for name, cells in report.at(*printed).items():
        for key in cells:
            _branch_cell(report, code_of(name), key, (*printed, name, key))


def _branch_cell(report: Report, branch: str, key: str, path: Path) -> None:
    label, _, only = key.partition(", ")
    if key == "exited":
        report.prints("outcomes", f"total/{branch}", "participations", path, by=BRANCH)
    elif only:
        row = f"{ROW_OF[label]}/{branch}/{SEXES[only]}"
        report.prints("outcomes", row, "share", path, by=BRANCH_SEX, unit="share")
    elif label in ROW_OF:
        row = f"{ROW_OF[label]}/{branch}"
        report.prints("outcomes", row, "share", path, by=BRANCH, unit="share")


def _goals(report: Report) -> None:
    """Work and studies are printed as a share of the leavers; what "prepared" means is not said."""
    plain, wider = f"{GOAL}-v1-1", f"{GOAL}-v1-2"
    for row in (plain, wider):
        report.prints("goals", row, "goal", ("goals", 0, "share"), unit="share")
    path = ("tables", "exit_outcome_share", BOTH)
    report.prints("goals", plain, "share", path, unit="share")
    report.leaves_open("goals", wider, "share", "fsla-goal", unit="share")
    for party in ("af", "fk"):
        report.leaves_open("inflow", party, "promised", "fsla-inflow")
