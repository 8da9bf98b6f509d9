"""What is the plan, who does what, and what has each authority decided or judged?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import can_work, someone_else, unit_told
from stafett.casework.between import Gap, Limit, Rule, Scope
from stafett.casework.earlier import Corrections, CorrectionsOfCase
from stafett.casework.models import PART, Participation
from stafett.casework.of_case import OfCase
from stafett.casework.queries.consents import knows_all
from stafett.casework.releasing import own_rows_of
from stafett.casework.timeline import Event, Kind, Version, noted, own_staff, reads
from stafett.database.days import in_force
from stafett.frame.formats import plain_day
from stafett.parties.models import Authority, Unit
from stafett.plans.access import can_put_right
from stafett.plans.models import About, Assessment, Decision, Goal, State, Step, Written
from stafett.plans.rules import WEEKS_BEFORE_END, ends_soon
from stafett.safeguards.access import Opened, may_see, opened
from stafett.safeguards.kept import Seen
from stafett.safeguards.models import Basis, RowKind
from stafett.safeguards.viewer import Viewer

DECISION = Kind("decision", gettext_lazy("beslut, bedömning eller överenskommelse"))
STEP = Kind("step", gettext_lazy("steg i planen"))
PLAN = Kind("plan", gettext_lazy("kartläggning och mål"))

W = TypeVar("W", bound=Written)
DECIDED = OfCase(Decision, lambda rows: rows.select_related("unit").order_by("from_day", "pk"))
DONE = OfCase(Step, lambda rows: rows.filter(state=State.DONE).order_by("settled_on", "pk"))
ASSESSED = OfCase(Assessment, lambda rows: rows.select_related("unit").order_by("written_on", "pk"))
AIMED = OfCase(Goal, lambda rows: rows.select_related("unit").order_by("written_on", "pk"))

KINDS_OF_DECISION = dict(About.choices)


def in_words(decision: Any) -> str:
    """A decision, now or earlier, in a line: its kind, what, and its days."""
    told = {"what": f"{KINDS_OF_DECISION[decision.about]}: {decision.text}",
            "first": plain_day(decision.from_day)}  # fmt: skip
    if decision.until_day is None:
        return _("%(what)s, från %(first)s.") % told
    last = plain_day(decision.until_day - timedelta(days=1))
    return _("%(what)s, från %(first)s till %(last)s.") % {**told, "last": last}


EARLIER: dict[type[Written], CorrectionsOfCase] = {
    Goal: CorrectionsOfCase(Goal, ("text", "by_person"), attrgetter("text"), attrgetter("written_on")),
    Assessment: CorrectionsOfCase(
        Assessment, ("text", "kind"), attrgetter("text"), attrgetter("written_on")
    ),
    Decision: CorrectionsOfCase(
        Decision, ("about", "text", "from_day", "until_day", "kind"), in_words,
        attrgetter("written_on"),
    ),
}  # fmt: skip
"""What of each is told as corrected; that it is settled or followed is no correction."""

REWORDED = CorrectionsOfCase(Step, ("text",), attrgetter("text"), attrgetter("written_on"))
MOVED = Corrections(
    ("due_on",), lambda was: was.due_on.isoformat() if was.due_on else "", attrgetter("written_on")
)
"""Of steps: that its words were corrected, and that its day was moved, which is no correction."""


@dataclass(frozen=True)
class Line(Generic[W]):
    """Something written, how it stood before it was corrected, and whether this viewer can put it right."""

    row: W
    mine: bool
    earlier: tuple[Version, ...] = ()
    followed: bool = False
    """That a decision has another after it."""

    @property
    def retracted(self) -> str:
        """What stands instead of a decision that was taken back; empty while it stands."""
        return retracted(self.row)  # type: ignore[arg-type]


def retracted(one: Decision) -> str:
    """What stands instead of a decision that was noted by mistake; empty while it stands."""
    if one.retracted_on is None:
        return ""
    told = {"day": plain_day(one.retracted_on), "unit": one.unit}
    return _("tillbakadraget %(day)s, antecknat av misstag (%(unit)s)") % told


@dataclass(frozen=True)
class Moved:
    """That a step's day was moved: from which, None where it had none, when and why."""

    from_day: date | None
    on: date
    why: str


