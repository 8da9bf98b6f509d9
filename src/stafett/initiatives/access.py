"""What a viewer may do in one initiative, from the units and roles engaged in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.database.days import in_force
from stafett.database.kept import Kept
from stafett.initiatives.models import Branch, Engagement, Initiative
from stafett.parties import access as parties
from stafett.parties.models import Association, AssociationMember, Authority
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer


class Asked(parties.Asked):
    """A request as it reaches these pages: from somebody whose reach is known."""

    viewer: Viewer


@dataclass(frozen=True)
class Scope:
    """Where in an initiative a permission holds: all of it, some branches, or nowhere."""

    whole: bool
    branches: frozenset[int] = frozenset()

    def covers(self, branch: int | None) -> bool:
        """True when the permission holds for a branch, or for None: the whole initiative."""
        return self.whole or (branch is not None and branch in self.branches)

    def __bool__(self) -> bool:
        return self.whole or bool(self.branches)


NOWHERE = Scope(False)
EVERYWHERE = Scope(True)


ENGAGED: Kept[Engagement] = Kept(
    lambda day, units: Engagement.objects.filter(in_force(day), unit_id__in=units).order_by(
        "initiative_id", "id"
    )
)


def engagements(viewer: Viewer) -> list[Engagement]:
    """The engagements that one of the viewer's posts matches on the viewer's day; asked for once."""
    if "engagements" not in viewer.looked_up:
        viewer.looked_up["engagements"] = _engagements(viewer)
    return list(viewer.looked_up["engagements"])


def forget_engagements(viewer: Viewer) -> None:
    """Let them be asked for anew: the viewer has just changed some."""
    viewer.looked_up.pop("engagements", None)


def _engagements(viewer: Viewer) -> list[Engagement]:
    units = {unit for unit, _role in viewer.units_and_roles}
    found = ENGAGED(day=viewer.day, units=sorted(units))
    return [e for e in found if (e.unit_id, e.role) in viewer.units_and_roles]


def scope(viewer: Viewer, initiative: Initiative, permission: Permission) -> Scope:
    """Where in the initiative the viewer has a permission."""
    if viewer.operator or (permission in OFFICE and _own_association(viewer, initiative)):
        return EVERYWHERE
    mine = [
        e for e in engagements(viewer)
        if e.initiative_id == initiative.pk and permission in permissions_of(e.role)
    ]  # fmt: skip
    branches = frozenset(e.branch_id for e in mine if e.branch_id)
    return Scope(any(e.branch_id is None for e in mine), branches)


OFFICE = permissions_of("association_office")


def _own_association(viewer: Viewer, initiative: Initiative) -> bool:
    """True for the office of the association that funds the initiative."""
    if initiative.association is None:
        return False
    authority = initiative.association.authority_id
    return any(p.role == "association_office" and p.authority_id == authority for p in viewer.posts)


def can(viewer: Viewer, initiative: Initiative, permission: Permission) -> bool:
    """True when the viewer has the permission anywhere in the initiative."""
    return bool(scope(viewer, initiative, permission))


def check(
    viewer: Viewer, initiative: Initiative, permission: Permission, branch: Branch | None = None
) -> None:
    """Raise PermissionDenied, with a sentence, unless the permission holds there.

    Without a branch the permission must hold somewhere in the initiative.
    """
    where = scope(viewer, initiative, permission)
    if not (where.covers(branch.pk) if branch else bool(where)):
        raise PermissionDenied(
            _("Din roll i %(initiative)s ger inte rätt till det här. Vänd dig till projektledaren.")
            % {"initiative": initiative.name}
        )


def may_edit(viewer: Viewer, initiative: Initiative, branch: Branch | None = None) -> bool:
    """True when the viewer may change the whole initiative, or the branch when one is given."""
    where = scope(viewer, initiative, Permission.EDIT_INITIATIVE)
    return where.covers(branch.pk if branch else None)


def check_edit(viewer: Viewer, initiative: Initiative, branch: Branch | None = None) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer may change it there."""
    if not may_edit(viewer, initiative, branch):
        raise PermissionDenied(
            _("%(initiative)s ändras av projektledaren. Vänd dig dit med det du vill ändra.")
            % {"initiative": initiative.name}
        )


def may_speak_for(viewer: Viewer, authority: Authority) -> bool:
    """True when the viewer may say that the authority answers for people's records."""
    return viewer.operator or authority.pk in viewer.speaks_for


def check_answer(viewer: Viewer, branch: Branch) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer may answer for the branch's controller."""
    if not may_speak_for(viewer, branch.controller):
        raise PermissionDenied(
            _(
                "%(authority)s svarar själv, genom en chef eller den som leder ett projekt där. Be "
                "någon av dem."
            )
            % {"authority": branch.controller.name}
        )


def fundable(viewer: Viewer) -> QuerySet[Association]:
    """The associations that an initiative of the viewer's can be funded by: those of their own party."""
    rows = Association.objects.order_by("name")
    if viewer.operator:
        return rows
    mine = AssociationMember.objects.filter(
        in_force(viewer.day), party__in=parties.keeping(viewer).own
    )
    return rows.filter(pk__in=mine.values("association"))


def led_branches(viewer: Viewer, initiative: Initiative) -> QuerySet[Branch]:
    """The branches that the viewer may change."""
    where = scope(viewer, initiative, Permission.EDIT_INITIATIVE)
    rows = initiative.branches.order_by("name")
    return rows if where.whole else rows.filter(pk__in=where.branches)


def may_start(viewer: Viewer) -> bool:
    """True for those who lead some initiative, or are posted to lead one."""
    return viewer.may(Permission.EDIT_INITIATIVE)


def check_start(viewer: Viewer) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer may start an initiative."""
    if not may_start(viewer):
        raise PermissionDenied(
            _("Insatser startas av den som har befattning som projektledare. Be någon sådan.")
        )
