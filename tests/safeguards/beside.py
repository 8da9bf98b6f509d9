"""Two who act beside each other, each in a transaction of their own, the second while the first is at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.rules import Refused

Act = Callable[[], Any]
WAITS_FOR_ME = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""


@contextmanager
def seeing_all() -> Iterator[None]:
    """What is arranged, or looked at, from outside the wall and then committed."""
    with transaction.atomic():
        set_reach(all_controllers())
        yield


def beside(first: Act, second: Act) -> list[str]:
    """The first commits once the second waits for it, or is through without; says what each came to."""
    done, through = Event(), Event()

    def leading() -> None:
        try:
            first()
        finally:
            done.set()
        while not through.is_set() and not _somebody_waits():
            pass

    def following() -> None:
        assert done.wait(timeout=30)
        second()

    with ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(_act, leading, Event()), pool.submit(_act, following, through)]
        return [act.result(timeout=60) for act in acts]


def _act(act: Act, through: Event) -> str:
    try:
        with seeing_all():
            act()
        return "done"
    except (Refused, PermissionDenied):
        return "refused"
    finally:
        through.set()
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_ME)
        return bool(cursor.fetchone()[0])
