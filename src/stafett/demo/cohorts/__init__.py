"""The four cohorts of the demo, made anew from the published figures; the same every time."""

from __future__ import annotations

from importlib import import_module

from stafett.demo.cohorts.integrity import check
from stafett.demo.cohorts.shapes import Cohort
from stafett.demo.published import CODES


def cohort(code: str) -> Cohort:
    """One cohort by its code; raises KeyError for a code that is not one of `CODES`."""
    if code not in CODES:
        raise KeyError(code)
    return check(import_module(f"stafett.demo.cohorts.{code}").build())


def cohorts() -> tuple[Cohort, ...]:
    """All four, in the order of `CODES`."""
    return tuple(cohort(code) for code in CODES)
