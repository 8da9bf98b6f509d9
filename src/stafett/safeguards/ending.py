"""How do circles, consents and what was handed over end? With their case. The log ends by its own years."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stafett.database.ending import Endings, EndsBy
from stafett.safeguards.actions.consent import take_out_names
from stafett.safeguards.actions.copies import call_by_alias
from stafett.safeguards.actions.links import forget_texts
from stafett.safeguards.actions.own_data import NAMED, asked_by_alias
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
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
    ProtectedRoutine,
    Reading,
    ReadPerson,
    Release,
    RetentionHold,
    RetentionRule,
    Reviewed,
    Seal,
    SealedReading,
    SentForm,
    StartDecision,
)

LOG = "the log keeps for its own years (LogRules) and ends by a link of its own chain"
KEYS = "keys of what has ended: they lead to nothing, and say that it was decided"

ENDINGS = Endings(
    ends=(
        EndsBy(
            OwnDataExclusion,
            16,
            circle="decision__request__circle_id",
            called=_("Utelämnat ur egna uppgifter"),
        ),
        EndsBy(
            OwnDataDecision, 17, circle="request__circle_id", called=_("Beslut om egna uppgifter")
        ),
        EndsBy(
            OwnDataRequest,
            18,
            called=_("Begäran om egna uppgifter"),
            circle="circle_id",
            named=NAMED,
            unname=asked_by_alias,
        ),
        EndsBy(
            Release,
            20,
            circle="circle_id",
            spine=True,
            day="released_on",
            named=~Q(about=F("circle__person__alias")),
            unname=call_by_alias,
        ),
        EndsBy(Identification, 19, circle="circle_id", named=Q()),
        EndsBy(Link, 21, circle="circle_id", named=~Q(text=""), unname=forget_texts),
        EndsBy(ConsentScan, 21, circle="consent__circle_id", named=Q()),
        EndsBy(ConsentPart, 22, circle="circle_id"),
        EndsBy(Consent, 23, circle="circle_id", named=~Q(text=""), unname=take_out_names),
        EndsBy(NamesDecision, 24, circle="circle_id", named=Q()),
        EndsBy(RetentionHold, 25, circle="circle_id"),
        EndsBy(Member, 50, circle="circle_id"),
        EndsBy(Circle, 60, circle="pk", called=_("Ärende")),
    ),
    stays={
        **dict.fromkeys((Reading, ReadPerson, Seal, SealedReading), LOG),
        RetentionRule: "an authority's plan, and why it was changed; nothing of any person",
        FileStatement: "what an authority says of itself; nothing of any person",
        StartDecision: "that an authority lets real people be entered; nothing of any person",
        ProtectedRoutine: "a controller's routine; nothing of any person",
        SentForm: "a key, some days: nothing of what was written",
        FollowUp: "what a controller did about its log; of staff",
        Reviewed: "the same, about a reading that may have ended",
        Ending: "the decision, and how many rows; of a protected person a key that leads to nothing",
        EndingScope: KEYS,
        EndingRow: KEYS,
    },
)
