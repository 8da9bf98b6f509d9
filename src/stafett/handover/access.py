"""Who gives, who receives, and what a unit lacks to be able to hold a case (laws 1 and 2)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext as _

from stafett.casework.access import authorities_known_to, can_change, check_change, sees, workable
from stafett.casework.models import PART, Holding, Involvement, Participation
from stafett.casework.taking_over import knows_others
from stafett.database.days import in_force, still_on
from stafett.database.kept import Kept
from stafett.handover.models import Handover
from stafett.handover.rules import MISSING_WORDS, Missing, Stand
from stafett.parties.models import Tenure, Unit
from stafett.safeguards.access import Opened, may_see, members_for
from stafett.safeguards.kept import StandIn
from stafett.safeguards.models import (
    Basis,
    ConsentPart,
    Information,
    Member,
    Opening,
    Provision,
    RowKind,
    Way,
)
from stafett.safeguards.roles import WORKING, Permission
from stafett.safeguards.viewer import Viewer

HOLDS: Kept[Holding] = Kept(
    lambda day, case, controller: Holding.objects.filter(
        in_force(day), participation_id=case, controller_id=controller
    ).select_related("unit__authority")[:1]
)


def holder_of(case: Participation, day: date) -> Unit | None:
    """The unit that holds a case on a day; None after its exit."""
    found = HOLDS(day=day, case=case.pk, controller=case.controller_id)
    return found[0].unit if found else None


def gives(viewer: Viewer, case: Participation) -> bool:
    """True when the viewer speaks for the hand that holds.

    They work at the authority that holds it, or keep the register of one whose unit has nobody left: an
    authority never lets go in another's name, and nobody takes a case alone (law 1).
    """
    return can_change(viewer, case) and _in_whose_name(viewer, case) is None


def _in_whose_name(viewer: Viewer, case: Participation) -> Unit | None:
    """The unit that holds the case, where it is not for the viewer to speak for it."""
    holder = holder_of(case, viewer.day)
    if holder is None or viewer.operator or holder.authority_id in viewer.works_for:
        return None
    return holder if workers(holder, viewer.day).exists() else None


def check_gives(viewer: Viewer, case: Participation) -> None:
    """Raise PermissionDenied, saying whose it is, unless the viewer may hand the case over."""
    check_change(viewer, [case])
    if holder := _in_whose_name(viewer, case):
        raise PermissionDenied(
            _(
                "%(unit)s håller ihop ärendet, och det är de som lämnar över det. Vänd dig till någon "
                "som arbetar där."
            )
            % {"unit": holder.name}
        )


def receives(viewer: Viewer, handover: Handover) -> bool:
    """True when the viewer speaks for the hand that is to take over: works in that unit, and in the case."""
    mine = handover.to_unit_id in viewer.units_with(Permission.WORK_WITH_PEOPLE)
    return mine and workable(viewer).filter(pk=handover.participation_id).exists()


def check_receives(viewer: Viewer, handover: Handover) -> None:
    """Raise PermissionDenied, saying whose it is, unless the viewer answers for the receiver."""
    if not receives(viewer, handover):
        raise PermissionDenied(
            _(
                "Det är %(receiver)s som svarar på överlämningen. Vänd dig till någon som arbetar där."
            )
            % {"receiver": handover.receiver}
        )


def speaks_for(viewer: Viewer, unit: int) -> bool:
    """True for those who work with people in the unit."""
    return unit in viewer.units_with(Permission.WORK_WITH_PEOPLE)


def moves_alongside(viewer: Viewer, handover: Handover) -> bool:
    """True for either hand: the unit that is alongside, and the one that holds the case now."""
    holder = holder_of(handover.participation, viewer.day)
    hands = {handover.from_unit_id, *([holder.pk] if holder else [])}
    mine = any(speaks_for(viewer, unit) for unit in hands)
    return mine and workable(viewer).filter(pk=handover.participation_id).exists()


def check_moves_alongside(viewer: Viewer, handover: Handover) -> None:
    """Raise PermissionDenied, saying whose it is, unless `moves_alongside`."""
    if not moves_alongside(viewer, handover):
        raise PermissionDenied(
            _("Dagen ändras av dem som följer med, %(unit)s, eller av dem som håller ihop ärendet.")
            % {"unit": handover.from_unit}
        )


def workers(unit: Unit, day: date) -> QuerySet[Tenure]:
    """Those who hold a post in the unit that can have a case; nobody in a unit that has closed."""
    if unit.valid_to and unit.valid_to < day:
        return Tenure.objects.none()
    here = Tenure.objects.filter(in_force(day), position__unit=unit, position__role__in=WORKING)
    return here.filter(
        Q(position__until_day=None) | Q(position__until_day__gt=day), position__from_day__lte=day
    ).order_by("pk")


def missing(unit: Unit, case: Participation, day: date) -> Missing | None:
    """What stands in the way of a unit's holding a case; None when nothing does, or letting it in is enough."""
    if not workers(unit, day).exists():
        return Missing.NOBODY
    if unit.valid_to:
        return Missing.CLOSES
    if sees(unit, case, day):
        return None
    if case.circle.named_only:
        return Missing.TEAM
    if unit.authority_id == case.controller_id or _opens(unit, case, day, Opening.KEEPING):
        return None
    if not _consented(unit, case, day):
        return Missing.CONSENT
    return None if _opens(unit, case, day, Opening.STANDING) else Missing.PROVISION


