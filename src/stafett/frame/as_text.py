"""What a form shows and nobody writes in: as text, sent along as it stood."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString


class AsText(forms.Widget):
    """The value as text, beside a hidden control that sends it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The text, its lines kept."""
        said = value or ""
        return format_html(
            '<p class="as-text">{}</p><input type="hidden" name="{}" value="{}">',
            linebreaksbr(said), name, said,
        )  # fmt: skip
