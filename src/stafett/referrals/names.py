"""Reads of what somebody who waits was called before it was corrected, and why (law 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import timezone

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.referrals.models import Referral

TOLD = ("given_name", "family_name", "identity_kind", "identity_number", "birth_date")


@dataclass(frozen=True)
class Before:
    """What stood until a day, and why it was corrected."""

    name: str
    number: str
    born: date | None
    on: date
    why: str


def names_before(one: Referral) -> list[Before]:
    """The latest first, for those who take in; nothing of somebody protected, now or then (law 5).

    Nor of whoever has a case on the same record: what others have corrected is told there, to those who see it.
    """
    person = one.circle.person
    if person.protection or Participation.objects.filter(person=person.pk).exists():
        return []
    table: Any = Person.pgh_event_model  # type: ignore[attr-defined]
    events = table.objects.filter(pgh_obj_id=person.pk).select_related("pgh_context")
    versions = [person, *events.order_by("-pgh_id")]
    return [
        _before(was)
        for after, was in pairwise(versions)
        if not was.protection and any(getattr(was, each) != getattr(after, each) for each in TOLD)
    ]


def _before(was: Any) -> Before:
    context = was.pgh_context.metadata if was.pgh_context else {}
    name = f"{was.given_name} {was.family_name}".strip()
    day = timezone.localtime(was.pgh_created_at).date()
    return Before(name, was.identity_number, was.birth_date, day, context.get("why", ""))


__all__ = ["Before", "names_before"]
