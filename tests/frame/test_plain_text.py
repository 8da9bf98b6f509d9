"""Is text that is not seen, or that turns what is, refused wherever it is typed, and nothing else?"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

import stafett
from stafett.frame.plain_text import one_line, several_lines, unseen

TURNED = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
HIDDEN = [
    "\x07",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9f",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u2028",
    "\U000e0041",
]
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


@pytest.mark.parametrize("mark", [*TURNED, *HIDDEN])
def test_what_is_not_seen_is_refused_in_a_line_and_in_lines(mark: str) -> None:
    assert refused(name=f"An{mark}na", note=f"An{mark}na") == ["name", "note"]
    said = str(Typed({"name": f"An{mark}na"}).errors["name"])
    assert "tecken som inte syns eller som vänder på skriften" in said


@pytest.mark.parametrize("mark", BLANK)
def test_a_letter_that_is_drawn_as_nothing_is_refused_alone_and_in_a_name(mark: str) -> None:
    for typed in (mark, f" {mark}\u00a0{mark}", f"Anna{mark}"):
        assert refused(name=typed, note=typed) == ["name", "note"]


@pytest.mark.parametrize("text", ["\u200d", "\u0301", "\ufe0f \u20dd", "\u200c\u00a0\u200c"])
def test_a_text_of_nothing_but_joiners_and_loose_marks_shows_nothing(text: str) -> None:
    assert refused(name=text, note=text) == ["name", "note"]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_is_taken(text: str) -> None:
    assert refused(name=text, note=f"{text}\r\n\tmer") == []


def test_breaks_are_for_texts_of_several_lines_and_joiners_for_all() -> None:
    assert refused(name="می\u200cخواهم", note="👩\u200d🔬") == []
    for mark in ("\n", "\r", "\t"):
        assert refused(name=f"a{mark}b", note=f"a{mark}b", seen=f"a{mark}b") == ["name"]


def test_a_password_is_whatever_somebody_chose() -> None:
    assert refused(word="a\u200bb") == []


def test_nul_is_told_once_in_the_words_that_are_for_it() -> None:
    assert len(Typed({"name": "a\0b"}).errors["name"]) == 1


def test_the_name_of_a_file_is_held_to_the_same() -> None:
    for name, said in (("lista\u202evsc.csv", ["file"]), ("lista.csv", [])):
        sent = MultiValueDict({"file": [SimpleUploadedFile(name, b"x")]})
        assert list(Typed({}, sent).errors) == said


def test_only_texts_are_looked_at() -> None:
    for value in (None, 3, ["\u202e"]):
        one_line(value)
        several_lines(value)
    assert not unseen("")


def _forms() -> Iterator[type[forms.BaseForm]]:
    for module in pkgutil.walk_packages(stafett.__path__, "stafett."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("stafett."):
            yield one


@pytest.mark.parametrize("form", sorted(set(_forms()), key=str), ids=lambda one: one.__name__)
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
