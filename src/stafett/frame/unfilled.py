"""What a draft leaves to fill in, "[fyll i: telefon]": it is not to reach whoever reads the text."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

LEFT = re.compile(r"\[[^\[\]]*\b(?:i?fyll|fill)[^\[\]]*\]?", re.IGNORECASE)


def left_in(text: str) -> str:
    """The first place in a text that is still to be filled in, as it stands there; empty when none is."""
    found = LEFT.search(str(text))
    return found[0] if found else ""


def faults_of_unfilled(told: dict[str, str]) -> dict[str, str]:
    """The fields with something still to be filled in, each with what to do."""
    return {
        name: _("Det står %(left)s kvar. Skriv era egna ord i stället, eller ta bort det.")
        % {"left": left}
        for name, text in told.items()
        if (left := left_in(text))
    }


__all__ = ["faults_of_unfilled", "left_in"]
