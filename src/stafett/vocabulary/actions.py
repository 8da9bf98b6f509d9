"""The only writes to the shared word lists: loading them from the project's own files."""

from __future__ import annotations

import csv
from importlib.resources import files

from django.db import models, transaction

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
    Word,
)

FILES: dict[str, type[Word]] = {
    "counties": County,
    "municipalities": Municipality,
    "livelihood_sources": LivelihoodSource,
    "occupation_kinds": OccupationKind,
    "education_levels": EducationLevel,
    "common_outcomes": CommonOutcome,
    "next_steps": NextStep,
    "end_reasons": EndReason,
    "document_kinds": DocumentKind,
}
"""Each file in `data/` with the list that it fills."""


@transaction.atomic
def load() -> None:
    """Fill the word lists from `data/*.csv`; a word that is there already is brought up to date."""
    for name, model in FILES.items():
        with (
            files("stafett.vocabulary.data").joinpath(f"{name}.csv").open(encoding="utf-8") as file
        ):
            words = [_word(model, row, i) for i, row in enumerate(csv.DictReader(file))]
        names = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
        model.objects.bulk_create(  # type: ignore[attr-defined]
            words, update_conflicts=True, unique_fields=["code"], update_fields=names
        )


def _word(model: type[Word], row: dict[str, str], order: int) -> Word:
    values: dict[str, object] = {"order": order}
    for field in model._meta.concrete_fields:
        text = row.get(field.attname) or row.get(field.name)
        if text:
            values[field.attname] = (
                text in ("yes", "true") if isinstance(field, models.BooleanField) else text
            )
    return model(**values)
