"""Who may change what is known about parties, and who decides who holds a post.

A post decides who sees people in cases. Each authority answers for its own people's access
(lag 2001:454 10 §, socialförsäkringsbalken 114 kap. 13 §, patientdatalagen 4 kap. 2 §), so nobody
outside an authority fills its posts that see people.
"""

from __future__ import annotations

from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from stafett.frame import menu
from stafett.parties.models import Authority, Unit
from stafett.parties.role_names import sees_people

EDIT = "edit_parties"
"""The permission that these pages ask for, by the name it has among the roles."""


class Viewer(menu.Viewer, Protocol):
    """Whoever looks, as far as this app needs to know them."""

    @property
    def operator(self) -> bool:
        """True for the one who runs the server."""

    def units_with(self, permission: str, /) -> tuple[int, ...]:
        """The units in which the viewer has a permission."""


class Asked(HttpRequest):
    """A request as it reaches these pages: from somebody whose reach is known."""

    viewer: Viewer


def may_edit(viewer: Viewer) -> bool:
    """True for those who keep the register of parties (`EDIT_PARTIES`)."""
    return viewer.may(EDIT)


def check_edit(viewer: Viewer) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer keeps the register of parties."""
    if not may_edit(viewer):
        raise PermissionDenied(
            _(
                "Parter, enheter och avtal ändras av projektledaren och av förbundets kansli. "
                "Be någon av dem, eller den som driver Stafett hos er."
            )
        )


def may_staff(viewer: Viewer, authority: Authority, role: str) -> bool:
    """True when the viewer may make and fill posts in a role at an authority.

    Roles that see people: only from inside that authority, or by the operator.
    """
    if not may_edit(viewer):
        return False
    return viewer.operator or not sees_people(role) or inside(viewer, authority)


def inside(viewer: Viewer, authority: Authority) -> bool:
    """True when the viewer keeps the register from a post at the authority itself."""
    mine = Unit.objects.filter(pk__in=viewer.units_with(EDIT), authority=authority)
    return mine.exists()


def check_staff(viewer: Viewer, authority: Authority, role: str) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer may make and fill such posts there."""
    check_edit(viewer)
    if not may_staff(viewer, authority, role):
        raise PermissionDenied(
            _(
                "Rollen öppnar ärenden, och varje myndighet avgör själv vilka hos den som ser "
                "personer. Be någon hos %(authority)s med rätt att ändra parter, eller den som "
                "driver Stafett."
            )
            % {"authority": authority.name}
        )
