"""Access in Umeå, the first half of 2008: 62 started, 26 remain, two women's status is unknown."""

from __future__ import annotations

from stafett.demo.cohorts.access.register import rows
from stafett.demo.cohorts.access.setup import setup
from stafett.demo.cohorts.shapes import Cohort
from stafett.demo.published import published


def build() -> Cohort:
    """The cohort, the same every time."""
    figures = published("access")
    return Cohort("access", setup(figures), rows(figures))
