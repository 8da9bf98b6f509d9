"""What we depend on is locked, named for its purpose, and names no address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.wide

ROOT = Path(__file__).resolve().parents[2]
LOCKED = ["bootstrap.txt", "run.txt", "test.txt"]


@pytest.mark.parametrize("name", LOCKED)
def test_requirements_are_hashed_and_name_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    pinned = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==", text, re.MULTILINE)

    assert pinned
    assert text.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"://|--index-url|--extra-index-url|--find-links|--trusted-host", text)


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    dependencies = [line for line in lines if re.match(r'^  "[A-Za-z].*[<>=]', line)]

    assert len(dependencies) > 25
    assert [line for line in dependencies if "# " not in line] == []


def test_what_runs_is_locked_the_same_in_the_tests() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text()
        return set(re.findall(r"^[A-Za-z0-9._-]+==[^\s\\;]+", text, re.MULTILINE))

    assert pins("run.txt") <= pins("test.txt")


def test_no_page_fetches_from_elsewhere() -> None:
    """Addresses in templates, styles and scripts of our own are local."""
    source = ROOT / "src" / "stafett"
    fetched = re.compile(r"""(?:src|href)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import""")
    own = [p for p in source.rglob("*") if p.suffix in (".html", ".css", ".js")]

    assert own
    assert [str(p) for p in own if fetched.search(p.read_text(encoding="utf-8"))] == []
