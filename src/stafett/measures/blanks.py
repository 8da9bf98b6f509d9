"""What can stand in an Ibis expression and is known only when the question is put; and how days are counted."""

from __future__ import annotations

import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir


class Asked(ops.Value):
    """One value that is known when the question is put."""

    key: str
    dtype: dt.DataType
    shape = ds.scalar


class Among(ops.Value):
    """True where a column's value is in a list that is known when the question is put."""

    arg: ops.Value
    key: str
    dtype = dt.boolean
    shape = ds.columnar


class WholeYears(ops.Value):
    """How many whole years there are from one day to a later one: an age."""

    since: ops.Value
    until: ops.Value
    dtype = dt.int32
    shape = ds.columnar


class DaysBetween(ops.Value):
    """How many days there are from one day to a later one; neither is a moment of any day."""

    since: ops.Value
    until: ops.Value
    dtype = dt.int32
    shape = ds.columnar


def asked(key: str, dtype: str) -> ir.Value:
    """The blank `key`, of a type that Ibis knows by this name."""
    return Asked(key, dt.dtype(dtype)).to_expr()


def among(column: ir.Value, key: str) -> ir.BooleanValue:
    """True where the column is in the list that fills the blank `key`."""
    return Among(column.op(), key).to_expr()


def age(birth: ir.Value, on_day: ir.Value) -> ir.Value:
    """The age in whole years on a day."""
    return WholeYears(birth.op(), on_day.op()).to_expr()


def days_between(since: ir.Value, until: ir.Value) -> ir.Value:
    """The number of days from one day to another."""
    return DaysBetween(since.op(), until.op()).to_expr()
