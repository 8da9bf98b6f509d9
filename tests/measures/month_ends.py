"""Counts month ends in the tests of figures, by rules of the tests' own that find some of every crowd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

from stafett.casework import between as registry
from stafett.casework import jobs
from stafett.casework.between import Gap, Rule, Scope
from stafett.safeguards.viewer import Viewer
from tests.cast import Cast

HERE = ZoneInfo("Europe/Stockholm")


def night_of(day: date) -> datetime:
    """The moment in which a month's end is counted."""
    return datetime(day.year, day.month, day.day, 23, 25, tzinfo=HERE)


def began_on(code: str, name: str, *days: date) -> Rule:
    """A rule that finds those who began on certain days."""
    return _rule(code, name, lambda case: case.starts_on in days)


def began_by_day(code: str, name: str, every: int) -> Rule:
    """A rule that finds those who began on every second day, third day and so on."""
    return _rule(code, name, lambda case: case.starts_on.toordinal() % every == 0)


def _rule(code: str, name: str, finds: object) -> Rule:
    def find(viewer: Viewer, scope: Scope) -> Iterable[Gap]:
        for case in scope.cases.values():
            if finds(case):  # type: ignore[operator]
                yield Gap(case.starts_on, case.unit, case.participation_id)

    return Rule(code, name, f"Betyder {name}.", "Exempel.", "Laga", find)


@contextmanager
def only(*rules: Rule) -> Iterator[None]:
    """No other rules than these."""
    with patch.object(registry, "_rules", {one.code: one for one in rules}):
        yield


def count(cast: Cast, day: date) -> None:
    """Count a month's end, in its night."""
    assert jobs.count_all(night_of(day)) == []
    cast.as_everyone()


__all__ = ["began_by_day", "began_on", "count", "night_of", "only"]
