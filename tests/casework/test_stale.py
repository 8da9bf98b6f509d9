"""Does a form that was opened on something else tell both versions, each in words?"""

from __future__ import annotations

from django import forms

from stafett.casework.forms.stale import Clash, Versioned


class Interpreted(Versioned):
    """A tick and a choice of several, as forms about people have."""

    needs = forms.BooleanField(label="Tolk", required=False)
    days = forms.MultipleChoiceField(label="Dagar", choices=[("1", "måndag"), ("2", "tisdag")])


def test_a_tick_is_told_as_yes_or_no_and_several_by_their_names() -> None:
    sent = {"seen": "before", "needs": "", "days": ["2"]}
    form = Interpreted(sent, current={"needs": True, "days": ["1", "2"]})
    assert not form.is_valid()
    assert form.clashes == [
        Clash("Tolk", "ja", "nej"), Clash("Dagar", "måndag, tisdag", "tisdag")
    ]  # fmt: skip
