"""The only writes of the way in: somebody is referred, and every step until a decision."""

from __future__ import annotations

from stafett.referrals.actions.deciding import Decision, SentOn, accept, close, send_on, withdraw
from stafett.referrals.actions.referring import NewReferral, receive, refer
from stafett.referrals.actions.waiting import (
    ask_to_hold,
    invite,
    note_answer,
    put_in_queue,
    take_over,
)

__all__ = [
    "Decision",
    "NewReferral",
    "SentOn",
    "accept",
    "ask_to_hold",
    "close",
    "invite",
    "note_answer",
    "put_in_queue",
    "receive",
    "refer",
    "send_on",
    "take_over",
    "withdraw",
]  # fmt: skip
