"""The circle of a case, what opens it, the spine of its rows, and the log of who has looked."""

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
from stafett.safeguards.models.ending import (
    Ending,
    EndingRow,
    EndingScope,
    Ends,
    HoldReason,
    RetentionHold,
    RetentionRule,
    Start,
)
from stafett.safeguards.models.file import FileStatement, Use
from stafett.safeguards.models.follow_up import (
    FollowUp,
    LogRules,
    NamesDecision,
    Reviewed,
    Verdict,
)
from stafett.safeguards.models.link import (
    Identification,
    Link,
    LinkPurpose,
    LinkState,
    Outcome,
    Step,
)
from stafett.safeguards.models.log import (
    Form,
    Reading,
    ReadPerson,
    Seal,
    SealedReading,
    SealKind,
)
from stafett.safeguards.models.protecting import ContactKept, ProtectedRoutine
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
    "ContactKept",
    "Ending",
    "EndingRow",
    "EndingScope",
    "Ends",
    "FileStatement",
    "FollowUp",
    "Form",
    "GivenBy",
    "HoldReason",
    "Identification",
    "Information",
    "Link",
    "LinkPurpose",
    "LinkState",
    "LogRules",
    "Manner",
    "Member",
    "NamesDecision",
    "Opening",
    "Outcome",
    "ProtectedRoutine",
    "Provision",
    "Reach",
    "ReadPerson",
    "Reading",
    "Release",
    "RetentionHold",
    "RetentionRule",
    "Reviewed",
    "RowKind",
    "Seal",
    "SealKind",
    "SealedReading",
    "Start",
    "Step",
    "Use",
    "Verdict",
    "Way",
]
