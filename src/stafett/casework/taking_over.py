"""Who takes over after an exit, as far as somebody may know: that an authority is involved can be a secret."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.safeguards.access import Opened
from stafett.safeguards.models import RowKind

TAKEN_OVER = "taken_over"
"""What an earlier version of a holding says when it was handed over, and not only corrected."""
FELL_BACK = "fell_back"
"""What it says besides when nobody handed it over: who held may not see the case any more."""


def taker_shown(works_for: Collection[int], shown: Opened, case: Participation) -> str:
    """Who takes over, by name to those who may know it, else that somebody else does; empty where unsaid.

    One's own authority and the controller's are named to all in the case; others, and who is outside
    Stafett, where it is opened which authorities are involved (law 2).
    """
    return case.taker if not case.taker or knows_taker(works_for, shown, case) else _("någon annan")


def knows_taker(works_for: Collection[int], shown: Opened, case: Participation) -> bool:
    """True for those to whom whoever takes over is named."""
    home = case.next_unit.authority_id if case.next_unit else None
    return home in {case.controller_id, *works_for} or knows_others(shown, case)


def knows_others(shown: Opened, case: Participation) -> bool:
    """True where the controller's rows of which authorities are involved are open."""
    return shown.opens(case.controller_id, RowKind.INVOLVEMENT)
