"""The tenant wall, set for one transaction."""

from __future__ import annotations

from django.db import connection


def set_reach(controllers: tuple[int, ...]) -> None:
    """Name the controllers whose rows this transaction may touch; it ends with the transaction."""
    with connection.cursor() as cursor:
        listed = ",".join(str(number) for number in controllers)
        cursor.execute("SELECT set_config('app.controllers', %s, true)", [listed])
