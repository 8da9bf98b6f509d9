"""The only writes of assessments, plans and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_own, writes_for
from stafett.casework.models import Participation
from stafett.casework.setting_right import keep
from stafett.frame.formats import plain_day
from stafett.plans.models import About, Assessment, Decision, Goal, State, Step
from stafett.plans.rules import faults_of_due, faults_of_moved, faults_of_validity
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

THE_PERSON = "personen"
"""Who ticked a step off, when the person did it on the worker's screen."""


@transaction.atomic
def assess(case: Participation, text: str, *, by: Viewer, health: bool = False) -> Assessment:
    """Write an assessment; one about health is of that kind. Each is a version of its own: none is changed."""
    kind = RowKind.HEALTH if health else RowKind.AGREEMENT
    return Assessment.objects.create(**_spine(case, by, kind), text=words_of(text, "text"))


@dataclass(frozen=True)
class SaidAt:
    """The meeting that a goal was said at, by its key and day."""

    meeting: UUID
    on: date


@transaction.atomic
def set_goal(
    case: Participation,
    text: str,
    *,
    by: Viewer,
    by_person: bool = False,
    said: SaidAt | None = None,
) -> Goal:
    """Add a goal to the plan, with the meeting that it was said at as its source."""
    spine = _spine(case, by, RowKind.AGREEMENT)
    source = {"said_at": said.meeting, "said_on": said.on} if said else {}
    return Goal.objects.create(**spine, **source, text=words_of(text, "text"), by_person=by_person)


@dataclass(frozen=True)
class NewStep:
    """What is to be done; by the person unless a unit is named, and by when."""

    text: str
    owner_unit_id: int | None = None
    due_on: date | None = None
    by_person: bool = False


@transaction.atomic
def add_step(goal: Goal, told: NewStep, *, by: Viewer) -> Step:
    """Add a step towards a goal. Raises Refused on a day that has been, and on a goal that is settled."""
    _check_open(goal)
    faults = faults_of_due(told.due_on, by.day)
    if faults:
        raise Refused(faults)
    return Step.objects.create(
        **_spine(goal.participation, by, RowKind.AGREEMENT), goal=goal,
        text=words_of(told.text, "text"), owner_unit_id=told.owner_unit_id, due_on=told.due_on,
        by_person=told.by_person,
    )  # fmt: skip


@transaction.atomic
def settle_goal(goal: Goal, state: str, *, by: Viewer, because: str = "") -> Goal:
    """Say that a goal is reached, not wanted any more (why), or open again."""
    current = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    check_own(by, current)
    current.state, current.because = State(state), because.strip()
    if state == State.DROPPED and not current.because:
        raise Refused({"because": _("Skriv varför målet inte längre är aktuellt.")})
    current.because = current.because if state == State.DROPPED else ""
    current.settled_on = None if state == State.OPEN else by.day
    current.save()
    return current


@transaction.atomic
def settle_step(
    step: Step, state: str, *, by: Viewer, because: str = "", by_person: bool = False
) -> Step:
    """Tick a step off, drop it with a reason, or open it again; said to be by the person when it is."""
    current = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    check_own(by, current)
    reason = because.strip() if state == State.DROPPED else ""
    if state == State.DROPPED and not reason:
        raise Refused({"because": _("Skriv varför steget inte längre är aktuellt.")})
    current.state, current.because = State(state), reason
    opened = state == State.OPEN
    current.settled_on = None if opened else by.day
    current.settled_by = "" if opened else (THE_PERSON if by_person else by.name)
    current.save()
    return current


@transaction.atomic
def move_step(step: Step, due_on: date | None, *, by: Viewer, because: str) -> Step:
    """Let a step be done by another day, with why; which day it was before stays in its history (law 6)."""
    current = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    check_own(by, current)
    if current.state != State.OPEN:
        raise Refused(
            {"": _("Steget är klart eller struket. Öppna det igen, så går det att flytta.")}
        )
    reason, faults = because.strip(), faults_of_moved(current.due_on, due_on, by.day)
    if not reason:
        faults["because"] = _("Skriv varför det flyttas.")
    if faults:
        raise Refused(faults)
    return keep(current, reason, due_on=due_on)


