"""Is the ledger written through, and does it say which of its lines cannot be one?"""

from __future__ import annotations

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
