"""Does everything that the pages on law and security point to exist?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.wide

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        ROOT / "docs" / "reference" / "law.md",
        *(ROOT / "docs" / "security").glob("*.md"),
        *(ROOT / "docs" / "start").glob("*.md"),
        *(ROOT / "src/stafett/safeguards/start_papers").glob("*.md"),
    ]
)
NAMED = re.compile(r"`([\w./-]+\.(?:py|csv|md|html|js))(?:::(\w+))?`")
LEVEL_TWO = 260
"""So many requirements of levels 1 and 2 the standard has that are not deleted (ASVS 4.0.3)."""
MARKS = {"held", "built", "operator", "part", "gap", "none"}
LINKED = re.compile(r"\]\(([\w./-]+)(?:#[\w-]+)?\)")


def missing(page: Path, text: str) -> Iterator[str]:
    """What a page's text names or links to that is not there."""
    for path, name in NAMED.findall(text):
        found = [top / path for top in (ROOT, ROOT / "src/stafett") if (top / path).is_file()]
        if not found:
            yield path
        elif name and not re.search(rf"\b{name}\b", found[0].read_text(encoding="utf-8")):
            yield f"{path}::{name}"
    for link in LINKED.findall(text):
        if not (page.parent / link).exists():
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_test_that_is_named_is_there(page: Path) -> None:
    assert list(missing(page, page.read_text(encoding="utf-8"))) == []


def test_what_is_not_there_is_found() -> None:
    text = "`safeguards/access.py::may_see` `safeguards/access.py::may_se` `tests/gone.py` [x](gone.md)"
    assert list(missing(PAGES[0], text)) == [
        "safeguards/access.py::may_se",
        "tests/gone.py",
        "gone.md",
    ]


def test_every_law_has_a_test_or_says_that_it_has_none() -> None:
    text = (ROOT / "docs" / "reference" / "law.md").read_text(encoding="utf-8")
    rows = [
        line for line in text.splitlines() if line.startswith("| ") and "| demands |" not in line
    ]
    last = [row.rstrip("| ").rpartition("|")[2] for row in rows if not row.startswith("| law |")]
    assert [one for one in last if "::test_" not in one and "not yet" not in one] == [
        " the tests named there"
    ]


def test_each_requirement_of_the_standard_stands_once_and_what_is_held_has_its_test() -> None:
    text = (ROOT / "docs" / "security" / "asvs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) \|[^|]*\| (\w+) \| (.*) \|$", text, re.MULTILINE)
    numbers = [number for number, _mark, _words in rows]
    assert len(numbers) == len(set(numbers)) == LEVEL_TWO
    assert {mark for _number, mark, _words in rows} == MARKS
    held = [number for number, mark, words in rows if mark == "held" and "`tests/" not in words]
    assert held == []
