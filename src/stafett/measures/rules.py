"""What makes a period ready to be shown, and which threshold holds? Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _


def refusal_of_period(starts_on: date, ends_on: date, started: date, today: date) -> str:
    """Why a period can't be closed; nothing when it can."""
    if ends_on < starts_on:
        return _("Sista dagen ligger före den första. Rätta den ena.")
    if starts_on < started:
        return _("Insatsen började först senare. Välj en första dag då den fanns.")
    if ends_on >= today:
        return _("Perioden är inte slut än. Välj en sista dag som har varit.")
    return ""


def strictest(thresholds: Iterable[int]) -> int:
    """The threshold of a set: the highest that anybody has signed for any audience.

    One pattern for all, so that two audiences who put what they see together learn nothing more.
    """
    return max(thresholds)


def digest(facts: Mapping[str, Any]) -> str:
    """The checksum of a set: the same for the same tables, whatever the order of their keys."""
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
