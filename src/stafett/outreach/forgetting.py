"""What is taken out of the list when who somebody is is withheld, or protection begins."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from stafett.outreach.models import Entry


def forget_contact(people: Collection[UUID]) -> int:
    """Take out how these people are reached; returns how many rows said it."""
    rows = Entry.objects.filter(person__in=people).exclude(contact="")
    return rows.update(contact="")
