"""Is the ledger written through, and does it say which of its lines cannot be one?"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from stafett.safeguards import ledger

LINE = (
    '{"day": "2025-06-02", "digest": "47cf9b32dfaabfd8c5425693ea86a0bb4081070eb88e2ee2febd7ece1c5b2707", '
    '"kind": "withdrawal", "parts": [{"consent": "\\u00e5", "giver": 3}], '
    '"previous": "' + ledger.FIRST + '"}\n'
)


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    """Where the ledger is to be."""
    settings.LEDGER = str(tmp_path / "liggare.jsonl")
    return tmp_path / "liggare.jsonl"


def test_what_is_added_is_read_back_in_order(file: Path) -> None:
    ledger.append(ledger.ENDING, {"ending": "a"})
    ledger.append(ledger.WITHDRAWAL, {"day": "2025-06-02"})
    assert list(ledger.read(file.read_text().splitlines())) == [
        ledger.Entry("ending", {"ending": "a"}),
        ledger.Entry("withdrawal", {"day": "2025-06-02"}),
    ]


def test_the_folder_is_written_through_when_the_file_is_new_and_then_only(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    through: list[Path] = []
    monkeypatch.setattr(ledger, "_write_through", through.append)
    ledger.append(ledger.ENDING, {})
    assert through == [file.parent]
    ledger.append(ledger.ENDING, {})
    assert through == [file.parent]


def test_a_line_is_written_as_the_ledgers_that_there_are_have_it(file: Path) -> None:
    """A backup's ledger may have been written years before: another way of writing would break it."""
    ledger.append(ledger.WITHDRAWAL, {"parts": [{"giver": 3, "consent": "å"}], "day": "2025-06-02"})
    assert file.read_text() == LINE
    (one,) = ledger.read([LINE])
    assert one.told["parts"] == [{"consent": "å", "giver": 3}]


def test_a_long_line_before_is_found_from_the_end(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "BLOCK", 10)
    for number in range(4):
        ledger.append(ledger.ENDING, {"scopes": ["x" * 100] * number})
    assert len(list(ledger.read(file.read_text().splitlines()))) == 4


def test_nothing_is_added_to_a_file_that_is_no_ledger(file: Path) -> None:
    file.write_text("något annat\n")
    with pytest.raises(ledger.Broken, match="ingen rad ur en liggare"):
        ledger.append(ledger.ENDING, {})
    assert file.read_text() == "något annat\n"


def test_the_line_that_cannot_be_one_is_told_by_its_number_and_why(file: Path) -> None:
    for _each in "ab":
        ledger.append(ledger.ENDING, {})
    first, second = file.read_text().splitlines()
    other = json.dumps({**json.loads(second), "kind": "annat"})
    missing = json.dumps({"kind": "ending", "previous": ledger.FIRST})
    for lines, said in (
        ([second], "^rad 1 passar inte ihop"),
        ([first, "", first], "^rad 2 passar inte ihop"),
        ([first, other], r"^rad 2 är ingen rad ur en liggare \('annat'\)"),
        ([missing], r"^rad 1 är ingen rad ur en liggare \('digest'\)"),
    ):
        with pytest.raises(ledger.Broken, match=said):
            list(ledger.read(lines))


def test_no_ledger_is_written_where_none_is_set(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER = ""
    ledger.append(ledger.ENDING, {})
    assert list(tmp_path.iterdir()) == []


def test_each_line_has_the_digest_of_the_one_before_and_of_itself(file: Path) -> None:
    for word in ("å", "b", "c"):
        ledger.append(ledger.ENDING, {"word": word})
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["previous"] for line in lines] == [
        ledger.FIRST, lines[0]["digest"], lines[1]["digest"],
    ]  # fmt: skip
    for line in lines:
        digest = line.pop("digest")
        plain = json.dumps(line, sort_keys=True)
        assert hashlib.sha256(plain.encode()).hexdigest() == digest
        assert list(line) == sorted(line)


@pytest.mark.parametrize("block", [1, 150, 199, 200, 201, 299, 65_536])
def test_the_last_line_is_found_whatever_is_read_at_a_time(
    file: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(ledger, "BLOCK", block)
    for number in range(5):
        ledger.append(ledger.WITHDRAWAL, {"n": "x" * (number % 3) * 40})
    assert len(list(ledger.read(file.read_text().splitlines()))) == 5


def test_a_changed_word_a_changed_kind_and_a_line_out_of_place_are_found(file: Path) -> None:
    for word in "ab":
        ledger.append(ledger.ENDING, {"word": word})
    first, second = file.read_text().splitlines()
    for lines in ([first.replace('"word": "a"', '"word": "c"'), second],
                  [first.replace('"ending"', '"withdrawal"'), second], [second, first],
                  [first, second, second]):  # fmt: skip
        with pytest.raises(ledger.Broken, match="passar inte ihop med raden före"):
            list(ledger.read(lines))
    assert [one.told for one in ledger.read([first, "  ", second, ""])] == [
        {"word": "a"}, {"word": "b"},
    ]  # fmt: skip


def test_one_at_a_time_adds_and_what_is_added_is_on_the_disk(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    synced: list[int] = []
    monkeypatch.setattr(ledger.fcntl, "flock", lambda _file, how: held.append(how))
    monkeypatch.setattr(ledger.os, "fsync", lambda handle: synced.append(handle))
    ledger.append(ledger.ENDING, {})
    assert held == [ledger.fcntl.LOCK_EX]
    assert len(synced) == 2  # the file, and the folder that has its name
