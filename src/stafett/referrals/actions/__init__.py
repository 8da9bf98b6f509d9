"""The only writes of the way in: somebody is referred, or comes alone, and every step until a decision."""

from __future__ import annotations

from stafett.referrals.actions.applying import Application, apply
from stafett.referrals.actions.deciding import (
    Decision,
    SentOn,
    accept,
    close,
    send_on,
    withdraw,
)
from stafett.referrals.actions.naming import Called, correct_name
from stafett.referrals.actions.referring import NewReferral, receive, refer
from stafett.referrals.actions.seeking import Sought, seek, seek_as_sender
from stafett.referrals.actions.selecting import (
    Meeting,
    NewRule,
    add_rule,
    end_rule,
    open_door,
    select,
)
from stafett.referrals.actions.sought_again import correct_sought, retract_sought
from stafett.referrals.actions.taking_up import put_back, take_up
from stafett.referrals.actions.waiting import (
    Where,
    ask_to_hold,
    correct_contact,
    invite,
    note_answer,
    put_in_queue,
    take_over,
)

__all__ = [
    "Application", "Called", "Decision", "Meeting", "NewReferral", "NewRule", "SentOn", "Sought", "Where",
    "accept", "add_rule", "apply", "ask_to_hold", "close", "correct_contact", "correct_name",
    "correct_sought", "end_rule", "invite", "note_answer", "open_door", "put_back", "put_in_queue",
    "receive", "refer", "retract_sought", "seek", "seek_as_sender", "select", "send_on", "take_over",
    "take_up", "withdraw",
]  # fmt: skip
