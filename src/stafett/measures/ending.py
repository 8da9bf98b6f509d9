"""How do figures end? They do not: what is frozen stays equal when the rows behind it have ended (law 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from stafett.casework.models import Livelihood, Occupation, Participation
from stafett.database.ending import Endings
from stafett.measures.models import EndedCases, KeptCounts
from stafett.safeguards.models import EndingRow, EndingScope, Ends

ALONE = {Ends.LIVELIHOOD: Livelihood, Ends.OCCUPATION: Occupation}
"""What tables count of a participation, and that can end before it does."""


def count(ending: UUID, circles: Collection[UUID] | None) -> None:
    """Keep how many of each branch an ending takes, and in how many it takes what tables count of them: those
    whom no figure counts are not counted here."""
    EndedCases.objects.filter(ending=ending).delete()
    if circles is None:
        return
    whole = Participation.objects.filter(circle__in=circles)
    EndedCases.objects.bulk_create(
        EndedCases(ending=ending, branch_id=branch, kind=kind, number=number)
        for kind, rows in ((Ends.CASE, whole), *_alone(ending, circles))
        for branch, number in sorted(_by_branch(rows).items())
    )


def _by_branch(rows: QuerySet[Participation]) -> Counter[int]:
    return Counter(rows.filter(hidden=False).order_by("pk").values_list("branch_id", flat=True))


def _alone(ending: UUID, whole: Collection[UUID]) -> Iterator[tuple[str, QuerySet[Participation]]]:
    """Each kind with the participations that stay and lose what the register says of it, for the first time."""
    for kind, model in ALONE.items():
        listed = EndingRow.objects.filter(ending=ending, of_table=model._meta.db_table)
        keys = list(listed.order_by("pk").values_list("key", flat=True))
        rows: Any = model._default_manager.filter(pk__in=keys, owner_authority=F("controller"))
        before = EndingScope.objects.filter(
            circle_id=OuterRef("circle_id"), ends=kind, ending__done_at__isnull=False
        )
        found = Participation.objects.filter(pk__in=rows.order_by().values("participation"))
        yield kind, found.exclude(circle__in=whole).filter(~Exists(before.exclude(ending=ending)))


ENDINGS = Endings(
    stays={
        KeptCounts: "counts of groups, never of one person; the next set is tried against them",
        EndedCases: "how many have ended, so that figures can say so; never who",
    },
    counted=count,
)
