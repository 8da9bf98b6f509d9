"""Where new cases in a branch begin: the unit, what follows when it is another, and why it cannot close before.

An app above whose rows wait at that unit registers here from `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from stafett.initiatives.models import Branch
from stafett.initiatives.queries import team_units
from stafett.parties.closing import lasting, lasts
from stafett.parties.models import Unit

Follow = Callable[[Branch, Any], None]
"""Given the branch as it now is, and in whose name."""

_following: dict[Follow, None] = {}


def register(follow: Follow) -> None:
    """Let something follow when a branch's cases begin at another unit."""
    _following[follow] = None


def begins_elsewhere(branch: Branch, by: Any) -> None:
    """Let everything registered follow a branch to the unit that it has now."""
    for follow in _following:
        follow(branch, by)


def intake_of(branch: Branch, day: date) -> Unit:
    """The unit that holds a new case in a branch from the start: the one that is said, while it lasts; else one
    of the controller's own that does, those engaged in the branch first. Never nobody (law 1)."""
    if lasts(branch.holder, day):
        return branch.holder
    own = Unit.objects.filter(lasting(day), authority=branch.controller_id).in_bulk()
    engaged = [key for key in team_units(branch) if key in own]
    return own[(engaged or sorted(own))[0]] if own else branch.holder


def faults_of_branches(unit: Unit, day: date) -> str:
    """Why a unit cannot close on a day: new cases begin there, or it is the last that its authority has."""
    goes_on = Q(initiative__ends_on=None) | Q(initiative__ends_on__gt=day)
    rows = (
        Branch.objects.filter(goes_on).select_related("initiative").order_by("initiative", "name")
    )
    if held := [f"{one.initiative.name}, {one.name}" for one in rows.filter(holder=unit)]:
        return _(
            "Nya ärenden börjar hos %(unit)s i %(branches)s. Välj först en annan enhet som håller ihop från "
            "början, på insatsens sida; de som väntar i kön följer med dit."
        ) % {"unit": unit.name, "branches": "; ".join(held)}
    if rows.filter(controller=unit.authority_id).exists() and is_last(unit, day):
        return needs_another(unit)
    return ""


def is_last(unit: Unit, day: date) -> bool:
    """True when the unit's authority has no other that lasts."""
    others = Unit.objects.filter(lasting(day), authority=unit.authority_id)
    return not others.exclude(pk=unit.pk).exists()


def needs_another(unit: Unit) -> str:
    """That an authority which answers for people has to have a unit."""
    return _(
        "%(authority)s svarar för ärenden och har ingen annan enhet att låta dem falla tillbaka till. "
        "Lägg till en enhet först."
    ) % {"authority": unit.authority.name}
