"""Who may note something in a case: those who work in it. Correcting is `casework.access.check_own`."""

from __future__ import annotations

from stafett.casework.models import Participation
from stafett.safeguards.access import can_note
from stafett.safeguards.viewer import Viewer


def can_write(viewer: Viewer, case: Participation) -> bool:
    """True when the viewer works in the case."""
    return can_note(viewer, case.circle)
