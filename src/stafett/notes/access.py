"""Who may note something in a case, and take it back. Correcting is `casework.access.check_own`."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.notes.models import Written
from stafett.safeguards.access import can_note
from stafett.safeguards.viewer import Viewer


def can_write(viewer: Viewer, case: Participation) -> bool:
    """True when the viewer works in the case."""
    return can_note(viewer, case.circle)


def can_retract(viewer: Viewer, written: Written) -> bool:
    """True for those who work with people at the authority whose record it is."""
    return written.owner_authority_id in viewer.works_for


def check_retract(viewer: Viewer, written: Written) -> None:
    """Raise PermissionDenied unless `can_retract`."""
    if not can_retract(viewer, written):
        raise PermissionDenied(
            _(
                "Det dras tillbaka av den myndighet som skrev det. Säg till dem om det står i fel ärende."
            )
        )
