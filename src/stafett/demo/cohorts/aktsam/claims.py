"""Which cells does AktSam's report print (A9 A11)?"""

from __future__ import annotations

from stafett.demo.claims import Report
from stafett.demo.cohorts.aktsam.register import STEPS

SEX = ("sex",)
GOAL = "arbete-eller-studier"
BENEFIT = "activity_compensation"


def write(report: Report) -> None:
    """Write down every cell, table by table."""
    people = ("tables", "participants")
    report.prints("participants", "woman", "participations", (*people, "women"), by=SEX)
    report.prints("participants", "man", "participations", (*people, "men"), by=SEX)
    report.leaves_open(
        "participants", "total", "participations", "aktsam-total",
        path=(*people, "total_as_printed"),
        chosen=report.at(*people, "women") + report.at(*people, "men"),
    )  # fmt: skip
    row = f"{GOAL}-v1-1"
    report.prints("goals", row, "goal", ("goals", 0, "share"), unit="share")
    report.leaves_open("goals", row, "share", "aktsam-outcomes")
    _steps(report)


def _steps(report: Report) -> None:
    """Steps that overlap, and the benefit left behind: none of them may be added."""
    for word, step in STEPS.items():
        report.prints("steps", step, "ever", ("tables", "outcomes_not_exclusive", word))
    left = ("tables", "left_aktivitetsersättning")
    for key in report.at(*left):
        if key.endswith("%"):
            report.prints("left-benefit", f"{BENEFIT}/{key[:-1]}", "left", (*left, key))
    months = ("tables", "mean_months_to_goal")
    report.prints("time-to-goal", GOAL, "mean_months", months, unit="months")
