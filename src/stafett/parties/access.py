"""Who may change what is known about parties, and who decides who holds a post.

A post decides who sees people in cases. Each authority answers for its own people's access
(lag 2001:454 10 §, socialförsäkringsbalken 114 kap. 13 §, patientdatalagen 4 kap. 2 §), so nobody
outside an authority fills its posts that see people, keep this register or speak for the authority.
What is known about a party is kept by its own people. Neither an agreement nor an association gives
one party a hand in another's: the one could write that alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from stafett.database.days import in_force
from stafett.frame import menu
from stafett.parties.models import (
    Agreement,
    Association,
    AssociationMember,
    Authority,
    Group,
    Party,
    PartyKind,
    Position,
    Tenure,
    Unit,
)
from stafett.parties.role_names import from_inside, powerful

EDIT = "edit_parties"
"""The permission that these pages ask for, by the name it has among the roles."""
STAND_INS = "give_stand_ins"
"""The permission to give stand-ins in one's unit, by the name it has among the roles."""
OFFICE = "association_office"
"""The role of an association's office, by the name it has among the roles."""


class Post(Protocol):
    """A post that somebody holds."""

    @property
    def authority_id(self) -> int:
        """The authority that it is at."""

    @property
    def role(self) -> str:
        """What it is."""

    @property
    def position_id(self) -> int:
        """Which it is."""

    @property
    def unit_id(self) -> int:
        """The unit that it is in."""

    @property
    def stands_in(self) -> bool:
        """True when it is held beside, or instead of, its ordinary holder."""


class Viewer(menu.Viewer, Protocol):
    """Whoever looks, as far as this app needs to know them."""

    @property
    def operator(self) -> bool:
        """True for the one who runs the server."""

    @property
    def posts(self) -> Sequence[Post]:
        """The posts held today."""

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


@dataclass(frozen=True)
class Keeping:
    """Whose facts somebody keeps, looked up once for all the rows of a page."""

    everything: bool = False
    own: frozenset[int] = frozenset()
    """The parties that they work at."""

    def covers(self, party: int) -> bool:
        """True when they may change what is known about a party, by its number."""
        return self.everything or party in self.own

    def covers_any(self, parties: Iterable[int]) -> bool:
        """True when they may change what some parties have together: one of them is their own."""
        return self.everything or not self.own.isdisjoint(parties)


def keeping(viewer: Viewer) -> Keeping:
    """Look up whose facts the viewer keeps, in as many queries whoever they are."""
    if viewer.operator or not may_edit(viewer):
        return Keeping(everything=viewer.operator)
    here = Authority.objects.filter(units__in=viewer.units_with(EDIT))
    return Keeping(own=frozenset(here.values_list("party", flat=True).order_by("pk")))


def _offices(viewer: Viewer) -> set[int]:
    """The authorities of the associations whose office the viewer is."""
    return {post.authority_id for post in viewer.posts if post.role == OFFICE}


def _members(day: date) -> QuerySet[AssociationMember]:
    return AssociationMember.objects.filter(in_force(day))


def _parties_of(members: QuerySet[AssociationMember]) -> frozenset[int]:
    return frozenset(members.values_list("party", flat=True).order_by("pk"))


def may_change_party(viewer: Viewer, party: Party) -> bool:
    """True when the viewer may change a party, its authorities and their units.

    A party that nobody works at, and that has neither agreement nor association, is still being put
    up: everybody who keeps the register may go on with it.
    """
    return may_edit(viewer) and (keeping(viewer).covers(party.pk) or not _in_use(party))


def _in_use(party: Party) -> bool:
    held = Tenure.objects.filter(position__unit__authority__party=party)
    return held.exists() or party.agreements.exists() or party.memberships.exists()


def check_party(viewer: Viewer, party: Party) -> None:
    """Raise PermissionDenied, saying whom to ask, unless the viewer may change the party."""
    check_edit(viewer)
    if not may_change_party(viewer, party):
        raise PermissionDenied(
            _(
                "%(party)s ändras av parten själv. Be någon där, eller den som driver Stafett hos er."
            )
            % {"party": party.name}
        )


def check_agreement(viewer: Viewer, agreement: Agreement) -> None:
    """Raise PermissionDenied, saying whom to ask, unless the viewer may change the agreement."""
    check_edit(viewer)
    if not keeping(viewer).covers_any(party.pk for party in agreement.parties.all()):
        raise PermissionDenied(
            _(
                "Avtalet %(title)s ändras av en part i det. Be någon av dem, eller den som driver "
                "Stafett hos er."
            )
            % {"title": agreement.title}
        )


def may_change_association(viewer: Viewer, association: Association) -> bool:
    """True when the viewer may change an association's shares, and form its groups.

    Its office may; so may its members' own people while it has no office that could.
    """
    if viewer.operator or association.authority_id in _offices(viewer):
        return True
    members = _parties_of(_members(viewer.day).filter(association=association))
    return not _has_office(association, viewer.day) and keeping(viewer).covers_any(members)


def _has_office(association: Association, day: date) -> bool:
    posts = Position.objects.filter(unit__authority=association.authority, role=OFFICE)
    return Tenure.objects.filter(in_force(day), position__in=posts).exists()


