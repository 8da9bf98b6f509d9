"""The only writes to handovers and follow-ups: a step of one hand at a time, and what they settle."""

from __future__ import annotations

from stafett.handover.actions.following_up import Told, note_follow_up, plan_follow_ups
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
    "Proposal",
    "Told",
    "accept",
    "answer",
    "ask",
    "confirm",
    "decline",
    "hear",
    "note_follow_up",
    "plan_follow_ups",
    "propose",
    "record",
    "withdraw",
]
