"""What has happened in the living initiative up to the demo date, in the order that it did."""

from __future__ import annotations

from datetime import date

from stafett.demo.living.away import let_one_be_away
from stafett.demo.living.differing import let_differ
from stafett.demo.living.evaluation import let_evaluate
from stafett.demo.living.handing import let_hand_over
from stafett.demo.living.kept_out import keep_out
from stafett.demo.living.meetings import let_meet
from stafett.demo.living.mistaken import let_add_by_mistake
from stafett.demo.living.noticing import let_know
from stafett.demo.living.outreaching import let_reach_out
from stafett.demo.living.own_data import ask_for_own_data
from stafett.demo.living.reading import let_read
from stafett.demo.living.referrals import let_in_some
from stafett.demo.living.retention import keep_for_a_time
from stafett.demo.living.taken_in import let_take_in
from stafett.initiatives.models import Initiative

HAPPENING = (
    let_read, keep_for_a_time, keep_out, let_evaluate, let_hand_over, let_meet, let_differ, let_add_by_mistake,
    let_in_some, let_take_in, let_reach_out, let_one_be_away, let_know, ask_for_own_data,
)  # fmt: skip
"""Notices come when all has happened; own data last: what is compiled holds until something changes."""


def let_happen(initiative: Initiative, *, today: date) -> None:
    """All of it, by those who work there, as they would."""
    for story in HAPPENING:
        story(initiative, today=today)
