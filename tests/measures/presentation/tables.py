"""Small tables with one of everything, for the tests of each form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from stafett.measures.figures import (
    Column,
    Count,
    Figure,
    Hidden,
    Kind,
    Money,
    Row,
    Share,
    TableResult,
    Text,
)

WHY = "färre än fem personer."


def table(
    columns: tuple[Column, ...], rows: tuple[Row, ...], *, notes: tuple[str, ...] = ()
) -> TableResult:
    """A table of an invented initiative."""
    return TableResult(
        name="outcomes",
        title="Vart gick de?",
        initiative="bryggan",
        by=("sex",),
        stub="Kön",
        columns=columns,
        rows=rows,
        as_of=date(2024, 6, 30),
        population="Alla som har börjat.",
        definition="Det som gällde dagen efter.",
        notes=notes,
    )


def everything() -> TableResult:
    """A count, a share, an amount and words; a small group, a hidden row, a total."""
    return table(
        (
            Column("n", "Antal", "count"),
            Column("work", "Till arbete", "share", "av dem som slutat"),
            Column("cost", "Kostnad", "money"),
            Column("remark", "Anmärkning", "text"),
        ),
        (
            Row("w", "Kvinnor", (Count(52), Share(11, 15), Money(Decimal("2255451.50")), None)),
            Row("m", "Män", (Count(1081), Share(0, 0), None, Text("få svar"))),
            Row("u", "Okänt", (Hidden(WHY),) * 3 + (None,), "unknown"),
            Row("t", "Totalt", (Count(1133), Share(11, 30), None, None), "total"),
        ),
        notes=("Räknat i juni.",),
    )


def two_shares() -> TableResult:
    """Headings in two lines, rows below a row, and rows below a heading of their own."""
    return table(
        (
            Column("n", "Antal", "count"),
            Column("work", "Till arbete", "share", "hjälp"),
            Column("study", "Till studier", "share"),
            Column("remark", "Anmärkning", "text"),
        ),
        (
            Row("a", "Nyby", (Count(40), Share(10, 40), Share(1, 40), None)),
            Row("b", "Kvinnor", (Count(40), Share(10, 40), Share(1, 40), None), parent="a"),
            Row("c", "Unga", (Count(40), Share(10, 40), Share(1, 40), None), parent="b"),
            Row("d", "Strand", (Count(40), None, None, Text("stängt")), parent="Länet"),
            Row("e", "Vik", (Count(40), None, None, None), parent="Länet"),
        ),
    )


def single(figure: Figure, kind: Kind = "count", label: str = "Rad") -> TableResult:
    """A table of one figure."""
    return table((Column("x", "Värde", kind),), (Row("r", label, (figure,)),))


def hostile(words: str) -> TableResult:
    """A table whose every text is the same hostile words."""
    cell = Row("r", words, (Text(words), Hidden(words)))
    return TableResult(
        name="outcomes",
        title=words,
        initiative=words,
        by=(words,),
        stub=words,
        columns=(Column("x", words, "text", words), Column("y", words, "count", words)),
        rows=(cell,),
        as_of=date(2024, 6, 30),
        population=words,
        definition=words,
        notes=(words,),
    )
