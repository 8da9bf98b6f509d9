"""What one caseworker's cases hold, by the actions: plans, decisions, livelihood, meetings, promises."""

from __future__ import annotations

from datetime import date, time, timedelta

from stafett.accounts.models import User
from stafett.casework.models import Participation
from stafett.circumstances import actions as circumstances
from stafett.circumstances.actions import LIVED, NewPeriod
from stafett.meetings.actions import Minutes, NewMeeting, NewPromise, book, hold
from stafett.meetings.models import Owner, Sort
from stafett.plans.actions import (
    NewDecision,
    NewStep,
    add_step,
    assess,
    note_decision,
    set_goal,
    settle_step,
)
from stafett.plans.models import State
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer

BECAUSE = "benchmark"
WEEK = timedelta(days=7)


def karins_cases(today: date) -> int:
    """Write in each of Karin's cases, some of it two months ago, so that its day has passed; how many."""
    user = User.objects.get(email="karin@prov.example")
    then, now = viewer_of(user, today - 9 * WEEK), viewer_of(user, today)
    with acting(then, BECAUSE):
        cases = list(_cases(then))
        for at, case in enumerate(cases):
            _planned(case, at, then)
            _met(case, at, then)
    with acting(now, BECAUSE):
        for at, case in enumerate(cases):
            _decided(case, at, now)
            if at % 3:
                sort, on_day = Sort.FOLLOW_UP, now.day + timedelta(days=at % 20)
                book(case, NewMeeting(sort, on_day, time(9 + at % 7), "AUC", "Nästa steg"), by=now)
    return len(cases)


def _cases(by: Viewer) -> list[Participation]:
    mine = Participation.objects.filter(assignments__position__in=by.positions, ends_on=None)
    return list(mine.select_related("circle", "person", "branch").order_by("case_number"))


def _planned(case: Participation, at: int, by: Viewer) -> None:
    """An assessment, a goal of the person's and three steps: one done, one with a day, one without."""
    assess(case, "Vill arbeta med växter. Har klarat förmiddagar förut.", by=by)
    goal = set_goal(case, "Ett jobb där jag får vara ute", by=by, by_person=True)
    done = add_step(goal, NewStep("Besöka växthuset", None, by.day + WEEK), by=by)
    settle_step(done, State.DONE, by=by, by_person=True)
    due = by.day + (3 + at % 12) * WEEK
    add_step(goal, NewStep("Läkarintyg", case.holdings.get().unit_id, due), by=by)
    add_step(goal, NewStep("Ringa handledaren"), by=by)


def _met(case: Participation, at: int, by: Viewer) -> None:
    """A meeting that was held, with a promise of the person's whose day passes or not."""
    told = NewMeeting(Sort.FOLLOW_UP, by.day, time(9 + at % 7), "AUC", "Planera vägen till arbete")
    one = book(case, told, by=by)
    there = set(one.called.order_by("pk").values_list("pk", flat=True))
    promise = NewPromise("Skriva ett cv", by.day + (4 + at % 9) * WEEK, Owner.PERSON)
    hold(one, Minutes(there, "Ett jobb", "Vi börjar med praktik.", [promise]), by=by)


def _decided(case: Participation, at: int, by: Viewer) -> None:
    """A decision and a livelihood, which end soon in every other case."""
    last = by.day + (2 + at % 14) * WEEK
    told = NewDecision("decision", "Arbetsträning beviljad", case.starts_on, last)
    note_decision(case, told, by=by)
    lived = NewPeriod("activity_support", case.starts_on, last + WEEK if at % 2 else None, 100)
    circumstances.add(case, LIVED, lived, by=by)
