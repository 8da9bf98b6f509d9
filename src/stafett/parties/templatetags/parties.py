"""What templates about parties are written with: `{% load parties %}`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from stafett.frame.formats import percent

register = template.Library()


@register.filter
def of_whole(share: Fraction) -> str:
    """`{{ share|of_whole }}` → 12,5 %: an exact share as per cent."""
    return percent(Decimal(share.numerator) / Decimal(share.denominator))
