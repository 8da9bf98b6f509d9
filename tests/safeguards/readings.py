"""What the log has of somebody, as the tests look at it: from outside the wall."""

from __future__ import annotations

from uuid import UUID

from stafett.safeguards.models import Reading, ReadPerson
from tests.cast import Cast


def readings_of(cast: Cast, *persons: UUID) -> list[Reading]:
    """The readings that are about any of these people, the first first."""
    cast.as_everyone()
    met = ReadPerson.objects.filter(person_id__in=persons).order_by("pk")
    return list(Reading.objects.filter(pk__in=met.values("reading_id")).order_by("at", "pk"))


def people_of(cast: Cast, reading: Reading) -> list[ReadPerson]:
    """The people of a reading."""
    cast.as_everyone()
    return list(ReadPerson.objects.filter(reading_id=reading.pk).order_by("pk"))
