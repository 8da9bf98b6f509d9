"""How delicate is what is known of initiatives? It is about the work, never about anybody in it."""

from __future__ import annotations

from stafett.database.sorting import Sortings, sorting
from stafett.initiatives.models import (
    Branch,
    ConsentTemplate,
    EndReasonChoice,
    Engagement,
    Goal,
    GoalReading,
    Initiative,
    OutcomeChoice,
    PromisedInflow,
    TargetGroup,
    VolumeTarget,
)

VERSION = "id version decided_on reason initiative"

SORTED: Sortings = {
    Initiative: sorting(
        harmless=(
            "id code name association controller starts_on ends_on counted_on outcome_base summary "
            "invented"
        ),
        why={"summary": "free text about the work, for all who may see the initiative"},
    ),
    Branch: sorting(
        harmless=(
            "id initiative code name municipality controller holder plan agreed answered_by "
            "answered_on answer_note"
        ),
        why={
            "answered_by": "somebody who speaks for an authority, in that capacity",
            "answer_note": "free text from one authority to another, about the branch",
        },
    ),
    ConsentTemplate: sorting(
        harmless=(
            "initiative purpose purpose_en information longest_days review_days guardians_needed "
            "no_costs_nothing"
        ),
        why=dict.fromkeys(
            ("purpose", "purpose_en"), "an initiative's usual words; nobody's consent"
        ),
    ),
    Engagement: sorting(harmless="id initiative branch unit role from_day until_day"),
    TargetGroup: sorting(harmless=f"{VERSION} branch age_min age_max criteria"),
    OutcomeChoice: sorting(
        harmless="id initiative code label common order",
        why={"label": "the word itself; that somebody got there is the participation's"},
    ),
    EndReasonChoice: sorting(
        harmless="id initiative code label order",
        why={"label": "the word itself; that somebody ended by it is the participation's"},
    ),
    Goal: sorting(harmless=f"{VERSION} code text share_percent base"),
    GoalReading: sorting(harmless="id goal label order outcomes"),
    VolumeTarget: sorting(harmless=f"{VERSION} branch total women men period_start period_end"),
    PromisedInflow: sorting(harmless="id initiative party number period_start period_end reason"),
}
