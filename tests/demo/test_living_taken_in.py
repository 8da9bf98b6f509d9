"""How some came into the living initiative, and what two authorities have judged of the same person."""

from __future__ import annotations

from stafett.casework.models import Participation
from stafett.demo.living.differing import JUDGED, let_differ
from stafett.demo.living.referrals import let_in_some
from stafett.demo.living.taken_in import EXCEPTION, let_take_in
from stafett.initiatives.models import Initiative
from stafett.plans.models import Decision
from stafett.referrals.models import Offer, Referral, SelectionMeeting
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from tests.demo.conftest import DAY


def test_a_no_with_a_new_offer_became_a_yes_and_a_meeting_took_two_in_one_against_a_rule(
    stigen: Initiative,
) -> None:
    let_in_some(stigen, today=DAY)
    let_take_in(stigen, today=DAY)
    set_reach(all_controllers())
    freja, gustav, hilda = (
        Referral.objects.get(circle__person__given_name=name)
        for name in ("Freja", "Gustav", "Hilda")
    )
    answers = Offer.objects.filter(referral=freja).order_by("offered_on")
    assert list(answers.values_list("answer", flat=True)) == ["no", "yes"]
    assert [one.state for one in (freja, gustav, hilda)] == ["accepted", "accepted", "queued"]
    assert (freja.exception, gustav.exception) == ("", EXCEPTION)
    assert {one.meeting for one in (freja, gustav, hilda)} == {SelectionMeeting.objects.get()}
    begun = Participation.objects.filter(circle__in=[freja.circle_id, gustav.circle_id])
    assert [one.starts_on for one in begun.order_by("pk")] == [freja.decided_on] * 2


def test_two_authorities_have_judged_the_same_people_differently(stigen: Initiative) -> None:
    number = let_differ(stigen, today=DAY)
    assert number > 0
    set_reach(all_controllers())
    rows = Decision.objects.filter(text__in=JUDGED).order_by("pk")
    by_case = {
        key: {(one.text, one.owner_authority_id) for one in rows if one.participation_id == key}
        for key in rows.values_list("participation_id", flat=True)
    }
    assert len(by_case) == number
    for said in by_case.values():
        assert len({text for text, _authority in said}) == 2
        assert len({authority for _text, authority in said}) == 2
