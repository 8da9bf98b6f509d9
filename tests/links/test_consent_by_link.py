"""A consent by e-identification: the right person, the right text, once; and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.frame.pictures import as_qr
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import (
    Consent,
    Identification,
    Link,
    LinkState,
    Member,
    Outcome,
)
from tests.accounts.openid.running import ID, Running, asked_in
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at, filled, shared
from tests.cast import TODAY, Cast
from tests.links.walking import (
    ANSWER,
    BACK,
    IDENTIFY,
    LINK,
    RESULT,
    SOMEBODY,
    asked,
    back,
    on_the_way,
    opened,
    readings_of,
    says,
    sent_on,
    signing,
    with_number,
)

pytestmark = pytest.mark.loopback


def test_a_person_reads_identifies_and_says_yes_and_it_opens_what_any_consent_opens(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    get(page("per"), f"/deltagare/{one.pk}/", 404)
    phone = Client()
    text = opened(phone, code)
    assert "Flens arbetsmarknadsnämnd får berätta för Arbetsförmedlingen" in text
    assert not Consent.objects.exists()
    assert "Tack, ditt samtycke är antecknat" in back(phone, signing(phone))
    consent = Consent.objects.get()
    assert (consent.manner, consent.noted_by, consent.link.state) == ("e-id", "Karin Ek", "given")
    assert (consent.text, consent.digest) == (consent.link.text, consent.link.digest)
    assert "genom samtycke och direktåtkomst" in get(page("per"), f"/deltagare/{one.pk}/")
    listed = get(page("karin"), at(one, "samtycke"))
    assert "samtycket gavs" in listed
    assert "med e-legitimation" in listed


def test_a_provider_that_takes_our_secret_in_the_head_gets_it_there(
    one: Participation, code: str, provider: Running, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.use(
        settings, client_id="stafett-head", number_claim="personal_number", number_scope="number"
    )
    monkeypatch.setattr("stafett.accounts.openid.client.OpenIdAdapter.basic_auth", True)
    assert "Flens arbetsmarknadsnämnd får berätta för Arbetsförmedlingen" in opened(Client(), code)


def test_a_person_who_says_no_is_asked_no_more_and_nothing_is_noted(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    assert phone.post(ANSWER, {"answer": "no"})["Location"] == RESULT
    assert "Du har sagt nej" in phone.get(RESULT).content.decode()
    assert not Consent.objects.exists()
    assert "personen sa nej" in get(page("karin"), at(one, "samtycke"))
    assert phone.post(LINK, {"code": code}).status_code == 422
    assert phone.post(ANSWER, {"answer": "yes"}).status_code == 409


def test_nothing_is_shown_of_anybody_before_the_right_one_has_identified(
    one: Participation, code: str, provider: Running
) -> None:
    phone, names = Client(), (one.person.family_name, "Flen", one.initiative.name)
    before = [
        phone.get(LINK),
        phone.post(LINK, {"code": code}),
        phone.post(IDENTIFY, {"code": code, "provider": ID}),
    ]
    says(provider, SOMEBODY)
    pages = [each.content.decode() for each in before] + [opened(phone, code)]
    assert [name for name in names for text in pages if name in text] == []
    assert readings_of(one) == []


@pytest.mark.parametrize(
    ("said", "outcome", "sentence"),
    [
        ({"number": SOMEBODY}, Outcome.WRONG, "till någon annan"),
        ({"number": ""}, Outcome.WRONG, "till någon annan"),
        ({"number": "6001062626"}, Outcome.WRONG, "till någon annan"),
        ({"acr": "loa1"}, Outcome.WEAK, "inte tillräckligt säker"),
        ({"wrong": "nonce"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "no nonce"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "another text"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "old session"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "signed by another"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "audience"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "no acr"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "no token"}, Outcome.FAILED, "gick inte att lita på"),
        ({"wrong": "another's discovery"}, Outcome.FAILED, "gick inte att lita på"),
    ],
)
@pytest.mark.parametrize("step", ["open", "sign"])
def test_an_answer_with_one_thing_wrong_opens_and_notes_nothing(
    one: Participation, code: str, provider: Running, said: dict[str, str], outcome: str,
    sentence: str, step: str,
) -> None:  # fmt: skip
    phone = Client()
    if step == "sign":
        opened(phone, code)
    says(provider, **{k: v for k, v in said.items() if k in ("number", "acr")})
    path = signing(phone) if step == "sign" else on_the_way(phone, code)
    if "wrong" in said:
        says(provider, wrong=said["wrong"])
    assert sentence in back(phone, path)
    assert not Consent.objects.exists()
    assert Identification.objects.get(outcome=outcome, step=step).used_at
    assert phone.post(ANSWER, {"answer": "yes"}).status_code == 403


def test_the_process_log_is_told_of_what_opens_nothing_and_of_nobody(
    one: Participation, code: str, provider: Running, caplog: pytest.LogCaptureFixture
) -> None:
    phone = Client()
    phone.post(LINK, {"code": "FEL-KOD"})
    says(provider, SOMEBODY)
    opened(phone, code)
    lines = [each.getMessage() for each in caplog.records if each.name.startswith("stafett.")]
    assert lines == [
        "a link's code opens nothing, from 127.0.0.1",
        "a link's answer refused: wrong, from 127.0.0.1",
    ]


def test_an_answer_is_taken_once(one: Participation, code: str) -> None:
    phone = Client()
    opened(phone, code)
    path = signing(phone)
    back(phone, path)
    assert "Tack" in back(phone, path)
    assert Consent.objects.count() == 1
    assert Identification.objects.filter(step="sign").count() == 1


def test_an_answer_is_taken_in_no_other_browser_and_for_no_other_question(
    one: Participation, code: str
) -> None:
    mine, another = Client(), Client()
    path, others = on_the_way(mine, code), on_the_way(another, code)
    assert Client().get(path).status_code == 403
    assert mine.get(others).status_code == 403
    assert not Identification.objects.exclude(used_at=None).exists()
    assert mine.get(RESULT).status_code == 404
    assert "får berätta" in back(mine, path)


def test_the_answer_to_one_question_signs_no_other(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    second = asked(page("karin"), cast, one, purpose="Något helt annat")
    phone = Client()
    opened(phone, code)
    yes = signing(phone)
    opened(phone, second)
    assert phone.get(yes).status_code == 403
    assert not Consent.objects.exists()
    assert "Något helt annat" in phone.get(RESULT).content.decode()


def test_what_is_signed_is_the_text_by_its_digest_and_anew(one: Participation, code: str) -> None:
    phone = Client()
    opened(phone, code)
    told = asked_in(sent_on(phone.post(ANSWER, {"answer": "yes"})))
    assert told["nonce"].endswith(f".{Link.objects.get().digest}")
    assert (told["prompt"], told["max_age"], told["code_challenge_method"]) == (
        "login",
        "0",
        "S256",
    )
    assert told["scope"] == "openid number"
    assert told["acr_values"] == "loa3 loa2 loa1"


def test_a_text_that_was_changed_on_the_way_is_not_signed(one: Participation, code: str) -> None:
    phone = Client()
    opened(phone, code)
    path = signing(phone)
    Link.objects.update(text="Något annat")
    assert "inte längre den som du legitimerade dig för" in back(phone, path)
    assert not Consent.objects.exists()


def test_the_caseworkers_session_is_left_alone_and_the_person_gets_none(
    page: Page, one: Participation, code: str
) -> None:
    desk = page("karin")
    before = dict(desk.session)
    opened(desk, code)
    text = back(desk, signing(desk))
    assert "Karin" not in text
    assert dict(desk.session) == before
    assert "Karin Ek" in get(desk, "/konto/")
    assert Consent.objects.exists()
    phone = Client()
    assert "sessionid" not in phone.cookies
    phone.post(LINK, {"code": code})
    assert "sessionid" not in phone.cookies


def test_somebody_else_five_times_locks_the_link_and_the_caseworker_sees_it(
    page: Page, one: Participation, code: str, provider: Running
) -> None:
    says(provider, SOMEBODY)
    for _time in range(5):
        opened(Client(), code)
    says(provider)
    assert Client().post(LINK, {"code": code}).status_code == 422
    listed = get(page("karin"), at(one, "samtycke"))
    assert "5 gånger har någon annan legitimerat sig" in listed
    assert "låst efter för många försök" in listed


def test_all_codes_that_open_nothing_are_answered_alike(
    cast: Cast, page: Page, one: Participation, code: str, settings: Any
) -> None:
    settings.WRONG_LINKS_A_MINUTE = 100
    expired, recalled = (asked(page("karin"), cast, one) for _each in "ab")
    links = list(Link.objects.order_by("made_at"))
    Link.objects.filter(pk=links[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    page("karin").post(f"{at(one, 'samtycke')}lank/{links[2].pk}/aterkalla/")
    phone = Client()
    opened(phone, code)
    back(phone, signing(phone))
    tried = [Client().post(LINK, {"code": each}) for each in (code, expired, recalled, "AAAA", "")]
    said = {answer.content.decode().partition("csrfmiddlewaretoken")[0] for answer in tried}
    assert {answer.status_code for answer in tried} == {422}
    assert len(said) == 1
    assert "Koden öppnar inget" in said.pop()


def test_whoever_tries_codes_is_stopped_after_a_while(one: Participation, code: str) -> None:
    for _time in range(20):
        assert Client().post(LINK, {"code": "X"}).status_code == 422
    answer = Client().post(LINK, {"code": code})
    assert answer.status_code == 429
    assert "Vänta en minut" in answer.content.decode()


def test_a_recalled_link_is_over_also_for_whoever_has_it_open(
    page: Page, one: Participation, code: str
) -> None:
    phone, address = Client(), f"{at(one, 'samtycke')}lank/{Link.objects.get().pk}/aterkalla/"
    opened(phone, code)
    path = signing(phone)
    answer = page("karin").post(address, follow=True)
    assert "Länken öppnar inget längre" in answer.content.decode()
    assert "Länken gäller inte längre" in back(phone, path)
    assert "så inget är ändrat" in page("karin").post(address, follow=True).content.decode()
    assert page("per").post(address).status_code == 404
    assert not Consent.objects.exists()


def test_a_link_of_another_case_or_authority_is_not_recalled(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    other = shared(cast)
    link = Link.objects.get()
    assert (
        page("karin").post(f"{at(other, 'samtycke')}lank/{link.pk}/aterkalla/").status_code == 404
    )
    assert Link.objects.get().state == LinkState.WAITING


def test_whoever_asked_must_still_have_the_right_when_the_answer_comes(
    one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    path = signing(phone)
    Member.objects.filter(circle=one.circle_id).update(
        until_day=TODAY, from_day=TODAY - timedelta(1)
    )
    assert "Länken gäller inte längre" in back(phone, path)
    assert not Consent.objects.exists()
    assert Link.objects.get().state == LinkState.WAITING


def test_what_takes_too_long_or_is_broken_off_says_so(one: Participation, code: str) -> None:
    phone = Client()
    path = on_the_way(phone, code)
    Identification.objects.update(expires_at=timezone.now())
    assert "Det tog för lång tid" in back(phone, path)
    page = phone.post(IDENTIFY, {"code": code, "provider": ID})
    state = asked_in(sent_on(page))["state"]
    assert "Du avbröt legitimeringen" in back(phone, f"{BACK}?error=access_denied&state={state}")
    opened(phone, code)
    Identification.objects.filter(outcome="ok").update(used_at=timezone.now() - timedelta(hours=1))
    assert "Tiden gick ut" in phone.get(RESULT).content.decode()
    assert phone.post(ANSWER, {"answer": "yes"}).status_code == 403


def test_a_provider_that_is_away_or_unknown_is_said_and_nothing_is_kept(
    one: Participation, code: str, provider: Running, settings: Any
) -> None:
    answer = Client().post(IDENTIFY, {"code": code, "provider": "ingen"})
    assert (answer.status_code, "Välj en e-legitimation" in answer.content.decode()) == (422, True)
    assert Client().post(IDENTIFY, {"code": "X", "provider": ID}).status_code == 422
    phone = Client()
    path = on_the_way(phone, code)
    known = {"number_claim": "personal_number", "server_url": "http://localhost:9"}
    provider.use(settings, **known)
    answer = Client().post(IDENTIFY, {"code": code, "provider": ID})
    assert (answer.status_code, "Det gick inte att nå" in answer.content.decode()) == (502, True)
    assert Identification.objects.count() == 1
    assert "gick inte att lita på" in back(phone, path)
    provider.use(settings)
    assert phone.get(path).status_code == 403


def test_an_answer_in_another_providers_name_is_refused(one: Participation, code: str) -> None:
    phone = Client()
    path = on_the_way(phone, code)
    assert "gick inte att lita på" in back(phone, path.replace("iss=http", "iss=https"))


def test_where_no_e_id_is_connected_it_is_said_before_anything_is_asked(
    cast: Cast, page: Page, one: Participation, settings: Any
) -> None:
    cast.consented(one, "Af Flen")
    karin, release = page("karin"), at(one, "lamna-ut/lank")
    assert release in get(karin, at(one, "samtycke"))
    assert 'name="number"' in get(karin, release)
    assert 'name="code"' in get(Client(), LINK)
    settings.OPENID_PROVIDERS = ()
    consents, form, link = get(karin, at(one, "samtycke")), get(karin, release), get(Client(), LINK)
    assert "Engångslänk går inte" in consents
    assert release not in consents
    assert "ingen skulle kunna öppna länken" in form
    assert 'name="number"' not in form
    assert "så ingen länk går att öppna" in link
    assert 'name="code"' not in link
    assert karin.post(release, {"receivers": ["outside"]}).status_code == 422


def test_the_link_is_also_a_picture_that_the_content_policy_shows(
    cast: Cast, page: Page, one: Participation
) -> None:
    sent = filled(cast, one, manner="e-id")
    answer = send(page("karin"), at(one, "samtycke/nytt"), 200, **sent)
    text = answer.content.decode()
    link = re.search(r'class="secret">(http://testserver/lank/#[0-9A-Z-]{24})<', text)
    assert link
    assert f'<img src="{escape(as_qr(link[1]))}"' in text
    assert as_qr(link[1]) != as_qr(f"{link[1]}2")
    assert 'alt="QR-kod som öppnar länken"' in text
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]


def test_a_page_that_is_fetched_by_a_scanner_uses_nothing_up(one: Participation, code: str) -> None:
    for _time in range(3):
        answer = Client().get(LINK)
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "får berätta" in opened(Client(), code.lower().replace("-", " "))


def test_neither_code_nor_number_is_kept_or_written_in_the_servers_log(
    one: Participation, code: str, provider: Running, caplog: pytest.LogCaptureFixture
) -> None:
    phone = Client()
    opened(phone, code)
    says(provider, wrong="nonce")
    back(phone, signing(phone))
    kept = str([*Link.objects.values(), *Identification.objects.values()])
    plain = code.replace("-", "")
    assert [word for word in (code, plain, one.person.identity_number) if word in kept] == []
    assert "refused" in caplog.text
    assert [word for word in (code, plain, one.person.identity_number) if word in caplog.text] == []


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"unit": "Psykiatrin"}, "En enhet till går inte"),
        ({"information": []}, "Välj ett svar"),
    ],
)
def test_what_can_not_be_asked_by_a_link_is_said_in_the_form(
    cast: Cast, page: Page, one: Participation, told: dict[str, Any], sentence: str
) -> None:
    more = {k: cast.unit(v).pk if k == "unit" else v for k, v in told.items()}
    sent = filled(cast, one, manner="e-id", **more)
    assert sentence in faults(send(page("karin"), at(one, "samtycke/nytt"), 422, **sent))
    assert not Link.objects.exists()


def test_somebody_without_a_number_or_protected_is_asked_another_way(
    cast: Cast, page: Page, provider: Running
) -> None:
    one = shared(cast)
    sent = filled(cast, one, manner="e-id")
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert "inget personnummer" in faults(answer)
    sent = filled(cast, one, manner="e-id", last_day=TODAY - timedelta(days=1))
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert "redan slut den dagen" in faults(answer)


def test_without_a_provider_the_form_says_what_to_do(cast: Cast, page: Page) -> None:
    one = with_number(cast)
    text = get(page("karin"), at(one, "samtycke/nytt"))
    assert "Med e-legitimation går inte: ingen är kopplad hit" in text
    sent = filled(cast, one, manner="e-id")
    send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert not Link.objects.exists()


def test_the_english_question_is_asked_in_english(
    cast: Cast, page: Page, one: Participation
) -> None:
    code = asked(page("karin"), cast, one, language="en", purpose_told="Plan together")
    assert "Yes, sign with e-ID" in opened(Client(), code)


def test_a_consent_by_link_is_withdrawn_as_any_other(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    back(phone, signing(phone))
    parts = Consent.objects.get().parts.select_related("circle")
    assert withdraw(parts, how="ringde", by=cast.viewer("karin"))
    get(page("per"), f"/deltagare/{one.pk}/", 404)
