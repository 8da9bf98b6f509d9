"""What crosses between authorities when somebody is referred, and does the receipt tell anything?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from stafett.parties.refusals import Refused
from stafett.people.models import Person
from stafett.referrals import actions, queries
from stafett.referrals.actions import Decision, NewReferral, refer
from stafett.referrals.models import Referral, SentReferral
from stafett.safeguards.actions import name_team
from tests.cast import TODAY, Cast
from tests.referrals.world import NUMBER, facts, new, referred, sent_of

NUMBERED = {"identity_kind": "personal", "identity_number": NUMBER}


def _receipt(cast: Cast, told: NewReferral) -> dict[str, Any]:
    """All that the referrer sees of what they sent."""
    viewer = cast.as_("fatima")
    made = refer(told, by=viewer)
    viewer = cast.as_("fatima")
    one = queries.sent_one(viewer, made.pk)
    seen = queries.told(viewer, [one])[0]
    keys = {"id", "circle_id", "referral_id", "_state"}
    row = {name: value for name, value in one.__dict__.items() if name not in keys}
    return {**row, "days": seen.days, "holds": seen.holds, "steps": seen.steps}


def _told(cast: Cast) -> NewReferral:
    return new(cast, facts=facts(cast.branch("flen"), **NUMBERED))


@pytest.mark.parametrize("known", ["known", "protected"])
def test_the_receipt_is_the_same_whether_they_are_known_or_not(cast: Cast, known: str) -> None:
    unknown = _receipt(cast, _told(cast))
    SentReferral.objects.all().delete()
    cast.as_everyone()
    Person.objects.filter(identity_number=NUMBER).update(identity_number=NUMBER[:-1] + "X")
    protection = {"protection": "marked"} if known == "protected" else {}
    person = cast.person(
        identity_kind="personal", identity_number=NUMBER, register_key="", **protection
    )
    cast.enrolled(person=person, named_team=_team(cast) if protection else ())

    assert _receipt(cast, _told(cast)) == unknown


def _team(cast: Cast) -> tuple[tuple[int, int], ...]:
    post = cast.viewer("karin").posts[0]
    return ((post.unit_id, post.position_id),)


def test_without_the_persons_yes_nothing_is_sent(cast: Cast) -> None:
    for missing in ({"consent_manner": ""}, {"consent_on": None}):
        with pytest.raises(Refused, match="personens ja"):
            refer(new(cast, **missing), by=cast.as_("fatima"))

    cast.as_everyone()
    assert not Referral.objects.exists()


def test_a_yes_to_come_is_no_yes(cast: Cast) -> None:
    with pytest.raises(Refused, match="inte varit än"):
        refer(new(cast, consent_on=TODAY + timedelta(days=1)), by=cast.as_("fatima"))


def test_somebody_protected_is_not_written_here(cast: Cast) -> None:
    told = new(cast, facts=facts(cast.branch("flen"), protection="marked"))

    with pytest.raises(Refused, match="skyddade"):
        refer(told, by=cast.as_("fatima"))


def test_the_referrer_sees_what_they_sent_and_nothing_of_what_was_received(cast: Cast) -> None:
    one = referred(cast)
    fatima = cast.as_("fatima")

    assert queries.sent_one(fatima, one.pk).whom == "Noor Haddad"
    with pytest.raises(Http404):
        queries.referral(fatima, one.pk)
    assert not queries.queue(fatima).exists()


def test_those_who_take_in_see_what_came_and_not_what_the_referrer_keeps(cast: Cast) -> None:
    one = referred(cast)
    karin = cast.as_("karin")

    assert queries.referral(karin, one.pk).reason.startswith("Har varit hemma")
    with pytest.raises(Http404):
        queries.sent_one(karin, one.pk)


@pytest.mark.parametrize("who", ["per", "rut", "lotta", "olle", "ulf", "rakel", "stig"])
def test_nobody_else_sees_either(cast: Cast, who: str) -> None:
    one = referred(cast)
    viewer = cast.as_(who)

    for find in (queries.referral, queries.sent_one):
        with pytest.raises(Http404):
            find(viewer, one.pk)


def test_only_who_takes_in_decides_and_only_who_sent_takes_back(cast: Cast) -> None:
    one = referred(cast)
    for act in (
        lambda: actions.accept(one, Decision(), by=cast.as_("lena")),
        lambda: actions.put_in_queue(one, by=cast.as_("lena")),
        lambda: actions.withdraw(sent_of(one), "nej", by=cast.as_("karin")),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_nobody_refers_in_the_name_of_a_unit_that_is_not_theirs(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        refer(new(cast, "Psykiatrin"), by=cast.as_("fatima"))
    with pytest.raises(PermissionDenied):
        refer(new(cast), by=cast.as_("ulf"))


def test_nobody_is_referred_to_a_branch_that_the_referrers_party_has_nothing_to_do_with(
    cast: Cast,
) -> None:
    with pytest.raises(PermissionDenied, match="kan inte aktualisera"):
        refer(new(cast, branch="annan"), by=cast.as_("fatima"))


def test_the_referrer_is_told_the_decision_and_its_words_and_no_more(cast: Cast) -> None:
    one = referred(cast)
    actions.close(one, "decline", Decision("Kön är lång", "no_room"), by=cast.as_("karin"))

    told = queries.sent_one(cast.as_("fatima"), one.pk)
    assert (told.state, told.because, told.answer) == ("declined", "no_room", "Kön är lång")


def test_what_is_sent_twice_is_received_once(cast: Cast) -> None:
    told = new(cast)
    first = refer(told, by=cast.as_("fatima"))

    assert refer(told, by=cast.as_("fatima")) == first


def test_the_referrer_stays_with_their_own_rows_when_the_case_begins(cast: Cast) -> None:
    one = referred(cast)
    key = actions.accept(one, Decision(), by=cast.as_("karin"))
    fatima = cast.as_("fatima")

    assert queries.sent_one(fatima, one.pk).state == "accepted"
    from stafett.casework.models import Participation
    from stafett.safeguards.access import may_see

    assert not may_see(fatima, Participation.objects.filter(pk=key)).exists()
    assert may_see(cast.as_("karin"), Participation.objects.filter(pk=key)).exists()


def test_sent_on_to_another_authority_only_with_a_yes_to_that(cast: Cast) -> None:
    one = referred(cast)
    told = actions.SentOn(cast.branch("katrineholm"), "", "Bor där", cast.unit("AUC").pk)

    with pytest.raises(Refused, match="personens ja"):
        actions.send_on(one, told, by=cast.as_("karin"))

    cast.as_everyone()
    assert Referral.objects.get().state == "received"


def test_sent_on_they_wait_with_the_new_receiver_held_by_whoever_sent_them(cast: Cast) -> None:
    one = referred(cast, own_words="Jag vill ut.")
    told = actions.SentOn(cast.branch("katrineholm"), "oral", "Bor där", cast.unit("AUC").pk)

    made = actions.send_on(one, told, by=cast.as_("karin"))

    cast.as_everyone()
    new_one = Referral.objects.get(pk=made.pk)
    assert new_one.controller == cast.branch("katrineholm").controller
    assert new_one.holdings.get().unit == cast.unit("AUC")
    assert (new_one.own_words, new_one.reason) == ("Jag vill ut.", "Bor där")
    assert Referral.objects.get(pk=one.pk).state == "sent_on"
    assert new_one.circle.person_id != one.circle.person_id


def test_a_named_team_is_not_widened_when_somebody_is_taken_in(cast: Cast) -> None:
    one = referred(cast)
    name_team([one.circle], list(_team(cast)), by=cast.viewer("karin"))
    Person.objects.filter(pk=one.circle.person_id).update(protection="marked", alias="Ek 1001")

    actions.accept(one, Decision(), by=cast.as_("karin"))

    cast.as_everyone()
    open_units = one.circle.members.filter(position=None, until_day=None)
    assert not open_units.exists()
