"""How the words that say who somebody is are taken out, when an identity is withheld."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from stafett.referrals.models import SentReferral

NAMED = ~Q(whom="", contact="", birth_date=None)
"""Which of what was sent says who somebody is."""


def forget_contact(people: Collection[UUID]) -> int:
    """Take out who, and how reached, the referrers wrote that these people are; of how many referrals."""
    named = SentReferral.objects.filter(NAMED, circle__person__in=people)
    return named.update(whom="", contact="", birth_date=None)
