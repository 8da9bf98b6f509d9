"""What people type for numbers, shares, days and codes, and what a field says when it can't read it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from stafett.initiatives.models import TargetGroup
from stafett.parties.models import Party, PartyKind, Position
from stafett.parties.plain_fields import TypedNumber, TypedPercent, TypedShare, speak_plainly
from stafett.vocabulary.models import CommonOutcome, Municipality
from tests.cast import Cast

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12 500", "12500"), (f"12{NBSP}500,50 kr", "12500.50"), ("0.5", "0.5"), ("−3", "-3"),
        ("25 %", "25"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert TypedNumber().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["många", "1,2,3", "NaN", "Infinity"])
def test_what_is_no_number_gets_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="Skriv ett tal, till exempel"):
        TypedNumber(max_digits=9, decimal_places=2).clean(typed)


def test_a_number_is_shown_with_a_comma_and_what_was_typed_stays() -> None:
    field = TypedNumber()
    assert field.prepare_value(Decimal("1250.50")) == "1250,5"
    assert field.prepare_value(Decimal("1E+2")) == "100"
    assert field.prepare_value("många") == "många"


def test_a_share_of_full_time_is_typed_in_per_cent() -> None:
    field = TypedPercent(required=False)
    assert field.clean("12,5") == Decimal("0.125")
    assert field.clean("") is None
    assert field.prepare_value(Decimal("0.250")) == "25"
    assert field.prepare_value("kvart") == "kvart"


@pytest.mark.parametrize(
    ("typed", "share"),
    [("1/4", Fraction(1, 4)), ("25 %", Fraction(1, 4)), ("0,125", Fraction(1, 8)), ("0", Fraction(0)),
     (f"12,5{NBSP}%", Fraction(1, 8)), ("1", Fraction(1))],
)  # fmt: skip
def test_a_funding_share_is_exact_however_it_is_typed(typed: str, share: Fraction) -> None:
    assert TypedShare().clean(typed) == share


@pytest.mark.parametrize("typed", ["hälften", "5/4", "1/0", "101 %", "1e9", "-1/4"])
def test_what_can_not_be_a_share_gets_examples(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"1/4, 25 % eller 0,25"):
        TypedShare().clean(typed)


def test_an_empty_share_is_none_and_a_share_is_shown_as_a_fraction() -> None:
    field = TypedShare(required=False)
    assert field.clean(" ") is None
    assert field.prepare_value(Fraction(1, 8)) == "1/8"
    assert field.prepare_value("1/8 ") == "1/8 "


def plain(field: forms.Field, column: Any = None) -> forms.Field:
    speak_plainly(field, column)
    return field


def said_by(field: forms.Field, typed: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("typed", ["2026-02-30", "03/05/2026", "2026-13-01"])
def test_a_day_that_is_not_there_gets_an_example(typed: str) -> None:
    assert "eller 2026-05-03" in said_by(plain(forms.DateField()), typed)


def test_a_day_is_read_with_and_without_hyphens() -> None:
    field = plain(forms.DateField())
    assert field.clean("2026-05-03") == field.clean("20260503") == date(2026, 5, 3)


@pytest.mark.parametrize("typed", ["0207-10-01", "9999-12-31"])
def test_a_year_that_nobody_meant_is_pointed_out(typed: str) -> None:
    assert said_by(plain(forms.DateField()), typed) == "Året ska vara mellan 1900 och 2100."


def test_what_must_be_filled_in_is_said_in_plain_words() -> None:
    assert said_by(plain(forms.CharField()), "") == "Fyll i det här."
    assert said_by(plain(forms.ChoiceField(choices=[("a", "A")])), "") == "Välj något här."


def test_a_choice_that_is_gone_says_what_to_do() -> None:
    assert "Ladda om sidan" in said_by(plain(forms.ChoiceField(choices=[("a", "A")])), "b")


def test_the_empty_choice_is_a_word_not_dashes() -> None:
    field = plain(forms.ChoiceField(choices=[("", "---------"), ("a", "A")]))
    assert [str(label) for _key, label in field.choices] == ["Välj", "A"]  # type: ignore[attr-defined]


def test_several_choices_have_no_empty_one() -> None:
    several = plain(forms.MultipleChoiceField(choices=[("a", "A")]))
    assert several.choices == [("a", "A")]  # type: ignore[attr-defined]
    rows: Any = plain(forms.ModelMultipleChoiceField(Party.objects.none()))
    assert rows.empty_label is None


def test_a_whole_number_keeps_to_what_its_column_can_hold(db: None) -> None:
    field = plain(forms.IntegerField(), TargetGroup._meta.get_field("age_min"))
    assert field.clean("18") == 18
    assert said_by(field, "99999999999999999999")
    assert said_by(field, "arton") == "Skriv ett helt tal, till exempel 18."


def test_a_code_says_which_signs_it_takes() -> None:
    assert "a–z" in said_by(plain(forms.SlugField()), "Åsa & Per")


def test_a_long_text_gets_four_lines() -> None:
    assert plain(forms.CharField(widget=forms.Textarea)).widget.attrs["rows"] == 4


def test_decimals_keep_their_own_control() -> None:
    column: Any = Position._meta.get_field("full_time")
    assert plain(TypedNumber(), column).widget.attrs["inputmode"] == "decimal"


def test_a_hidden_field_stays_hidden() -> None:
    assert plain(forms.IntegerField(widget=forms.HiddenInput)).widget.is_hidden


def test_rows_to_choose_stand_in_swedish_order(cast: Cast) -> None:
    kind = PartyKind.objects.get(code="region")
    for name in ("Örebro län", "Ale", "Åland"):
        Party.objects.create(kind=kind, name=name, short_name=name)
    field: Any = plain(forms.ModelChoiceField(Party.objects.filter(kind=kind)))
    assert [party.name for party in field.queryset] == [
        "Ale",
        "Region Sörmland",
        "Åland",
        "Örebro län",
    ]
    places: Any = plain(forms.ModelChoiceField(Municipality.objects.all()))
    assert [str(each) for each in places.queryset][-1] == "Övertorneå"


def test_rows_with_an_order_of_their_own_keep_it(cast: Cast) -> None:
    field: Any = plain(forms.ModelChoiceField(Party.objects.order_by("-name")))
    assert field.queryset[0].name == "Samordningsförbundet Prov"
    words: Any = plain(forms.ModelChoiceField(CommonOutcome.objects.all()))
    assert words.queryset[0].code == "work_unsupported"
