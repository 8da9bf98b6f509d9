"""What has each controller decided of those who are protected?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stafett.database.days import in_force
from stafett.parties.models import Tenure
from stafett.safeguards.models import (
    Circle,
    ContactKept,
    Member,
    Opening,
    ProtectedRoutine,
    Provision,
)


def routine_of(controller: int) -> ProtectedRoutine:
    """The controller's routine, or the one that holds until it has decided."""
    found = ProtectedRoutine.objects.filter(controller_id=controller).first()
    return found or ProtectedRoutine(controller_id=controller)


def keeping_out(controllers: Collection[int]) -> frozenset[int]:
    """Which of the controllers have decided that the protected are not entered with who they are."""
    rows = ProtectedRoutine.objects.filter(controller__in=controllers, contact=ContactKept.ABSENT)
    return frozenset(rows.order_by("pk").values_list("controller_id", flat=True))


def keeping_on_paper(controllers: Collection[int]) -> frozenset[int]:
    """Which of the controllers keep how the protected are reached on paper, and enter them by name."""
    rows = ProtectedRoutine.objects.filter(controller__in=controllers, contact=ContactKept.PAPER)
    return frozenset(rows.order_by("pk").values_list("controller_id", flat=True))


def kept_out_there() -> Exists:
    """The same asked of rows that have a controller, in the question itself."""
    return Exists(
        ProtectedRoutine.objects.filter(
            controller=OuterRef("controller"), contact=ContactKept.ABSENT
        )
    )


def where_contact_is(controller: int) -> str:
    """A sentence for the team: where what is needed to reach somebody protected is kept."""
    routine = routine_of(controller)
    if routine.contact != ContactKept.SEALED:
        return _("Kontaktuppgifter finns på papper, inte här: %(where)s.") % {
            "where": routine.kept_where.rstrip(".")
        }
    return _("Kontaktuppgifter som skrivs in i Stafett visas bara här, bakom förseglingen.")


def held_by_those_who_answer(controller: Any, day: date) -> QuerySet[Tenure]:
    """The posts that somebody holds at the controller, or where its register is kept for it."""
    keepers = Provision.objects.filter(in_force(day), giver=controller, opens=Opening.KEEPING)
    own = Q(position__unit__authority=controller)
    theirs = Q(position__unit__authority__in=keepers.values("receiver"))
    return Tenure.objects.filter(in_force(day)).filter(own | theirs)


def left_to_others(day: date) -> QuerySet[Circle]:
    """The circles of named posts in which nobody is left of those who answer for the person.

    What the person says yes or no to can be received by nobody then, and no protection lifted: a post in
    the team has become vacant, by a last day that nobody in the team needs to know of beforehand (laws 3, 5).
    """
    held = held_by_those_who_answer(OuterRef(OuterRef("controller")), day)
    own = Member.objects.filter(
        Exists(held.filter(position=OuterRef("position"))), circle=OuterRef("pk"), until_day=None
    )
    return Circle.objects.filter(~Exists(own), named_only=True)
