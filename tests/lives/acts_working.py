"""What is done in a case: notes, contacts, plans, decisions, meetings, promises, follow-ups."""

from __future__ import annotations

from datetime import time
from typing import Any

from stafett.commissions import actions as commissions
from stafett.commissions.actions import NewCommission
from stafett.commissions.models import Commission
from stafett.commissions.rules import Step as CommissionStep
from stafett.handover.actions import Told, note_follow_up
from stafett.handover.models import Answer, FollowUp
from stafett.meetings import actions as meetings
from stafett.meetings.actions import Guest, Minutes, NewMeeting, NewPromise
from stafett.meetings.models import Cause, Meeting, Owner, Promise, Role, Sort
from stafett.meetings.rules import Step as PromiseStep
from stafett.notes import actions as notes
from stafett.notes.actions import NewContact, NewNote
from stafett.notes.models import Contact, Note
from stafett.plans import actions as plans
from stafett.plans.actions import NewDecision, NewStep
from stafett.plans.correcting import correct_step
from stafett.plans.models import Decision, Goal, Step
from tests.lives.world import UNITS, World

SETTLED = ("done", "dropped", "open")


def writes_a_note(world: World, who: str, a: int, b: int) -> Any:
    """On a day up to a week back, or one to come, which is refused."""
    case = world.case(a)
    told = NewNote("Kom i tid.", world.later(b % 9 - 7), health=b % 5 == 0)
    return notes.write(case, told, by=world.as_(who))


def corrects_a_note(world: World, who: str, a: int, b: int) -> Any:
    """With a reason, or none."""
    note = world.pick(Note, a)
    told = NewNote(f"Kom {b} minuter för sent.", note.on_day)
    return notes.correct(note, told, by=world.as_(who), because="" if b % 6 == 0 else "fel dag")


def takes_back_what_was_written(world: World, who: str, a: int, b: int) -> Any:
    """A note in the wrong case, or an attempt that was noted wrongly."""
    because = "fel ärende" if b % 5 else ""
    if b % 2:
        return notes.retract(world.pick(Note, a), by=world.as_(who), because=because)
    row = world.pick(Contact, a)
    told = NewContact(row.on_day, "phone", "reached")
    return notes.correct_contact(row, told, by=world.as_(who), because=because)


def seeks_contact(world: World, who: str, a: int, b: int) -> Any:
    """And reaches the person or not."""
    case = world.case(a)
    result = ("reached", "no_answer", "not_there", "message_left")[b % 4]
    told = NewContact(world.day, "phone", result, again_on=world.later(b % 12 - 1))
    return notes.seek(case, told, by=world.as_(who))


def plans_together(world: World, who: str, a: int, b: int) -> Any:
    """An assessment or a goal."""
    case = world.case(a)
    viewer = world.as_(who)
    if b % 2:
        return plans.assess(case, "Kan börja smått.", by=viewer, health=b % 3 == 0)
    return plans.set_goal(case, "Ett arbete", by=viewer, by_person=b % 3 == 0)


def takes_a_step(world: World, who: str, a: int, b: int) -> Any:
    """A step towards a goal, or one that is settled."""
    if b % 2:
        goal = world.pick(Goal, a)
        told = NewStep("Ring arbetsgivaren", due_on=world.later(b % 20 - 2))
        return plans.add_step(goal, told, by=world.as_(who))
    step = world.pick(Step, a)
    if b % 6 == 4:
        told_by = "fel dag" if b % 7 else ""
        return plans.move_step(step, world.later(b % 9), by=world.as_(who), because=told_by)
    if b % 6 == 2:
        return correct_step(step, f"Ring {b}", by=world.as_(who), because="felskrivet")
    because = "hann inte" if b % 4 else ""
    return plans.settle_step(step, SETTLED[b % 3], by=world.as_(who), because=because)


def settles_a_goal(world: World, who: str, a: int, b: int) -> Any:
    """Reached, dropped or open again."""
    goal = world.pick(Goal, a)
    return plans.settle_goal(goal, SETTLED[b % 3], by=world.as_(who), because="ändrat sig")


