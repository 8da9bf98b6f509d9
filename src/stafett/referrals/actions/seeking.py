"""How it is noted that somebody who waits, or whose wait has ended, was sought: contact is never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.parties.refusals import Refused
from stafett.referrals.access import check_sent, check_takes_in
from stafett.referrals.models import QueueContact, Referral, SentReferral
from stafett.referrals.rules import State
from stafett.safeguards.models import RowKind
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Sought:
    """One try to reach somebody: the day, the way, what came of it."""

    on_day: date
    way: str
    result: str
    words: str = ""


@transaction.atomic
def seek(one: Referral, told: Sought, *, by: Viewer) -> QueueContact:
    """Note it as those who take in; also after a decision that led to no participation."""
    check_takes_in(by, one)
    return _noted(one, one.intake_unit_id, one.owner_authority_id, one.received_on, told, by)


@transaction.atomic
def seek_as_sender(sent: SentReferral, told: Sought, *, by: Viewer) -> QueueContact:
    """Note it as the unit that sent it: the row is its own, as what it sent is (law 2)."""
    check_sent(by, sent)
    return _noted(sent.referral, sent.unit_id, sent.owner_authority_id, sent.sent_on, told, by)


def check_day(first: date, day: date, today: date) -> None:
    """Raise Refused where the day is before the referral, or to come."""
    if not first <= day <= today:
        raise Refused(_("Skriv en dag från aktualiseringen till i dag."), "on_day")


def _noted(
    one: Referral, unit: int, owner: int, first: date, told: Sought, by: Viewer
) -> QueueContact:
    check_day(first, told.on_day, by.day)
    if one.state == State.ACCEPTED:
        raise Refused(_("Personen är antagen. Anteckna kontakten i ärendet."))
    return QueueContact.objects.create(
        controller_id=one.controller_id, owner_authority_id=owner, kind=RowKind.REFERRAL,
        circle_id=one.circle_id, referral=one, unit_id=unit, on_day=told.on_day, way=told.way,
        result=told.result, words=told.words.strip(), noted_by=by.name,
        after_decision=one.decided_on is not None,
    )  # fmt: skip
