"""Do the pages about tables say what is so, and does the how-to work when it is done word for word?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from stafett.measures.commands import table as command
from stafett.measures.language import TABLES
from stafett.measures.queries import table
from stafett.measures.reference import as_markdown
from stafett.measures.sources import Source
from tests.cast import TODAY, Cast
from tests.measures.cohort import put_in
from tests.measures.reading import cells
from tests.measures.reference import Human, Visit

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW_TO = (DOCS / "how-to" / "new-indicator.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code that the how-to shows in a language."""
    return re.findall(rf"```{language}\n(.*?)```", HOW_TO, re.DOTALL)


@pytest.fixture
def declared() -> Iterator[str]:
    """What the how-to says to write, done; undone again after."""
    code = blocks("python")[0]
    before = set(TABLES)
    exec(compile(code, "short_stays.py", "exec"), {"__name__": "short_stays"})
    yield code
    for name in set(TABLES) - before:
        del TABLES[name]


def test_the_reference_is_what_the_declarations_say() -> None:
    written = (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")

    assert written == as_markdown(), "stafett table --reference > docs/reference/tables.md"


def test_the_command_writes_the_reference_without_a_table_or_an_initiative() -> None:
    done = CliRunner().invoke(command, ["--reference"])

    assert done.exit_code == 0
    assert done.output == as_markdown()


def test_the_indicator_of_the_how_to_is_ten_lines(declared: str) -> None:
    lines = [line for line in declared.splitlines() if line.strip()]
    statements = [line for line in lines[1:] if not line.startswith("from ")]

    assert len(statements) <= 10


def test_the_how_to_carried_out_gives_the_table_that_it_shows(
    some: Cast, declared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.measures.commands.timezone.localdate", lambda: TODAY)
    words = re.search(r"`stafett table (short-stays [^`]+)`", HOW_TO)
    assert words
    done = CliRunner().invoke(command, words[1].split())

    assert done.exit_code == 0, done.output
    shown = blocks("text")[0].strip().splitlines()
    assert done.output.splitlines()[: len(shown)] == shown


def test_days_are_counted_with_the_first_and_the_last(cast: Cast, declared: str) -> None:
    put_in(cast, [Visit(Human(1), date(2024, 1, 1), date(2024, 6, 28)),
                  Visit(Human(2), date(2024, 1, 1), date(2024, 6, 29))])  # fmt: skip

    found = table(cast.as_("eva"), "short-stays", cast.initiative)

    assert cells(found, "total")["share"] == (1, 2), "180 days and 181"


def test_every_name_that_the_how_to_leans_on_is_there() -> None:
    named = re.findall(
        r"`(\w+)`", HOW_TO.split("## What you can lean on")[1].split("- No names")[0]
    )
    columns = set(Source().participations().columns)

    assert {"days", "left", "common_id"} <= set(named)
    assert set(named) - {"rows", "where", "PARTICIPATIONS"} <= columns
