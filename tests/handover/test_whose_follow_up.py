"""Whose is the follow-up when another authority held the case last? Never nobody's (law 1, A13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.casework.queries.between import UNIT, between
from stafett.handover.actions import Told, accept, note_follow_up
from stafett.handover.models import Answer, FollowUp
from stafett.safeguards.actions import withdraw
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed

LATER = 95


def ended_at_af(cast: Cast) -> Participation:
    """A case that Af took over and ended, by the consent that the person gave for three months."""
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    leaving = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(case, leaving)], by=cast.as_("per"))
    return case


def listed(cast: Cast, who: str) -> list[str]:
    """Whose move the follow-up is, in the list of somebody's unit three months later."""
    viewer = replace(cast.as_(who), day=TODAY + LATER * DAY)
    rows = between(viewer, UNIT).rows
    return [row.gap.who for row in rows if row.rule.code == "no_follow_up"]


def notes(cast: Cast, who: str, case: Participation) -> None:
    row = FollowUp.objects.get(participation=case, months=3)
    viewer = replace(cast.as_(who), day=TODAY + LATER * DAY)
    note_follow_up(row, Told(Answer.LOST), by=viewer)


def test_when_the_consent_has_run_out_it_is_the_controllers_units(cast: Cast) -> None:
    """Af avslutade ärendet, och samtycket tog slut. Kommunens enhet påminns om uppföljningen."""
    case = ended_at_af(cast)
    assert listed(cast, "per") == []
    assert listed(cast, "karin") == [cast.unit("AUC").authority.name]
    with pytest.raises(PermissionDenied):
        notes(cast, "per", case)
    notes(cast, "karin", case)
    assert FollowUp.objects.get(participation=case, months=3).answer == Answer.LOST


def test_while_they_see_it_it_is_theirs_who_held_it_last(cast: Cast) -> None:
    case = ended_at_af(cast)
    parts = case.circle.consents.get().parts.all()
    parts.update(until_day=TODAY + 400 * DAY)
    case.circle.members.filter(unit=cast.unit("Af Flen")).update(until_day=None)
    assert listed(cast, "karin") == []
    assert listed(cast, "per") == ["Af Flen"]
    notes(cast, "per", case)


def test_a_withdrawal_gives_it_to_the_controllers_at_once(cast: Cast) -> None:
    case = ended_at_af(cast)
    parts: Any = list(case.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, how="ringde", by=cast.as_("per"))
    cast.as_everyone()
    assert listed(cast, "karin") == [cast.unit("AUC").authority.name]


def test_the_unit_that_was_alongside_for_a_time_when_it_ended_stays_in_it(cast: Cast) -> None:
    case = at_af(cast)
    asked = proposed(cast, case, alongside_until=TODAY + 9 * DAY)
    accept(asked, by=cast.as_("per"))
    leaving = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(case, leaving)], by=cast.as_("per"))
    assert listed(cast, "karin") == [cast.unit("AUC").authority.name]


def test_what_the_controllers_own_unit_ended_lets_nobody_in(cast: Cast) -> None:
    case = at_af(cast)
    before = set(case.circle.members.order_by("pk").values_list("unit_id", flat=True))
    leaving = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(case, leaving)], by=cast.as_("karin"))
    cast.as_everyone()
    assert set(case.circle.members.order_by("pk").values_list("unit_id", flat=True)) == before
    assert listed(cast, "karin") == ["AUC"]
