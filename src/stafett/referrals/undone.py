"""Reads of the decisions that were undone: what each was, who had made it, and who undid it and why (law 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from stafett.referrals.models import Because, Referral, SentReferral
from stafett.referrals.rules import CLOSED, SHAPES, STATE_WORDS, State, Text


@dataclass(frozen=True)
class Undone:
    """A decision that stands no more."""

    state: State
    decided_on: date
    decided_by: str
    """Empty to whoever referred: they are told of the decision, not who made it."""
    because: str
    words: str
    on: date
    by: str
    why: str

    @property
    def badge(self) -> tuple[Text, str]:
        """What was decided, in a word and its shape."""
        return STATE_WORDS[self.state], SHAPES[self.state]

    @property
    def reason(self) -> str:
        """Why it was decided so, in the words of the list."""
        return str(Because(self.because).label) if self.because else ""


def undone(one: Referral) -> list[Undone]:
    """Those of a referral, the latest first; for whoever may see it as those who take in do."""
    return [
        Undone(
            State(was.state), was.decided_on, was.decided_by, was.because, was.decision,
            then.taken_up_on, then.taken_up_by, then.taken_up_because,
        )
        for was, then in _turns(one)
    ]  # fmt: skip


def undone_of_sent(one: SentReferral) -> list[Undone]:
    """The same of what a unit has sent, as far as it was told."""
    return [
        Undone(
            State(was.state), was.state_on, "", was.because, was.answer, then.taken_up_on, "", then.answer
        )
        for was, then in _turns(one)
    ]  # fmt: skip


def _turns(one: Any) -> Iterator[tuple[Any, Any]]:
    """Each version in which a decision stood last, and the one that came of it; the latest first."""
    if one.taken_up_on is None:
        return
    events = type(one).pgh_event_model.objects.filter(pgh_obj_id=one.pk).order_by("-pgh_id")
    for then, was in pairwise([one, *events]):
        if was.state in CLOSED and then.state not in CLOSED:
            yield was, then


__all__ = ["Undone", "undone", "undone_of_sent"]
