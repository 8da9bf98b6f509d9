"""Is a chain looked through link by link, and is each fault said once, with whose it is and when?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.database.any_time import NEVER
from stafett.safeguards.actions.seal import STILL_COMING
from stafett.safeguards.log_rules import FIRST, Link
from stafett.safeguards.models import SealKind
from stafett.safeguards.queries import verify as looked
from stafett.safeguards.queries.log_endings import USUAL, Ending, endings_of, shortest
from stafett.safeguards.queries.verify import (
    CLOCKS_DIFFER,
    Fault,
    Found,
    Head,
    Sealed,
    heads,
    verify,
)
from stafett.safeguards.viewer import operator
from tests.safeguards import sealed
from tests.safeguards.sealed import LATER, THEN, Log, end, forge, keep_years, tamper, told

KEY = UUID("0190163d-8694-739b-aea5-966c26f8ad90")
CLOSED = datetime(2025, 6, 2, 10, tzinfo=UTC)


def _link(number: int, previous: str = FIRST, kind: str = "batch", rows: int = 0) -> Link:
    return Link(3, number, kind, CLOSED, rows, "", previous)


def _chain(*links: tuple[Link, str]) -> Any:
    return looked._Chain(None, 3, list(links), USUAL, CLOSED)  # type: ignore[arg-type]


def test_a_fault_says_whose_chain_which_link_which_reading_and_when_it_was() -> None:
    assert str(Found(Fault.CHANGED, 3, 7, KEY)) == (
        f"en läsning är ändrad: personuppgiftsansvarig 3, försegling 7, läsning {KEY}"
        " (2024-06-14 10:14:09 UTC)"
    )
    assert str(Found(Fault.LOOSE, 3, 0, KEY)) == (
        "personer står i loggen utan sin läsning: personuppgiftsansvarig 3, "
        f"läsning {KEY} (2024-06-14 10:14:09 UTC)"
    )
    assert (
        Found(Fault.CUT, 3, 2)
        .called({3: "Flen"})
        .endswith("personuppgiftsansvarig Flen (3), försegling 2")
    )
    assert str(Found(Fault.CUT, 3, 2)) == (
        "kedjan är avklippt: en försegling som lämnat systemet finns inte kvar: "
        "personuppgiftsansvarig 3, försegling 2"
    )


def test_each_link_knows_the_one_before_it_and_no_number_is_missing() -> None:
    whole = _chain((_link(1), "a"), (_link(2, "a"), "b"), (_link(3, "b"), "c"))
    assert list(whole._linked()) == []
    assert list(_chain()._linked()) == []
    changed = _chain((_link(1), "a"), (_link(2, "x"), "b"), (_link(3, "b"), "c"))
    assert list(changed._linked()) == [Found(Fault.LINK_CHANGED, 3, 2)]
    first = _chain((_link(1, "x"), "a"))
    assert list(first._linked()) == [Found(Fault.LINK_CHANGED, 3, 1)]
    gone = _chain((_link(2, "a"), "b"), (_link(5, "d"), "e"), (_link(6, "x"), "f"))
    assert list(gone._linked()) == [
        *(Found(Fault.LINK_GONE, 3, number) for number in (1, 3, 4)), Found(Fault.LINK_CHANGED, 3, 6)
    ]  # fmt: skip


def test_the_heads_that_left_are_still_there_and_the_same() -> None:
    chain = _chain((_link(1), "a"), (_link(3, "b"), "c"))
    assert list(chain._outside([Head(3, 1, "a"), Head(3, 3, "c")])) == []
    assert list(chain._outside([Head(3, 2, "x")])) == []  # its own fault: the link is gone
    assert list(chain._outside([Head(3, 1, "x"), Head(3, 4, "d"), Head(3, 3, "x")])) == [
        Found(Fault.OTHER_HEAD, 3, 1), Found(Fault.CUT, 3, 4), Found(Fault.OTHER_HEAD, 3, 3)
    ]  # fmt: skip
    assert list(_chain()._outside([Head(3, 1, "a")])) == [Found(Fault.CUT, 3, 1)]


def test_a_clock_that_goes_a_little_ahead_is_no_fault() -> None:
    on_time = replace(_link(1), closed_at=CLOSED + CLOCKS_DIFFER)
    assert list(_chain((on_time, "a"))._dated()) == []
    late = replace(on_time, closed_at=on_time.closed_at + timedelta(microseconds=1))
    assert list(_chain((late, "a"))._dated()) == [Found(Fault.FUTURE, 3, 1)]


def test_each_batch_was_closed_later_than_all_before_it_whatever_stands_between() -> None:
    day = timedelta(days=1)
    times = [CLOSED - 2 * day, CLOSED - 3 * day, CLOSED - 2 * day, CLOSED - day]
    chain = [(replace(_link(n), closed_at=at), "") for n, at in enumerate(times, 1)]
    ending = (replace(_link(5, kind="ending"), closed_at=CLOSED - 9 * day), "")
    assert list(_chain(*chain, ending)._dated()) == [
        Found(Fault.BACK, 3, 2),
        Found(Fault.BACK, 3, 3),
    ]


@pytest.mark.parametrize(("link", "fault"), [
    (_link(1), Fault.EMPTY), (_link(1, kind="ending"), Fault.EMPTY),
    (_link(1, kind="annat", rows=1), Fault.UNKNOWN), (_link(1, rows=50), Fault.OTHER_ROWS),
    (_link(1, rows=2), None), (_link(1, kind="ending", rows=2), Fault.OTHER_ROWS),
])  # fmt: skip
def test_a_link_that_stafett_cannot_have_made_is_a_fault_though_its_digest_fits(
    link: Link, fault: Fault | None
) -> None:
    assert _chain()._shape(link, 2) is fault


SAID = {"before": "2015-06-01", "because": "Plan 2024/7.", "by": "Lena Chef", "on": "2025-06-02"}
LIMIT = datetime(2015, 5, 31, 22, tzinfo=UTC)
"""Midnight in Sweden, ten years before the links were closed."""


def _ending(limit: datetime = LIMIT, said: str | None = None, **other: str | None) -> Link:
    told = json.dumps({**SAID, **other}) if said is None else said
    return Link(3, 2, SealKind.ENDING.value, limit, 1, told, "a")


def _old(closed: datetime) -> Link:
    return Link(3, 1, "batch", closed, 1, "", FIRST)


def _key(at: datetime) -> UUID:
    return UUID(int=(int(at.timestamp() * 1000) << 80) | (KEY.int & ((1 << 80) - 1)))


def test_a_reading_is_ended_by_a_link_that_ends_and_only_when_its_batch_and_key_are_old_enough() -> (
    None
):
    last = timedelta(milliseconds=1)
    young = _key(LIMIT + STILL_COMING)
    old = _key(LIMIT + STILL_COMING - last)
    batch, late = _old(LIMIT), _old(LIMIT + last)
    chain = _chain((batch, "a"), (_ending(), "b"))
    assert chain._ended(batch, Sealed(old, "x", 2))
    assert not chain._ended(batch, Sealed(young, "x", 2))
    assert not _chain((late, "a"), (_ending(), "b"))._ended(late, Sealed(old, "x", 2))
    after = Link(3, 3, "batch", LIMIT, 1, "", "b")
    assert not chain._ended(after, Sealed(old, "x", 2))  # sealed after it was ended
    for number in (1, 3, None):  # closes a batch; is not there; was not ended
        assert not chain._ended(batch, Sealed(old, "x", number))
    assert chain._row(batch, Sealed(old, "x", 2), None) is None
    assert chain._row(batch, Sealed(young, "x", 2), None) is Fault.REMOVED
    assert chain._row(batch, Sealed(old, "x", None), None) is Fault.REMOVED
    assert chain._row(batch, Sealed(old, "x", 2), "x") is Fault.LEFT
    assert chain._row(batch, Sealed(old, "x", None), "x") is None
    assert chain._row(batch, Sealed(old, "x", None), "y") is Fault.CHANGED


def _one(ending: Link, *after: Link, years: int = 10, now: datetime = CLOSED) -> Ending:
    return endings_of([_old(LIMIT), ending, *after], [(NEVER, years)], now)[2]


@pytest.mark.parametrize("wrong", [
    _ending(said="Gallring enligt plan"), _ending(said="[]"), _ending(by=""), _ending(because="  "),
    _ending(because=None), _ending(before="2015-06-02"), _ending(before=None),
    _ending(LIMIT + timedelta(seconds=1)), _ending(on="2025-06-03"), _ending(on="2015-05-31"),
])  # fmt: skip
def test_an_ending_that_does_not_say_what_a_decision_says_ends_nothing(wrong: Link) -> None:
    assert _one(_ending()).says_all
    assert _one(_ending(on="2015-06-01")).says_all
    assert _one(_ending(on=None)).says_all  # from before it was said
    assert not _one(wrong).says_all
    assert not _one(wrong).ends(LIMIT)


def test_an_ending_is_of_what_was_old_enough_when_the_links_round_it_were_made() -> None:
    assert _one(_ending()).ends(LIMIT)
    assert not _one(_ending(), years=11).old_enough
    assert not _one(_ending(), now=CLOSED - timedelta(days=2)).old_enough
    later = Link(3, 3, "batch", CLOSED - timedelta(days=2), 1, "", "b")
    assert not _one(_ending(), later).old_enough  # it was made before that
    assert _one(_ending(on=None)).on == "2025-06-02"
    young = datetime(2024, 6, 2, 22, tzinfo=UTC)
    assert not _one(_ending(young), years=0).old_enough  # less than anybody can decide


def test_the_shortest_period_that_held_at_the_time_is_what_counts() -> None:
    day = timedelta(days=1)
    periods = [(CLOSED, 5), (CLOSED + 2 * day, 3), (NEVER, 20)]
    assert shortest(periods, CLOSED - day, CLOSED - day) == 5
    assert shortest(periods, CLOSED - day, CLOSED + day) == 3
    assert shortest(periods, CLOSED + 3 * day, CLOSED + 4 * day) == 20
    assert shortest(periods, CLOSED, CLOSED) == 3


@pytest.fixture(scope="module")
def once_made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Log]:
    with sealed.made(django_db_blocker) as there:
        yield there


@pytest.fixture
def there(once_made: Log, django_db_blocker: Any) -> Iterator[Log]:
    """The log as it was made."""
    with django_db_blocker.unblock():
        yield once_made
    sealed.restore()


def test_all_that_is_wrong_is_found_at_once_in_its_order_and_all_is_counted(
    there: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looked, "AT_ONCE", 2)
    monkeypatch.setattr("stafett.safeguards.actions.seal.AT_ONCE", 2)
    whole = verify(head for head, _made in heads())
    assert (whole.faults, whole.sealed, whole.ended, whole.unsealed) == ([], 12, 0, 2)
    (changed, gone, left), (young, *_), (*_, last) = there.batches
    flen, other = there.flen, there.katrineholm
    put_in = uuid7()
    reading, rows = "safeguards_reading", "safeguards_sealedreading"
    with sealed.as_superuser() as admin:
        for statement in (
            f"UPDATE {reading} SET door = 'x' WHERE id = '{changed}'",
            f"DELETE FROM {reading} WHERE id IN ('{gone}', '{last}')",
            f"DELETE FROM safeguards_readperson WHERE reading_id = '{gone}'",
            f"UPDATE {rows} SET ended_by = 1 WHERE reading_id = '{left}'",
            f"UPDATE {rows} SET digest = 'x' WHERE reading_id = '{young}'",
            f"UPDATE safeguards_seal SET said = 'x' WHERE controller_id = {other} AND number = 1",
            f"INSERT INTO {reading} SELECT (jsonb_populate_record(r, jsonb_build_object('id', '{put_in}')"
            f")).* FROM {reading} r WHERE id = '{young}'",
            f"INSERT INTO {rows} (reading_id, controller_id, seal_number, place, digest)"
            f" VALUES (gen_random_uuid(), {flen}, 5, 1, 'x')",
        ):
            assert admin.execute(statement.encode()).rowcount > 0, statement
    verdict = verify([Head(other, 4, "x"), Head(1_000_000, 1, "y"), Head(flen, 1, "z")])
    expected: dict[int, list[tuple[Fault, int, UUID | None]]] = {
        flen: [
            (Fault.CHANGED, 1, changed), (Fault.REMOVED, 1, gone), (Fault.LEFT, 1, left),
            (Fault.LINK_CHANGED, 2, None), (Fault.CHANGED, 2, young), (Fault.REMOVED, 3, last),
            (Fault.LINK_GONE, 5, None), (Fault.INSERTED, 0, put_in), (Fault.OTHER_HEAD, 1, None),
        ],
        other: [(Fault.LINK_CHANGED, 1, None), (Fault.CUT, 4, None)],
        1_000_000: [(Fault.CUT, 1, None)],
    }  # fmt: skip
    assert verdict.faults == [
        *(Found(fault, one, number, key) for one in sorted(expected) for fault, number, key in expected[one]),
        Found(Fault.LOOSE, flen, 0, last),
    ]  # fmt: skip
    assert (verdict.sealed, verdict.ended, verdict.unsealed) == (11, 1, 2)


def test_the_heads_are_the_last_link_of_each_chain_and_when_it_was_made(there: Log) -> None:
    with sealed.as_superuser() as admin:
        rows = admin.execute(
            "SELECT controller_id, number, digest, made_at FROM safeguards_seal"
            " WHERE number = 3 ORDER BY controller_id"
        ).fetchall()
    assert len(rows) == 2
    assert heads() == [(Head(one, number, digest), made) for one, number, digest, made in rows]


def test_a_controller_whose_chain_is_gone_altogether_is_looked_at_by_its_readings(
    there: Log,
) -> None:
    with sealed.as_superuser() as admin:
        admin.execute(f"DELETE FROM safeguards_seal WHERE controller_id = {there.flen}".encode())
        admin.execute(f"DELETE FROM safeguards_reading WHERE controller_id = {there.flen}".encode())
        admin.execute(b"DELETE FROM safeguards_readperson")
    assert verify().faults == [Found(Fault.LINK_GONE, there.flen, n) for n in (1, 2, 3)] + [
        Found(Fault.CHANGED, there.katrineholm, n, key) for n, key in _katrineholms(there)
    ]
    assert verify().unsealed == 0


def _katrineholms(there: Log) -> list[tuple[int, UUID]]:
    with sealed.as_superuser() as admin:
        return admin.execute(
            "SELECT seal_number, reading_id FROM safeguards_sealedreading WHERE controller_id = %s"
            " ORDER BY seal_number, place",
            [there.katrineholm],
        ).fetchall()


READING = "safeguards_reading"


def test_an_ending_that_somebody_forged_over_young_readings_hides_none_of_them(
    there: Log,
) -> None:
    before = [head for head, _made in heads()]
    number, gone = forge(there, timezone.now(), "Gallring enligt plan", 3)
    assert [(f.fault, f.number, f.reading) for f in verify(before).faults] == [
        *((Fault.REMOVED, 1, one) for one in gone),
        (Fault.UNSAID, number, None), (Fault.YOUNG, number, None),
    ]  # fmt: skip


def test_a_forged_ending_with_all_it_should_say_hides_no_reading_whose_batch_is_younger(
    there: Log,
) -> None:
    limit = datetime(2001, 12, 31, 23, tzinfo=UTC)
    number, gone = forge(there, limit, told(date(2002, 1, 1)), 3)
    assert verify().faults == [Found(Fault.REMOVED, there.flen, 1, one) for one in gone]
    assert [one.link.number for one in verify().endings] == [number]


def test_an_ending_that_took_another_number_than_it_says_is_found(there: Log) -> None:
    limit = datetime(2049, 12, 31, 23, tzinfo=UTC)
    number, _gone = forge(there, limit, told(date(2050, 1, 1)), 2)
    assert [(f.fault, f.number) for f in verify(now=THEN).faults] == [(Fault.OTHER_NUMBER, number)]


def test_a_controller_that_kept_its_log_for_longer_has_ended_none_that_was_younger(
    there: Log,
) -> None:
    keep_years(there.flen, 5)
    limit = datetime(2049, 12, 31, 23, tzinfo=UTC)
    number, gone = forge(there, limit, told(date(2050, 1, 1)), 3)
    assert verify(now=THEN).faults == []
    keep_years(there.flen, 20)
    with sealed.as_superuser() as admin:
        admin.execute(b"SET session_replication_role = replica")  # past what lets nobody change it
        admin.execute(b"UPDATE safeguards_logrulesevent SET keep_years = 20")
    faults = [(f.fault, f.number, f.reading) for f in verify(now=THEN).faults]
    assert faults == [*((Fault.REMOVED, 1, one) for one in gone), (Fault.YOUNG, number, None)]


def test_what_was_closed_later_than_the_limit_waits_for_the_next_ending(there: Log) -> None:
    tamper(f"UPDATE safeguards_seal SET closed_at = '2050-01-01 12:00+00'"
            f" WHERE controller_id = {there.flen} AND number = 1")  # fmt: skip
    assert end(there.flen, operator(LATER)) == 6


def test_a_reading_that_was_removed_is_not_ended_by_a_later_decision(there: Log) -> None:
    one = there.batches[0][0]
    tamper(
        f"DELETE FROM {READING} WHERE id = '{one}'",
        f"DELETE FROM safeguards_readperson WHERE reading_id = '{one}'",
    )
    assert end(there.flen, operator(LATER)) == 8
    assert [(f.fault, f.reading) for f in verify(now=THEN).faults] == [(Fault.REMOVED, one)]


@pytest.mark.parametrize("role", ["", "the_guardian", "coach"])
def test_no_reading_is_written_down_without_who_it_was(there: Log, role: str) -> None:
    put_in = f"INSERT INTO {READING} SELECT (jsonb_populate_record(r, jsonb_build_object('id', '{uuid7()}'"
    nobody = f", 'name', '', 'user_id', NULL, 'role', '{role}'))).* FROM {READING} r LIMIT 1"
    with (
        pytest.raises(psycopg.errors.CheckViolation, match="a_reading_says_who"),
        sealed.as_superuser() as admin,
    ):
        admin.execute((put_in + nobody).encode())
