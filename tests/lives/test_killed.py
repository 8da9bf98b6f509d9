"""The server dies in the middle of an act: nothing half done, nobody left, nothing acknowledged lost."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from tests.cast import Cast
from tests.lives import acts_handing, acts_working, laws
from tests.lives.server import Own, own
from tests.lives.test_any_life import REFUSALS
from tests.lives.world import LIKELY, Nothing, World, begin

pytestmark = [pytest.mark.kills, pytest.mark.wide]
GONE = (OperationalError, InterfaceError, DatabaseError)
HANDS = (
    acts_handing.proposes, acts_handing.answers_a_proposal, acts_handing.answers_a_proposal,
    acts_handing.leaves, acts_handing.comes_back, acts_handing.moves_cases, acts_handing.decides_a_referral,
    acts_handing.moves_in_the_queue, acts_working.holds_a_meeting, acts_working.writes_a_note,
    acts_working.corrects_a_note, acts_working.keeps_a_promise,
)  # fmt: skip
"""What competes for the same cases: hands, exits and edits."""
NUMBERS = itertools.count(1000, 1000)
"""Each world of these tests is kept, and gives its cases numbers of its own."""
TRIES, HANDS_AT_ONCE, KILLS = 400, 6, 3


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Own]:
    """The cast, committed, on a server that may die."""
    with own(django_db_blocker) as made:
        yield made


@pytest.fixture
def world(server: Own, django_db_blocker: Any) -> Iterator[World]:
    """Some cases under way, committed."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            made = begin(Cast(next(NUMBERS)))
        yield made
        connection.close()


def committed(act: Callable[[], Any]) -> str:
    """Do it in a transaction; the transaction's number, which the server knows again after it has died."""
    with transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text")
            return str(cursor.fetchone()[0])


def looked(world: World, look: Callable[[], Any]) -> Any:
    """Look at the truth, outside the wall."""
    with transaction.atomic():
        world.cast.as_everyone()
        return look()


class Dying:
    """Counts what is asked of the server, and kills it before one of the questions."""

    def __init__(self, server: Own, before: int) -> None:
        """`before` 0 kills nothing."""
        self.server, self.before, self.asked = server, before, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django asks through this."""
        self.asked += 1
        if self.asked == self.before:
            self.server.kill()
        return execute(sql, params, many, context)


def attempts(world: World, act: Any) -> Callable[[], Any]:
    """One way in which the act is not refused, found by trying without keeping; what it asks is counted."""
    numbers = random.Random(4)
    for _ in range(400):
        who, a, b = numbers.choice(LIKELY), numbers.randrange(10_000), numbers.randrange(10_000)
        try:
            with transaction.atomic():
                act(world, who, a, b)
                transaction.set_rollback(True)
        except (Nothing, *REFUSALS):
            continue
        return lambda who=who, a=a, b=b: act(world, who, a, b)
    raise AssertionError(f"nobody can {act.__name__}")


@pytest.mark.parametrize(
    ("act", "when"),
    [
        (act, ("in the middle", "before the last")[number % 2])
        for number, act in enumerate(dict.fromkeys(HANDS))
    ],
    ids=lambda told: getattr(told, "__name__", told),
)
def test_killed_in_the_middle_of_an_act_it_is_as_if_nobody_had_begun(
    server: Own, world: World, act: Any, when: str
) -> None:
    attempt = attempts(world, act)
    counting = Dying(server, 0)
    with connection.execute_wrapper(counting), transaction.atomic():
        attempt()
        transaction.set_rollback(True)
    before = looked(world, laws.everything)
    at = counting.asked // 2 if when == "in the middle" else counting.asked
    with pytest.raises(GONE), connection.execute_wrapper(Dying(server, at)):
        committed(attempt)
    connection.close()
    server.start()
    assert looked(world, laws.everything) == before
    looked(world, lambda: laws.never_nobody(world))
    committed(attempt)
    assert looked(world, laws.everything) != before


class Crowd:
    """Several who act at the same time on the same cases, while the server now and then dies."""

    def __init__(self, world: World, server: Own) -> None:
        """Nobody has done anything yet."""
        self.world, self.server = world, server
        self.kept: list[str] = []
        self.refused = self.cut = 0
        self.unexpected: list[BaseException] = []
        self.up, self.lock = threading.Event(), threading.Lock()
        self.tried = threading.Semaphore(0)
        self.up.set()

    def act(self, seed: int) -> None:
        """One after another, until all have tried enough."""
        numbers = random.Random(seed)
        try:
            while len(self.kept) + self.refused + self.cut < TRIES:
                self.up.wait(60)
                self._one(numbers)
                self.tried.release()
        finally:
            connection.close()

    def _one(self, numbers: random.Random) -> None:
        act, who = numbers.choice(HANDS), numbers.choice(LIKELY)
        a, b = numbers.randrange(10_000), numbers.randrange(10_000)
        try:
            number = committed(lambda: act(self.world, who, a, b))
        except (Nothing, *REFUSALS):
            with self.lock:
                self.refused += 1
        except GONE as trouble:
            connection.close()
            with self.lock:
                self.cut += 1
                if getattr(trouble.__cause__, "sqlstate", None) not in (
                    None,
                    "57P01",
                    "57P02",
                    "57P03",
                ):
                    self.unexpected.append(trouble)
        else:
            with self.lock:
                self.kept.append(number)

    def die(self) -> None:
        """The server dies, and comes back."""
        self.up.clear()
        self.server.kill()
        self.server.start()
        self.up.set()


def test_of_hundreds_who_compete_nobody_is_left_by_two_or_none_and_nothing_acknowledged_is_lost(
    server: Own, world: World
) -> None:
    crowd = Crowd(world, server)
    with ThreadPoolExecutor(HANDS_AT_ONCE) as pool:
        going = [pool.submit(crowd.act, seed) for seed in range(HANDS_AT_ONCE)]
        for _kill in range(KILLS):
            for _try in range(TRIES // (KILLS + 1)):
                assert crowd.tried.acquire(timeout=120)
            crowd.die()
        for one in going:
            one.result(timeout=120)
    connection.close()
    assert crowd.unexpected == []
    assert len(crowd.kept) > 15
    looked(world, lambda: laws.never_nobody(world))
    assert looked(world, lambda: _lost(crowd.kept)) == []


def _lost(numbers: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n FROM unnest(%s::text[]) n WHERE pg_xact_status(n::xid8) <> 'committed'",
            [numbers],
        )
        return [row[0] for row in cursor.fetchall()]