def _opens(unit: Unit, case: Participation, day: date, what: Opening) -> bool:
    told = Q() if what == Opening.KEEPING else Q(information__contains=[Information.COURSE.value])
    found = Provision.objects.filter(
        in_force(day), told, giver=case.controller_id, receiver=unit.authority_id, opens=what
    )
    return found.exists()


def _consented(unit: Unit, case: Participation, day: date) -> bool:
    found = ConsentPart.objects.filter(
        in_force(day), circle=case.circle_id, controller_id=case.controller_id,
        giver=case.controller_id, receiver=unit.authority_id, information=Information.COURSE,
        accepted_on__isnull=False, withdrawn_on=None,
    )  # fmt: skip
    return found.exists()


def missing_words(what: Missing, unit: Unit, case: Participation) -> str:
    """What is missing and who sees to it, in a sentence."""
    told = {"unit": unit.name, "authority": unit.authority.name, "controller": case.controller.name}
    return str(MISSING_WORDS[what]) % told


def fault_of_unknown(viewer: Viewer, case: Participation, unit: Unit | None) -> dict[str, str]:
    """Why the viewer cannot offer a case to a unit of an authority that they may not know to be in it."""
    near = authorities_known_to(viewer, case)
    if unit is None or near is None or unit.authority_id in near:
        return {}
    told = {"controller": case.controller.name}
    return {"to": _(
        "Du får inte veta vilka fler som är med i ärendet. Lämna över till %(controller)s eller till en enhet "
        "hos er, så tar de det vidare."
    ) % told}  # fmt: skip


def has_a_hand_in(viewer: Viewer, row: Handover) -> bool:
    """True for the two authorities whose hands they are, and for the one that answers for the record."""
    homes = {row.owner_authority_id, row.from_unit.authority_id}
    if row.to_unit is not None:
        homes.add(row.to_unit.authority_id)
    return viewer.operator or not homes.isdisjoint(viewer.authorities_with(Permission.SEE_PEOPLE))


def may_know_of(viewer: Viewer, row: Handover, shown: Opened) -> bool:
    """True when a handover in the case can be told to the viewer.

    That a unit is asked says that it is involved, which is open to its own and to those alone who may know
    of others' involvement (law 2). Once it holds the case all in it know that.
    """
    if not shown.shows(row):
        return False
    holds = row.stand == Stand.DONE and row.to_unit is not None
    return holds or has_a_hand_in(viewer, row) or knows_others(shown, row.participation)


OTHERS = Way("participation__circle_id", owner="controller_id", always=RowKind.INVOLVEMENT)
"""How it is asked whether the controller has told which authorities are involved."""


def known_of(viewer: Viewer | StandIn, rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """Of handovers of many cases those that the viewer may know of: where their unit is one of the two, where
    they are told of others, and what a unit has taken (law 2)."""
    units = viewer.units_with(Permission.SEE_PEOPLE)
    hand = Q(from_unit__in=units) | Q(to_unit__in=units)
    holds = Q(stand=Stand.DONE, to_unit__isnull=False)
    seen = may_see(viewer, rows, PART)
    return seen.filter(hand | holds | Exists(members_for(viewer, OTHERS)))


def has_more_to_do(unit: Unit, case: Participation, day: date) -> bool:
    """True of a unit that belongs in the circle though it holds no more: by a case of its own with the
    person, or as the last one left of the authority that answers for the record."""
    own = Involvement.objects.filter(still_on(day), participation=case, unit=unit)
    if own.filter(controller_id=case.controller_id).exists():
        return True
    if unit.authority_id != case.controller_id:
        return False
    others = Member.objects.filter(
        in_force(day), circle=case.circle_id, giver=case.controller_id, basis=Basis.ROLE
    ).exclude(unit=unit)
    return not others.filter(controller_id=case.controller_id).exists()
