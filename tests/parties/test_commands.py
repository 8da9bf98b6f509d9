"""`stafett post`: the operator fills the first post, and is told what is wrong in sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from stafett.cli.main import main
from stafett.parties.commands import Operator
from stafett.parties.models import Party, Position, Staff, Unit
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


FLEN = {
    "--party": "Flens kommun (påhittad)",
    "--short": "Flen",
    "--kind": "kommun",
    "--kind-name": "Kommun",
}


def add_unit(name: str, authority: str, above: dict[str, str]) -> Result:
    words = [word for pair in above.items() for word in pair]
    command = ["unit", name, "--authority", authority, *words]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def test_on_an_empty_server_the_operator_lets_the_first_person_in(db: None, client: Client) -> None:
    assert add_unit("Stigen", "Arbetsnämnden", FLEN).exit_code == 0
    told = {"authority": "Arbetsnämnden", "unit": "Stigen", "role": "project_leader"}
    assert run(**told, title="Projektledare", name="Nora Ny").exit_code == 0
    words = [
        "account",
        "open",
        "nora@prov.example",
        "--authority",
        "Arbetsnämnden",
        "--name",
        "Nora Ny",
    ]
    said = CliRunner().invoke(main, words, catch_exceptions=False).output
    password = said.splitlines()[0].split()[-1]
    assert client.login(username="nora@prov.example", password=password)
    page = client.get("/insatser/ny/").content.decode()
    assert "Arbetsnämnden" in page


def test_a_unit_is_added_to_an_authority_that_is_there_once(cast: Cast) -> None:
    for _again in range(2):
        assert add_unit("Ny enhet", "Flens arbetsmarknadsnämnd", {}).exit_code == 0
    assert Unit.objects.filter(name="Ny enhet").count() == 1


def test_a_party_that_is_there_is_met_again(cast: Cast) -> None:
    before = Party.objects.count()
    known = cast.party("Flen").name
    assert add_unit("Ny enhet", "Ny nämnd", {"--party": known}).exit_code == 0
    assert Party.objects.count() == before


@pytest.mark.parametrize(
    ("above", "words"),
    [
        ({}, "Säg vilken part den hör till"),
        ({**FLEN, "--kind-name": ""}, "Slaget kommun finns inte. De som finns: af, "),
    ],
)
def test_what_is_missing_above_a_unit_is_asked_for_and_nothing_is_saved(
    cast: Cast, above: dict[str, str], words: str
) -> None:
    before = Unit.objects.count()
    result = add_unit("Ny enhet", "Ny nämnd", above)
    assert result.exit_code == 1
    assert words in result.output
    assert Unit.objects.count() == before


def test_a_known_kind_needs_no_name(cast: Cast) -> None:
    above = {**FLEN, "--kind": "af", "--kind-name": ""}
    assert add_unit("Ny enhet", "Ny nämnd", above).exit_code == 0
    assert Party.objects.get(name=FLEN["--party"]).kind.code == "af"
