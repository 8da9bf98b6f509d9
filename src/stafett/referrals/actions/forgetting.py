"""How the words that say who somebody is are taken out, when an identity is withheld."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from stafett.referrals.models import SentReferral


def forget_contact(people: Collection[UUID]) -> int:
    """Take out whom the referrers wrote that these people are; says of how many referrals."""
    named = SentReferral.objects.filter(circle__person__in=people).exclude(whom="")
    return named.update(whom="")
