"""Draws a scrap of template, as a page would."""

from __future__ import annotations

from typing import Any

from django.template import engines

from tests.frame.conftest import UNDEFINED


def draw(source: str, **context: Any) -> str:
    """The HTML of the scrap; an undefined variable is an error."""
    html = engines["django"].from_string("{% load frame %}" + source).render(context)
    assert UNDEFINED.split()[0] not in html
    return html.strip()
