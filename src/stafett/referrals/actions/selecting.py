"""A meeting over the queue, and the rules and the open door of an initiative: what those who lead it decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import branches_to_work_in
from stafett.frame.phone import can_be_rung
from stafett.initiatives.models import Branch, Initiative
from stafett.parties.models import Party
from stafett.parties.refusals import Refused
from stafett.referrals.access import check_rules
from stafett.referrals.actions.deciding import Decision, accept, close
from stafett.referrals.actions.waiting import put_in_queue, stay
from stafett.referrals.models import EligibilityRule, OpenDoor, Referral, SelectionMeeting
from stafett.referrals.refusals import NO_NUMBER
from stafett.referrals.rules import STEPS, State
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Meeting:
    """When a branch's queue was gone through, and who was there."""

    branch: Branch
    held_on: date
    present: str


@transaction.atomic
def select(
    meeting: Meeting, chosen: Sequence[Referral], code: str, told: Decision, *, by: Viewer
) -> SelectionMeeting:
    """Decide the same of several in the queue, as a meeting did: `accept`, `decline`, or `queue` to wait on.

    All of them or none: the first that cannot be is named in the refusal. What is decided of others at the
    same meeting is noted once more, with the same day and people: it stays one meeting.
    """
    check_meet(by, meeting.branch)
    if meeting.held_on > by.day:
        raise Refused(_("Mötet har inte varit än. Anteckna det efteråt."), "held_on")
    made = _meeting(meeting, by)
    decision = Decision(told.words, told.because, told.exception, made)
    for one in chosen:
        try:
            _one(one, code, decision, by)
        except Refused as refused:
            name = one.circle.person.name
            raise Refused(f"{name}: {refused}", refused.field or "chosen") from None
    return made


def _meeting(told: Meeting, by: Viewer) -> SelectionMeeting:
    """The meeting as it is noted already, else noted now."""
    said = {"branch": told.branch, "held_on": told.held_on, "present": told.present.strip()}
    known = SelectionMeeting.objects.filter(**said).order_by("pk").first()
    return known or SelectionMeeting.objects.create(**said, noted_by=by.name)


def check_meet(by: Viewer, branch: Branch) -> None:
    """Raise PermissionDenied unless the viewer takes in to the branch."""
    if not branches_to_work_in(by).filter(pk=branch.pk).exists():
        raise PermissionDenied(_("Urvalet antecknas av dem som tar emot i grenen."))


def _one(one: Referral, code: str, decision: Decision, by: Viewer) -> None:
    if code == "accept":
        accept(one, decision, by=by)
    elif code == "decline":
        close(one, "decline", decision, by=by)
    else:
        _wait(one, decision, by)


def _wait(one: Referral, decision: Decision, by: Viewer) -> None:
    """Whoever is in the queue or has gone on from it stays where they are; others are put there."""
    assert decision.meeting
    state = Referral.objects.values_list("state", flat=True).get(pk=one.pk)
    if State(state) not in STEPS["stay"].sources:
        put_in_queue(one, by=by)
    stay(one, decision.meeting, decision.words, by=by)


@dataclass(frozen=True)
class NewRule:
    """Who is meant to come, in words, numbers and an example; from a party, or from all."""

    asks: str
    meaning: str
    example: str
    least: int | None = None
    most: int | None = None
    party: Party | None = None


@transaction.atomic
def add_rule(initiative: Initiative, told: NewRule, *, by: Viewer) -> EligibilityRule:
    """Let a rule be asked from today, by those who lead the initiative."""
    check_rules(by, initiative)
    if told.least is None and told.most is None:
        raise Refused(_("Skriv minst, högst eller båda."), "least")
    if told.least is not None and told.most is not None and told.least > told.most:
        raise Refused(_("Minst är mer än högst. Rätta det ena."), "most")
    return EligibilityRule.objects.create(
        initiative=initiative, party=told.party, asks=told.asks, least=told.least, most=told.most,
        meaning=told.meaning.strip(), example=told.example.strip(), from_day=by.day,
        decided_by=by.name,
    )  # fmt: skip


@transaction.atomic
def end_rule(one: EligibilityRule, *, by: Viewer) -> None:
    """Let a rule be asked no more from today; one that began today never was."""
    check_rules(by, one.initiative)
    current = EligibilityRule.objects.select_for_update().get(pk=one.pk)
    if current.until_day is not None:
        raise Refused(_("Regeln är redan avslutad."))
    if current.from_day >= by.day:
        current.delete()
        return
    current.until_day = by.day
    current.save(update_fields=["until_day"])


@transaction.atomic
def open_door(branch: Branch, is_open: bool, text: str, phone: str = "", *, by: Viewer) -> OpenDoor:
    """Let people come to the branch by themselves, without an agency, or let them no more.

    While it is open there is a number: not everybody can or may write on a page (law 5).
    """
    check_rules(by, branch.initiative)
    if is_open and not can_be_rung(phone):
        raise Refused(str(NO_NUMBER), "phone")
    told = {
        "is_open": is_open, "text": text.strip(), "phone": phone.strip(), "decided_by": by.name,
        "decided_on": by.day,
    }  # fmt: skip
    return OpenDoor.objects.update_or_create(branch=branch, defaults=told)[0]
