"""AktSam in Malmö 2009–2011: 39 young people, two coaches as a pair, steps that overlap."""

from __future__ import annotations

from stafett.demo.cohorts.aktsam.register import rows
from stafett.demo.cohorts.aktsam.setup import setup
from stafett.demo.cohorts.shapes import Cohort
from stafett.demo.published import published


def build() -> Cohort:
    """The cohort, the same every time."""
    figures = published("aktsam")
    return Cohort("aktsam", setup(figures), rows(figures))
