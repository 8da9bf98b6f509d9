"""Controls that the browser's own do badly: here a day that is typed."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day typed as 2026-05-03 in a plain text field.

    The browser's own date field sends nothing at all for 30 February, so that what was typed is lost.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"inputmode": "numeric", "autocomplete": "off", "size": "10", "maxlength": "10"}
        super().__init__(attrs={**own, **(attrs or {})}, format="%Y-%m-%d")
