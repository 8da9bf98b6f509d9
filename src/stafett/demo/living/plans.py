"""The plans of the people of the living initiative, and what agencies have decided; all of it invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from stafett.demo.living.consents import open_cases, workers
from stafett.initiatives.models import Initiative
from stafett.plans.actions import (
    NewDecision,
    NewStep,
    add_step,
    assess,
    note_decision,
    set_goal,
    settle_step,
)
from stafett.plans.correcting import correct_decision
from stafett.plans.models import Goal, State
from stafett.safeguards.viewer import Viewer

ASSESSED = (
    "Vill arbeta med djur eller växter. Har klarat förmiddagar förut. Trött efter lunch, bussen går sällan.",
    "Vill läsa färdigt gymnasiet. Behöver lugn och ro och någon som ringer på morgonen.",
    "Har kört truck i fyra år. Vill tillbaka, men halvtid i början.",
)
GOALS = (
    ("Ett jobb där jag får vara ute", ("Besöka växthuset", "Prova en vecka", "Ringa handledaren")),
    ("Bli klar med gymnasiet", ("Söka till komvux", "Gå till studievägledaren", "Låna böckerna")),
    ("Halvtid på lagret i Påhittby", ("Läkarintyg", "Träffa arbetsgivaren", "Truckkort")),
)
LONG = timedelta(days=60)
"""Whoever has held for so long may have let a step's day go by."""
DECISIONS = (
    ("decision", "Aktivitetsersättning, hel", 40),
    ("judgement", "Kan arbeta halvtid med anpassning", 200),
    ("decision", "Arbetsträning beviljad", 20),
    ("agreement", "Praktik på lagret i Påhittby, med handledare", 30),
)


def plan(initiative: Initiative, *, by: Viewer) -> int:
    """A plan for every other open case, with a decision that ends, one corrected; how many."""
    working, number = workers(by.day), 0
    assessed, goals, decisions = cycle(ASSESSED), cycle(GOALS), cycle(DECISIONS)
    for at, case in enumerate(open_cases(initiative)):
        held = case.holdings.order_by("-from_day", "-pk")[0]
        worker = working.get(held.unit_id)
        if worker is None or at % 2:
            continue
        number += 1
        assess(case, next(assessed), by=worker)
        words, steps = next(goals)
        goal = set_goal(case, words, by=worker, by_person=number % 3 > 0)
        made = [add_step(goal, _step(text, at, worker), by=worker) for text in steps]
        settle_step(made[0], State.DONE, by=worker, by_person=number % 2 > 0)
        if number % 3 == 0 and held.from_day < by.day - LONG:
            _late(goal, worker)
        about, text, days = next(decisions)
        last = by.day + timedelta(days=days)
        noted = NewDecision(about, text, case.starts_on, last)
        decision = note_decision(case, noted, by=worker)
        if number == 2:
            right = replace(noted, last_day=last + timedelta(days=30))
            correct_decision(decision, right, by=worker, because="Läste fel månad i beslutet")
    return number


def _late(goal: Goal, worker: Viewer) -> None:
    """A step whose day has passed, and that nobody has ticked off or moved."""
    then = replace(worker, day=worker.day - timedelta(days=14))
    add_step(goal, NewStep("Boka tid för studiebesök", None, then.day + timedelta(days=9)), by=then)


def _step(text: str, at: int, worker: Viewer) -> NewStep:
    return NewStep(text, None, worker.day + timedelta(days=3 + at % 11))
