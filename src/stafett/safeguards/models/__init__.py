"""The circle of a case, the spine that every row about a case carries, and the log of who has looked."""

from __future__ import annotations

from stafett.safeguards.models.circle import Basis, Circle, Member, Reach
from stafett.safeguards.models.follow_up import (
    FollowUp,
    LogRules,
    NamesDecision,
    Reviewed,
    Verdict,
)
from stafett.safeguards.models.log import (
    Form,
    Reading,
    ReadPerson,
    Seal,
    SealedReading,
    SealKind,
)
from stafett.safeguards.models.spine import COVERED, CaseRow, RowKind

__all__ = [
    "COVERED",
    "Basis",
    "CaseRow",
    "Circle",
    "FollowUp",
    "Form",
    "LogRules",
    "Member",
    "NamesDecision",
    "Reach",
    "ReadPerson",
    "Reading",
    "Reviewed",
    "RowKind",
    "Seal",
    "SealKind",
    "SealedReading",
    "Verdict",
]