@dataclass(frozen=True)
class PlannedStep:
    """A step, and which unit does it, as far as this viewer may know of it; empty is the person."""

    step: Step
    who: str
    earlier: tuple[Version, ...] = ()
    moved: tuple[Moved, ...] = ()
    """The latest first."""

    @property
    def first_due_on(self) -> date | None:
        """The day that it had at first, when it has been moved."""
        return self.moved[-1].from_day if self.moved else None


@dataclass(frozen=True)
class PlannedGoal:
    """A goal with its steps, and whether this viewer can change them."""

    goal: Goal
    steps: list[PlannedStep]
    mine: bool
    earlier: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What one authority has come to, the latest first."""

    authority: Authority
    lines: list[Line[Decision]] = field(default_factory=list)


@dataclass(frozen=True)
class PlanPage:
    """The tab Plan."""

    participation: Participation
    assessed: list[Line[Assessment]]
    goals: list[PlannedGoal]
    settled: list[PlannedGoal]
    judged: list[Judged]
    works: bool
    own: frozenset[int]

    @property
    def assessment(self) -> Assessment | None:
        """The latest."""
        return self.assessed[0].row if self.assessed else None

    @property
    def earlier(self) -> list[Assessment]:
        """Those before it."""
        return [line.row for line in self.assessed[1:]]


def plan_page(viewer: Viewer, case: Participation) -> PlanPage:
    """The plan as far as the viewer may read it; the same number of queries whatever is in it."""
    goals = _goals(viewer, case)
    return PlanPage(
        case, _assessed(viewer, case),
        [one for one in goals if one.goal.state == State.OPEN],
        [one for one in goals if one.goal.state != State.OPEN],
        _judged(viewer, case), can_work(viewer, case), viewer.works_for,
    )  # fmt: skip


def _assessed(viewer: Viewer, case: Participation) -> list[Line[Assessment]]:
    rows = list(rows_seen(viewer, Assessment, case))
    earlier = EARLIER[Assessment].of(opened(viewer, case.circle_id), rows, case)
    return [
        Line(one, one.owner_authority_id in viewer.works_for, earlier.get(one.pk, ()))
        for one in rows
    ]


def _goals(viewer: Viewer, case: Participation) -> list[PlannedGoal]:
    steps: dict[UUID, list[PlannedStep]] = defaultdict(list)
    shown = opened(viewer, case.circle_id)
    for planned in _steps(viewer, case, shown):
        steps[planned.step.goal_id].append(planned)
    goals = list(rows_seen(viewer, Goal, case).order_by("pk"))
    earlier = EARLIER[Goal].of(shown, goals, case)
    return [
        PlannedGoal(
            one, steps[one.pk], one.owner_authority_id in viewer.works_for, earlier.get(one.pk, ())
        )
        for one in goals
    ]


def _steps(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[PlannedStep]:
    rows = list(rows_seen(viewer, Step, case).select_related("owner_unit").order_by("pk"))
    events = REWORDED.rows.of(case) if rows else []
    reworded, moved = REWORDED.among(events, shown, rows), MOVED.among(events, shown, rows)
    for step in rows:
        who = unit_told(viewer, step, step.owner_unit, shown) if step.owner_unit else ""
        days = tuple(map(_moved, moved.get(step.pk, ())))
        yield PlannedStep(step, who, reworded.get(step.pk, ()), days)


def _moved(was: Version) -> Moved:
    return Moved(date.fromisoformat(was.text) if was.text else None, was.corrected_on, was.why)


def _judged(viewer: Viewer, case: Participation) -> list[Judged]:
    """Each authority's, side by side, in the order of their names; never joined into one (A19)."""
    rows = rows_seen(viewer, Decision, case).select_related("owner_authority", "followed_by")
    found: dict[int, Judged] = {}
    every = list(rows.order_by("owner_authority__name", "-from_day", "-pk"))
    earlier = EARLIER[Decision].of(opened(viewer, case.circle_id), every, case)
    for row in every:
        mine = not row.retracted_on and can_put_right(viewer, row)
        line = Line(row, mine, earlier.get(row.pk, ()), hasattr(row, "followed_by"))
        found.setdefault(row.owner_authority_id, Judged(row.owner_authority)).lines.append(line)
    return list(found.values())


