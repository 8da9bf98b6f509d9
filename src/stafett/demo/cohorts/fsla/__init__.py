"""FSLA in Kalmar county 2020–2022: nine municipalities, nine controllers, 437 people, 414 left."""

from __future__ import annotations

from stafett.demo.cohorts.fsla.register import rows
from stafett.demo.cohorts.fsla.setup import setup
from stafett.demo.cohorts.shapes import Cohort
from stafett.demo.published import published


def build() -> Cohort:
    """The cohort, the same every time."""
    figures = published("fsla")
    return Cohort("fsla", setup(figures), rows(figures))
