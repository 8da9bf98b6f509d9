"""What is odd in an exit, to be asked about once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from stafett.casework.access import can_tell_life
from stafett.casework.actions import Doing, Life, Living
from stafett.casework.actions.living import check_lives
from stafett.casework.last_contact import last_contacts
from stafett.casework.models import Livelihood, Moment, Occupation, Participation
from stafett.casework.odd_exits import (
    Outcome,
    Told,
    questions_of_days,
    questions_of_life,
    questions_of_next,
)
from stafett.frame.asking import AsksOnce
from stafett.initiatives.models import OutcomeChoice
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


def outcome_of(key: int | str | None) -> Outcome | None:
    """An outcome of an initiative's, by its key, as the questions read it."""
    rows = OutcomeChoice.objects.select_related("common").filter(pk=key or 0)
    return next(
        (Outcome(one.common_id, one.label, one.common.is_work, one.common.is_study)
         for one in rows.order_by("pk")), None,
    )  # fmt: skip


def told_of(life: Life) -> Told:
    """Life at a moment as it was filled in, as the questions read it."""
    return _told(life.livelihoods, life.occupations)


def _told(livings: Collection[Living | Livelihood], doings: Collection[Doing | Occupation]) -> Told:
    return Told(
        [one.source_id for one in livings], [one.what_id for one in doings],
        sum(one.extent_percent or 0 for one in livings),
        sum((one.hours_a_week or Decimal(0) for one in doings), Decimal(0)),
    )  # fmt: skip


def holds(life: Life) -> bool:
    """True of what can be recorded: what cannot be is said first, by the action that refuses it."""
    try:
        check_lives([life])
    except Refused:
        return False
    return True


def questions_of_exit(
    viewer: Viewer, case: Participation, cleaned: Mapping[str, Any], life: Told
) -> Iterator[str]:
    """What is odd in an exit as it is filled in: its last day, what it led to, what is next and life after."""
    last = last_contacts(viewer, [case.pk]).get(case.pk)
    yield from questions_of_days(cleaned["ends_on"], last)
    outcome = outcome_of(cleaned["outcome"])
    assert outcome is not None
    yield from questions_of_next(outcome, cleaned["next_step"])
    yield from questions_of_life(outcome, life)


def questions_of_corrected_exit(
    viewer: Viewer, case: Participation, cleaned: Mapping[str, Any]
) -> list[str]:
    """What becomes odd in an exit by being corrected; what was odd as it stood is not asked about again."""
    life = _life_after(viewer, case)
    before = {"ends_on": case.ends_on, "outcome": case.outcome_id, "next_step": case.next_step_id}
    stood = set(questions_of_exit(viewer, case, before, life))
    return [one for one in questions_of_exit(viewer, case, cleaned, life) if one not in stood]


def _life_after(viewer: Viewer, case: Participation) -> Told:
    """Life directly after as recorded; nothing of it to who may not tell of it, since a question says it."""
    if not can_tell_life(viewer, case):
        return Told()
    return _told(
        list(case.livelihoods.filter(moment=Moment.END)),
        list(case.occupations.filter(moment=Moment.END)),
    )


__all__ = [
    "AsksOnce", "holds", "outcome_of", "questions_of_corrected_exit", "questions_of_exit", "told_of",
]  # fmt: skip