def decides(world: World, who: str, a: int, b: int) -> Any:
    """A decision with its days, after another one or not; or that nothing follows."""
    if b % 5 == 0:
        return plans.nothing_follows(world.pick(Decision, a), "behövs inte", by=world.as_(who))
    case = world.case(a)
    before = Decision.objects.filter(participation=case).first() if b % 3 == 0 else None
    told = NewDecision(
        "decision", "Sjukpenning, halv", world.later(-3), world.later(b % 40 - 5), follows=before
    )
    return plans.note_decision(case, told, by=world.as_(who))


def calls_a_meeting(world: World, who: str, a: int, b: int) -> Any:
    """With some units, whether or not a consent covers them."""
    case = world.case(a)
    guests = tuple(
        Guest(Role.UNIT, unit_id=world.cast.unit(name).pk) for name in UNITS[b % 4 : b % 4 + 2]
    )
    told = NewMeeting(Sort.MULTI_PARTY, world.later(b % 5 - 2), time(8 + b % 9), "AUC", "Planera",
                      guests, by_person=b % 2 == 0)  # fmt: skip
    return meetings.book(case, told, by=world.as_(who))


def holds_a_meeting(world: World, who: str, a: int, b: int) -> Any:
    """And promises something; or it did not come about."""
    meeting = world.pick(Meeting, a)
    if b % 6 == 5:
        return meetings.add_promise(
            meeting, NewPromise("Ringa", world.later(3), Owner.PERSON), by=world.as_(who)
        )
    called = meeting.called.order_by("pk").values_list("pk", flat=True)
    came = set(called[: 1 + b % 4])
    viewer = world.as_(who)
    if b % 4 == 0:
        return meetings.cancel(meeting, Cause.NOT_THERE, "kom inte", None, by=viewer)
    promises = (NewPromise("Skriva cv", world.later(b % 15 - 1), Owner.PERSON),
                NewPromise("Boka tid", world.later(7), Owner.UNIT, unit_id=meeting.unit_id))  # fmt: skip
    return meetings.hold(
        meeting, Minutes(came, "Ett jobb", "Vi provar.", promises[: b % 3]), by=viewer
    )


def keeps_a_promise(world: World, who: str, a: int, b: int) -> Any:
    """Or moves it, drops it, opens it again."""
    promise = world.pick(Promise, a)
    how = list(PromiseStep)[b % 4]
    return meetings.step(promise, how, by=world.as_(who), because="sjuk" if b % 5 else "",
                         to=world.later(b % 30 - 2))  # fmt: skip


def gives_an_assignment(world: World, who: str, a: int, b: int) -> Any:
    """To some unit, in the case or not, for a day to come or one that has been."""
    case = world.case(a)
    to = world.cast.unit(UNITS[b % len(UNITS)]).pk
    new = NewCommission("Kartlägg arbetsförmågan", "Inför planeringen", to, world.later(b % 20 - 2))
    return commissions.give(case, new, by=world.as_(who))


def steps_in_an_assignment(world: World, who: str, a: int, b: int) -> Any:
    """Any step at any time by anybody, with the words and the day that it asks for or without."""
    row = world.pick(Commission, a)
    how = list(CommissionStep)[b % len(CommissionStep)]
    told = commissions.Told(
        "Vi hör av oss." if b % 7 else "", world.later(b % 9 - 1), "done" if b % 5 else ""
    )
    return commissions.take_step(row, how, told, by=world.as_(who))


def follows_up(world: World, who: str, a: int, b: int) -> Any:
    """How it went after an exit."""
    row = world.pick(FollowUp, a)
    answer = list(Answer)[b % 4]
    return note_follow_up(row, Told(answer, "kept" if b % 3 else ""), by=world.as_(who))


ACTS = (writes_a_note, corrects_a_note, takes_back_what_was_written, seeks_contact,
        plans_together, takes_a_step, settles_a_goal, decides,
        calls_a_meeting, holds_a_meeting, keeps_a_promise, gives_an_assignment,
        steps_in_an_assignment, follows_up)  # fmt: skip
