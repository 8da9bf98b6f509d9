"""Who may write a report, who may read it, and who sees its figures as they were filled."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.initiatives.access import check, scope
from stafett.initiatives.models import Initiative
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def check_may_write(viewer: Viewer, initiative: Initiative) -> None:
    """Raise PermissionDenied unless the viewer writes reports in the initiative."""
    check(viewer, initiative, Permission.WRITE_REPORTS)


def check_may_fill(viewer: Viewer, initiative: Initiative) -> None:
    """Raise PermissionDenied unless the viewer writes reports and sees the whole initiative's figures divided.

    The tables are kept for all readers as the one who fills them sees them.
    """
    check_may_write(viewer, initiative)
    if not sees_groups(viewer, initiative):
        raise PermissionDenied(only_the_leader_fills())


def only_the_leader_fills() -> str:
    """Why somebody who writes chapters neither starts a report nor fills its tables."""
    return _(
        "Rapportens tabeller gäller hela insatsen. Projektledaren startar rapporten och hämtar "
        "dem; du kan skriva i kapitlen."
    )


def can_fill(viewer: Viewer, initiative: Initiative) -> bool:
    """True when the viewer may fill the tables of the initiative's reports."""
    return can_write(viewer, initiative) and sees_groups(viewer, initiative)


def check_may_read(viewer: Viewer, initiative: Initiative) -> None:
    """Raise PermissionDenied unless the viewer reads reports of the initiative."""
    check(viewer, initiative, Permission.SEE_REPORTS)


def can_write(viewer: Viewer, initiative: Initiative) -> bool:
    """True when the viewer writes reports in the initiative."""
    return bool(scope(viewer, initiative, Permission.WRITE_REPORTS))


def sees_groups(viewer: Viewer, initiative: Initiative) -> bool:
    """True when the viewer may see the whole initiative's figures divided (law 8)."""
    return scope(viewer, initiative, Permission.SEE_FIGURES).whole
