"""A report on the cast's initiative."""

from __future__ import annotations

from datetime import date

import pytest

from stafett.reports.actions import start
from stafett.reports.models import Report
from tests.cast import Cast

PERIOD = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def report(cast: Cast) -> Report:
    """A final report by the project leader, on three people: two women to work, one man remaining."""
    for _ in range(2):
        cast.ended(cases=(cast.case_at("Af"), cast.case_at("FK")))
    cast.enrolled(person=cast.person(sex="man", given_name="Bo"))
    leader = cast.as_("eva")
    return start(cast.initiative, "final", "Slutrapport prov", period=PERIOD, by=leader)
