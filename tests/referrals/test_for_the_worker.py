"""What the pages of the way in tell those who work with it, so that nobody has to guess what comes next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.frame import formats
from stafett.people.models import Person
from stafett.referrals.actions import correct_contact, invite, put_in_queue, refer
from stafett.referrals.actions.forgetting import forget_contact
from stafett.referrals.models import Offer
from tests.cast import TODAY, Cast
from tests.referrals.test_contact import protect
from tests.referrals.world import new, referred, rule, sent_of

Page = Callable[[str], Client]
pytestmark = pytest.mark.django_db
WROTE = {"contact": "070-174 06 05", "came": "pushed", "parties_needed": 2, "own_days": 120}


def _read(page: Page, who: str, name: str, *args: Any) -> str:
    answer = page(who).get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_sender_reads_all_that_they_wrote(cast: Cast, page: Page) -> None:
    one = referred(cast, **WROTE)
    told = _read(page, "fatima", "sent_referral", one.pk)
    for words in (
        "Har varit hemma länge", "Arbetsträning", "Jag vill ut.", "070-174 06 05", "känner sig tvungen",
        "5 april 2001", "<dd>2</dd>", "<dd>120</dd>",
    ):  # fmt: skip
        assert words in told, words


def test_what_is_corrected_by_those_who_take_in_stays_with_them(cast: Cast, page: Page) -> None:
    one = referred(cast, **WROTE)
    correct_contact(one, "070-174 06 99", by=cast.as_("karin"), because="nytt nummer")
    told = _read(page, "fatima", "sent_referral", one.pk)
    assert "070-174 06 05" in told
    assert "070-174 06 99" not in told


def test_withheld_nothing_that_reaches_the_person_is_left_with_the_sender(cast: Cast) -> None:
    one = referred(cast, **WROTE)
    assert forget_contact([one.circle.person_id]) == 1
    sent = sent_of(one)
    assert (sent.whom, sent.contact, sent.birth_date) == ("", "", None)
    assert forget_contact([one.circle.person_id]) == 0


def test_the_sender_reads_what_comes_next_and_whom_to_call(cast: Cast, page: Page) -> None:
    one = referred(cast)
    told = _read(page, "fatima", "sent_referral", one.pk)
    assert "AUC har inte börjat än" in told
    assert "mer än 30 dagar" in told
    assert "Ring AUC, Flens arbetsmarknadsnämnd" in told
    put_in_queue(one, by=cast.as_("karin"))
    assert "Personen står i kö. AUC bjuder in" in _read(page, "fatima", "sent_referral", one.pk)


def test_the_menu_leads_to_the_queue_where_ones_unit_takes_in(cast: Cast, page: Page) -> None:
    assert page("karin").get(reverse("referrals")).url == reverse("queue")
    assert page("fatima").get(reverse("referrals")).url == reverse("sent_referrals")
    assert f'href="{reverse("referrals")}"' in _read(page, "fatima", "today")


def test_the_tabs_tell_which_page_is_open(cast: Cast, page: Page) -> None:
    here = 'aria-current="page">'
    assert f'<a href="{reverse("queue")}" {here}Kö' in _read(page, "karin", "queue")
    assert f'<a href="{reverse("sent_referrals")}" {here}Skickade' in _read(
        page, "karin", "sent_referrals"
    )
    assert reverse("queue") not in _read(page, "fatima", "sent_referrals")


def test_an_invitation_says_when_and_where_and_how_the_person_is_reached(
    cast: Cast, page: Page
) -> None:
    one = referred(cast, contact="070-174 06 05")
    address = reverse("referral_invite", args=[one.pk])
    form = page("karin").get(address).content.decode()
    assert "Stafett skickar inget till personen" in form
    assert "Personen nås så här: 070-174 06 05" in form
    assert ">Bjud in</button>" in form
    told = {"what": "Möte", "meets_on": str(timezone.localdate()), "at": "9.15", "place": "Rum 3"}
    text = page("karin").post(address, told, follow=True).content.decode()
    assert "kl. 09.15, Rum 3" in text
    cast.as_everyone()
    assert (Offer.objects.get().at, Offer.objects.get().place) == (time(9, 15), "Rum 3")


STEPS = {
    "accept": "Anta", "decline": "Anta inte", "queue": "Ställ i kö", "invite": "Bjud in",
    "contact": "Rätta hur personen nås",
}  # fmt: skip


@pytest.mark.parametrize(("step", "said"), STEPS.items())
def test_each_step_says_whom_it_is_about_in_its_heading(
    cast: Cast, page: Page, step: str, said: str
) -> None:
    one = referred(cast)
    text = _read(page, "karin", f"referral_{step}", one.pk)
    assert re.findall("<h1[^>]*>(.*?)</h1>", text) == [f"{said}: Noor Haddad"]
    assert f"<title>{said}: Noor Haddad" in text
    assert f'aria-current="page">{said}</li>' in text


def test_a_step_says_the_alias_of_somebody_protected(cast: Cast, page: Page) -> None:
    one = referred(cast)
    protect(cast, one)
    text = _read(page, "karin", "referral_accept", one.pk)
    cast.as_everyone()
    alias = Person.objects.get(pk=one.circle.person_id).alias
    assert alias
    assert re.findall("<h1[^>]*>(.*?)</h1>", text) == [f"Anta: {alias}"]
    assert "Haddad" not in text


def test_the_senders_step_says_whom_it_is_about(cast: Cast, page: Page) -> None:
    one = referred(cast)
    text = _read(page, "fatima", "sent_withdraw", one.pk)
    assert re.findall("<h1[^>]*>(.*?)</h1>", text) == ["Ta tillbaka aktualiseringen: Noor Haddad"]


def test_where_it_does_not_say_how_the_person_is_reached_one_is_told_whom_to_ask(
    cast: Cast, page: Page
) -> None:
    one = referred(cast)
    assert "Det står inte hur personen nås" in _read(page, "karin", "referral_invite", one.pk)


def test_an_exception_is_asked_for_only_where_a_rule_says_no(cast: Cast, page: Page) -> None:
    one = referred(cast)
    assert "undantag från reglerna" not in _read(page, "karin", "referral_accept", one.pk)
    cast.as_everyone()
    rule(cast, asks="parties", least=3, most=None, meaning="Minst tre parter")
    rule(cast, least=60, most=70, meaning="60–70 år")
    text = _read(page, "karin", "referral_accept", one.pk)
    assert "Regeln ”60–70 år” säger nej. Personen är" in text
    assert "Minst tre parter" not in text, "what is not known says neither yes nor no"
    assert "Varför görs ett undantag från reglerna?</label>" in text, "not marked as optional"


def test_whoever_takes_somebody_in_lands_on_the_case(cast: Cast, page: Page) -> None:
    one = referred(cast)
    answer = page("karin").post(reverse("referral_accept", args=[one.pk]), follow=True)
    cast.as_everyone()
    case = Participation.objects.get(circle=one.circle_id)
    assert answer.redirect_chain[-1][0] == reverse("participation", args=[case.pk])
    assert "Noor Haddad är antagen" in answer.content.decode()


def test_one_word_is_said_of_who_referred(cast: Cast, page: Page) -> None:
    one = referred(cast, days_ago=3)
    told = _read(page, "karin", "referral", one.pk)
    assert "<dt>Aktualiserad av</dt><dd>FK Eskilstuna, Försäkringskassan, Fatima Kassa" in told
    page("karin").post(reverse("referral_accept", args=[one.pk]))
    cast.as_everyone()
    case = Participation.objects.get(circle=one.circle_id)
    text = _read(page, "karin", "participation", case.pk)
    assert "Remitterad" not in text
    assert "Kom genom" not in text


def test_a_selection_meeting_says_when_each_reason_is_needed(cast: Cast, page: Page) -> None:
    text = _read(page, "karin", "selection", cast.branch("flen").pk)
    assert "(behövs när de inte antas)" in text
    assert "(behövs när en regel säger nej till någon som antas)" in text


def test_where_the_rules_say_no_what_is_next_is_no_and_a_reason_has_no_example(
    cast: Cast, page: Page
) -> None:
    """Noor är för gammal för insatsen. Karin ser det, vem Noor är, och kan göra vad hon vill."""
    said = rule(cast, most=20)
    one = referred(cast)
    text = _read(page, "karin", "referral", one.pk)
    assert re.findall(r"button--primary[^>]*>([^<]+)<", text) == ["Anta inte"]
    assert ">Bjud in<" in text
    assert said.example not in text
    assert "Personen är " in text
    assert "Ta över kontakten under väntan" in text
    put_in_queue(one, by=cast.as_("karin"))
    text = _read(page, "karin", "referral", one.pk)
    assert re.findall(r"button--primary[^>]*>([^<]+)<", text) == ["Anta inte"]
    invite(one, "Besök", TODAY, by=cast.as_("karin"))
    text = _read(page, "karin", "referral", one.pk)
    assert re.findall(r"button--primary[^>]*>([^<]+)<", text) == ["Anteckna svaret"]


def test_the_page_says_when_somebody_was_born_and_their_sex_and_the_year_alone_behind_an_alias(
    cast: Cast, page: Page
) -> None:
    one = referred(cast)
    born = formats.plain_day(one.circle.person.birth_date)
    facts = _read(page, "karin", "referral", one.pk).split("<dl")[1]
    assert re.search(f"<dt>Född</dt><dd>{born}\\s*</dd>", facts)
    assert "<dt>Kön</dt><dd>Kvinna</dd>" in facts
    protect(cast, one)
    facts = _read(page, "karin", "referral", one.pk).split("<dl")[1]
    assert re.search(r"<dt>Född</dt><dd>2001\s*</dd>", facts)
    assert born not in facts


def test_what_one_sent_to_ones_own_unit_leads_to_the_queue_instead_of_to_a_call(
    cast: Cast, page: Page
) -> None:
    """Karin skickade den till sin egen enhet: hon ringer inte sig själv, utan öppnar den i kön."""
    made = refer(new(cast, "AUC"), by=cast.as_("karin"))
    text = _read(page, "karin", "sent_referral", made.pk)
    assert "Det är ni själva som tar emot den här aktualiseringen." in text
    assert f'href="{reverse("referral", args=[made.pk])}">Öppna i kön</a>' in text
    assert "Ring AUC" not in text
    away = refer(new(cast, "AUC", branch="katrineholm"), by=cast.as_("karin"))
    for who, one in (("fatima", referred(cast)), ("karin", away)):
        text = _read(page, who, "sent_referral", one.pk)
        assert "Öppna i kön" not in text
        assert ">Vad händer nu?" in text
