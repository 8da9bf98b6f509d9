"""The circle of a case, and the spine that every row about a case carries."""

from __future__ import annotations

from stafett.safeguards.models.circle import Basis, Circle, Member, Reach
from stafett.safeguards.models.spine import COVERED, CaseRow, RowKind

__all__ = ["COVERED", "Basis", "CaseRow", "Circle", "Member", "Reach", "RowKind"]
