"""How does an Ibis expression become PostgreSQL's SQL with blanks that are filled in when it is run?

Compiling takes some 50 ms and running a few, so the SQL is kept; what changes from one question to
the next (whose rows, which initiative, which day) is a named blank in it.
"""

from __future__ import annotations

from functools import cache

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.postgres import PostgresCompiler

from stafett.measures.sources import COLUMNS


class BlanksCompiler(PostgresCompiler):
    """Ibis' own compiler, which also knows the operations in `blanks`."""

    __slots__ = ()

    def visit_Asked(self, op: ops.Node, *, key: str, dtype: dt.DataType) -> sge.Expression:
        """A blank that psycopg fills."""
        return sge.Placeholder(this=key)

    def visit_Among(self, op: ops.Node, *, arg: sge.Expression, key: str) -> sge.Expression:
        """psycopg writes the list into the statement, so that the planner sees its values."""
        return sge.EQ(this=arg, expression=sge.Any(this=sge.Paren(this=sge.Placeholder(this=key))))

    def visit_WholeYears(
        self, op: ops.Node, *, since: sge.Expression, until: sge.Expression
    ) -> sge.Expression:
        """PostgreSQL's own `age`; twice as fast as arithmetic on the parts of the days."""
        years = self.f.anon.date_part(sge.convert("year"), self.f.anon.age(until, since))
        return self.cast(years, dt.int32)

    def visit_DaysBetween(
        self, op: ops.Node, *, since: sge.Expression, until: sge.Expression
    ) -> sge.Expression:
        """A day less a day is a whole number in PostgreSQL."""
        return sge.Paren(this=sge.Sub(this=until, expression=since))


def compiled(expression: ir.Table, *, every_total: int = 0) -> str:
    """The SQL of an aggregate; `every_total` says how many leading columns to total over.

    With 2, the rows also hold the sums over the first column, the second, and both, with NULL for
    what is summed over: for counts of people, whose parts can't be added.
    """
    statement = BlanksCompiler().to_sqlglot(expression)
    _name_columns(statement)
    if every_total:
        places = [sge.Literal.number(place) for place in range(1, every_total + 1)]
        statement.set("group", sge.Group(cube=[sge.Cube(expressions=places)]))
    return statement.sql("postgres", pretty=True)


def _name_columns(statement: sge.Expression) -> None:
    """Replace each `*` by the columns declared: the statistics role may read those and no others."""
    for select in statement.find_all(sge.Select):
        source = select.args["from_"].this
        if select.is_star and isinstance(source, sge.Table):
            select.set("expressions", [sge.column(c, quoted=True) for c in declared(source.name)])


@cache
def declared(table: str) -> tuple[str, ...]:
    """The columns that `sources` declares for a table."""
    return tuple(COLUMNS[table])
