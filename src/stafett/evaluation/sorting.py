"""How delicate is what is known of an evaluator's assignment? It is an authority's decision, about nobody."""

from __future__ import annotations

from stafett.database.sorting import Sortings, sorting
from stafett.evaluation.models import EvaluationAssignment, PseudonymKey

SORTED: Sortings = {
    EvaluationAssignment: sorting(
        harmless=(
            "id initiative authority position purpose columns ground ethics from_day until_day "
            "decided_by decided_on revoked_on revoked_by revoked_because"
        ),
        why={
            "purpose": "what an evaluation is to answer; decided by an authority, about no person",
            "decided_by": "somebody who speaks for an authority, in that capacity",
        },
    ),
    PseudonymKey: sorting(
        harmless="assignment",
        personal="secret",
        why={"secret": "with it and the register one can tell whose a pseudonym is"},
    ),
}
