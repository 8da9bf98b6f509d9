"""Does a form that was opened on something else tell both versions, each in words?"""

from __future__ import annotations

from datetime import date

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


class Dated(Versioned):
    """A day, as most forms have."""

    last_day = forms.DateField(label="Till och med", required=False)


def test_a_day_is_told_as_people_write_it_and_what_is_no_day_as_it_was_typed() -> None:
    def clash(saved: object, typed: str) -> list[Clash]:
        form = Dated({"seen": "before", "last_day": typed}, current={"last_day": saved})
        assert not form.is_valid()
        return form.clashes

    assert clash(date(2025, 6, 3), "2025-06-09") == [
        Clash("Till och med", "3 juni 2025", "9 juni 2025")
    ]
    assert clash(None, "i morgon") == [Clash("Till och med", "tomt", "i morgon")]
