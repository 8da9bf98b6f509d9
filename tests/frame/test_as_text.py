"""Is what nobody writes in shown as text, and sent along as it stood?"""

from __future__ import annotations

from django import forms

from stafett.frame.as_text import AsText
from tests.frame.drawing import draw


class One(forms.Form):
    """A form that shows something."""

    stands = forms.CharField(label="Så står det", required=False, widget=AsText())


def test_it_is_text_with_its_lines_and_never_markup() -> None:
    drawn = draw("{% field form.stands %}", form=One(initial={"stands": "<b>Ett\nTvå"}))
    assert '<p class="as-text">&lt;b&gt;Ett<br>Två</p>' in drawn
    assert '<input type="hidden" name="stands" value="&lt;b&gt;Ett\nTvå">' in drawn
    assert "frivilligt" not in drawn
    assert "<label" not in drawn


def test_nothing_is_nothing() -> None:
    assert '<p class="as-text"></p>' in draw("{% field form.stands %}", form=One())
