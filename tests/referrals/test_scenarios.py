"""The way in as a caseworker would tell it, played on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.referrals.models import Because, Offer, Referral
from tests.cast import Cast
from tests.referrals.world import referred, rule

Page = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def _sent(cast: Cast, **told: Any) -> dict[str, Any]:
    return {
        "unit": cast.unit("FK Eskilstuna").pk, "branch": cast.branch("flen").pk, "given_name": "Noor",
        "family_name": "Haddad", "sex": "woman", "reason": "Vill prova", "came": "freely",
        "own_words": "Jag vill ut", "consent_manner": "oral", "consent_on": str(timezone.localdate()),
        **told,
    }  # fmt: skip


def _refer(cast: Cast, page: Page, **told: Any) -> Referral:
    answer = page("fatima").post(reverse("refer"), _sent(cast, **told))
    assert answer.status_code == 302, answer.content.decode()
    cast.as_everyone()
    return Referral.objects.latest("received_on", "pk")


def _post(page: Page, who: str, name: str, one: Referral, **told: Any) -> str:
    answer = page(who).post(reverse(name, args=[one.pk]), told, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def _read(page: Page, who: str, name: str, *args: Any) -> str:
    answer = page(who).get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_step_that_is_most_often_next_is_the_one_filled_button(cast: Cast, page: Page) -> None:
    """Karin öppnar en ny aktualisering: ”Bjud in” är den fyllda knappen, de andra bara ramar."""
    one = referred(cast)
    told = _read(page, "karin", "referral", one.pk)
    assert re.findall(r"button--primary[^>]*>([^<]+)<", told) == ["Bjud in"]
    _post(page, "karin", "referral_invite", one, what="Besök", meets_on=str(timezone.localdate()))
    told = _read(page, "karin", "referral", one.pk)
    assert re.findall(r"button--primary[^>]*>([^<]+)<", told) == ["Anteckna svaret"]
    assert ">Skicka<" in _read(page, "fatima", "refer")


def test_whoever_takes_somebody_in_says_who_gets_the_case(cast: Cast, page: Page) -> None:
    """Karin antar Noor. Hon står själv vald som handläggare, så att någon har ärendet från början."""
    one = referred(cast)
    client = page("karin")
    form = client.get(reverse("referral_accept", args=[one.pk])).context["form"]
    post = cast.viewer("karin").posts[0].position_id
    assert form["post"].value() == str(post)
    _post(page, "karin", "referral_accept", one, post=str(post))
    cast.as_everyone()
    case = Participation.objects.get(circle=one.circle_id)
    assert case.assignments.get().position_id == post


def test_whoever_leads_takes_in_and_leaves_who_gets_it_to_the_unit(cast: Cast, page: Page) -> None:
    """Eva leder insatsen men arbetar inte i AUC: hon antar, och AUC väljer själv vem som får ärendet."""
    one = referred(cast)
    form = page("eva").get(reverse("referral_accept", args=[one.pk])).context["form"]
    assert "post" not in form.fields
    _post(page, "eva", "referral_accept", one)
    cast.as_everyone()
    assert not Participation.objects.get(circle=one.circle_id).assignments.exists()


def test_fatima_refers_noor(cast: Cast, page: Page) -> None:
    """Fatima på FK aktualiserar Noor. Karin på AUC ser henne i kön; Fatima ser att FK håller ihop väntan."""
    one = _refer(cast, page)

    assert "Noor Haddad" in _read(page, "karin", "queue")
    theirs = _read(page, "fatima", "sent_referral", one.pk)
    assert "Din enhet håller ihop personens väntan" in theirs
    assert "Jag vill ut" in _read(page, "karin", "referral", one.pk)


def test_fatima_forgets_to_ask_noor(cast: Cast, page: Page) -> None:
    """Fatima har inte frågat Noor. Sidan säger varför det inte går, och allt hon skrev finns kvar."""
    answer = page("fatima").post(reverse("refer"), _sent(cast, consent_manner=""))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Utan personens ja" in text
    assert "Vill prova" in text
    cast.as_everyone()
    assert not Referral.objects.exists()


def test_noor_says_no_and_gets_another_offer(cast: Cast, page: Page) -> None:
    """Noor tackar nej till informationsmötet. Karin bjuder in till ett eget samtal, och hon tackar ja."""
    one = _refer(cast, page)
    soon = str(timezone.localdate() + timedelta(days=3))
    _post(page, "karin", "referral_invite", one, what="Informationsmöte", meets_on=soon)
    _post(page, "karin", "referral_answer", one, answer="no", said="Inte i grupp")
    _post(page, "karin", "referral_invite", one, what="Eget samtal", meets_on=soon)
    text = _post(page, "karin", "referral_answer", one, answer="yes", said="Gärna")

    assert "har tackat ja" in text
    cast.as_everyone()
    answers = Offer.objects.order_by("offered_on", "pk").values_list("answer", flat=True)
    assert sorted(answers) == ["no", "yes"]


def test_karin_takes_noor_in(cast: Cast, page: Page) -> None:
    """Karin antar Noor. Ärendet finns genast, AUC håller ihop det, och Fatima ser att Noor är antagen."""
    one = _refer(cast, page)

    text = _post(page, "karin", "referral_accept", one, words="Välkommen")

    assert "Noor Haddad är antagen" in text
    assert "Håller ihop nu" in text
    assert "antagen" in _read(page, "fatima", "sent_referrals")
    assert "Insatsen håller ihop från" in _read(page, "fatima", "sent_referral", one.pk)
    cast.as_everyone()
    case = Participation.objects.get(circle=one.circle_id)
    assert case.holdings.get().unit == cast.unit("AUC")
    assert case.referring_party == cast.party("FK")


def test_karin_must_say_why_not(cast: Cast, page: Page) -> None:
    """Karin antar inte Noor. Utan skäl går det inte; med skäl ser Fatima det, och inbjudan är avslutad."""
    one = _refer(cast, page)
    soon = str(timezone.localdate() + timedelta(days=3))
    _post(page, "karin", "referral_invite", one, what="Möte", meets_on=soon)
    without = page("karin").post(reverse("referral_decline", args=[one.pk]), {"because": "no_room"})
    assert without.status_code == 422

    _post(page, "karin", "referral_decline", one, because="no_room", words="Kön är lång")

    told = _read(page, "fatima", "sent_referral", one.pk)
    assert "Kön är lång" in told
    assert str(Because.NO_ROOM.label) in told
    assert "Kontakten är er, som före aktualiseringen: berätta svaret" in told
    assert "håller inte ihop längre" not in told
    cast.as_everyone()
    assert Offer.objects.get().answer == "settled"


def test_a_rule_says_no_and_karin_makes_an_exception(cast: Cast, page: Page) -> None:
    """Regeln säger 18–29 år och Noor är äldre. Sidan säger varför; Karin gör ett undantag med skäl."""
    cast.as_everyone()
    rule(cast)
    one = _refer(cast, page, birth_date="1980-01-01")
    told = _read(page, "karin", "referral", one.pk)
    assert re.search(r"18–29 år <span[^>]*>Personen är \d\d år\.</span>", told)
    refused = page("karin").post(reverse("referral_accept", args=[one.pk]), {"words": ""})
    assert "Regeln ”18–29 år” säger nej. Personen är" in refused.content.decode()
    assert "Skriv varför ni gör ett undantag" in refused.content.decode()

    _post(page, "karin", "referral_accept", one, exception="Väntat i tre år")

    cast.as_everyone()
    assert Referral.objects.get().exception == "Väntat i tre år"


def test_fatima_takes_it_back(cast: Cast, page: Page) -> None:
    """Noor har fått jobb. Fatima tar tillbaka aktualiseringen, och Karin kan inte anta den."""
    one = _refer(cast, page)
    told = _post(page, "fatima", "sent_withdraw", one, words="Har fått jobb")
    assert "ingen annan har tagit över. Kontakten är er" in told

    late = page("karin").post(reverse("referral_accept", args=[one.pk]), {"words": ""})

    assert late.status_code == 422
    assert "redan ”tillbakatagen”" in late.content.decode()


def test_fatima_goes_on_leave_and_the_intake_takes_over(cast: Cast, page: Page) -> None:
    """Fatima ber AUC hålla ihop väntan. FK håller tills Karin har svarat; sedan håller AUC."""
    one = _refer(cast, page)
    asked = _post(page, "fatima", "sent_hand_over", one)
    assert "Din enhet håller ihop personens väntan" in asked
    assert "att hålla ihop väntan" in _read(page, "karin", "referral", one.pk)

    _post(page, "karin", "referral_take_over", one)

    assert "håller inte ihop längre" in _read(page, "fatima", "sent_referral", one.pk)


def test_karin_and_a_colleague_decide_at_once(cast: Cast, page: Page) -> None:
    """Karin har sidan öppen när Eva redan har ställt Noor i kö. Karin får veta det innan något sparas."""
    one = _refer(cast, page)
    karin = page("karin")
    form = karin.get(reverse("referral_decline", args=[one.pk])).content.decode()
    seen = form.split('name="seen" value="')[1].split('"')[0]
    _post(page, "eva", "referral_queue", one)

    answer = karin.post(
        reverse("referral_decline", args=[one.pk]),
        {"because": "other", "words": "Mitt skäl", "seen": seen},
    )

    assert answer.status_code == 422
    assert "Det här har ändrats" in answer.content.decode()
    assert "Mitt skäl" in answer.content.decode()


def test_noor_is_sent_on_to_katrineholm(cast: Cast, page: Page) -> None:
    """Noor flyttar. Karin skickar henne vidare till Katrineholm med hennes ja; Lotta där ser henne i sin kö."""
    one = _refer(cast, page)
    _post(page, "karin", "referral_send_on", one, branch=cast.branch("katrineholm").pk,
          consent_manner="oral", words="Flyttar dit")  # fmt: skip

    assert "Noor Haddad" in _read(page, "lotta", "queue")
    assert "Noor Haddad" in _read(page, "karin", "sent_referrals")


def test_idag_tells_both_sides(cast: Cast, page: Page) -> None:
    """På Idag ser Karin den nya aktualiseringen, med initialer, och Fatima ser svaret och knappen."""
    one = _refer(cast, page)
    karin = _read(page, "karin", "today")
    assert "Nya aktualiseringar" in karin
    assert "N.H." in karin
    assert "Noor Haddad" in page("karin").get(reverse("today") + "?namn=1").content.decode()
    _post(page, "karin", "referral_queue", one)

    fatima = _read(page, "fatima", "today")

    assert "Svar på dina aktualiseringar" in fatima
    assert "Ny aktualisering" in fatima
    assert "i kö" in fatima


def test_noor_has_waited_too_long(cast: Cast, page: Page) -> None:
    """Noor har väntat i 40 dagar utan inbjudan, och en annan svarade aldrig: båda står på Mellan stolarna."""
    waiting = _refer(cast, page)
    other = _refer(cast, page, given_name="Sol")
    _post(page, "karin", "referral_invite", other, what="Möte",
          meets_on=str(timezone.localdate() + timedelta(days=1)))  # fmt: skip
    cast.as_everyone()
    _long_ago(waiting, 40)
    Offer.objects.update(meets_on=timezone.localdate() - timedelta(days=10))

    text = page("karin").get(reverse("between") + "?vems=enhet").content.decode()

    assert "Aktualisering utan svar" in text
    assert "Inbjudan utan svar" in text
    assert "Noor Haddad" in text
    assert "Sol Haddad" in text
    assert "Noor Haddad" in page("karin").get(reverse("between") + "?vems=prov").content.decode()


def _long_ago(one: Referral, days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    one.holdings.update(from_day=day)
    Referral.objects.filter(pk=one.pk).update(received_on=day)


def test_the_queue_asks_as_much_for_many_as_for_few(cast: Cast, page: Page) -> None:
    def asked(who: str, name: str) -> int:
        client = page(who)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name))
        return len(found)

    referred(cast)
    few = asked("karin", "queue"), asked("fatima", "sent_referrals"), asked("karin", "today")
    for _each in range(6):
        referred(cast)

    many = asked("karin", "queue"), asked("fatima", "sent_referrals"), asked("karin", "today")
    assert many == few


def test_a_name_and_a_number_are_asked_for_in_words(cast: Cast, page: Page) -> None:
    for told, says in (
        ({"given_name": "", "family_name": ""}, "Skriv ett namn eller ett nummer"),
        ({"number": "20010405-0000"}, "Kontrollera"),
        ({"number": "abc"}, "Skriv ett personnummer eller samordningsnummer"),
        ({"birth_date": str(timezone.localdate() + timedelta(days=1))}, "inte varit än"),
        ({"branch": "999999"}, "branch_error"),
    ):
        answer = page("fatima").post(reverse("refer"), _sent(cast, **told))
        assert answer.status_code == 422
        assert says in answer.content.decode(), says


def test_a_number_is_read_and_the_person_recorded_with_it(cast: Cast, page: Page) -> None:
    one = _refer(cast, page, number="19900301-2391")

    person = one.circle.person
    assert person.identity_number.startswith("19900301")
    assert person.birth_year == 1990


def test_what_is_decided_is_found_among_the_decided(cast: Cast, page: Page) -> None:
    one = _refer(cast, page)
    _post(page, "karin", "referral_step_back", one, words="Vill vänta")

    assert "Noor Haddad" not in _read(page, "karin", "queue")
    assert "Noor Haddad" in page("karin").get(reverse("queue") + "?avgjorda=1").content.decode()


def test_somebody_alike_is_pointed_out_to_those_who_take_in(cast: Cast, page: Page) -> None:
    cast.enrolled(person=cast.person(given_name="Noor", family_name="Haddad", birth_year=2001))
    one = _refer(cast, page, birth_date="2001-04-05")

    assert "Finns personen redan hos er?" in _read(page, "karin", "referral", one.pk)


def test_the_api_takes_the_same_steps(cast: Cast, page: Page) -> None:
    fatima, karin = page("fatima"), page("karin")
    made = fatima.post(
        "/api/v1/referrals", {"fields": _sent(cast)}, content_type="application/json"
    )
    key = made.json()["key"]
    assert fatima.get("/api/v1/referrals").json()[0]["holds"] is True
    (row,) = karin.get("/api/v1/queue").json()
    assert (row["key"], row["holder"]) == (key, "FK Eskilstuna")
    step = "/api/v1/queue/%s/%s"

    queued = karin.post(step % (key, "queue"), {}, content_type="application/json")
    asked = fatima.post(f"/api/v1/referrals/{key}/hand_over", {}, content_type="application/json")
    wrong = karin.post(step % (key, "decline"), {}, content_type="application/json")
    none = karin.post(step % (key, "fly"), {}, content_type="application/json")
    done = karin.post(step % (key, "accept"), {}, content_type="application/json")

    assert queued.json() == {"state": "queued"}
    assert asked.json() == {"state": "queued"}
    assert (wrong.status_code, none.status_code) == (422, 404)
    assert done.json() == {"state": "accepted"}
