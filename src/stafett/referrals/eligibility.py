"""What the rules of eligibility say of one referral: a suggestion with its reasons (law 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stafett.casework.rules import born_of
from stafett.database.days import in_force
from stafett.initiatives.models import Initiative
from stafett.referrals.models import EligibilityRule, Referral
from stafett.referrals.rules import (
    VERDICT_SHAPES,
    VERDICT_WORDS,
    Asks,
    Judged,
    Known,
    Text,
    Verdict,
    Wanted,
    judge,
    together,
)


@dataclass(frozen=True)
class Said:
    """What one rule says of somebody."""

    rule: EligibilityRule
    judged: Judged

    @property
    def badge(self) -> tuple[Text, str]:
        """The word and its shape."""
        return VERDICT_WORDS[self.judged.verdict], VERDICT_SHAPES[self.judged.verdict]


@dataclass(frozen=True)
class Suggestion:
    """What the rules say together, and each by itself."""

    said: Sequence[Said]

    @property
    def verdict(self) -> Verdict:
        """Yes where there are no rules."""
        return together(one.judged for one in self.said)

    @property
    def against(self) -> list[Said]:
        """The rules that say no."""
        return [one for one in self.said if one.judged.verdict == Verdict.NO]

    @property
    def badge(self) -> tuple[Text, str]:
        """The word and its shape."""
        return VERDICT_WORDS[self.verdict], VERDICT_SHAPES[self.verdict]


def rules_of(initiative: Initiative | int, day: date) -> list[EligibilityRule]:
    """The rules that hold on a day, of every party."""
    rows = EligibilityRule.objects.filter(in_force(day), initiative=initiative)
    return list(rows.select_related("party").order_by("pk"))


def suggestion(one: Referral, day: date) -> Suggestion:
    """What the rules for this referral's party say of the person on a day."""
    rows = EligibilityRule.objects.filter(
        in_force(day), Q(party=None) | Q(party=one.referring_party_id), initiative=one.initiative_id
    )
    person = one.circle.person
    known = Known(born_of(person), one.parties_needed, one.own_days)
    return Suggestion(
        [
            Said(rule, judge(Wanted(Asks(rule.asks), rule.least, rule.most), known, day))
            for rule in rows.select_related("party").order_by("pk")
        ]
    )
