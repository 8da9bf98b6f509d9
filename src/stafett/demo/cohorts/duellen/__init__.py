"""Duellen in Flen 2007–2009: 133 young people, four agencies, 196 agency cases."""

from __future__ import annotations

from stafett.demo.cohorts.duellen.register import rows
from stafett.demo.cohorts.duellen.setup import setup
from stafett.demo.cohorts.shapes import Cohort
from stafett.demo.published import published


def build() -> Cohort:
    """The cohort, the same every time."""
    figures = published("duellen")
    return Cohort("duellen", setup(figures), rows(figures))
