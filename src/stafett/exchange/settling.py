"""When do the database's deferred constraints answer, in a transaction of hundreds of thousands of rows?

Kept until the end, every row's checks would stand in a queue in the server's memory; and inside a
savepoint, as here, even those that have answered are kept. So they answer at each statement instead,
but for those that need a piece whole.
"""

from __future__ import annotations

from django.db import connection

ENOUGH_TO_COUNT = 200
"""From so many rows on it pays to let the planner count the tables first."""
ORDER = "one_participation_at_a_time"
"""One row may end a time that overlaps with the next one's, whichever of them stands first."""
NEED_THE_PIECE = f"casework_never_nobody, {ORDER}"
"""Law 1: a participation comes before its holder, so these wait for the piece."""


class Settling:
    """Lets the constraints answer piece by piece. Raises IntegrityError where one says no."""

    def __init__(self) -> None:
        self._learnt = False
        _run(f"SET CONSTRAINTS {ORDER} DEFERRED")

    def settle(self, rows: int) -> None:
        """After a piece of so many rows. The first of some size teaches the planner: see migration 0004."""
        if not self._learnt and rows >= ENOUGH_TO_COUNT:
            _run("SELECT exchange_learn_small_tables()")
            self._learnt = True
        _run("SET CONSTRAINTS ALL IMMEDIATE")
        _run(f"SET CONSTRAINTS {NEED_THE_PIECE} DEFERRED")

    def finish(self) -> None:
        """After the last piece: everything has answered, and later statements wait as before."""
        _run("SET CONSTRAINTS ALL IMMEDIATE")
        _run("SET CONSTRAINTS ALL DEFERRED")
        _run(f"SET CONSTRAINTS {ORDER} IMMEDIATE")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
