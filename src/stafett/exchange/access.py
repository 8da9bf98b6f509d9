"""Who may read registers in, and into what."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.initiatives.access import scope
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.queries import initiatives
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def open_for_import(viewer: Viewer) -> list[tuple[Initiative, Branch | None]]:
    """Each initiative the viewer may read into, whole (None) or by branch."""
    found: list[tuple[Initiative, Branch | None]] = []
    for initiative in initiatives(viewer).order_by("starts_on", "code"):
        where = scope(viewer, initiative, Permission.IMPORT_REGISTER)
        if where.whole:
            found.append((initiative, None))
        branches = initiative.branches.order_by("name")
        found += [(initiative, b) for b in branches if where.covers(b.pk) and not where.whole]
    return found


def check_may_import(viewer: Viewer, initiative: Initiative, branch: Branch | None) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer may read a register in there."""
    where = scope(viewer, initiative, Permission.IMPORT_REGISTER)
    if not where.covers(branch.pk if branch else None):
        raise PermissionDenied(
            _(
                "Du kan inte läsa in register i %(initiative)s. Det gör projektledaren, eller den "
                "lokala projektledaren för sin del."
            )
            % {"initiative": initiative.name}
        )
