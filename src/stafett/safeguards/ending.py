"""How do circles, consents and what was handed over end? With their case. The log ends by its own years."""

from __future__ import annotations

from stafett.database.ending import Endings, EndsBy
from stafett.safeguards.models import (
    Circle,
    Consent,
    ConsentPart,
    ConsentScan,
    Ending,
    EndingRow,
    EndingScope,
    FileStatement,
    FollowUp,
    Identification,
    Link,
    Member,
    NamesDecision,
    ProtectedRoutine,
    Reading,
    ReadPerson,
    Release,
    RetentionHold,
    Reviewed,
    Seal,
    SealedReading,
)

LOG = "the log keeps for its own years (LogRules) and ends by a link of its own chain"
KEYS = "keys of what has ended: they lead to nothing, and say that it was decided"

ENDINGS = Endings(
    ends=(
        EndsBy(Identification, 18, circle="circle_id"),
        EndsBy(Release, 20, circle="circle_id", spine=True, day="released_on"),
        EndsBy(ConsentScan, 21, circle="consent__circle_id"),
        EndsBy(Link, 21, circle="circle_id"),
        EndsBy(ConsentPart, 22, circle="circle_id"),
        EndsBy(Consent, 23, circle="circle_id"),
        EndsBy(NamesDecision, 24, circle="circle_id"),
        EndsBy(RetentionHold, 25, circle="circle_id"),
        EndsBy(Member, 50, circle="circle_id"),
        EndsBy(Circle, 60, circle="pk"),
    ),
    stays={
        **dict.fromkeys((Reading, ReadPerson, Seal, SealedReading), LOG),
        FileStatement: "what an authority says of itself; nothing of any person",
        ProtectedRoutine: "a controller's routine; nothing of any person",
        FollowUp: "what a controller did about its log; of staff",
        Reviewed: "the same, about a reading that may have ended",
        Ending: "the decision, and how many rows; of a protected person a key that leads to nothing",
        EndingScope: KEYS,
        EndingRow: KEYS,
    },
)
