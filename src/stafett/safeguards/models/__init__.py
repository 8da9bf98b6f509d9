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
    IDENTITY,
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
from stafett.safeguards.models.own_data import (
    AskedHow,
    ExcludedBecause,
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
    OwnDataState,
)
from stafett.safeguards.models.protecting import ContactKept, ProtectedRoutine
from stafett.safeguards.models.sent_form import SentForm
from stafett.safeguards.models.spine import CASE, COPIES, COVERED, CaseRow, RowKind, Way
from stafett.safeguards.models.start import StartDecision, StartPaper

__all__ = [
    "APART",
    "CASE",
    "COPIES",
    "COVERED",
    "COVERS",
    "IDENTITY",
    "AskedHow",
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
    "ExcludedBecause",
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
    "OwnDataDecision",
    "OwnDataExclusion",
    "OwnDataRequest",
    "OwnDataState",
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
    "SentForm",
    "Start",
    "StartDecision",
    "StartPaper",
    "Step",
    "Use",
    "Verdict",
    "Way",
]
