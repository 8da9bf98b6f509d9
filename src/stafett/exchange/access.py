"""Who may read registers in, and into what."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.casework.access import check_agreed
from stafett.initiatives.access import engagements, scope
from stafett.initiatives.models import Branch, Initiative
from stafett.safeguards.access import kept_by
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer

Place = tuple[Initiative, Branch | None]
"""An initiative, whole (None) or one branch of it."""


def controllers_of(initiative: Initiative, branch: Branch | None = None) -> set[int]:
    """Those who answer for whom a register is about: the branch's authority, or each branch's."""
    if branch is not None:
        return {branch.controller_id}
    return set(initiative.branches.order_by("pk").values_list("controller_id", flat=True))


def open_for_import(viewer: Viewer) -> list[Place]:
    """Each initiative the viewer may read into, whole (None) or by branch; two queries at most."""
    mine = [e for e in engagements(viewer) if Permission.IMPORT_REGISTER in permissions_of(e.role)]
    whole = {e.initiative_id for e in mine if e.branch_id is None}
    parts = {e.branch_id for e in mine if e.branch_id and e.initiative_id not in whole}
    found: list[Place] = [
        (i, None) for i in Initiative.objects.filter(pk__in=whole).order_by("name")
    ]
    branches = Branch.objects.filter(pk__in=parts, agreed=True).select_related("initiative")
    found += [(b.initiative, b) for b in branches.order_by("initiative__name", "name")]
    return sorted(found, key=lambda place: place[0].name)


def check_may_import(viewer: Viewer, initiative: Initiative, branch: Branch | None = None) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer may read a register in there.

    Nobody may before the branch's controller has said yes: the file itself would be kept in its name.
    """
    where = scope(viewer, initiative, Permission.IMPORT_REGISTER)
    if not where.covers(branch.pk if branch else None):
        raise PermissionDenied(
            _(
                "Du kan inte läsa in register i %(initiative)s. Det gör projektledaren, eller den "
                "lokala projektledaren för sin del."
            )
            % {"initiative": place_name(initiative, branch)}
        )
    if branch:
        check_agreed({branch.pk})
        _check_kept(viewer, branch)


def _check_kept(viewer: Viewer, branch: Branch) -> None:
    """Raise PermissionDenied where the branch's controller has not let the viewer keep its register."""
    if not viewer.operator and branch.controller_id not in kept_by(viewer):
        raise PermissionDenied(
            _("%(authority)s svarar för uppgifterna i %(branch)s och läser själv in sitt register.")
            % {"authority": branch.controller.name, "branch": branch.name}
        )


def place_name(initiative: Initiative, branch: Branch | None) -> str:
    """What an initiative, or a branch of it, is called where one of several is meant."""
    return f"{initiative.name}, {branch.name}" if branch else initiative.name
