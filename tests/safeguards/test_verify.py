"""Is a chain looked through link by link, and is each fault said once, with whose it is and when?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from stafett.safeguards.actions.seal import STILL_COMING
from stafett.safeguards.log_rules import FIRST, Link
from stafett.safeguards.models import SealKind
from stafett.safeguards.queries import verify as looked
from stafett.safeguards.queries.verify import Fault, Found, Head, Sealed, heads, verify
from tests.safeguards import sealed
from tests.safeguards.sealed import Log

KEY = UUID("0190163d-8694-739b-aea5-966c26f8ad90")
CLOSED = datetime(2025, 6, 2, 10, tzinfo=UTC)


def _link(number: int, previous: str = FIRST, kind: str = "batch", rows: int = 0) -> Link:
    return Link(3, number, kind, CLOSED, rows, "", previous)


def _chain(*links: tuple[Link, str]) -> Any:
    return looked._Chain(None, 3, list(links))  # type: ignore[arg-type]


def test_a_fault_says_whose_chain_which_link_which_reading_and_when_it_was() -> None:
    assert str(Found(Fault.CHANGED, 3, 7, KEY)) == (
        f"en läsning är ändrad: personuppgiftsansvarig 3, försegling 7, läsning {KEY}"
        " (2024-06-14 10:14:09 UTC)"
    )
    assert str(Found(Fault.LOOSE, 3, 0, KEY)) == (
        "personer står i loggen utan sin läsning: personuppgiftsansvarig 3, "
        f"läsning {KEY} (2024-06-14 10:14:09 UTC)"
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


def test_a_reading_is_ended_by_a_link_that_ends_and_only_when_it_was_old_enough() -> None:
    made = datetime.fromtimestamp((KEY.int >> 80) / 1000, UTC)
    limit = made - STILL_COMING + timedelta(milliseconds=1)
    for closed, ended in ((limit, True), (limit - timedelta(milliseconds=1), False)):
        ending = Link(3, 2, SealKind.ENDING.value, closed, 1, "", "a")
        chain = _chain((_link(1), "a"), (ending, "b"))
        assert chain._ended(Sealed(KEY, "x", 2)) is ended
        assert not chain._ended(Sealed(KEY, "x", 1))  # closes a batch, ends nothing
        assert not chain._ended(Sealed(KEY, "x", 3))
        assert not chain._ended(Sealed(KEY, "x", None))
        assert chain._row(Sealed(KEY, "x", 2), None) is (None if ended else Fault.REMOVED)
        assert chain._row(Sealed(KEY, "x", None), None) is Fault.REMOVED
        assert chain._row(Sealed(KEY, "x", 2), "x") is Fault.LEFT
        assert chain._row(Sealed(KEY, "x", None), "x") is None
        assert chain._row(Sealed(KEY, "x", None), "y") is Fault.CHANGED


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
