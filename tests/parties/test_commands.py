"""`stafett post`: the operator fills the first post, and is told what is wrong in sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stafett.cli.main import main
from stafett.parties.commands import Operator
from stafett.parties.models import Position, Staff
from tests.cast import Cast

TOLD = {
    "--authority": "Flens arbetsmarknadsnämnd", "--unit": "AUC", "--role": "coach",
    "--title": "Coach", "--name": "Nora Ny", "--from": "2024-01-01",
}  # fmt: skip


def run(*flags: str, **changed: str) -> Result:
    told = {**TOLD, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
    words = [word for pair in told.items() for word in pair]
    return CliRunner().invoke(main, ["post", *words, *flags], catch_exceptions=False)


def test_a_post_is_opened_and_filled_by_somebody_new(cast: Cast) -> None:
    result = run("--stands-in", full_time="25", last="2024-12-31")
    assert result.exit_code == 0, result.output
    post = Position.objects.get(title="Coach")
    held = post.tenures.get()
    assert (str(post.full_time), str(post.until_day)) == ("0.250", "2025-01-01")
    assert (held.staff.name, held.stands_in) == ("Nora Ny", True)


def test_somebody_known_gets_another_post_and_is_not_doubled(cast: Cast) -> None:
    assert run(name="Karin Ek").exit_code == 0
    assert Staff.objects.filter(name="Karin Ek").count() == 1


def test_a_unit_that_is_not_there_gets_those_that_are(cast: Cast) -> None:
    result = run(unit="Finns inte")
    assert result.exit_code == 1
    assert "Flens arbetsmarknadsnämnd · AUC" in result.output


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"last": "2023-01-01"}, "Sista dagen ligger före"),
        ({"role": "kung"}, "project_leader"),
        ({"from": "2024-02-30"}, "2024-02-30"),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_saved(
    cast: Cast, changed: dict[str, Any], words: str
) -> None:
    result = run(**changed)
    assert result.exit_code != 0
    assert words in result.output
    assert not Staff.objects.filter(name="Nora Ny").exists()


def test_the_operator_may_do_anything_and_holds_no_post() -> None:
    operator = Operator(date(2025, 6, 2))
    assert operator.may("edit_parties")
    assert operator.units_with("edit_parties") == ()
