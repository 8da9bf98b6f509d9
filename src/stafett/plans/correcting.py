"""How what is written in a plan is put right: what stood is kept, with why (law 6)."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_own
from stafett.casework.setting_right import keep, retract_row
from stafett.plans.access import check_put_right
from stafett.plans.actions import NewDecision, facts_of, held_decision, words_of
from stafett.plans.models import Assessment, Decision, Goal, State, Step, Written
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

W = TypeVar("W", bound=Written)


@transaction.atomic
def correct_step(step: Step, text: str, *, by: Viewer, because: str) -> Step:
    """Write a step as it should have read, with why; how it read before stays in its history (law 6)."""
    current = _held(step, by)
    if current.state != State.OPEN:
        raise Refused(
            {"": _("Steget är klart eller struket. Öppna det igen, så går det att rätta.")}
        )
    return _put_right(current, because, text=words_of(text, "text"))


@transaction.atomic
def correct_goal(goal: Goal, text: str, *, by_person: bool, by: Viewer, because: str) -> Goal:
    """Write a goal as it should have read, and whether the words are the person's own, with why.

    The meeting that it was said at stays its source. Each earlier wording is kept.
    """
    current = _held(goal, by)
    if current.state != State.OPEN:
        raise Refused({"": _("Målet är avslutat. Öppna det igen, så går det att rätta.")})
    return _put_right(current, because, text=words_of(text, "text"), by_person=by_person)


@transaction.atomic
def correct_assessment(
    one: Assessment, text: str, *, health: bool, by: Viewer, because: str
) -> Assessment:
    """Write an assessment as it should have read, with why; what one has come to since is a new one."""
    kind = RowKind.HEALTH if health else RowKind.AGREEMENT
    return _put_right(_held(one, by), because, text=words_of(text, "text"), kind=kind)


@transaction.atomic
def correct_decision(
    decision: Decision, told: NewDecision, *, by: Viewer, because: str
) -> Decision:
    """Note a decision as it should have been noted, with why; what it comes after is not changed.

    That nothing needs to follow was said of its end: it goes when there is no end any more.
    """
    check_own(by, decision)
    check_put_right(by, decision)
    current = held_decision(decision)
    facts = facts_of(told, by.day)
    settled = current.ended_because if facts["until_day"] else ""
    return _put_right(current, because, **facts, ended_because=settled)


@transaction.atomic
def retract_decision(decision: Decision, *, by: Viewer, because: str) -> Decision:
    """Take back a decision that was noted by mistake, with why: nothing of it is read in the case any more.

    What comes after it then comes after what it came after. The words stand in the history alone.
    """
    check_put_right(by, decision)
    current = held_decision(decision)
    before, after = current.follows, Decision.objects.filter(follows=current)
    reason = _reason(because)
    following = list(after.select_for_update(of=("self",)).order_by("pk"))
    retract_row(
        current, reason, by=by, text="", ended_because="", until_day=None, follows=None
    )  # fmt: skip
    for one in following:  # without the reason, which may be about somebody else
        one.follows = before
        one.save(update_fields=["follows"])
    return current


def _held(row: W, by: Viewer) -> W:
    """The row as it stands now, held, where it is the viewer's to change."""
    current = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    check_own(by, current)
    return current


def _put_right(current: W, because: str, **facts: Any) -> W:
    """The row as it should stand. Raises Refused when it stands so already, and without why."""
    if all(getattr(current, name) == value for name, value in facts.items()):
        field = "text" if len(facts) == 1 else ""
        raise Refused({field: _("Så står det redan. Skriv hur det ska stå.")})
    return keep(current, _reason(because), **facts)


def _reason(because: str) -> str:
    if not because.strip():
        raise Refused({"because": _("Skriv varför det rättas.")})
    return because.strip()
