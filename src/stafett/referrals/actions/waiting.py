"""What is done with a referral while it waits: the queue, an offer, its answer, and who holds it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.casework.setting_right import keep
from stafett.database.history import in_history
from stafett.initiatives.intakes import intake_of
from stafett.parties.refusals import Refused
from stafett.referrals.access import check_sent, check_takes_in
from stafett.referrals.models import (
    Answer,
    Offer,
    QueueHolding,
    Referral,
    SelectionMeeting,
    SentReferral,
)
from stafett.referrals.rules import STATE_WORDS, STEPS, State
from stafett.safeguards.actions import let_in_many
from stafett.safeguards.models import RowKind
from stafett.safeguards.viewer import Viewer


def at_step(one: Referral, code: str) -> Referral:
    """The referral as it now is, locked; raises Refused where the step cannot be taken from there."""
    rows = Referral.objects.select_related("branch__initiative", "intake_unit")
    current = rows.select_for_update(of=("self",)).get(pk=one.pk)
    if State(current.state) not in STEPS[code].sources:
        raise Refused(
            _("Det går inte nu: läget är redan ”%(state)s”.")
            % {"state": STATE_WORDS[State(current.state)]}
        )
    return current


def stand(one: Referral, state: State, day: date) -> None:
    """Write where it now stands, with the receiver and with whoever referred; a meeting's words to wait for
    something are answered by it."""
    one.state, one.state_on = state.value, day
    SentReferral.objects.filter(referral=one).update(state=state.value, state_on=day, answer="")


@transaction.atomic
def put_in_queue(one: Referral, *, by: Viewer) -> Referral:
    """Say that it waits for a place; whoever referred is told. An invitation that waits is called off."""
    check_takes_in(by, one)
    current = at_step(one, "queue")
    call_off(current, by.day)
    stand(current, State.QUEUED, by.day)
    current.save(update_fields=["state", "state_on"])
    return current


@transaction.atomic
def stay(one: Referral, meeting: SelectionMeeting, words: str, *, by: Viewer) -> Referral:
    """Say that a meeting let it wait on, as it stands: meeting and words are kept, and the words told."""
    check_takes_in(by, one)
    current = at_step(one, "stay")
    current.meeting, current.decision = meeting, words.strip()
    current.save(update_fields=["meeting", "decision"])
    SentReferral.objects.filter(referral=current).update(answer=current.decision)
    return current


@transaction.atomic
def correct_contact(one: Referral, contact: str, *, by: Viewer, because: str) -> Referral:
    """Write anew how the person is reached, with the reason; how it stood is kept (law 6).

    Also when it is decided: it is still read. Raises Refused about somebody protected, where nothing may stand.
    """
    check_takes_in(by, one)
    if contact.strip() and one.circle.person.protection:
        said = _(
            "Personen har skyddade personuppgifter. Här får inget stå om hur hen nås: lämna tomt."
        )
        raise Refused(said, "contact")
    rows = Referral.objects.select_related("circle__person")
    current = rows.select_for_update(of=("self",)).get(pk=one.pk)
    return keep(current, because, contact=contact.strip())


FAR = timedelta(days=366)
"""Nobody is invited further ahead: it is another year that was meant."""


@dataclass(frozen=True)
class Where:
    """When on the day somebody is to come, and to where, as far as it is known."""

    at: time | None = None
    place: str = ""


@transaction.atomic
def invite(
    one: Referral, what: str, meets_on: date, *, by: Viewer, where: Where = Where()
) -> Offer:
    """Invite the person to something on a day; also anew, after an answer. Nothing is sent to them.

    It comes in place of an invitation that waits: so that one is moved to another day.
    """
    check_takes_in(by, one)
    current = at_step(one, "invite")
    if meets_on < by.day:
        raise Refused(_("Dagen har varit. Skriv när personen kan komma."), "meets_on")
    if meets_on > by.day + FAR:
        raise Refused(_("Dagen ligger mer än ett år fram. Stämmer året?"), "meets_on")
    call_off(current, by.day)
    stand(current, State.INVITED, by.day)
    current.save(update_fields=["state", "state_on"])
    return Offer.objects.create(
        controller_id=current.controller_id, owner_authority_id=current.owner_authority_id,
        kind=RowKind.REFERRAL, circle_id=current.circle_id, referral=current, what=what.strip(),
        meets_on=meets_on, at=where.at, place=where.place.strip(), offered_on=by.day, offered_by=by.name,
    )  # fmt: skip


def call_off(one: Referral, day: date) -> None:
    """Let the invitation that waits need no answer any more."""
    waiting = Offer.objects.filter(referral=one, answer=Answer.WAITING)
    waiting.update(answer=Answer.SETTLED, answered_on=day)


@transaction.atomic
def note_answer(one: Referral, yes: bool, said: str, *, by: Viewer, because: str = "") -> Referral:
    """Note what the person answered to the offer that waits; a no leaves it open for another offer.

    An answer that is noted already becomes the other, with the reason; how it stood is kept (law 6).
    """
    check_takes_in(by, one)
    current = at_step(one, "said_yes" if yes else "said_no")
    answer = Answer.YES if yes else Answer.NO
    told = {"answer": answer, "answered_on": by.day, "said": said.strip()}
    if State(current.state) == State.INVITED:
        Offer.objects.filter(referral=current, answer=Answer.WAITING).update(**told)
    else:
        _answered_anew(current, told, because)
    stand(current, State.YES if yes else State.NO, by.day)
    current.save(update_fields=["state", "state_on"])
    return current


def _answered_anew(one: Referral, told: dict[str, Any], because: str) -> None:
    """Write the latest answer anew; Refused without a reason."""
    if not because.strip():
        raise Refused(_("Skriv varför svaret ändras."), "because")
    noted = Offer.objects.filter(referral=one, answer__in=(Answer.YES, Answer.NO))
    last = noted.order_by("answered_on", "offered_on", "pk").last()
    assert last
    with in_history(why=because.strip()):
        Offer.objects.filter(pk=last.pk).update(**told)


@transaction.atomic
def ask_to_hold(sent: SentReferral, *, by: Viewer) -> SentReferral:
    """Ask those who take in to hold it while it waits; the referring unit does until they have said yes."""
    check_sent(by, sent)
    current = at_step(sent.referral, "hand_over")
    if sent.held_until or current.offered_over_on:
        raise Refused(_("Det är redan gjort."))
    current.offered_over_on = by.day
    current.save(update_fields=["offered_over_on"])
    SentReferral.objects.filter(pk=sent.pk).update(offered_over_on=by.day)
    sent.offered_over_on = by.day
    return sent


@transaction.atomic
def take_over(one: Referral, *, by: Viewer) -> Referral:
    """Hold it from today in place of the referring unit, in the unit that takes in."""
    check_takes_in(by, one)
    current = at_step(one, "take_over")
    settle_intake(current, by)
    held = current.holdings.select_for_update().get(until_day=None)
    if held.unit_id == current.intake_unit_id:
        raise Refused(_("Ni håller redan ihop väntan."))
    move_all(current.holdings.filter(pk=held.pk), current.intake_unit_id, by.day)
    SentReferral.objects.filter(referral=current).update(held_until=by.day)
    return current


def settle_intake(one: Referral, by: Viewer) -> None:
    """Whoever takes in is the unit that the branch's cases begin at now."""
    intake = intake_of(one.branch, by.day)
    if intake.pk != one.intake_unit_id:
        let_in_many([(one.circle_id, intake.pk, by.day)], by=by)
        one.intake_unit = intake
        one.save(update_fields=["intake_unit"])


SPINE = ("controller_id", "owner_authority_id", "kind", "circle_id", "referral_id")


def move_all(held: QuerySet[QueueHolding], unit: int, day: date) -> None:
    """From their holder to a unit on a day; whoever came that day never held a whole one."""
    held.filter(from_day=day).update(unit=unit)
    before = held.filter(from_day__lt=day)
    told = list(before.order_by("pk").values(*SPINE))
    before.update(until_day=day)
    QueueHolding.objects.bulk_create(
        QueueHolding(**one, unit_id=unit, from_day=day) for one in told
    )


def let_go(one: Referral, until: date) -> None:
    """Nobody holds it in the queue from a day: a decision has been made."""
    last = one.holdings.select_for_update().get(until_day=None)
    if last.from_day == until:
        last.delete()
        return
    last.until_day = until
    last.save(update_fields=["until_day"])
