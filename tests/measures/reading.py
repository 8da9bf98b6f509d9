"""Reads figures out of a table as plain numbers."""

from __future__ import annotations

from typing import Any

from stafett.measures.figures import Count, Figure, Mean, Money, Row, Share, TableResult, Text


def plain(figure: Figure) -> Any:
    """A figure as a number, a pair of numbers, words or nothing."""
    match figure:
        case Count(value):
            return value
        case Share():
            return figure.numerator, figure.denominator
        case Money(kronor):
            return kronor
        case Mean():
            return round(figure.value, 1)
        case Text(said):
            return ordinary(said)
    return None


def ordinary(said: str) -> str:
    """Words with ordinary spaces, as one writes them in a test."""
    return said.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def column(table: TableResult, key: str) -> dict[str, Any]:
    """A column by the keys of its rows."""
    place = [one.key for one in table.columns].index(key)
    return {row.key: plain(row.figures[place]) for row in table.rows}


def row(table: TableResult, key: str) -> Row:
    """One row by its key."""
    return next(one for one in table.rows if one.key == key)


def cells(table: TableResult, key: str) -> dict[str, Any]:
    """One row's figures by the keys of their columns."""
    found = row(table, key)
    return {c.key: plain(f) for c, f in zip(table.columns, found.figures, strict=True)}
