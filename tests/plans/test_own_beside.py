"""What an authority has noted in a case that another holds, and that ends soon, is told to its own (A19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, UNIT, between
from stafett.circumstances import actions as over_time
from stafett.circumstances.actions import DID, LIVED, NewPeriod
from stafett.handover.actions import accept
from stafett.plans.actions import NewDecision, note_decision
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed

DAY = timedelta(days=1)
OWN = {"decision_ends", "livelihood_ends", "occupation_ends", "threshold_reached"}


def found(cast: Cast, who: str, asked: str = UNIT) -> list[tuple[str, str]]:
    rows = between(cast.as_(who), asked).rows
    return sorted((row.rule.code, row.gap.who) for row in rows if row.rule.code in OWN)


def noted_by_af(cast: Cast) -> Participation:
    """AUC holds; Af has noted a decision and a livelihood that end soon, and hours above the threshold."""
    case = at_af(cast)
    per: Any = cast.as_("per")
    told = NewDecision("decision", "Aktivitetsstöd", TODAY - 100 * DAY, TODAY + 10 * DAY)
    note_decision(case, told, by=per)
    lived = NewPeriod("activity_support", TODAY - 60 * DAY, TODAY + 10 * DAY, 100)
    over_time.add(case, LIVED, lived, by=per)
    over_time.add(case, DID, NewPeriod("practice", TODAY - 60 * DAY, TODAY + 10 * DAY, 15), by=per)
    return case


def test_what_ends_is_told_to_the_authority_whose_it_is(cast: Cast) -> None:
    """AUC håller ihop. Af:s eget beslut går ut om tio dagar: det står hos Per, som det angår."""
    noted_by_af(cast)
    for asked in (UNIT, MINE):
        assert found(cast, "per", asked) == [(code, "Af Flen") for code in sorted(OWN)]


def test_the_holder_is_told_of_what_it_may_read_alone(cast: Cast) -> None:
    noted_by_af(cast)
    assert found(cast, "karin") == []


def test_what_others_have_noted_there_is_not_found_by_being_beside(cast: Cast) -> None:
    case = at_af(cast)
    told = NewDecision("decision", "Försörjningsstöd", TODAY - 100 * DAY, TODAY + 10 * DAY)
    note_decision(case, told, by=cast.as_("karin"))
    karin: Any = cast.as_("karin")
    ends = TODAY + 10 * DAY
    for sort, word in ((LIVED, "activity_support"), (DID, "studies")):
        over_time.add(case, sort, NewPeriod(word, TODAY - 60 * DAY, ends, 4), by=karin)
    assert found(cast, "per") == []
    assert found(cast, "karin") == [
        (code, "AUC") for code in ("decision_ends", "livelihood_ends", "occupation_ends")
    ]


def test_when_they_take_over_it_is_found_once_and_when_it_has_ended_not_at_all(cast: Cast) -> None:
    case = noted_by_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    assert found(cast, "per") == [(code, "Af Flen") for code in sorted(OWN)]
    leaving = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(case, leaving)], by=cast.as_("per"))
    cast.as_everyone()
    tomorrow = replace(cast.as_("per"), day=TODAY + DAY)
    assert {row.rule.code for row in between(tomorrow, UNIT).rows} & OWN == set()
