"""What of a case was ended by a decision while the case stays: the kind and the day, never what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from stafett.casework.models import Participation
from stafett.casework.of_case import also_ask, has
from stafett.database.kept import Kept
from stafett.safeguards.models import EndingScope, RowKind

also_ask(EndingScope, "circle_id", "circle_id")


def _ended() -> QuerySet[EndingScope]:
    """Of the controller's own rows, or of everybody's: those a case's page says are filled in or not."""
    return EndingScope.objects.filter(
        Q(owner_id=None) | Q(owner_id=F("controller")), ending__done_at__isnull=False
    )


ENDED: Kept[tuple[str, date | None, date]] = Kept(
    lambda circle: (
        _ended()
        .filter(circle_id=circle)
        .order_by("ending__decided_on", "pk")
        .values_list("ends", "before", "ending__decided_on")
    )
)


@dataclass(frozen=True)
class EndedKinds:
    """The decisions that have ended something of one case, the latest last."""

    told: list[tuple[str, date | None, date]]

    def on(self, kind: str, day: date | None) -> date | None:
        """When it was decided to end what was recorded of a kind on a day; None when it was not."""
        reached = [
            decided
            for ends, before, decided in self.told
            if ends == kind and day is not None and (before is None or day < before)
        ]
        return reached[-1] if reached else None


def ended_kinds(case: Participation) -> EndedKinds:
    """What of a case has ended so; nothing is asked of a case that no ending has been about."""
    return EndedKinds(ENDED(circle=case.circle_id) if has(case, EndingScope) else [])


def livelihood_ended(case: OuterRef, moment: str) -> Any:
    """True, in the database, of a case whose livelihood at a moment, `starts_on` or `ends_on`, has ended so."""
    reached = Q(before=None) | Q(before__gt=OuterRef(f"participation__{moment}"))
    return Exists(_ended().filter(reached, circle_id=case, ends=RowKind.LIVELIHOOD))


__all__ = ["EndedKinds", "ended_kinds", "livelihood_ended"]
