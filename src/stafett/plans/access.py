"""Who may put right what was noted of a decision or judgement: the unit that noted it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.plans.models import Decision
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def can_put_right(viewer: Viewer, decision: Decision) -> bool:
    """True for those who work with people at the unit that noted it; when that is closed, at its authority."""
    unit = decision.unit
    if unit.valid_to and unit.valid_to < viewer.day:
        return decision.owner_authority_id in viewer.works_for
    return unit.pk in viewer.units_with(Permission.WORK_WITH_PEOPLE)


def check_put_right(viewer: Viewer, decision: Decision) -> None:
    """Raise PermissionDenied, saying whose it is, unless `can_put_right`."""
    if not can_put_right(viewer, decision):
        raise PermissionDenied(
            _("Det rättas av den enhet som antecknade det. Säg till %(unit)s om det är fel.")
            % {"unit": decision.unit}
        )
