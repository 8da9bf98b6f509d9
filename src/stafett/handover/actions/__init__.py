"""The only writes to handovers and follow-ups: a step of one hand at a time, and what they settle."""

from __future__ import annotations

from stafett.handover.actions.by_link import (
    Leaving,
    ask_by_link,
    decline_by_link,
    question_by_link,
    take_by_link,
)
from stafett.handover.actions.following_up import (
    Told,
    correct_follow_up,
    note_follow_up,
    plan_follow_ups,
)
from stafett.handover.actions.outside import Confirmed, record
from stafett.handover.actions.steps import (
    Hearing,
    Proposal,
    accept,
    answer,
    ask,
    confirm,
    decline,
    hear,
    propose,
    withdraw,
)

__all__ = [
    "Confirmed",
    "Hearing",
    "Leaving",
    "Proposal",
    "Told",
    "accept",
    "answer",
    "ask",
    "ask_by_link",
    "confirm",
    "correct_follow_up",
    "decline",
    "decline_by_link",
    "hear",
    "note_follow_up",
    "plan_follow_ups",
    "propose",
    "question_by_link",
    "record",
    "take_by_link",
    "withdraw",
]
