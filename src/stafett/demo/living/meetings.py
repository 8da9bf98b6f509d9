"""Meetings and promises in the living initiative: booked, held, late, not noted, and one where nobody came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from stafett.accounts.models import User
from stafett.casework.access import changeable
from stafett.casework.models import Participation
from stafett.database.days import still_on
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import team_units
from stafett.meetings.access import told_by
from stafett.meetings.actions import (
    Guest,
    Minutes,
    NewMeeting,
    NewPromise,
    book,
    cancel,
    hold,
    step,
)
from stafett.meetings.changing import Correction, change, correct
from stafett.meetings.models import Cause, Meeting, Owner, Role, Sort
from stafett.meetings.planning import goal_to_plan
from stafett.meetings.releasing import hand_over
from stafett.meetings.rules import Step
from stafett.parties.models import Unit
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer

BECAUSE = "demo"
MOST = 12
"""So many of each coach's cases have something booked or agreed; the others have no next step."""
GOAL = "Ett jobb där jag får vara ute, inte för långt hemifrån."
AGREED = (
    "Vi börjar med praktik tre dagar i veckan på ett växthus.\n"
    "Det som tar längst tid är läkarintyget. Tills det kommer fortsätter samtalen varje vecka."
)
MISTAKEN = AGREED.replace("tre dagar", "två dagar")
"""What was noted first, and then corrected."""
WEEK = timedelta(days=7)


def let_meet(initiative: Initiative, *, today: date) -> int:
    """Let each coach book and note meetings in the cases that their post has; how many that was."""
    number = 0
    for coach in _coaches(initiative, today):
        with acting(coach, BECAUSE, door="meeting_book"):
            cases = list(_cases(initiative, coach)[:MOST])
            for place, case in enumerate(cases):
                WAYS[place % len(WAYS)](case, coach)
            number += len(cases)
    return number


def _coaches(initiative: Initiative, today: date) -> Iterator[Viewer]:
    engaged = User.objects.filter(
        staff__tenures__position__unit__engagements__initiative=initiative
    )
    for user in engaged.order_by("pk").distinct():
        viewer = viewer_of(user, today)
        if viewer.may("work_with_people") and not viewer.speaks_for:
            yield viewer


def _cases(initiative: Initiative, coach: Viewer) -> list[Participation]:
    mine = changeable(coach).filter(
        still_on(coach.day, prefix="assignments__"), initiative=initiative, ends_on=None,
        circle__named_only=False, assignments__position__in=coach.positions, meetings=None,
    ).distinct()  # fmt: skip
    return list(mine.select_related("circle", "person", "branch").order_by("case_number"))


def _new(case: Participation, by: Viewer, on: date, at: time, sort: Sort) -> NewMeeting:
    """A meeting with those units whose authorities the person has let know."""
    giver = by.posts[0].authority_id
    told = told_by(by, case, giver)
    units = Unit.objects.filter(pk__in=team_units(case.branch), authority__in=told)
    guests = tuple(Guest(Role.UNIT, unit_id=unit.pk) for unit in units.order_by("pk"))
    purpose = "Planera vägen till arbete tillsammans"
    return NewMeeting(
        sort, max(on, case.starts_on), at, "Stigens lokal, Storgatan 4", purpose, guests
    )


def _held(case: Participation, by: Viewer, *, told_on: bool = True) -> Meeting:
    """Held three weeks ago, with a promise that is late, one that was moved and one of the person's own."""
    one = book(case, _new(case, by, by.day - 3 * WEEK, time(9), Sort.MULTI_PARTY), by=by)
    other = one.called.filter(role=Role.UNIT).exclude(unit=one.unit).first()
    late = max(one.on_day, by.day - timedelta(days=6))
    whose = other.unit_id if other else one.unit_id
    after = _new(case, by, by.day + WEEK, time(9), Sort.FOLLOW_UP)
    told = Minutes(
        set(one.called.order_by("pk").values_list("pk", flat=True)), GOAL, MISTAKEN,
        [
            NewPromise("Skriva ett cv tillsammans med coachen", by.day + WEEK, Owner.PERSON),
            NewPromise("Skicka efter läkarintyget", late, Owner.UNIT, unit_id=whose),
            NewPromise("Ringa växthuset om praktiken", by.day + timedelta(days=2), Owner.UNIT,
                       one.unit_id, one.position_id),
        ],
        after,
    )  # fmt: skip
    promises, following = hold(one, told, by=by)
    everybody = {row.pk for row in one.called.order_by("pk")}
    one = correct(one, Correction(everybody, GOAL, AGREED), "Jag hade skrivit fel dagar.", by=by)
    goal_to_plan(one, by=by)
    assert following, "the next meeting was told"
    change(following, replace(after, at=time(10, 30)), by=by)
    because = "Växthuset har stängt till nästa vecka."
    step(promises[2], Step.MOVE, by=by, to=by.day + WEEK, because=because)
    if other and told_on:
        hand_over(one, by=by)
    return one


def _today(case: Participation, by: Viewer) -> Meeting:
    return book(case, _new(case, by, by.day, time(13, 15), Sort.FOLLOW_UP), by=by)


def _unnoted(case: Participation, by: Viewer) -> Meeting:
    new = _new(case, by, by.day - timedelta(days=3), time(10), Sort.MULTI_PARTY)
    return book(case, new, by=by)


def _not_there(case: Participation, by: Viewer) -> Meeting | None:
    one = book(case, _new(case, by, by.day - timedelta(days=2), time(11), Sort.OTHER), by=by)
    after = _new(case, by, by.day + timedelta(days=4), time(11), Sort.OTHER)
    return cancel(one, Cause.NOT_THERE, "", after, by=by)


def _not_told_on(case: Participation, by: Viewer) -> Meeting:
    """The same, and what others promised is not handed over to them yet."""
    return _held(case, by, told_on=False)


WAYS = (_held, _today, _unnoted, _not_there, _not_told_on)
"""One after the other, case by case."""
