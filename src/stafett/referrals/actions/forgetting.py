"""How the words that say who somebody is are taken out, when an identity is withheld or protection begins."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from stafett.people.models import Person
from stafett.referrals.models import Referral, SentReferral
from stafett.safeguards.actions import let_in
from stafett.safeguards.models import Circle, ContactKept
from stafett.safeguards.queries.protecting import routine_of
from stafett.safeguards.viewer import Viewer

NAMED = ~Q(whom="", contact="", birth_date=None)
"""Which of what was sent says who somebody is."""


def forget_contact(people: Collection[UUID]) -> int:
    """Take out who, and how reached, the referrers wrote that these people are; of how many referrals."""
    named = SentReferral.objects.filter(NAMED, circle__person__in=people)
    return named.update(whom="", contact="", birth_date=None)


def forget_received(people: Collection[UUID]) -> int:
    """Take out how these people are reached of what was received; of how many referrals."""
    said = Referral.objects.filter(circle__person__in=people).exclude(contact="")
    return said.update(contact="")


def seal_received(people: Collection[UUID]) -> None:
    """Of those protected from now on nothing of who they are stands on a referral, received or sent; how they
    are reached is sealed with the person, where the controller keeps it so and nothing is written there."""
    rows = Referral.objects.filter(circle__person__in=people).exclude(contact="").order_by("pk")
    for person, controller, contact in rows.values_list(
        "circle__person_id", "controller_id", "contact"
    ):
        if routine_of(controller).contact == ContactKept.SEALED:
            Person.objects.filter(pk=person, reached="").update(reached=contact)
    forget_received(people)
    forget_contact(people)


def let_senders_back(circle: UUID, by: Viewer) -> None:
    """Let the units in that have sent what lies in a circle: it is their own, and they keep it (law 2)."""
    units = SentReferral.objects.filter(circle=circle).order_by("pk").values_list("unit", flat=True)
    let_in(Circle.objects.get(pk=circle), list(units), from_day=by.day, by=by)


__all__ = ["NAMED", "forget_contact", "forget_received", "let_senders_back", "seal_received"]
