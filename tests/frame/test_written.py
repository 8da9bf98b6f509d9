"""Are days read as Swedes write them, and are faults told with what would be right?"""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "written", ["2026-05-03", "20260503", "3/5 2026", "03/05-2026", "3.5.2026"]
)
def test_a_day_is_read_however_it_is_written_and_never_with_the_month_first(
    written: str, language: str
) -> None:
    with override(language):
        assert forms.DateField().clean(written) == date(2026, 5, 3)


@pytest.mark.parametrize("written", ["2026-02-30", "3/5/2026", "5/13 2026", "i går", "26-05-03"])
def test_what_is_no_day_is_told_with_what_would_be_right(written: str) -> None:
    with pytest.raises(
        ValidationError, match="Skriv till exempel 3 maj, 3/5, i morgon eller 2026-05-03"
    ):
        forms.DateField().clean(written)


def test_a_choice_that_is_not_there_is_told_without_repeating_it() -> None:
    with pytest.raises(
        ValidationError,
        match=r"^\['Det valet finns inte\. Välj något av det som går att välja\.'\]$",
    ):
        forms.ChoiceField(choices=[("a", "A")]).clean("exited")
