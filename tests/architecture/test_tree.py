"""What is tracked stays free of other people's machines, and small enough to read."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import sizes

pytestmark = pytest.mark.wide

ROOT = Path(__file__).resolve().parents[2]
HOSTS = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|unpkg\.com|jsdelivr"
)
MACHINE = re.compile(r"(?<![\w.{}$-])/(work|farm|root|home/\w+|Users/\w+|tmp/spike)/")
TEXT = {".py", ".md", ".html", ".css", ".toml", ".txt", ".csv", ".json", ".yml", ".typ", ".sh", ""}
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 500, 50, 9


def _texts() -> Iterator[tuple[Path, str]]:
    for path in sizes.tracked():
        if path.suffix in TEXT and path != Path(__file__):
            yield path, path.read_text(encoding="utf-8", errors="ignore")


def test_no_registry_host_is_named() -> None:
    assert [str(p) for p, text in _texts() if HOSTS.search(text)] == []


def test_no_path_of_a_machine_is_named() -> None:
    named = [(str(p), MACHINE.search(text)) for p, text in _texts()]
    assert [(name, match[0]) for name, match in named if match] == []


def test_the_patterns_find_what_they_look_for() -> None:
    assert HOSTS.search("https://" + "pypi" + ".org/simple")
    assert MACHINE.search("open('/" + "root/x')")
    assert not MACHINE.search("/var/lib/stafett/x")


def test_files_and_functions_stay_small() -> None:
    files, functions = sizes.files(), sizes.functions()
    assert [name for name, lines in files.items() if lines > LONGEST_FILE] == []
    assert [name for name, lines in functions.items() if lines > LONGEST_FUNCTION] == []
    assert statistics.median(functions.values()) < MEDIAN_FUNCTION


def test_the_sizes_are_said_in_one_line() -> None:
    assert re.fullmatch(
        r"\d+ files, longest \d+ lines; \d+ functions, median [\d.]+, longest \d+ lines",
        sizes.said(),
    )


def test_there_are_no_empty_folders_and_no_loose_names() -> None:
    loose = {"utils.py", "helpers.py", "services.py", "manager.py", "managers.py", "util.py"}
    assert [str(p) for p in sizes.python() if p.name in loose] == []
