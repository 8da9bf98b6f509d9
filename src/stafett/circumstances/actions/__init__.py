"""The only writes of circumstances over time."""

from __future__ import annotations

from stafett.circumstances.actions.courses import come_back, correct_pause, pause, set_form
from stafett.circumstances.actions.past import (
    PastForm,
    PastPause,
    correct_form,
    correct_past_pause,
    take_away_pause,
)
from stafett.circumstances.actions.periods import (
    DID,
    LIVED,
    NewPeriod,
    Sort,
    add,
    correct,
    end,
    faults_of_amount,
    faults_of_company,
    nothing_next,
    take_away,
)
from stafett.circumstances.actions.thresholds import note_next, set_thresholds

__all__ = [
    "DID",
    "LIVED",
    "NewPeriod",
    "PastForm",
    "PastPause",
    "Sort",
    "add",
    "come_back",
    "correct",
    "correct_form",
    "correct_past_pause",
    "correct_pause",
    "end",
    "faults_of_amount",
    "faults_of_company",
    "note_next",
    "nothing_next",
    "pause",
    "set_form",
    "set_thresholds",
    "take_away",
    "take_away_pause",
]
