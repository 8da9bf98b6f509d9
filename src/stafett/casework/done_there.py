"""Has a party done something in a case already? Then its part was no mistake, and is ended instead."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from stafett.casework.models import Involvement
from stafett.safeguards.models import CaseRow, Release


@cache
def _tables() -> tuple[type[Model], ...]:
    """The tables of what is done in a case, those of every app above; no earlier versions."""
    return tuple(
        model for model in apps.get_models()
        if issubclass(model, CaseRow) and model is not Involvement
        and not hasattr(model, "pgh_tracked_model")
        and any(field.name == "participation" for field in model._meta.local_fields)
    )  # fmt: skip


def _rows(part: Involvement) -> Iterator[QuerySet[Model]]:
    """What the unit has done, where the table says unit; else what its authority owns, the controller's apart:
    its rows are everybody's record of the case."""
    theirs = Q(owner_authority__party=part.party_id) & ~Q(owner_authority=part.controller_id)
    of_party = Q(unit__authority__party=part.party_id) & ~Q(unit__authority=part.controller_id)
    at = Q(unit=part.unit_id) if part.unit_id else of_party
    for model in _tables():
        has_unit = any(field.name == "unit" for field in model._meta.local_fields)
        rows = model._default_manager.filter(participation=part.participation_id)
        yield rows.filter(at if has_unit else theirs)


def has_done_something(part: Involvement) -> bool:
    """True when the party, or the unit of it that was named, stands in something of the case, or has handed
    anything over from it."""
    given = Release.objects.filter(
        circle=part.participation.circle_id, giver__party=part.party_id
    ).exclude(giver=part.controller_id)
    return given.exists() or any(rows.exists() for rows in _rows(part))


__all__ = ["has_done_something"]
