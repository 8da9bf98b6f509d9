"""Who may note something in a case, and who may correct it: those who work in it, of their own authority's."""

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


def check_correct(viewer: Viewer, written: Written) -> None:
    """Raise PermissionDenied unless it is the viewer's own unit's, and they work there."""
    if written.unit_id not in {post.unit_id for post in viewer.posts} or not viewer.works_for & {
        written.owner_authority_id
    }:
        raise PermissionDenied(
            _("Bara den enhet som skrev det rättar det. Skriv en egen anteckning om du vet mer.")
        )


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
