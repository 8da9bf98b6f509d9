"""How the person is reached is corrected by those who take in, with a reason; how it stood is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.casework.actions import correct_person
from stafett.casework.models import Participation
from stafett.casework.queries import changes
from stafett.casework.queries.participation import sheet
from stafett.parties.refusals import Refused
from stafett.people import sealing
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.actions import correct as correct_people
from stafett.people.models import Person
from stafett.referrals.actions import Decision, SentOn, accept, correct_contact, send_on
from stafett.referrals.actions.forgetting import forget_received
from stafett.referrals.models import Referral, SentReferral
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.rules import parts_between
from tests.cast import Cast
from tests.referrals.world import referred


def test_a_wrong_number_is_corrected_on_the_page_and_the_earlier_one_is_kept(
    cast: Cast, page: Any
) -> None:
    one = referred(cast, contact="070-111")
    where = reverse("referral_contact", args=[one.pk])
    assert where in page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    page("karin").post(where, {"contact": "070-222", "because": "nytt nummer"})
    cast.as_everyone()
    one.refresh_from_db()
    assert one.contact == "070-222"
    before = one.events.order_by("-pgh_id")[0]
    assert (before.contact, before.pgh_context.metadata["why"]) == ("070-111", "nytt nummer")


def test_a_number_that_a_colleague_has_corrected_meanwhile_shows_both(
    cast: Cast, page: Any
) -> None:
    one = referred(cast, contact="070-111")
    karin, where = page("karin"), reverse("referral_contact", args=[one.pk])
    seen = karin.get(where).content.decode().split('name="seen" value="')[1].split('"')[0]
    correct_contact(one, "070-333", by=cast.as_("eva"), because="ringde")
    answer = karin.post(where, {"contact": "070-222", "because": "sms", "seen": seen})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Det här har ändrats" in text
    assert "070-333" in text
    assert "070-222" in text


def test_whoever_reads_without_taking_in_sees_no_way_to_correct(cast: Cast, page: Any) -> None:
    one = referred(cast, contact="070-111 222")
    where = reverse("referral_contact", args=[one.pk])
    text = page("lena").get(reverse("referral", args=[one.pk])).content.decode()
    assert 'href="tel:070111222"' in text
    assert where not in text
    with pytest.raises(PermissionDenied, match="Du kan läsa den"):
        correct_contact(one, "070-222", by=cast.as_("lena"), because="x")


def test_nothing_is_written_of_how_somebody_protected_is_reached(cast: Cast) -> None:
    one = referred(cast, contact="070-111")
    cast.as_everyone()
    one.circle.person.protection = "marked"
    with pytest.raises(Refused, match="lämna tomt"):
        correct_contact(one, "070-222", by=cast.as_("karin"), because="x")
    assert correct_contact(one, " ", by=cast.as_("karin"), because="skyddad").contact == ""


def accepted(cast: Cast, one: Referral) -> Person:
    """Taken in by Karin; the person as they are then recorded."""
    accept(one, Decision("Välkommen"), by=cast.as_("karin"))
    cast.as_everyone()
    return Person.objects.get(pk=one.circle.person_id)


def test_it_follows_to_the_case_when_somebody_is_taken_in_and_stays_on_the_referral(
    cast: Cast, page: Any
) -> None:
    one = referred(cast, contact=" 070-111, bara sms ")
    person = accepted(cast, one)
    assert person.reached == "070-111, bara sms"
    before = person.events.order_by("-pgh_id")[0]
    assert (before.reached, before.pgh_context.metadata["why"]) == (
        "",
        "följde med aktualiseringen",
    )
    correct_contact(one, "070-222", by=cast.as_("karin"), because="nytt nummer")
    cast.as_everyone()
    person.refresh_from_db()
    assert person.reached == "070-111, bara sms"


def test_what_stands_of_the_person_already_is_not_written_over(cast: Cast) -> None:
    one = referred(cast, contact="070-111")
    Person.objects.filter(pk=one.circle.person_id).update(reached="via boendestödjaren")
    assert accepted(cast, one).reached == "via boendestödjaren"


@pytest.mark.parametrize("kind", ["marked", "registration", "assumed"])
def test_of_somebody_protected_it_follows_nowhere(cast: Cast, kind: str) -> None:
    one = referred(cast, contact="070-111")
    post = cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=cast.as_("karin"))
    cast.as_everyone()
    Person.objects.filter(pk=one.circle.person_id).update(protection=kind, alias="Lärka 1234")
    assert accepted(cast, one).reached == ""


def test_it_is_the_controllers_own_and_does_not_go_with_who_is_sent_on(cast: Cast) -> None:
    one = referred(cast, contact="070-111")
    Person.objects.filter(pk=one.circle.person_id).update(reached="Zqeget")
    told = SentOn(cast.branch("katrineholm"), "oral", "Bor där nu.", cast.unit("AUC").pk)
    made = send_on(one, told, by=cast.as_("karin"))
    cast.as_everyone()
    new = Referral.objects.get(pk=made.referral_id)
    assert (new.contact, new.circle.person.reached) == ("070-111", "")


def protect(cast: Cast, one: Referral, **facts: str) -> None:
    post, person = cast.viewer("karin").posts[0], one.circle.person
    cast.as_everyone()
    name_team([one.circle], [(post.unit_id, post.position_id)], by=cast.viewer("karin"))
    person.refresh_from_db()
    told = {name: getattr(person, name) for name in FACTS} | {"protection": "marked", **facts}
    correct_people([(person, PersonFacts(**told))], by=cast.as_("karin"), because="besked")
    cast.as_everyone()


@pytest.mark.parametrize(
    ("kept", "before", "after"),
    [("sealed", "", "070-111"), ("sealed", "070-999", "070-999"), ("paper", "", "")],
)
def test_when_somebody_is_protected_it_is_sealed_with_them_and_stands_on_the_referral_no_more(
    cast: Cast, page: Any, kept: str, before: str, after: str
) -> None:
    one = referred(cast, contact="070-111")
    if kept == "paper":
        decide_routine(
            one.controller, contact="paper", kept_where="kassaskåpet", by=cast.as_("lena")
        )
    protect(cast, one, reached=before)
    one.refresh_from_db()
    assert (one.contact, one.circle.person.protection) == ("", "marked")
    assert Person.objects.get(pk=one.circle.person_id).reached == after


def test_a_correction_of_somebody_protected_already_seals_nothing_anew(cast: Cast) -> None:
    one = referred(cast, contact="070-111")
    protect(cast, one)
    Person.objects.filter(pk=one.circle.person_id).update(reached="")
    protect(cast, one, language="somaliska")
    assert Person.objects.get(pk=one.circle.person_id).reached == ""


def test_nothing_of_how_they_are_reached_is_left_when_an_identity_is_withheld(cast: Cast) -> None:
    one = referred(cast, contact="070-111")
    assert forget_received([one.circle.person_id]) == 1
    assert forget_received([one.circle.person_id]) == 0
    one.refresh_from_db()
    assert one.contact == ""


def test_one_app_seals_once() -> None:
    with pytest.raises(ValueError, match="already"):
        sealing.register("referrals", lambda _people: None)


def test_what_was_sent_says_nothing_of_who_it_is_once_they_are_protected(cast: Cast) -> None:
    one = referred(cast, contact="070-111")
    protect(cast, one)
    sent = SentReferral.objects.get(circle=one.circle_id)
    assert (sent.whom, sent.contact, sent.birth_date) == ("", "", None)


def test_what_was_sent_is_called_by_the_alias_while_they_are_protected(cast: Cast) -> None:
    one = referred(cast, by="sven")
    protect(cast, one)
    sent = SentReferral.objects.get(circle=one.circle_id)
    assert sent.called == sent.circle.person.alias != ""


def test_the_sender_has_what_it_sent_again_when_a_protection_has_ended(
    cast: Cast, page: Any
) -> None:
    one = referred(cast, contact="070-111")
    person = accepted(cast, one)
    team = [(post.unit_id, post.position_id) for post in cast.viewer("karin").posts]
    told = {name: getattr(person, name) for name in FACTS}
    for protection in ("marked", ""):
        person.refresh_from_db()
        facts = PersonFacts(**{**told, "protection": protection})
        correct_person(person, facts, by=cast.as_("karin"), because="besked", team=team)
        sent = page("fatima").get("/aktualiseringar/skickade/").content.decode()
        assert ("Namnet är borttaget" in sent) is (protection == "")
        cast.as_everyone()


def test_that_it_followed_is_told_to_those_alone_who_are_told_who_referred(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Per på Af får följa förloppet. En rad om att numret skrevs den dag ärendet började säger att det fanns
    en aktualisering; ett ärende som skrevs in med numret har ingen sådan rad."""
    person = accepted(cast, one := referred(cast, contact="070-111"))
    made = person.events.order_by("-pgh_id")[0].pgh_created_at
    case = Participation.objects.get(circle=one.circle)
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course"}, {}))

    def lines(who: str) -> list[Any]:
        told = sheet(cast.as_(who), case.pk).changes
        return [field for change in told for field in change.fields if field.name == "reached"]

    assert lines("per") == []
    assert len(lines("karin")) == 1
    before = made - timedelta(seconds=1)
    monkeypatch.setattr(changes, "time_of", lambda _key: before)
    assert len(lines("per")) == 1, "what was changed after the case was recorded is told"
