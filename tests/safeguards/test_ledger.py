"""Is the ledger written through, and does it say which of its lines cannot be one?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stafett.safeguards import ledger


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
    for _each in "ab":
        ledger.append(ledger.ENDING, {})
    assert through == [file.parent]


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
