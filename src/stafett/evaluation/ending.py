"""How do assignments end? They are decisions; their keys end when they are revoked."""

from __future__ import annotations

from stafett.database.ending import Endings
from stafett.evaluation.models import EvaluationAssignment, PseudonymKey

ENDINGS = Endings(
    stays={
        EvaluationAssignment: "an authority's decision; nothing of any person",
        PseudonymKey: "destroyed when the assignment is revoked; says nothing without the register",
    }
)
