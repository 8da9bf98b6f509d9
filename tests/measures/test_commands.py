"""Does `stafett table` print the same figures, and refuse in a sentence?"""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from stafett.measures.commands import table as command
from stafett.measures.presentation.json_shape import as_dict
from stafett.measures.queries import table
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.freezing import frozen


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.measures.commands.timezone.localdate", lambda: TODAY)


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_a_table_as_text(some: Cast) -> None:
    done = run("outcomes", "--initiative", "prov", "--by", "sex")

    assert done.exit_code == 0, done.output
    assert done.output.startswith("Utfall efter kön\n")
    assert "Kvinnor" in done.output


def test_a_table_as_json_and_csv_is_the_same_table(some: Cast) -> None:
    truth = table(operator(TODAY), "outcomes", some.initiative, ("branch", "sex"), None)
    words = ("outcomes", "--initiative", "prov", "--by", "branch", "--by", "sex", "--format")

    assert json.loads(run(*words, "json").output) == as_dict(truth)
    lines = run(*words, "csv").output.lstrip("\ufeff").splitlines()
    assert len(lines) == 1 + len(truth.rows)


def test_one_branch(some: Cast) -> None:
    done = run("participants", "--initiative", "prov", "--branch", "flen", "--format", "json")

    assert json.loads(done.output)["title"] == "Deltagare, Flen"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("outcome", "--initiative", "prov"), "Menade du outcomes?"),
        (("outcomes", "--initiative", "prov", "--by", "shoe"), "kan inte delas upp på shoe"),
        (("outcomes", "--initiative", "finnsinte"), "Det finns ingen insats med koden finnsinte"),
    ],
)
def test_what_is_not_there_is_said(some: Cast, words: tuple[str, ...], said: str) -> None:
    done = run(*words)

    assert done.exit_code == 1
    assert said in done.output


def test_somebody_sees_at_the_command_line_what_they_see_elsewhere(some: Cast) -> None:
    asked = ["participants", "--initiative", "prov", "--as", "stig@prov.example"]
    nothing = CliRunner().invoke(command, asked)
    assert nothing.exit_code == 1
    assert "inga fastställda siffror än" in nothing.output

    frozen(some)
    assert "dolt" in CliRunner().invoke(command, asked).output
    nobody = CliRunner().invoke(command, [*asked[:-1], "ingen@prov.example"])
    assert "Ingen har adressen ingen@prov.example." in nobody.output