def rows_seen(viewer: Viewer, model: type[W], case: Participation) -> QuerySet[W]:
    """The rows of a table in the case that the viewer may read."""
    rows = model._default_manager.filter(participation=case)
    return may_see(viewer, rows, PART).select_related("unit__authority")


MOST_GOALS = 2
"""So many stand in the head of a case; the tab has them all."""


def aims_of_case(request: Any, case: Participation) -> dict[str, Any] | None:
    """For the head of a case: the goals that are worked for, as far as they may be read; else None."""
    shown = opened(request.viewer, case.circle_id)
    goals = [one for one in AIMED.shown(case, shown) if one.state == State.OPEN]
    if not goals:
        return None
    return {"goals": goals[:MOST_GOALS], "more": len(goals[MOST_GOALS:]), "case": case}


def one_of(viewer: Viewer, model: type[W], case: Participation, key: UUID) -> W:
    """One row of the case; Http404 alike whether it is hidden from the viewer or was never there."""
    try:
        return rows_seen(viewer, model, case).select_related("participation").get(pk=key)
    except model.DoesNotExist:  # type: ignore[attr-defined]
        raise Http404 from None


def owners(viewer: Viewer, case: Participation) -> list[Unit]:
    """The units that a step can be given to: the viewer's own, the holder's, and those that they see in it.

    To those who know of all that are in the case, which are the controller's, every unit in it by its role.
    """
    mine = {post.unit_id for post in viewer.posts}
    held = may_see(viewer, case.holdings.filter(until_day=None), PART)
    there = may_see(viewer, case.involvements.filter(until_day=None, unit__isnull=False), PART)
    keys = set(held.order_by("pk").values_list("unit_id", flat=True))
    keys |= {one for one in there.order_by("pk").values_list("unit_id", flat=True) if one}
    working = case.circle.members.filter(unit_id__in=mine).order_by("pk")
    keys |= set(working.values_list("unit_id", flat=True))
    if knows_all(viewer, case.circle):
        inside = case.circle.members.filter(in_force(viewer.day), basis=Basis.ROLE).order_by("pk")
        keys |= set(inside.values_list("unit_id", flat=True))
    return list(Unit.objects.filter(pk__in=keys).order_by("name"))


ENDING: Seen[tuple[UUID, int, date, str, str, str, str, int]] = Seen(
    lambda viewer, cases: may_see(
        viewer,
        Decision.objects.filter(
            participation_id__in=cases, until_day__isnull=False, followed_by=None,
            controller_id__in=viewer.controllers,
        ).order_by("pk"),
        PART,
    ).values_list(
        "participation_id", "participation__initiative_id", "until_day", "text", "unit__name",
        "ended_because", "about", "owner_authority_id",
    )
)  # fmt: skip
OVERDUE: Seen[tuple[UUID, date, str, str | None, int | None, int, int]] = Seen(
    lambda viewer, cases: may_see(
        viewer,
        Step.objects.filter(
            participation_id__in=cases, state=State.OPEN, due_on__lt=viewer.day,
            controller_id__in=viewer.controllers,
        ).order_by("pk"),
        PART,
    ).values_list(
        "participation_id", "due_on", "text", "owner_unit__name", "owner_unit__authority_id",
        "owner_authority_id", "controller_id",
    )
)  # fmt: skip