@dataclass(frozen=True)
class NewDecision:
    """What one's authority has come to: a decision, judgement, certificate or agreement, with its days."""

    about: str
    text: str
    from_day: date
    last_day: date | None = None
    health: bool = False
    follows: Decision | None = None


@transaction.atomic
def note_decision(case: Participation, told: NewDecision, *, by: Viewer) -> Decision:
    """Note that one's own authority has decided or judged something, beside what others have.

    `follows` is the one it comes after. Raises Refused on days that cannot be, and when that one has
    something after it already or is another authority's.
    """
    facts = facts_of(told, by.day)
    spine = _spine(case, by, facts["kind"])
    _check_follows(told.follows, spine["owner_authority_id"])
    return Decision.objects.create(**{**spine, **facts}, follows=told.follows)


def facts_of(told: NewDecision, today: date) -> dict[str, Any]:
    """What is told of a decision, by column. Raises Refused on days that cannot be, and on nothing said."""
    faults = faults_of_validity(told.from_day, told.last_day, today)
    if faults:
        raise Refused(faults)
    until = told.last_day + timedelta(days=1) if told.last_day else None
    return {"about": told.about, "text": words_of(told.text, "text"), "from_day": told.from_day,
            "until_day": until, "kind": _kind_of(told)}  # fmt: skip


def _kind_of(told: NewDecision) -> str:
    if told.health:
        return RowKind.HEALTH
    return RowKind.AGREEMENT if told.about == About.AGREEMENT else RowKind.DECISION


def held_decision(decision: Decision) -> Decision:
    """The decision as it stands now, held; Refused when it has been taken back."""
    current = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if current.retracted_on:
        raise Refused({"": gone(current)})
    return current


def gone(decision: Decision) -> str:
    """What is said to whoever would change a decision that has been taken back."""
    told = {
        "day": plain_day(decision.retracted_on or decision.written_on), "unit": decision.unit,
    }  # fmt: skip
    return (
        _("Det drogs tillbaka %(day)s, för att det var antecknat av misstag. Fråga %(unit)s.")
        % told
    )


def _check_follows(before: Decision | None, authority: int) -> None:
    if before is None:
        return
    if before.owner_authority_id != authority:
        raise Refused({"follows": _("Det är en annan myndighets. Välj ett av era egna.")})
    current = held_decision(before)
    if Decision.objects.filter(follows=current).exists() or current.ended_because:
        raise Refused({"follows": _("Det har redan något efter sig. Välj det senaste.")})


@transaction.atomic
def nothing_follows(decision: Decision, because: str, *, by: Viewer) -> Decision:
    """Say that nothing needs to come after a decision that ends, and why."""
    current = held_decision(decision)
    check_own(by, current)
    if not because.strip():
        raise Refused({"because": _("Skriv varför inget behöver komma efter.")})
    if Decision.objects.filter(follows=current).exists():
        raise Refused({"": _("Det har redan något efter sig.")})
    return keep(current, because.strip(), ended_because=because.strip())


def _spine(case: Participation, by: Viewer, kind: str) -> dict[str, Any]:
    unit, authority = writes_for(by, case)
    return {
        "participation": case, "controller_id": case.controller_id, "unit_id": unit, "kind": kind,
        "owner_authority_id": authority, "written_by": by.name, "written_on": by.day,
    }  # fmt: skip


def words_of(text: str, field: str) -> str:
    """What was written, without what surrounds it; Refused when that is nothing."""
    if not text.strip():
        raise Refused({field: _("Skriv något, en rad räcker.")})
    return text.strip()


def _check_open(goal: Goal) -> None:
    if goal.state != State.OPEN:
        raise Refused({"": _("Målet är avslutat. Öppna det igen, eller skriv ett nytt.")})
