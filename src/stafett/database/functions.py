"""Questions that the database answers with rights of its own: whoever asks need not see what it looks at."""

from __future__ import annotations

from typing import Any

from django.db import connection
from psycopg import sql


def is_so(function: str, *told: Any) -> bool:
    """What a function of the database says, yes or no."""
    asked = sql.SQL("SELECT {}({})").format(
        sql.Identifier(function), sql.SQL(", ").join(sql.Placeholder() for _one in told)
    )
    with connection.cursor() as cursor:
        # as text: the history looks at what is asked while a page is answered
        cursor.execute(asked.as_string(), told)
        (said,) = cursor.fetchone() or (False,)
    return bool(said)


__all__ = ["is_so"]
