"""No control cuts what is pasted without a word: the server says how long it was, and keeps it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms

from stafett.frame.inputs import DayInput
from tests.frame.drawing import draw

TEMPLATES = sorted(Path("src/stafett").rglob("templates/**/*.html"))
BY_HAND = re.compile(
    r"<textarea|<input(?![^>]*type=\"(?:hidden|search|checkbox|radio|submit|file)\")", re.I
)
"""A control that is not drawn by `frame.form_fields.control`; a search field is no form field."""


def test_no_template_draws_a_control_by_hand_or_cuts_one() -> None:
    texts = {path: path.read_text("utf-8") for path in TEMPLATES}
    assert [str(path) for path, text in texts.items() if "maxlength" in text] == []
    assert [str(path) for path, text in texts.items() if BY_HAND.search(text)] == []


class Both(forms.MultiWidget):
    """A word and a day in one field."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(attrs={"maxlength": 3}), DayInput()])

    def decompress(self, value: Any) -> list[Any]:
        return [None, None]


class Several(forms.Form):
    """Controls that a browser would cut at their length."""

    line = forms.CharField(max_length=5)
    area = forms.CharField(max_length=5, widget=forms.Textarea)
    post = forms.EmailField(max_length=5)
    day = forms.DateField(widget=DayInput)
    parts = forms.CharField(widget=Both())


@pytest.mark.parametrize("name", list(Several.base_fields))
def test_no_kind_of_control_is_cut_by_the_browser(name: str) -> None:
    assert "maxlength" not in draw("{% field bound %}", bound=Several()[name])
