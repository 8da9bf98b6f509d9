"""Is each link that somebody with all rights has put into a chain found, and does nothing stop the trial?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.database.aside import once
from stafett.parties.models import Authority
from stafett.safeguards.actions.seal import READING as COLUMNS
from stafett.safeguards.actions.seal import STILL_COMING, digested, seal
from stafett.safeguards.commands import log as command
from stafett.safeguards.log_rules import Link
from stafett.safeguards.queries.verify import MOST_TOLD, Fault, heads, verify
from stafett.safeguards.viewer import operator
from tests.safeguards import sealed
from tests.safeguards.sealed import (
    Log,
    add_links,
    end,
    forge,
    keep_years,
    seal_all,
    tamper,
    told,
)

READING = "safeguards_reading"
LIMIT = datetime(2015, 5, 31, 22, tzinfo=UTC)
SAID = {"before": "2015-06-01", "because": "Plan 2024/7.", "by": "Lena Chef", "on": "2025-06-02"}


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


def _batch(whose: int, closed_at: datetime, rows: int = 0, kind: str = "batch") -> Link:
    return Link(whose, 0, kind, closed_at, rows, "", "")


def _faults() -> list[tuple[Fault, int]]:
    return [(one.fault, one.number) for one in verify(head for head, _made in heads()).faults]


def test_an_ending_is_not_older_for_a_batch_that_somebody_dated_in_a_time_to_come(
    there: Log,
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    limit = timezone.make_aware(datetime.combine(tomorrow, time()))
    said = {**json.loads(told(tomorrow)), "on": "2098-01-05"}
    number, gone = forge(there, limit, json.dumps(said), 3)
    add_links(_batch(there.flen, datetime(2100, 1, 1, tzinfo=UTC)))
    assert _faults() == [
        (Fault.FUTURE, number), (Fault.FUTURE, number + 1), *[(Fault.REMOVED, 1)] * len(gone),
        (Fault.EMPTY, number + 1), (Fault.UNSAID, number), (Fault.YOUNG, number),
        *[(Fault.INSERTED, 0)] * len(there.unsealed),
    ]  # fmt: skip


def test_links_of_no_readings_or_of_no_kind_put_last_are_found(there: Log) -> None:
    just_now = timezone.now() - STILL_COMING
    numbers = add_links(
        _batch(there.flen, datetime(2019, 1, 1, tzinfo=UTC), 50),
        _batch(there.flen, just_now, 1, "annat"),
        Link(there.flen, 0, "ending", LIMIT, 0, json.dumps(SAID), ""),
    )
    back, kind, nothing = numbers
    assert [one for one in _faults() if one[1]] == [
        (Fault.BACK, back), (Fault.OTHER_ROWS, back), (Fault.UNKNOWN, kind), (Fault.EMPTY, nothing),
        (Fault.UNSAID, nothing),
    ]  # fmt: skip


def _forged_reading(there: Log, at: str) -> UUID:
    """A reading that somebody puts in as one that has been, with the words of another."""
    key = uuid7()
    columns = ", ".join(one for one in COLUMNS if one not in ("id", "at"))
    tamper(
        f"INSERT INTO safeguards_reading (id, at, salt, {columns}) SELECT '{key}', '{at}', salt, {columns}"
        f" FROM safeguards_reading WHERE id = '{there.unsealed[0]}'"
    )
    return key


@pytest.mark.parametrize("at", ["2018-05-05 10:00+02", "2061-05-05 10:00+02"])
def test_a_reading_from_another_time_than_its_batch_is_found_though_its_digest_fits(
    there: Log, at: str
) -> None:
    seal_all()
    key = _forged_reading(there, at)
    with once("seal") as aside:
        columns = f"SELECT salt, {', '.join(COLUMNS)} FROM safeguards_reading WHERE id = %s"
        (row,) = aside.execute(columns, [key]).fetchall()
        ((_row, digest),) = digested(aside, [row])
    (number,) = add_links(_batch(there.flen, timezone.now() + STILL_COMING / 2, 1), of=[digest])
    tamper(
        "INSERT INTO safeguards_sealedreading (reading_id, controller_id, seal_number, place, digest)"
        f" VALUES ('{key}', {there.flen}, {number}, 1, '{digest}')"
    )
    assert _faults() == [(Fault.OTHER_TIME, number)]


def test_a_reading_dated_ahead_is_never_sealed_and_so_is_told(there: Log) -> None:
    _forged_reading(there, "infinity")
    assert _faults() == [(Fault.AHEAD, 0)]


MONSTERS = [
    "UPDATE safeguards_seal SET closed_at = '{}' WHERE number = 1",
    "UPDATE safeguards_seal SET closed_at = '{}' WHERE number = 3",
    "UPDATE safeguards_seal SET closed_at = '{}' WHERE kind = 'ending'",
    "UPDATE safeguards_reading SET at = '{}'",
    "UPDATE safeguards_readperson SET since = ('{}'::timestamptz)::date",
    "UPDATE safeguards_logrulesevent SET pgh_created_at = '{}'",
]


@pytest.mark.parametrize("moment", [
    "infinity", "-infinity", "0044-03-15 BC", "0001-01-01 00:00+00", "0005-06-01 12:00+00",
    "9999-12-31 23:59:59+00", "12026-11-29 12:00+00",
])  # fmt: skip
def test_no_time_that_stands_in_the_log_stops_the_trial_of_it(there: Log, moment: str) -> None:
    for years in (5, 7):
        keep_years(there.flen, years)
    for statement in MONSTERS:
        add_links(Link(there.flen, 0, "ending", LIMIT, 1, json.dumps(SAID), ""))
        _past_triggers(statement.format(moment))
        assert verify().faults


def _past_triggers(statement: str) -> None:
    with sealed.as_superuser() as admin:
        admin.execute(b"SET session_replication_role = replica")  # past what lets nobody change it
        assert admin.execute(statement.encode()).rowcount > 0, statement


def test_nothing_else_that_stands_in_the_log_stops_the_trial_of_it(there: Log) -> None:
    deep = "[" * 100_000
    far = Link(there.flen, 2_000_000_000, "ending", LIMIT, 1, deep, "")
    add_links(Link(there.flen, 0, "ending", LIMIT, 1, deep, ""), far)
    keep_years(there.flen, 5)
    _past_triggers("UPDATE safeguards_logrules SET keep_years = 32767")
    last = UUID(int=(1 << 128) - 1)
    tamper(
        f"UPDATE {READING} SET id = '{last}' WHERE id = '{there.batches[0][0]}'",
        f"UPDATE safeguards_sealedreading SET reading_id = '{UUID(int=last.int - 1)}', ended_by = 4"
        f" WHERE reading_id = '{there.batches[0][0]}'",
    )
    found = verify().faults
    assert sum(one.fault is Fault.LINK_GONE for one in found) == MOST_TOLD
    assert any("9999-12-29" in str(one) for one in found)


def test_what_an_ending_says_is_told_on_a_line_of_its_own_whatever_it_says(there: Log) -> None:
    said = json.dumps({**SAID, "because": "Plan.\nFel: 0. \x1b[2K\ud800"})
    add_links(Link(there.flen, 0, "ending", LIMIT, 1, said, ""))
    shown = CliRunner().invoke(command, ["verify"])
    assert shown.exit_code == 1
    assert "Beslutat av Lena Chef: Plan.?Fel: 0. ?[2K?\n" in shown.output


def test_a_genuine_ending_followed_by_new_batches_stays_without_fault(there: Log) -> None:
    whose = Authority.objects.exclude(pk__in=[there.flen, there.katrineholm]).order_by("pk")[0].pk
    for ago in (4100, 4000, 900):
        at = timezone.now() - timedelta(days=ago)
        _old_reading(whose, at)
        seal(at + timedelta(hours=1), [whose])
    assert end(whose, operator(timezone.localdate())) == 2
    _old_reading(whose, timezone.now())
    assert sealed.seal_all() > 0
    verdict = verify(head for head, _made in heads())
    assert (verdict.faults, verdict.ended) == ([], 2)
    assert [(one.link.number, one.link.rows) for one in verdict.endings] == [(4, 2)]


def key_of(at: datetime) -> UUID:
    """A key made at that time."""
    return UUID(int=(int(at.timestamp() * 1000) << 80) | (uuid4().int & ((1 << 80) - 1)))


def _old_reading(whose: int, at: datetime) -> None:
    """A reading that was made then, key and all."""
    made = {"id": str(key_of(at)), "at": at.isoformat(), "controller_id": whose}
    with sealed.as_superuser() as admin:
        admin.execute(
            f"INSERT INTO {READING} SELECT (jsonb_populate_record(r, %s::jsonb)).*"
            f" FROM {READING} r LIMIT 1".encode(),
            [json.dumps(made)],
        )  # fmt: skip
