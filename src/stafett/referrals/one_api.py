"""One referral over the API, as those who take in see it and as the unit that sent it does."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from stafett.referrals import held_meetings, queries
from stafett.referrals.access import can_sent
from stafett.referrals.api import SentOut, WaitingOut, sent_told, waiting_told
from stafett.referrals.models import Offer, QueueContact, Referral, SentReferral
from stafett.referrals.queries import Sheet
from stafett.referrals.rules import CLOSED, State
from stafett.referrals.sought import SoughtLine, lines
from stafett.referrals.undone import undone, undone_of_sent
from stafett.safeguards.request import Request
from stafett.safeguards.viewer import Viewer

router = Router(tags=["Vägen in"])


class HeldOut(Schema):
    """A unit that held somebody who waited; `until` is not counted in."""

    unit: str
    start: date
    until: date | None


class OfferOut(Schema):
    """An invitation and what was answered."""

    what: str
    meets_on: date
    at: time | None
    place: str
    offered_on: date
    answer: str
    answered_on: date | None
    said: str


class SoughtOut(Schema):
    """A time that somebody who waits was sought; of one that was taken back stands its day alone."""

    key: UUID
    on_day: date
    way: str
    result: str
    words: str
    noted_by: str
    unit: str
    corrected_on: date | None
    retracted_on: date | None


class UndoneOut(Schema):
    """A decision that was undone: what it was, and by whom and why it stands no more."""

    state: str
    decided_on: date
    decided_by: str
    because: str
    words: str
    on: date
    by: str
    why: str


class RuleSaid(Schema):
    """What a rule says of somebody, and why: a suggestion."""

    meaning: str
    verdict: str
    why: str


class SelectedOut(Schema):
    """What a meeting decided: `queued` of whoever waits on."""

    held_on: date
    present: str
    decided: str
    words: str


class ReferralOut(WaitingOut):
    """A referral as those who take in have it."""

    birth_date: date | None
    birth_year: int | None
    sex: str
    referring_unit: str
    referrer: str
    reason: str
    asked_for: str
    came: str
    own_words: str
    contact: str
    consent_manner: str
    consent_on: date | None
    decided_on: date | None
    decided_by: str
    because: str
    decision: str
    exception: str
    participation: UUID | None
    suggested: str
    rules: list[RuleSaid]
    alike: list[list[str]]
    held: list[HeldOut]
    offers: list[OfferOut]
    contacts: list[SoughtOut]
    meetings: list[SelectedOut]
    undone: list[UndoneOut]
    steps: list[str]
    usual: str


class SentOneOut(SentOut):
    """What one's own unit has sent, in its own words, and what it has been told."""

    unit: str
    sent_by: str
    reason: str
    asked_for: str
    came: str
    own_words: str
    contact: str
    birth_date: date | None
    parties_needed: int | None
    own_days: int | None
    consent_manner: str
    consent_on: date
    offered_over_on: date | None
    held_until: date | None
    next: str
    contacts: list[SoughtOut]
    undone: list[UndoneOut]
    steps: list[str]


@router.get("/queue/{uuid:key}", response=ReferralOut, summary="En aktualisering, för intaget")
def get_referral(request: Request, key: UUID) -> dict[str, Any]:
    """As those who take in see it; `steps` are those that you can take, `usual` the one that is often next."""
    sheet = queries.sheet(request.viewer, key)
    one, person = sheet.waiting.one, sheet.waiting.one.circle.person
    return {
        **waiting_told(sheet.waiting), **_asked(one), **_decided(one),
        "birth_date": person.shown_birth_date, "birth_year": person.shown_birth_year,
        "sex": person.sex, "participation": sheet.participation, **_suggested(sheet),
        "held": [
            {"unit": each.unit.name, "start": each.from_day, "until": each.until_day}
            for each in one.holdings.all()
        ],
        "offers": [_offer(each) for each in sheet.offers],
        "contacts": _contacts(request.viewer, one),
        "meetings": [
            {"held_on": each.meeting.held_on, "present": each.meeting.present, "words": each.words,
             "decided": each.state if each.state in CLOSED else State.QUEUED}
            for each in held_meetings.of_one(request.viewer, one)
        ],
        "undone": [vars(each) for each in undone(one)],
        "steps": list(sheet.forms), "usual": sheet.usual,
    }  # fmt: skip


def _asked(one: Referral) -> dict[str, Any]:
    return {
        "referring_unit": one.referring_unit.name if one.referring_unit else "",
        **_same(one, "referrer", "reason", "asked_for", "came", "own_words", "contact",
                "consent_manner", "consent_on"),
    }  # fmt: skip


def _decided(one: Referral) -> dict[str, Any]:
    return _same(one, "decided_on", "decided_by", "because", "decision", "exception")


def _suggested(sheet: Sheet) -> dict[str, Any]:
    found = sheet.suggestion
    return {
        "suggested": found.verdict,
        "rules": [
            {"meaning": said.rule.meaning, "verdict": said.judged.verdict, "why": said.judged.why}
            for said in found.said
        ],
        "alike": [[known.words, known.url] for known in sheet.alike],
    }


def _offer(one: Offer) -> dict[str, Any]:
    return _same(
        one, "what", "meets_on", "at", "place", "offered_on", "answer", "answered_on", "said"
    )


def _contacts(viewer: Viewer, one: Referral | SentReferral) -> list[dict[str, Any]]:
    """The times that somebody was sought, as far as the viewer may see: each side's own."""
    return [_contact(line) for line in lines(viewer, one)]


def _contact(line: SoughtLine) -> dict[str, Any]:
    one, stands = line.one, line.one.retracted_on is None
    return {
        **_same(one, "on_day", "words", "noted_by", "retracted_on"), "key": one.pk, "unit": one.unit.name,
        "way": one.way if stands else "", "result": one.result if stands else "",
        "corrected_on": line.earlier[0].corrected_on if line.earlier else None,
    }  # fmt: skip


def _same(one: Referral | SentReferral | Offer | QueueContact, *names: str) -> dict[str, Any]:
    """These fields as they stand."""
    return {name: getattr(one, name) for name in names}


@router.get(
    "/referrals/{uuid:key}", response=SentOneOut, summary="En aktualisering som ni har skickat"
)
def get_sent_referral(request: Request, key: UUID) -> dict[str, Any]:
    """What your unit wrote, where it stands, and the answer; nothing of what those who take in know besides."""
    one = queries.sent_one(request.viewer, key)
    sent = queries.told(request.viewer, [one])[0]
    steps = [step.code for step in sent.steps] if can_sent(request.viewer, one) else []
    return {
        **sent_told(sent), "unit": one.unit.name, "next": sent.next, "steps": steps,
        "contacts": _contacts(request.viewer, one),
        "undone": [vars(each) for each in undone_of_sent(one)],
        **_same(one, "sent_by", "reason", "asked_for", "came", "own_words", "contact", "birth_date",
                "parties_needed", "own_days", "consent_manner", "consent_on", "offered_over_on",
                "held_until"),
    }  # fmt: skip
