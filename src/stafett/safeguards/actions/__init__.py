"""The only writes to circles and what opens them: members, consents, provisions, releases."""

from __future__ import annotations

from stafett.safeguards.actions.circle import (
    NewCircle,
    let_in,
    let_in_many,
    let_units_back,
    name_team,
    open_circles,
    seat_for_promise,
)
from stafett.safeguards.actions.consent import (
    Item,
    NewConsent,
    Scan,
    accept,
    digest_of,
    faults_of,
    faults_of_giving,
    give_consent,
    release,
    withdraw,
)
from stafett.safeguards.actions.file import state_file
from stafett.safeguards.actions.opening import extend_reach
from stafett.safeguards.actions.provisions import NewProvision, end_provision, record_provision

__all__ = [
    "Item",
    "NewCircle",
    "NewConsent",
    "NewProvision",
    "Scan",
    "accept",
    "digest_of",
    "end_provision",
    "extend_reach",
    "faults_of",
    "faults_of_giving",
    "give_consent",
    "let_in",
    "let_in_many",
    "let_units_back",
    "name_team",
    "open_circles",
    "record_provision",
    "release",
    "seat_for_promise",
    "state_file",
    "withdraw",
]
