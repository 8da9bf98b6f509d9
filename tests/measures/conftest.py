"""What the tests of figures share: a small cohort, and tables by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stafett.measures.figures import TableResult
from stafett.measures.queries import table
from tests.cast import Cast
from tests.measures.cohort import SOME, put_in


@pytest.fixture
def some(cast: Cast) -> Cast:
    """The cast with a small cohort in it."""
    put_in(cast, SOME)
    return cast


@pytest.fixture
def ask(some: Cast) -> Callable[..., TableResult]:
    """`ask("eva", "outcomes", "sex")` is a table of the cohort as somebody sees it."""

    def asked(key: str, name: str, *by: str, **facts: Any) -> TableResult:
        return table(some.as_(key), name, some.initiative, by, **facts)

    return asked
