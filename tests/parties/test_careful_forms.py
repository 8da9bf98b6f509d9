"""What every form that writes has in common: no action, no saving; and values told in words."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from stafett.initiatives.forms.intentions import VersionForm
from stafett.parties.careful_forms import CarefulForm, words_of
from stafett.parties.models import Tenure
from tests.cast import Cast


class Trial(CarefulForm):
    """A form that nobody has given an action."""

    count = forms.IntegerField(required=False)
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)

    class Meta:
        model = Tenure
        fields = ["stands_in", "note"]


def test_a_form_without_an_action_keeps_nothing(cast: Cast) -> None:
    with pytest.raises(NotImplementedError):
        Trial({}).act(None)
    with pytest.raises(NotImplementedError):
        VersionForm.versions(object())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("stands_in", True, "Ja"),
        ("stands_in", "on", "Ja"),
        ("stands_in", "false", "Nej"),
        ("note", "", "–"),
        ("note", None, "–"),
        ("count", 3, "3"),
        ("several", ["a", "b"], "A, B"),
        ("several", ["x"], "–"),
        ("several", [], "–"),
    ],
)
def test_a_value_is_told_in_words(cast: Cast, name: str, value: Any, words: str) -> None:
    assert words_of(Trial()[name], value) == words
