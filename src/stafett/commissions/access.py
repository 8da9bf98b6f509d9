"""Who gives an assignment, whose move it is then, and whom the record's owner may tell of it (law 2)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import can_work, check_own, writes_for
from stafett.casework.models import Participation
from stafett.commissions.models import Commission
from stafett.commissions.rules import STEPS, Side, Step
from stafett.database.days import in_force
from stafett.parties.models import Unit
from stafett.safeguards.models import Basis, ConsentPart, Information, Member, RowKind
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Telling:
    """Whether one authority may tell a unit what is agreed today; `part` is the consent, when it is by one."""

    allowed: bool
    part: ConsentPart | None = None


def may_give(viewer: Viewer, case: Participation) -> bool:
    """True for those who can give an assignment now: they work in the case, and it goes on."""
    return case.ends_on is None and can_work(viewer, case)


def telling(viewer: Viewer, case: Participation, giver: int, unit: Unit) -> Telling:
    """May the giver tell this unit of another authority? By a consent that says so, or a recorded provision."""
    parts = _parts(viewer, case, giver).filter(receiver=unit.authority_id)
    part = parts.select_related("circle", "receiver").order_by("-until_day", "-pk").first()
    return Telling(
        part is not None or _let_in(viewer, case, giver).filter(unit=unit).exists(), part
    )


def _parts(viewer: Viewer, case: Participation, giver: int) -> QuerySet[ConsentPart]:
    """What lets the giver tell others today what is agreed."""
    return ConsentPart.objects.filter(
        in_force(viewer.day), circle=case.circle_id, giver=giver, accepted_on__isnull=False,
        withdrawn_on=None, information=Information.AGREEMENT,
    )  # fmt: skip


def _let_in(viewer: Viewer, case: Participation, giver: int) -> QuerySet[Member]:
    """The seats that open the giver's agreements, by a provision too."""
    kinds = Q(kinds=[]) | Q(kinds__contains=[RowKind.AGREEMENT.value])
    return Member.objects.filter(in_force(viewer.day), kinds, circle=case.circle_id, giver=giver)


def told_by_consent_alone(viewer: Viewer, case: Participation, row: Commission) -> bool:
    """True of an assignment to another authority that a consent alone lets its giver tell of."""
    giver, unit = row.from_unit.authority_id, row.to_unit
    if giver == unit.authority_id:
        return False
    return not _let_in(viewer, case, giver).filter(unit=unit).exclude(basis=Basis.CONSENT).exists()


def receivers(viewer: Viewer, case: Participation) -> list[Unit]:
    """The other units in the case that the viewer can give an assignment: of those alone whom they may tell.

    So that none is listed because it is in the case, which can be a secret (law 2).
    """
    mine, authority = writes_for(viewer, case)
    inside = Member.objects.filter(
        in_force(viewer.day), circle=case.circle_id, basis=Basis.ROLE, giver=F("unit__authority")
    )
    told = Q(authority=authority)
    told |= Q(authority__in=_parts(viewer, case, authority).values("receiver"))
    told |= Q(pk__in=_let_in(viewer, case, authority).values("unit"))
    rows = Unit.objects.filter(told, pk__in=inside.values("unit")).exclude(pk=mine)
    return list(rows.select_related("authority").order_by("name", "pk"))


def sides(viewer: Viewer, row: Commission) -> frozenset[Side]:
    """Whose moves are the viewer's in a row of their own authority's: the receiving unit's, or the giver's."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    found = set()
    if row.to_unit_id in units and row.to_unit.authority_id == row.owner_authority_id:
        found.add(Side.RECEIVER)
    if row.copy_of is None and (row.from_unit_id in units or row.to_unit_id not in units):
        found.add(Side.GIVER)
    return frozenset(found)


def check_step(viewer: Viewer, row: Commission, step: Step) -> None:
    """Raise PermissionDenied, saying whose move it is, unless the viewer may take the step."""
    check_own(viewer, row)
    side = STEPS[step].side
    if side not in sides(viewer, row):
        unit = row.to_unit if side == Side.RECEIVER else row.from_unit
        raise PermissionDenied(_("Det görs av %(unit)s.") % {"unit": unit.name})


__all__ = [
    "Telling", "check_step", "may_give", "receivers", "sides", "telling", "told_by_consent_alone",
]  # fmt: skip
