"""The tenant wall, set for one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def set_reach(controllers: tuple[int, ...]) -> None:
    """Name the controllers whose rows this transaction may touch; it ends with the transaction."""
    with connection.cursor() as cursor:
        listed = ",".join(str(number) for number in controllers)
        cursor.execute("SELECT set_config('app.controllers', %s, true)", [listed])


@contextmanager
def reaching(controller: int) -> Iterator[None]:
    """Touch a controller's rows besides, in this transaction; an error rolls that back with the rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.controllers', true), '')")
        (before,) = cursor.fetchone() or ("",)
    now = tuple(int(number) for number in before.split(",") if number)
    set_reach(tuple({*now, controller}))
    yield
    set_reach(now)
