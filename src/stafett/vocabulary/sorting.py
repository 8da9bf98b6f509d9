"""How delicate are the word lists? They are everybody's: none of them is about anybody."""

from __future__ import annotations

from stafett.database.sorting import Sortings, sorting
from stafett.vocabulary.models import (
    CommonOutcome,
    County,
    DocumentKind,
    EducationLevel,
    EndReason,
    LivelihoodSource,
    Municipality,
    NextStep,
    OccupationKind,
)

WORD = "code label_sv label_en valid_from valid_to source verified order"

SORTED: Sortings = {
    County: sorting(harmless=WORD),
    Municipality: sorting(harmless=f"{WORD} county"),
    LivelihoodSource: sorting(
        harmless=f"{WORD} group household has_extent exclusive",
        why={"code": "the word itself; that somebody lives on it is the livelihood's"},
    ),
    OccupationKind: sorting(harmless=f"{WORD} has_extent"),
    EducationLevel: sorting(harmless=f"{WORD} sun"),
    CommonOutcome: sorting(harmless=f"{WORD} is_work is_study"),
    EndReason: sorting(harmless=WORD),
    DocumentKind: sorting(
        harmless=WORD, why={"code": "the word itself; that somebody has one is the document's"}
    ),
    NextStep: sorting(harmless=f"{WORD} import_only"),
}
