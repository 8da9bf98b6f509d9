"""The decision that every referral ends in, with its reason; what hangs on it is settled at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.actions import Enrolment, enrol, reassign
from stafett.casework.case_numbers import new_case_number
from stafett.casework.models import Participation
from stafett.initiatives.intakes import intake_of
from stafett.initiatives.models import Branch
from stafett.initiatives.queries import team_units
from stafett.parties.models import Position
from stafett.parties.refusals import Refused
from stafett.people.actions import FACTS, PersonFacts, reach
from stafett.referrals.access import check_sent, check_takes_in
from stafett.referrals.actions.referring import NewReferral, refer
from stafett.referrals.actions.waiting import at_step, call_off, let_go, stand
from stafett.referrals.eligibility import suggestion
from stafett.referrals.known_before import already_in, taking_part_now
from stafett.referrals.models import Referral, SelectionMeeting, SentReferral
from stafett.referrals.rules import State, Verdict
from stafett.safeguards.rules import Refused as Faulty
from stafett.safeguards.viewer import Viewer

NO_EXCEPTION = gettext_lazy(
    "En regel säger nej. Skriv varför ni gör ett undantag, eller anta inte."
)


@dataclass(frozen=True)
class Decision:
    """What is decided, in words that whoever referred reads; at which meeting, where at one."""

    words: str = ""
    because: str = ""
    exception: str = ""
    meeting: SelectionMeeting | None = None
    post: Position | None = None
    """Who gets the case, in the unit that holds it from now on; None leaves that to be chosen."""


@transaction.atomic
def accept(one: Referral, decision: Decision, *, by: Viewer) -> UUID:
    """Take somebody in from today, in the circle that the referral has; gives the participation's key.

    The queue's holder lets go on the very day that the branch's unit holds (law 1). Raises Refused where a
    rule of eligibility says no and no reason is given for the exception; it is counted by that reason.
    How the person is reached follows to their record where nothing stands there; of somebody protected never.
    """
    check_takes_in(by, one)
    current = at_step(one, "accept")
    against = suggestion(current, by.day).verdict == Verdict.NO
    if against and not decision.exception.strip():
        raise Refused(str(NO_EXCEPTION), "exception")
    exception = decision.exception.strip() if against else ""
    key = _enrolled(current, by)
    reach(current.circle.person_id, current.contact, because=_("följde med aktualiseringen"))
    if decision.post:
        case = Participation.objects.get(pk=key, controller=current.controller_id)
        reassign([case], decision.post, by=by, because=_("antagen"))
    _decide(current, State.ACCEPTED, decision, by.day, by, exception=exception)
    return key


def _enrolled(one: Referral, by: Viewer) -> UUID:
    branch = one.branch
    if taking_part_now(by, one):
        raise Refused(already_in(one.circle.person.name))
    enrolment = Enrolment(
        one.controller_id, branch.initiative_id, branch.pk, one.circle.person_id,
        new_case_number(), by.day, intake_of(branch, by.day).pk, team_units(branch),
        referring_party_id=one.referring_party_id, referring_caseworker=one.referrer,
        circle_id=one.circle_id,
    )  # fmt: skip
    try:
        return enrol([enrolment], by=by)[0]
    except Faulty as refused:
        raise Refused(str(refused)) from None


@transaction.atomic
def close(one: Referral, code: str, decision: Decision, *, by: Viewer) -> Referral:
    """End it without a participation: `decline` with its reason, or `step_back` when the person says so."""
    check_takes_in(by, one)
    current = at_step(one, code)
    state = State.DECLINED if code == "decline" else State.WITHDRAWN
    if state == State.DECLINED and not decision.because:
        raise Refused(_("Välj varför personen inte antas."), "because")
    if not decision.words.strip():
        raise Refused(_("Skriv skälet. Den som aktualiserade läser det."), "words")
    _decide(current, state, decision, by.day + timedelta(days=1), by)
    return current


@transaction.atomic
def withdraw(sent: SentReferral, words: str, *, by: Viewer) -> Referral:
    """Take back what one's own unit has sent; the receiver reads why. It is not the person's own no."""
    check_sent(by, sent)
    current = at_step(sent.referral, "withdraw")
    if not words.strip():
        raise Refused(_("Skriv varför. Den som tar emot läser det."), "words")
    _decide(current, State.TAKEN_BACK, Decision(words), by.day + timedelta(days=1), by)
    return current


@dataclass(frozen=True)
class SentOn:
    """Where somebody is sent on, with their yes to that, why, and in the name of which unit."""

    branch: Branch
    consent_manner: str
    words: str
    unit_id: int


@transaction.atomic
def send_on(one: Referral, told: SentOn, *, by: Viewer) -> SentReferral:
    """Refer the person on to another branch, as a referral of one's own unit, and end this one.

    Only what the person is called, why, and since when they wait goes along; the unit that sends it on holds
    the new wait.
    Raises Refused without the person's yes to it (law 2), and PermissionDenied as `refer`.
    """
    check_takes_in(by, one)
    current = at_step(one, "send_on")
    if told.branch.pk == current.branch_id:
        raise Refused(_("Personen väntar redan där. Välj en annan gren."), "branch")
    if not told.words.strip():
        raise Refused(_("Skriv skälet. Den som aktualiserade läser det."), "words")
    person = current.circle.person
    known = {name: getattr(person, name) for name in FACTS}
    facts = PersonFacts(
        **known | {"controller_id": told.branch.controller_id, "register_key": "", "reached": ""}
    )
    new = NewReferral(
        told.branch, facts, told.words, current.came, unit_id=told.unit_id,
        own_words=current.own_words, contact=current.contact, consent_manner=told.consent_manner,
        consent_on=by.day, first_on=current.waits_since,
    )  # fmt: skip
    made = refer(new, by=by)
    _decide(current, State.SENT_ON, Decision(told.words), by.day + timedelta(days=1), by)
    return made


def _decide(
    one: Referral, state: State, told: Decision, until: date, by: Viewer, exception: str = ""
) -> None:
    """Write the decision, let the holder go, settle the offer that waits, and tell whoever referred."""
    stand(one, state, by.day)
    one.decided_on, one.decided_by, one.held_until = by.day, by.name, until
    one.decision, one.exception, one.meeting = told.words.strip(), exception, told.meeting
    one.because = told.because if state == State.DECLINED else ""
    one.closed_on = None if state == State.ACCEPTED else by.day
    one.save(update_fields=[
        "state", "state_on", "decided_on", "decided_by", "held_until", "decision", "exception", "meeting",
        "because", "closed_on",
    ])  # fmt: skip
    let_go(one, until)
    call_off(one, by.day)
    SentReferral.objects.filter(referral=one).update(answer=one.decision, because=one.because)
    SentReferral.objects.filter(referral=one, held_until=None).update(held_until=until)
