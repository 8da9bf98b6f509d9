"""Who may see what an initiative cost, and who may book it."""

from __future__ import annotations

from stafett.initiatives.access import Scope, check, check_edit, may_edit, scope
from stafett.initiatives.models import Initiative
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

__all__ = ["check_edit", "check_see", "may_edit", "seen"]


def seen(viewer: Viewer, initiative: Initiative) -> Scope:
    """Where in the initiative the viewer sees costs: all of them, those of some branches, or none."""
    return scope(viewer, initiative, Permission.SEE_COSTS)


def check_see(viewer: Viewer, initiative: Initiative) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer sees some of the costs."""
    check(viewer, initiative, Permission.SEE_COSTS)
