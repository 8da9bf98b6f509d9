"""A day is typed as people write it, kept as it was meant, and its weekday is said back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django import forms
from django.utils import timezone

from stafett.frame.inputs import DayInput, DayToCome, read_day, read_day_to_come
from stafett.parties.careful_forms import CarefulForm
from tests.frame.every_form import every_form

TODAY = date(2026, 11, 28)


class OneDay(forms.Form):
    day = forms.DateField(widget=DayInput)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3 maj", date(2026, 5, 3)),
        ("3/5", date(2026, 5, 3)),
        ("3.5", date(2026, 5, 3)),
        ("3/5 2027", date(2027, 5, 3)),
        ("3/5-2027", date(2027, 5, 3)),
        ("den 3 maj 2027", date(2027, 5, 3)),
        ("Tis 3 Maj", date(2026, 5, 3)),
        ("24 dec.", date(2026, 12, 24)),
        ("24 december 2025", date(2025, 12, 24)),
        ("20260503", date(2026, 5, 3)),
        ("2026-05-03", None),
        ("31/6", None),
        ("31 juni", None),
        ("3 ma", None),
        ("3 mar", date(2026, 3, 3)),
        ("3 ju", None),
        ("3 xyz", None),
        ("i dag", TODAY),
        ("Idag", TODAY),
        ("imorgon", date(2026, 11, 29)),
        ("i morgon", date(2026, 11, 29)),
        ("i går", date(2026, 11, 27)),
        ("i övermorgon", date(2026, 11, 30)),
        ("i förrgår", date(2026, 11, 26)),
        ("tomorrow", date(2026, 11, 29)),
        ("på torsdag", date(2026, 12, 3)),
        ("nu på tors", date(2026, 12, 3)),
        ("lördag", date(2026, 12, 5)),
        ("nästa tisdag", date(2026, 12, 1)),
        ("Nästa  lördag", date(2026, 12, 5)),
        ("tisdag nästa vecka", date(2026, 12, 1)),
        ("i tisdags", date(2026, 11, 24)),
        ("i lördags", date(2026, 11, 21)),
        ("i tisdag", None),
        ("tisdags", None),
        ("nästa vecka", None),
        ("om en vecka", date(2026, 12, 5)),
        ("om tre dagar", date(2026, 12, 1)),
        ("dag", None),
        ("20261340", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it_and_nothing_is_guessed(
    typed: str, day: date | None
) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5 jan", date(2027, 1, 5)),
        ("14/3", date(2027, 3, 14)),
        ("3 maj", date(2027, 5, 3)),
        ("30 maj", date(2026, 5, 30)),
        ("27 nov", date(2026, 11, 27)),
        ("24 dec", date(2026, 12, 24)),
        ("14 mars 2026", date(2026, 3, 14)),
        ("20260314", date(2026, 3, 14)),
        ("29 feb", None),
        ("fredag", date(2026, 12, 4)),
        ("på tors", date(2026, 12, 3)),
        ("lördag", date(2026, 12, 5)),
        ("Om två  veckor", date(2026, 12, 12)),
        ("om 10 dagar", date(2026, 12, 8)),
        ("om en vecka", date(2026, 12, 5)),
        ("om ett par veckor", None),
        ("om noll dagar", None),
        ("om många veckor", None),
        ("om 2000 veckor", None),
        ("xyz", None),
        ("i morgon", date(2026, 11, 29)),
    ],
)
def test_a_day_to_come_is_the_next_one_when_this_years_is_long_past(
    typed: str, day: date | None
) -> None:
    assert read_day_to_come(typed, TODAY) == day


def test_next_tuesday_is_that_of_next_week_whatever_the_day_is() -> None:
    for day, tuesday in ((23, 1), (24, 1), (29, 1)):
        assert read_day("nästa tisdag", date(2026, 11, day)) == date(2026, 12, tuesday)
    assert read_day("nästa tisdag", date(2026, 11, 30)) == date(2026, 12, 8)


def test_a_form_that_looks_ahead_reads_so() -> None:
    class Ahead(forms.Form):
        day = forms.DateField(widget=DayToCome)

    form = Ahead({"day": "om två veckor"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == timezone.localdate() + timedelta(days=14)


def test_a_form_takes_the_day_that_was_meant_and_says_its_weekday() -> None:
    year = timezone.localdate().year
    form = OneDay({"day": "3 maj"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(year, 5, 3)
    html = str(form["day"])
    assert f'value="{year}-05-03"' in html
    assert "3 maj</span>" in html


def test_tomorrow_is_counted_from_the_day_that_it_is_sent() -> None:
    form = OneDay({"day": "i morgon"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == timezone.localdate() + timedelta(days=1)


def test_what_is_no_day_comes_back_as_it_was_typed_without_a_weekday() -> None:
    form = OneDay({"day": "31 juni"})
    assert not form.is_valid()
    assert 'value="31 juni"' in str(form["day"])
    assert "field__weekday" not in str(form["day"])
    assert "field__weekday" not in str(OneDay()["day"])


def test_a_day_that_is_there_from_the_start_has_its_weekday() -> None:
    assert "tors 1 jan 2015" in str(OneDay(initial={"day": date(2015, 1, 1)})["day"])


def test_the_keypad_of_a_phone_has_letters_and_signs_for_a_day() -> None:
    assert "inputmode" not in str(OneDay()["day"])


def test_every_day_of_every_form_is_read_by_the_same_reader() -> None:
    strange = [
        f"{form.__name__}.{name}"
        for form in every_form()
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, forms.DateField) and not issubclass(form, CarefulForm)
        if not isinstance(field.widget, DayInput)
    ]
    assert strange == [], "careful forms get it when they are made"
