"""How do figures end? They do not: what is frozen stays equal when the rows behind it have ended (law 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from stafett.casework.models import Participation
from stafett.database.ending import Endings
from stafett.measures.models import EndedCases, KeptCounts


def count(ending: UUID, circles: Collection[UUID]) -> None:
    """Keep how many of each branch an ending takes: those whom no figure counts are not counted here."""
    rows = Participation.objects.filter(circle__in=circles, hidden=False).order_by("pk")
    numbers = Counter(rows.values_list("branch_id", flat=True))
    EndedCases.objects.filter(ending=ending).delete()
    EndedCases.objects.bulk_create(
        EndedCases(ending=ending, branch_id=branch, number=number)
        for branch, number in sorted(numbers.items())
    )


ENDINGS = Endings(
    stays={
        KeptCounts: "counts of groups, never of one person; the next set is tried against them",
        EndedCases: "how many have ended, so that figures can say so; never who",
    },
    counted=count,
)
