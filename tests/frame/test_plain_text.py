"""Is text that is not seen taken away, and what turns it refused, wherever it is typed, and nothing else?"""

from __future__ import annotations

from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from stafett.frame.inputs import ClockField, DayInput, OneFile
from stafett.frame.plain_text import legible, not_turned, turned
from tests.frame.every_form import every_form

TURNED = ["\u202d", "\u202e"]
HARMLESS = [
    *(
        chr(code)
        for code in (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202D), *range(0x2066, 0x206A))
    ),
    "\x07",
    "\x1b",
    "\x7f",
    "\x9f",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\U000e0041",
]
ODD_BREAKS = ["\v", "\f", "\x85", "\u2028", "\u2029"]
BLANK = ["\u034f", "\u115f", "\u1160", "\u17b4", "\u2800", "\u3164", "\uffa0", "\U0001d159"]
WRITTEN = [
    "Åsa Öberg-Niño",
    "O’Brien",
    "Şahin",
    "李小龙",
    "محمد",
    "Zoë\u0301",
    "50\u00a0%",
    "❤\ufe0f",
    "김민준",
    "⠎⠞",
    "",
]


class Typed(forms.Form):
    """A line, several lines, a password and a file."""

    name = forms.CharField(required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    word = forms.CharField(widget=forms.PasswordInput, required=False)
    file = forms.FileField(required=False)


def refused(**typed: str) -> list[str]:
    """The fields that are refused."""
    return sorted(Typed(typed).errors)


def kept(text: str) -> tuple[str, str]:
    """What a line and what several lines keep of the same text."""
    form = Typed({"name": text, "note": text})
    assert not form.errors
    return form.cleaned_data["name"], form.cleaned_data["note"]


@pytest.mark.parametrize("mark", [*HARMLESS, *BLANK])
def test_what_is_not_seen_and_means_nothing_is_taken_away_without_a_word(mark: str) -> None:
    assert kept(f"{mark}An{mark}na{mark}") == ("Anna", "Anna")
    assert kept(f" {mark}\u00a0{mark}") == ("", ""), "which is to leave the field empty"


@pytest.mark.parametrize("mark", ODD_BREAKS)
def test_an_odd_line_break_is_a_plain_one_or_a_space_on_one_line(mark: str) -> None:
    assert kept(f"Hej{mark}du") == ("Hej du", "Hej\ndu")


def test_a_number_out_of_a_phones_contacts_is_the_number() -> None:
    for before in ("\u202a", "\u202d", "\u2068", "\u200e"):
        assert kept(f"{before}070-174 06 05\u202c") == ("070-174 06 05", "070-174 06 05")


def test_a_day_a_clock_and_the_name_of_a_file_lose_it_too() -> None:
    class More(forms.Form):
        day = forms.DateField(widget=DayInput)
        at = ClockField()
        file = OneFile()

    sent = MultiValueDict({"file": [SimpleUploadedFile("lis\u00adta.csv", b"x")]})
    form = More({"day": "3\u200b maj 2027", "at": "\u200e9.15"}, sent)
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2027, 5, 3)
    assert form.cleaned_data["at"] == time(9, 15)
    assert form.cleaned_data["file"].name == "lista.csv"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Hon heter An\u202ena Ek", "”Anna”"),
        ("Första raden\nVid lo\u202eppet här", "”loppet”"),
        ("Hon heter \u202e Ek", "”Hon heter  Ek”"),
        ("محمد\u202d ab", "”محمد”"),
        (f"{'å' * 60}\u202e", f"”{'å' * 40}”"),
    ],
)
def test_a_mark_that_turns_the_writing_is_refused_and_the_word_is_quoted(
    text: str, quoted: str
) -> None:
    assert refused(name=text, note=text) == ["name", "note"]
    said = str(Typed({"note": text}).errors["note"])
    assert f"Vid {quoted} står ett dolt tecken som vänder på skriften" in said


def test_where_there_is_no_word_to_quote_the_whole_text_is_written_anew() -> None:
    assert turned(" \u202e ") == (
        "Texten har ett dolt tecken som vänder på skriften. Skriv den för hand."
    )


@pytest.mark.parametrize("text", ["\u200d", "\u0301", "\ufe0f \u20dd", "\u200c\u00a0\u200c"])
def test_a_text_of_nothing_but_joiners_and_loose_marks_is_no_text(text: str) -> None:
    assert kept(text) == ("", "")


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_is_taken(text: str) -> None:
    assert kept(text) == (text, text)
    assert Typed({"note": f"{text}\r\n\tmer"}).is_valid()


def test_breaks_are_for_texts_of_several_lines_and_joiners_for_all() -> None:
    assert kept("می\u200cخواهم") == ("می\u200cخواهم", "می\u200cخواهم")
    assert kept("👩\u200d🔬") == ("👩\u200d🔬", "👩\u200d🔬")
    for mark in ("\n", "\r", "\t", "\r\n"):
        form = Typed({"name": f"a{mark}b", "note": f"a{mark}b", "seen": f"a{mark}b"})
        assert form.is_valid()
        assert form.cleaned_data["name"] == "a b"
        assert form.cleaned_data["note"][1:-1] == form.cleaned_data["seen"][1:-1] == mark


def test_a_password_is_whatever_somebody_chose() -> None:
    form = Typed({"word": "a\u200b\u202eb"})
    assert form.is_valid()
    assert form.cleaned_data["word"] == "a\u200b\u202eb"


def test_nul_is_told_once_in_the_words_that_are_for_it() -> None:
    assert len(Typed({"name": "a\0b"}).errors["name"]) == 1


def test_the_name_of_a_file_is_held_to_the_same() -> None:
    for name, said in (("lista\u202evsc.csv", ["file"]), ("lista.csv", [])):
        sent = MultiValueDict({"file": [SimpleUploadedFile(name, b"x")]})
        assert list(Typed({}, sent).errors) == said


def test_only_texts_are_looked_at() -> None:
    for value in (None, 3, ["\u202e"]):
        not_turned(value)
    assert legible("") == ""


@pytest.mark.parametrize("form", every_form(), ids=lambda one: one.__name__)
def test_no_form_of_ours_takes_a_turned_text_in_any_field_that_is_typed(
    form: type[forms.BaseForm],
) -> None:
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]
        typed = isinstance(field, forms.CharField) and not isinstance(
            field, forms.EmailField | forms.URLField
        )
        if typed and not isinstance(field.widget, forms.PasswordInput):
            with pytest.raises(ValidationError):
                field.run_validators("a\u202eb"), name


@pytest.mark.parametrize("form", every_form(), ids=lambda one: one.__name__)
def test_no_form_of_ours_keeps_what_is_not_seen_in_any_field_that_is_typed(
    form: type[forms.BaseForm],
) -> None:
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]
        typed = isinstance(field.widget, forms.TextInput | forms.Textarea)
        if typed and not isinstance(field.widget, forms.PasswordInput):
            found = field.widget.value_from_datadict({"it": "a\u00adb\u200e"}, {}, "it")
            assert found == "ab", name
