"""Somebody referred to the cast's branches, and what the tests ask of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stafett.initiatives.models import Branch
from stafett.people.actions import PersonFacts
from stafett.referrals.actions import NewReferral, refer
from stafett.referrals.models import EligibilityRule, Referral, SentReferral
from tests.cast import TODAY, Cast

NUMBER = "199003012396"
PHONE = "08-465 004 05, vardagar 9–12"
"""Where Flen's open door is rung."""


def facts(branch: Branch, **told: Any) -> PersonFacts:
    """Noor, as Försäkringskassan knows her."""
    known = {"identity_kind": "none", "given_name": "Noor", "family_name": "Haddad", "sex": "woman",
             "birth_date": date(2001, 4, 5), "birth_year": 2001}  # fmt: skip
    return PersonFacts(branch.controller_id, **{**known, **told})


def new(cast: Cast, unit: str = "FK Eskilstuna", branch: str = "flen", **told: Any) -> NewReferral:
    """What FK's caseworker writes, with anything said differently."""
    where = cast.branch(branch)
    known = {
        "facts": facts(where), "reason": "Har varit hemma länge och vill prova.", "came": "freely",
        "unit_id": cast.unit(unit).pk, "asked_for": "Arbetsträning", "own_words": "Jag vill ut.",
        "consent_manner": "oral", "consent_on": TODAY,
    }  # fmt: skip
    return NewReferral(where, **{**known, **told})


def referred(cast: Cast, by: str = "fatima", days_ago: int = 0, **told: Any) -> Referral:
    """Somebody referred by somebody of the cast, some days ago; afterwards one stands outside the wall."""
    unit = {"fatima": "FK Eskilstuna", "per": "Af Flen", "sven": "Försörjningsstöd"}[by]
    viewer = cast.as_(by)
    day = TODAY - timedelta(days=days_ago)
    made = refer(new(cast, unit, consent_on=day, **told), by=on(viewer, day))
    cast.as_everyone()
    return Referral.objects.get(pk=made.pk)


def on(viewer: Any, day: date) -> Any:
    """The same viewer on another day."""
    from dataclasses import replace

    return replace(viewer, day=day)


def sent_of(one: Referral) -> SentReferral:
    """What the referrer keeps of it."""
    return SentReferral.objects.get(referral=one)


def rule(cast: Cast, **told: Any) -> EligibilityRule:
    """Who the initiative is for: 18–29."""
    known = {"initiative": cast.initiative, "asks": "age", "least": 18, "most": 29,
             "meaning": "18–29 år", "example": "Den som fyllt 30 är för gammal.",
             "from_day": date(2024, 1, 1), "decided_by": "Eva Led"}  # fmt: skip
    return EligibilityRule.objects.create(**{**known, **told})
