"""Is a password refused that somebody who knows whose it is would soon guess, and no other?"""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from stafett.accounts.models import User
from stafett.accounts.passwords import score
from tests.cast import Cast

pytestmark = pytest.mark.django_db
KARIN = User(name="Karin Ek", email="karin.ek@demo.example")


@pytest.mark.parametrize("password", [
    "lösenord1234", "LÖSENORD-2026", "losenord123456", "stafettstafett", "abcdefghijkl",
    "cecilia-cecilia-cecilia", "demo.example.demo", "Karin.Ek.2026!", "kommunen2026!!",
    "vintern2026vintern", "välkommen2026", "försäkringskassan1", "qwertyuiop123", "1234567890abc",
    "passwordpasswordpassword", "å" * 5_000, "kansliet2026!", "samverkan2026!", "rehabilitering",
    "förbundskansliet", "Välkomna2026!!", "Fredagsmys123!", "januarifebruari", "arbetsmarknad1",
    "kaffekopp2026",
])  # fmt: skip
def test_a_password_that_is_soon_guessed_is_refused_with_what_to_do(password: str) -> None:
    with pytest.raises(ValidationError, match="Ta flera ord som inte hör ihop"):
        validate_password(password, KARIN)


@pytest.mark.parametrize("password", [
    "tre gula båtar sjunger", "korrekt-häst-batteri", "minkatthetermisse", "xK9#mQ2$vL7p",
    "ett-annat-långt-lösenord", "хочу на море летом", "tre gula båtar sjunger " * 20,
])  # fmt: skip
def test_words_that_have_nothing_to_do_with_each_other_are_taken(password: str) -> None:
    validate_password(password, KARIN)


@pytest.mark.parametrize("password", ["Katrineholm-2026", "psykiatrin2026!", "Eskilstuna.2026"])
def test_where_one_works_is_soon_guessed(password: str, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Ta flera ord som inte hör ihop"):
        validate_password(password, KARIN)


def test_what_is_known_of_the_account_makes_its_password_easier_to_guess() -> None:
    assert score("osquar.lindqvister") > score(
        "osquar.lindqvister", User(name="Osquar Lindqvister", email="o@x.example")
    )
    assert score("") == 0
