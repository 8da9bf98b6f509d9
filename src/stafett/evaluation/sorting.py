"""How delicate is what is known of an evaluator's assignment? It is an authority's decision, about nobody."""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.evaluation.models import (
    EvaluationAssignment,
    InterviewRound,
    Invitation,
    PseudonymKey,
)

SORTED: Sortings = {
    EvaluationAssignment: sorting(
        harmless=(
            "id initiative authority position purpose columns ground ethics from_day until_day "
            "decided_by decided_on revoked_on revoked_by revoked_because erased_on erased_by"
        ),
        why={
            "purpose": "what an evaluation is to answer; decided by an authority, about no person",
            "decided_by": "somebody who speaks for an authority, in that capacity",
        },
    ),
    InterviewRound: sorting(
        harmless=(
            "id assignment text answer_by made_by made_on "
            "called_back_on called_back_by called_back_because"
        ),
        why={"text": "an evaluator's words to everybody in a round; about nobody"},
    ),
    Invitation: sorting(
        harmless="controller kind",
        personal=(
            "id owner_authority circle participation assignment round state answered_by answered_on "
            "end_read_by end_read_on"
        ),
        why={"state": "whether somebody will talk to an evaluator; told to their own case's team"},
        contact=(Matter.FREE_TEXT, "how to reach the person, in their own words"),
        reason=(Matter.FREE_TEXT, "written by hand about the person"),
    ),
    PseudonymKey: sorting(
        harmless="assignment",
        personal="secret",
        why={"secret": "with it and the register one can tell whose a pseudonym is"},
    ),
}
