"""`stafett account`: the operator opens and closes accounts, and is told what is wrong."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from stafett.accounts.models import User
from stafett.cli.main import main
from stafett.parties import actions as parties
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

WHERE = ["--authority", "Flens arbetsmarknadsnämnd", "--name", "Nora Ny"]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["account", *words], catch_exceptions=False)


@pytest.fixture
def nora(cast: Cast) -> None:
    """Somebody who works at Flens arbetsmarknadsnämnd and has no account."""
    parties.add_staff(cast.unit("AUC").authority, "Nora Ny", by=operator(TODAY))


def test_an_account_is_opened_and_its_first_password_shown_once(cast: Cast, nora: None) -> None:
    result = run("open", "Nora.Ny@prov.example", *WHERE)
    assert result.exit_code == 0, result.output
    password = re.search(r"lösenordet: (\S+)", result.output)
    assert password
    assert Client().login(username="nora.ny@prov.example", password=password[1])


@pytest.mark.parametrize(
    ("email", "where", "words"),
    [
        ("nora@prov.example", [*WHERE[:3], "Ingen Alls"], "stafett post"),
        ("karin@prov.example", WHERE, "finns redan ett konto"),
        ("nora", WHERE, "ingen e-postadress"),
    ],
)
def test_what_can_not_be_opened_says_why(
    cast: Cast, nora: None, email: str, where: list[str], words: str
) -> None:
    before = User.objects.count()
    result = run("open", email, *where)
    assert result.exit_code == 1
    assert words in result.output
    assert User.objects.count() == before


def test_a_closed_account_lets_nobody_in(cast: Cast) -> None:
    assert run("close", "Karin@prov.example").exit_code == 0
    assert not cast.user("karin").is_active


def test_an_account_that_is_not_there_can_not_be_closed(cast: Cast) -> None:
    result = run("close", "ingen@prov.example")
    assert result.exit_code == 1
    assert "inget konto" in result.output
