"""Waiting is long, told of, and ends."""

from __future__ import annotations

from collections.abc import Callable

from stafett.database.waiting import Patience, silent


class Clock:
    """A clock that goes only when someone sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def _patience(clock: Clock, limit: float = 3600.0) -> Patience:
    return Patience(limit=limit, every=5.0, pause=1.0, clock=clock.read, sleep=clock.sleep)


def _after(clock: Clock, seconds: float) -> Callable[[], bool]:
    return lambda: clock.now >= seconds


def test_a_recovery_of_half_an_hour_is_waited_out() -> None:
    clock = Clock()
    assert _patience(clock).until(_after(clock, 1800), silent)


def test_the_one_who_waits_hears_how_long_it_has_been() -> None:
    clock, told = Clock(), list[float]()
    _patience(clock).until(_after(clock, 17), told.append)
    assert told == [5, 10, 15]


def test_what_is_ready_at_once_is_not_waited_for() -> None:
    clock, told = Clock(), list[float]()
    assert _patience(clock).until(_after(clock, 0), told.append)
    assert (clock.now, told) == (0, [])


def test_waiting_ends_at_the_limit() -> None:
    clock = Clock()
    assert not _patience(clock, limit=60).until(_after(clock, 61), silent)
    assert clock.now == 60


def test_the_limit_is_given_to_programs_in_whole_seconds() -> None:
    assert Patience(limit=90.5).seconds == "91"
    assert (
        Patience(limit=0).seconds == "1"
    )  # a program told to wait no time gives up before it began
