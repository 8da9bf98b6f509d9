"""What those without case access see of a report's tables."""

from __future__ import annotations

from datetime import date

from stafett.measures.figures import (
    Column,
    Count,
    Figure,
    Row,
    TableResult,
)
from stafett.reports.access import totals_only


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


def test_totals_only_leaves_the_total_and_says_why() -> None:
    table = totals_only(_table(Count(3)))

    assert [row.key for row in table.rows] == ["total"]
    assert "totaler" in table.notes[-1]
