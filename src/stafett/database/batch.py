"""How many rows go into a table at once: by COPY through a temporary table, past no wall or rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

FEW = 64
"""Up to so many rows plain INSERTs are quicker than making a temporary table."""


def insert_many(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Add rows to a model's table; `fields` are column names, each row in their order.

    Constraints, triggers and row security hold as for any INSERT. PostgreSQL refuses COPY straight
    into a table with row security, hence the temporary table.
    """
    if not rows:
        return
    table, columns = model._meta.db_table, ", ".join(fields)
    with connection.cursor() as cursor:
        if len(rows) <= FEW:
            one = f"({', '.join(['%s'] * len(fields))})"
            every = ", ".join([one] * len(rows))
            values: list[Any] = [value for row in rows for value in row]
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {every}", values)
            return
        source = _copied(cursor, table, columns, rows)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {source}")
        cursor.execute(f"DROP TABLE {source}")


def _copied(cursor, table: str, columns: str, rows: Iterable[Sequence[object]]) -> str:  # type: ignore[no-untyped-def]
    source = f"incoming_{table}"
    cursor.execute(
        f"CREATE TEMPORARY TABLE {source} ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0"
    )
    with cursor.copy(f"COPY {source} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return source


def settle() -> None:
    """Let the deferred constraints of this transaction answer now, so that their queue stays short.

    Raises IntegrityError here rather than at the end. For those who write in many batches.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