def ending(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Decisions and agreements that end within eight weeks, or have ended, with nothing after them (A19); of
    cases that others hold those that the viewer's own authority has noted."""
    rows = ENDING.by(viewer, cases=list(scope.cases))
    if scope.beside:
        others = ENDING.by(viewer, cases=list(scope.beside))
        rows += [row for row in others if row[-1] in viewer.works_for]
    for key, initiative, until, text, unit, settled, about, _owner in rows:
        weeks = scope.limit("decision_ends", initiative)
        if not settled and ends_soon(until, viewer.day, weeks):
            last = until - timedelta(days=1)
            what = (
                _("överenskommelsen ”%(what)s”") % {"what": text}
                if about == About.AGREEMENT
                else text
            )
            said = _("%(what)s, till och med %(day)s") % {"what": what, "day": plain_day(last)}
            yield Gap(until - timedelta(weeks=weeks), unit, key, said, comes=last)


def overdue(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Steps of the plan whose day has passed."""
    for key, due, text, unit, home, *near in OVERDUE.by(viewer, cases=list(scope.cases)):
        known = home in {*near, *viewer.works_for} or near[0] in viewer.works_for
        who = _("personen") if unit is None else unit if known else someone_else()
        yield Gap(due, who, key, text)


RULES = (
    Rule(
        "decision_ends", gettext_lazy("Beslut eller överenskommelse går ut"),
        gettext_lazy("Ett beslut, en bedömning, ett intyg eller en överenskommelse slutar inom åtta veckor, "
                     "och inget kommer efter."),
        gettext_lazy("Överenskommelsen om praktik gäller till 30 juni, och inget är skrivet om sedan."),
        gettext_lazy("Öppna planen"), ending, "plan", 55,
        limit=Limit(WEEKS_BEFORE_END, gettext_lazy("veckor")), reads=(ENDING,),
    ),
    Rule(
        "step_overdue", gettext_lazy("Steg försenat"),
        gettext_lazy("Ett steg i planen skulle ha varit klart."),
        gettext_lazy("”Läkarintyg” skulle vara klart den 1 maj."),
        gettext_lazy("Öppna planen"), overdue, "plan", 45, reads=(OVERDUE,),
    ),
)  # fmt: skip


@reads(DECIDED, EARLIER[Decision].rows)
def decisions_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """When each decision or judgement began."""
    found = DECIDED.shown(case, shown)
    earlier = EARLIER[Decision].of(shown, found, case)
    for one in found:
        told = retracted(one) or f"{one.get_about_display()}: {one.text}"
        yield _event(viewer, one, one.from_day, DECISION, told, earlier.get(one.pk, ()))


def decisions_to_hand_over(viewer: Viewer, case: Participation, giver: Authority) -> Iterator[str]:
    """The giver's own decisions and judgements, a line each; what is marked as health goes apart."""
    rows = case.decisions.filter(kind=RowKind.DECISION, retracted_on=None)
    for one in own_rows_of(viewer, rows, giver).order_by("from_day", "pk"):
        said = in_words(one)
        yield said[:1].upper() + said[1:]


@reads(DONE)
def steps_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """Steps that are done."""
    for one in DONE.shown(case, shown):
        assert one.settled_on is not None
        told = _("%(what)s (klart)") % {"what": one.text}
        by = own_staff(viewer, one.owner_authority_id, one.settled_by)
        yield Event(one.settled_on, one.owner_authority_id, STEP.mark, STEP.words, told, by=by)


def _event(
    viewer: Viewer, one: Written, day: date, kind: Kind, told: str,
    earlier: tuple[Version, ...] = (),
) -> Event:  # fmt: skip
    by = noted(viewer, one.unit, one.written_by, day)
    return Event(day, one.owner_authority_id, kind.mark, kind.words, told, earlier=earlier, by=by)


@reads(ASSESSED, AIMED, EARLIER[Goal].rows)
def plans_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """When there was an assessment, and when goals were set."""
    for one in ASSESSED.shown(case, shown):
        yield _event(viewer, one, one.written_on, PLAN, _("Kartläggning"))
    goals = AIMED.shown(case, shown)
    earlier = EARLIER[Goal].of(shown, goals, case)
    for goal in goals:
        told = earlier.get(goal.pk, ())
        yield _event(viewer, goal, goal.written_on, PLAN, goal.text, told)


SOURCES = ((DECISION, decisions_told), (STEP, steps_told), (PLAN, plans_told))
