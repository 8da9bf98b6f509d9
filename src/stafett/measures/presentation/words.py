"""How are a figure, an interval and a day said in words, the Swedish way unless asked otherwise?"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from stafett.frame import formats
from stafett.measures.figures import SMALL_GROUP, Mean, Share

NOTHING = formats.NO_VALUE
"""What stands where there is nothing to say; never for what is hidden."""

_ONE = Decimal(1)
_LEAST, _MOST = Fraction(1, 1000), Fraction(999, 1000)
"""Shares nearer to none and all than these are said with "under" and "över"."""


def number(value: int | Decimal) -> str:
    """A whole number with its thousands apart: 2 255 451."""
    return formats.whole_number(value)


def money(kronor: Decimal) -> str:
    """An amount in whole kronor: 16 958 kr. Halves are rounded away from zero."""
    return formats.kronor(kronor)


def mean(figure: Mean) -> str:
    """The mean with one decimal: 22,4."""
    return format_decimal(figure.value, "0.0", locale=formats.locale())


def percent(share: Share) -> str:
    """The share in whole per cent, or with a decimal where 0 % or 100 % would be untrue."""
    if not share.denominator:
        return NOTHING
    exact = Fraction(share.numerator, share.denominator)
    if exact in (0, 1) or Fraction(1, 200) <= exact < Fraction(199, 200):
        return _per_cent(exact)
    return _near_an_end(exact)


def out_of(share: Share) -> str:
    """Numerator and denominator, never divided between lines: 11 av 15."""
    said = _("%(part)s av %(whole)s") % {
        "part": number(share.numerator),
        "whole": number(share.denominator),
    }
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def interval(share: Share) -> str:
    """The 95 % interval in whole per cent: 48–89 %."""
    ends = _ends(share)
    return f"{ends[0]}–{formats.percent(Decimal(ends[1]) / 100, 0)}" if ends else NOTHING


def sentence(share: Share, did: str) -> str:
    """The share as two sentences that can't be misread (ux § 5, F21).

    `did` says what those counted did, as the end of a sentence without its full stop:
    "gick till arbete". Gives "11 av de 15 gick till arbete. För arbetssättet i stort är allt
    mellan 48 och 89 procent rimligt."
    """
    ends = _ends(share)
    if ends is None:
        return _("Det finns ingen att räkna på ännu.")
    return _("%(whom)s %(did)s. %(beyond)s") % {
        "whom": _whom(share),
        "did": did,
        "beyond": _("För arbetssättet i stort är allt mellan %(low)s och %(high)s procent rimligt.")
        % {"low": ends[0], "high": ends[1]},
    }


def hidden() -> str:
    """The word for a figure that exists and is not shown."""
    return _("dolt")


def small_group() -> str:
    """The mark beside a share of few."""
    return _("liten grupp")


def small_group_meaning() -> str:
    """What the mark means."""
    return _("Liten grupp: färre än %(limit)s. Slumpen betyder mycket.") % {"limit": SMALL_GROUP}


def interval_meaning() -> str:
    """What the interval in a table says, for its notes."""
    return _(
        "Spannet är ett 95 % konfidensintervall (Wilson): vad som är rimligt för arbetssättet "
        "i stort, inte bara för dem som räknats här."
    )


def day(when: date) -> str:
    """A day in full: 30 juni 2009."""
    return formats.plain_day(when)


def as_of(when: date) -> str:
    """Which day the figures stand for."""
    return _("Avser läget den %(day)s.") % {"day": day(when)}


def _whom(share: Share) -> str:
    whole = {"whole": number(share.denominator)}
    if share.numerator == 0:
        return _("Ingen av de %(whole)s") % whole
    if share.numerator == share.denominator > 1:
        return _("Alla %(whole)s") % whole
    return _("%(part)s av de %(whole)s") % {"part": number(share.numerator), **whole}


def _ends(share: Share) -> tuple[str, str] | None:
    if share.interval is None:
        return None
    low, high = (Decimal(repr(round(end * 100, 9))) for end in share.interval)
    return str(low.quantize(_ONE, ROUND_HALF_UP)), str(high.quantize(_ONE, ROUND_HALF_UP))


def _near_an_end(exact: Fraction) -> str:
    if exact < _LEAST:
        return _("under %(least)s") % {"least": _per_cent(_LEAST, 1)}
    if exact > _MOST:
        return _("över %(most)s") % {"most": _per_cent(_MOST, 1)}
    return _per_cent(exact, 1)


def _per_cent(exact: Fraction, decimals: int = 0) -> str:
    return formats.percent(Decimal(exact.numerator) / Decimal(exact.denominator), decimals)
