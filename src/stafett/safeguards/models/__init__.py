"""The circle of a case, what opens it, and the spine that every row about a case carries."""

from __future__ import annotations

from stafett.safeguards.models.circle import Basis, Circle, Member, Reach
from stafett.safeguards.models.consent import (
    APART,
    COVERS,
    Consent,
    ConsentPart,
    ConsentScan,
    GivenBy,
    Information,
    Manner,
    Opening,
    Provision,
    Release,
)
from stafett.safeguards.models.spine import CASE, COVERED, CaseRow, RowKind, Way

__all__ = [
    "APART",
    "CASE",
    "COVERED",
    "COVERS",
    "Basis",
    "CaseRow",
    "Circle",
    "Consent",
    "ConsentPart",
    "ConsentScan",
    "GivenBy",
    "Information",
    "Manner",
    "Member",
    "Opening",
    "Provision",
    "Reach",
    "Release",
    "RowKind",
    "Way",
]
