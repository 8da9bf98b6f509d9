"""How delicate is what outsiders' figures are kept in? What is shown is made to be; what is hidden is not."""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.measures.models import EndedCases, FrozenSet, KeptCounts, Period, Signature

SORTED: Sortings = {
    Period: sorting(harmless="id initiative starts_on ends_on"),
    Signature: sorting(
        harmless=(
            "id period version authority public association steering evaluator declaration "
            "signed_by signed_name signed_on"
        ),
    ),
    FrozenSet: sorting(
        harmless=(
            "id period version threshold tables digest frozen_by frozen_name frozen_on "
            "withdrawn_on withdrawn_name withdrawn_because"
        ),
        why={
            "tables": "sums, protected; never a person",
            "withdrawn_because": "written for outsiders to read, about the figures",
        },
    ),
    EndedCases: sorting(
        harmless="id ending branch kind",
        number=(Matter.INVOLVEMENT, "how many were ended, few or many"),
    ),
    KeptCounts: sorting(
        harmless="id frozen_set",
        counts=(Matter.INVOLVEMENT, "the small counts that the set hides"),
    ),
}
