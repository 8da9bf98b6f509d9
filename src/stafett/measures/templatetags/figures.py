"""How a number stands in a sentence when it may be hidden: the number, or the word for it."""

from __future__ import annotations

from decimal import Decimal

from django import template

from stafett.frame import formats
from stafett.measures.figures import Hidden
from stafett.measures.presentation import words

register = template.Library()


@register.filter
def antal(value: int | Hidden | None) -> str:
    """A whole number as people write it; hidden is never 0 and never empty."""
    return words.hidden() if isinstance(value, Hidden) else formats.whole_number(value or 0)


@register.filter
def belopp(value: Decimal | Hidden | None) -> str:
    """An amount in kronor; a dash where there is none, the word where it is hidden."""
    if isinstance(value, Hidden):
        return words.hidden()
    return words.NOTHING if value is None else words.money(value)


@register.filter
def flera(value: int | Hidden | None) -> int:
    """What to decline a noun by: several where it is hidden, so that the word tells nothing."""
    return value if isinstance(value, int) else 2


@register.filter
def sagt(value: object) -> str:
    """Anything in its own words, or the word for what is hidden."""
    return words.hidden() if isinstance(value, Hidden) else str(value)