def check_association(viewer: Viewer, association: Association) -> None:
    """Raise PermissionDenied, saying whom to ask, unless the viewer may change the association."""
    check_edit(viewer)
    if not may_change_association(viewer, association):
        raise PermissionDenied(
            _(
                "%(association)s ändras av förbundets kansli. Be någon där, eller den som driver "
                "Stafett hos er."
            )
            % {"association": association.name}
        )


def may_change_group(viewer: Viewer, group: Group) -> bool:
    """True when the viewer may change a group and who sits in it.

    An association's group is its office's, another the authority's that formed it.
    """
    if viewer.operator:
        return True
    if group.association:
        return may_edit(viewer) and may_change_association(viewer, group.association)
    return group.authority is not None and inside(viewer, group.authority)


def check_group(viewer: Viewer, group: Group) -> None:
    """Raise PermissionDenied, saying whom to ask, unless the viewer may change the group."""
    check_edit(viewer)
    if not may_change_group(viewer, group):
        raise PermissionDenied(
            _(
                "%(group)s ändras av den myndighet som bildade gruppen, och förbundets grupper av dess "
                "kansli. Be någon där, eller den som driver Stafett hos er."
            )
            % {"group": group.name}
        )


def changeable_kinds(viewer: Viewer) -> QuerySet[PartyKind]:
    """The kinds of parties that the viewer may change: for others than the operator the unused.

    The list of kinds is everybody's; a kind in use names parties that others keep.
    """
    kinds = PartyKind.objects.order_by("code")
    if viewer.operator:
        return kinds
    return kinds.filter(party__isnull=True) if may_edit(viewer) else kinds.none()


def check_kind(viewer: Viewer, kind: PartyKind) -> None:
    """Raise PermissionDenied, saying whom to ask, unless the viewer may change the kind."""
    check_edit(viewer)
    if not changeable_kinds(viewer).filter(pk=kind.pk).exists():
        raise PermissionDenied(
            _(
                "Slaget %(kind)s används av parter, och listan är gemensam för alla. "
                "Be den som driver Stafett hos er att ändra det."
            )
            % {"kind": kind.name}
        )


def may_staff(viewer: Viewer, authority: Authority, role: str) -> bool:
    """True when the viewer may make and fill posts in a role at an authority.

    Roles that see people, keep the register or speak for the authority: only from inside it, or by
    the operator.
    """
    return role in fillable(viewer, authority, [role])


def fillable(viewer: Viewer, authority: Authority, roles: Iterable[str]) -> list[str]:
    """Those of the roles in which the viewer may make and fill posts at an authority."""
    if viewer.operator or (may_edit(viewer) and inside(viewer, authority)):
        return list(roles)
    if not may_change_party(viewer, authority.party):
        return []
    return [role for role in roles if not from_inside(role)]


def first_inside(viewer: Viewer) -> Authority | None:
    """The authority that the viewer keeps the register from; None for the operator, who is at none."""
    return Authority.objects.filter(units__in=viewer.units_with(EDIT)).order_by("pk").first()


def inside(viewer: Viewer, authority: Authority) -> bool:
    """True when the viewer keeps the register from a post at the authority itself."""
    mine = Unit.objects.filter(pk__in=viewer.units_with(EDIT), authority=authority)
    return mine.exists()


def check_staff(viewer: Viewer, authority: Authority, role: str) -> None:
    """Raise PermissionDenied, with a sentence, unless the viewer may make and fill such posts there."""
    check_edit(viewer)
    if may_staff(viewer, authority, role):
        return
    if from_inside(role):
        raise PermissionDenied(
            _(
                "Rollen ser personer eller ger andra rättigheter, och varje myndighet avgör själv vem "
                "hos den som har den. Be någon hos %(authority)s med rätt att ändra parter, eller den som "
                "driver Stafett."
            )
            % {"authority": authority.name}
        )
    check_party(viewer, authority.party)


def may_stand_in_be_given(viewer: Viewer, post: Position) -> bool:
    """True when the viewer may say who stands in for the holder of a post (A20).

    Whoever fills the post may; so may the unit's manager, but for roles that decide over others' rights
    only where they have the role themselves.
    """
    if may_staff(viewer, post.unit.authority, post.role):
        return True
    if post.unit_id not in viewer.units_with(STAND_INS):
        return False
    own = {(mine.unit_id, mine.role) for mine in viewer.posts}
    return not powerful(post.role) or (post.unit_id, post.role) in own


def check_stand_in(viewer: Viewer, post: Position) -> None:
    """Raise PermissionDenied, saying whom to ask, unless the viewer may say who stands in at the post."""
    if not may_stand_in_be_given(viewer, post):
        raise PermissionDenied(
            _(
                "Ställföreträdare för %(title)s utses av chefen för %(unit)s, eller av den som tillsätter "
                "befattningen. Be någon av dem."
            )
            % {"title": post.title, "unit": post.unit.name}
        )


def own_tenures(viewer: Viewer) -> QuerySet[Tenure]:
    """The viewer's own times in the posts held today: by them an action knows somebody for the viewer."""
    held = (Q(position=p.position_id, stands_in=p.stands_in) for p in viewer.posts)
    return Tenure.objects.filter(in_force(viewer.day), reduce(or_, held, Q(pk__in=())))
