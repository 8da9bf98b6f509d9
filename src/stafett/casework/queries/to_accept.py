"""Consents that wait for the viewer's own authority to accept them, before it gives anything under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest

from stafett.casework.models import Holding
from stafett.casework.queries.consent_words import by_giver, kinds_in_words
from stafett.casework.queries.consents import unnamed
from stafett.casework.unsent import unsent_in
from stafett.database.days import in_force
from stafett.frame.formats import in_a_row
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import Basis, Consent, ConsentPart, Member
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Waiting:
    """What one consent asks the viewer's authority to accept: to whom it may give what."""

    consent: Consent
    parts: list[ConsentPart]
    named: bool = True
    """That the viewer may know who noted it."""
    unsent: Sequence[str] = ()
    """What was written before, and is sent by an act of its own."""

    @property
    def about(self) -> str:
        """Whose consent it is."""
        return self.parts[0].circle.person.name

    @property
    def lines(self) -> list[str]:
        """Receivers and kinds, a line for those who are told the same."""
        return [
            f"{in_a_row(receivers)}: {kinds_in_words(kinds)}"
            for _giver, receivers, kinds in by_giver(self.parts)
        ]


def to_accept(viewer: Viewer) -> list[Waiting]:
    """Parts that wait for the viewer's own authority, in cases where their unit works, by consent.

    What waits for the controller is told to the unit that holds the case, not to each of its team.
    """
    found: dict[Any, list[ConsentPart]] = defaultdict(list)
    rows = _to_accept(viewer).select_related("giver", "receiver", "consent", "circle__person")
    for part in rows.order_by("consent_id", "pk"):
        found[part.consent_id].append(part)
    hidden = unnamed(viewer, found)
    unsent = unsent_in(viewer, {some[0].circle_id for some in found.values()})
    return [
        Waiting(some[0].consent, some, key not in hidden, unsent.get(some[0].circle_id, ()))
        for key, some in found.items()
    ]


TO_ACCEPT: Seen[tuple[UUID]] = Seen(
    lambda viewer: _to_accept(viewer).order_by("consent_id").values_list("consent_id").distinct()
)


def to_accept_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """How many consents wait so, for Idag: a number, and nobody is shown."""
    number = len(TO_ACCEPT.by(viewer))
    return {"number": number} if number else None


def _to_accept(viewer: Viewer | StandIn) -> QuerySet[ConsentPart]:
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    working = Member.objects.filter(
        Q(position=None) | Q(position__in=viewer.positions), unit__in=units, basis=Basis.ROLE,
        until_day=None, controller_id__in=viewer.controllers,
    )  # fmt: skip
    holding = Holding.objects.filter(
        in_force(viewer.day), participation__circle=OuterRef("circle"), unit__in=units,
        controller_id__in=viewer.controllers,
    )  # fmt: skip
    return ConsentPart.objects.filter(
        ~Q(giver=F("controller_id")) | Exists(holding),
        giver__in=viewer.works_for, accepted_on=None, withdrawn_on=None, until_day__gt=viewer.day,
        circle__in=working.values("circle_id"), controller_id__in=viewer.controllers,
    )  # fmt: skip
