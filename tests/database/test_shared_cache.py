"""Do all processes share one count, whatever becomes of the request that counted?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.test import Client

from stafett.database import shared_cache
from stafett.database.shared_cache import SharedCache
from tests.cast import Cast

COUNT = """
import django; django.setup()
from django.core.cache import cache
print(type(cache._connections["default"] if hasattr(cache, "_connections") else cache).__name__)
for _ in range(200): cache.incr("prov")
"""


@pytest.fixture
def cache(db: None) -> Iterator[SharedCache]:
    """The cache as an installation has it, empty before and after."""
    made = SharedCache("", {})
    made.clear()
    yield made
    made.clear()
    shared_cache._forget()


def test_what_is_kept_is_there_until_it_runs_out(cache: SharedCache) -> None:
    cache.set("a", {"tal": [1, 2.5]}, 60)
    assert cache.get("a") == {"tal": [1, 2.5]}
    cache.set("a", "nytt", None)
    assert cache.get("a") == "nytt"
    cache.set("a", "förbi", -1)
    assert cache.get("a", "inget") == "inget"


def test_only_the_first_adds_until_it_has_run_out(cache: SharedCache) -> None:
    assert [cache.add("a", 1, 60), cache.add("a", 2, 60)] == [True, False]
    assert cache.get("a") == 1
    cache.touch("a", -1)
    assert cache.add("a", 3, 60)


def test_numbers_are_raised_and_lowered_where_they_are(cache: SharedCache) -> None:
    cache.add("a", 0, 60)
    assert [cache.incr("a"), cache.incr("a", 4), cache.decr("a")] == [1, 5, 4]
    with pytest.raises(ValueError, match="not found"):
        cache.incr("b")


def test_what_is_not_there_is_neither_touched_nor_deleted(cache: SharedCache) -> None:
    assert [cache.touch("a", 60), cache.delete("a")] == [False, False]
    cache.set("a", 1)
    assert [cache.touch("a", 60), cache.delete("a")] == [True, True]


def test_a_request_that_is_undone_has_counted_all_the_same(cache: SharedCache) -> None:
    with transaction.atomic():
        cache.add("a", 0, 60)
        cache.incr("a")
        transaction.set_rollback(True)
    assert cache.get("a") == 1


def test_two_processes_that_count_at_once_both_count(cache: SharedCache) -> None:
    cache.add("prov", 0, 60)
    environment = {**os.environ, "STAFETT_DATABASE": str(connections["default"].settings_dict["NAME"]),
                   "DJANGO_SETTINGS_MODULE": "stafett.settings"}  # fmt: skip
    both = [subprocess.Popen([sys.executable, "-c", COUNT], env=environment, stdout=subprocess.DEVNULL)
            for _ in range(2)]  # fmt: skip
    assert [process.wait(60) for process in both] == [0, 0]
    assert cache.get("prov") == 400


def test_a_lost_connection_is_made_anew(cache: SharedCache) -> None:
    cache.set("a", 1, 60)
    assert shared_cache._mine.connection is not None
    shared_cache._mine.connection.close()
    assert cache.get("a") == 1


def test_what_has_run_out_is_swept_away_now_and_then(
    cache: SharedCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.set("gammal", 1, -1)
    monkeypatch.setattr(shared_cache, "SWEEP_EVERY", 1)
    cache.add("ny", 1, 60)
    left = shared_cache._ask(f"SELECT count(*) FROM {shared_cache.TABLE}")
    assert left == (1,)


def test_refused_log_ins_count_in_the_cache_of_an_installation(
    cast: Cast, cache: SharedCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.accounts.limits.cache", cache)
    sent = {"username": "karin@prov.example", "password": "fel"}
    answers = [Client().post("/logga-in/", sent).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
