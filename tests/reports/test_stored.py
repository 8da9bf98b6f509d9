"""A filled table is read back as the same table."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from stafett.measures.figures import (
    Column,
    Count,
    Figure,
    Hidden,
    Money,
    Row,
    Share,
    TableResult,
    Text,
)
from stafett.reports.access import totals_only
from stafett.reports.stored import kept, restored

FIGURES = [Count(3), Share(11, 15), Money(Decimal("16958.28")), Hidden("för få"), Text("v1"), None]


def _table(figure: Figure) -> TableResult:
    columns = (Column("n", "Antal", "count", "hjälp"),)
    rows = (
        Row("woman", "Kvinnor", (figure,)),
        Row("work", "Arbete", (figure,), parent="woman"),
        Row("unknown", "Okänt", (figure,), "unknown"),
        Row("total", "Totalt", (figure,), "total"),
    )
    return TableResult(
        "outcomes", "Utfall", "prov", ("sex",), "Kön", columns, rows, date(2009, 6, 30),
        "Alla.", "Antal.", ("en anmärkning",),
    )  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES)
def test_a_table_survives_being_kept(figure: Figure) -> None:
    table = _table(figure)

    assert restored(json.loads(json.dumps(kept(table)))) == table


def test_totals_only_leaves_the_total_and_says_why() -> None:
    table = totals_only(_table(Count(3)))

    assert [row.key for row in table.rows] == ["total"]
    assert "totaler" in table.notes[-1]
