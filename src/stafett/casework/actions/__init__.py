"""The only writes to participations and what hangs on them; each takes a batch, one is a batch of one."""

from __future__ import annotations

from stafett.casework.actions.assigning import Reassigned, reassign
from stafett.casework.actions.correcting import correct
from stafett.casework.actions.doubling import settle_doubles, tell_of_doubles
from stafett.casework.actions.ending import Exit, close, correct_told, reopen
from stafett.casework.actions.enrolling import AuthorityCase, Doing, Enrolment, Living, enrol
from stafett.casework.actions.involving import NewCase, end_case, involve, take_away_case
from stafett.casework.actions.limiting import set_limits
from stafett.casework.actions.living import Life, record_livelihood
from stafett.casework.actions.persons import correct_person
from stafett.casework.actions.sharing import Sharing, share
from stafett.casework.actions.taking_over import Taking, take_over

__all__ = [
    "AuthorityCase",
    "Doing",
    "Enrolment",
    "Exit",
    "Life",
    "Living",
    "NewCase",
    "Reassigned",
    "Sharing",
    "Taking",
    "close",
    "correct",
    "correct_person",
    "correct_told",
    "end_case",
    "enrol",
    "involve",
    "reassign",
    "record_livelihood",
    "reopen",
    "set_limits",
    "settle_doubles",
    "share",
    "take_away_case",
    "take_over",
    "tell_of_doubles",
]
