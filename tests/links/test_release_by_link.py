"""A one-time link for a receiver outside: opened once, by the right one, while the consent holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.casework.releasing import RECEIVED
from stafett.safeguards.actions import withdraw
from stafett.safeguards.actions.links import Shown, complete, decline, use_up
from stafett.safeguards.models import (
    Consent,
    Identification,
    Information,
    Link,
    LinkState,
    Outcome,
    Release,
)
from stafett.safeguards.rules import Refused, Terms
from tests.accounts.openid.running import ID, Running
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at
from tests.cast import TODAY, Cast
from tests.links.walking import (
    AMINA,
    ANSWER,
    IDENTIFY,
    LINK,
    RESULT,
    SOMEBODY,
    back,
    code_on,
    on_the_way,
    opened,
    readings_of,
    says,
    with_number,
)

pytestmark = pytest.mark.loopback
NINA = "196001189114"
PAPER = "/lank/klart/utlamnat.pdf"


@pytest.fixture
def one(cast: Cast, provider: Running) -> Participation:
    says(provider, NINA)
    one = with_number(cast)
    cast.consented(one, "Af Flen", "Psykiatrin")
    return one


def filled(cast: Cast, **told: Any) -> dict[str, Any]:
    return {
        "receivers": [cast.unit("Psykiatrin").authority_id], "receiver": "Nina Norr",
        "organisation": "psykiatrin", "number": "600118-9114", "days": 7,
        "agreement": "Amina börjar på måndag klockan nio.", **told,
    }  # fmt: skip


def protect(cast: Cast, page: Page, one: Participation) -> None:
    """Let the person become protected, with Karin alone as the named team."""
    post = cast.viewer("karin").posts[0]
    team = [f"{post.unit_id}:{post.position_id}"]
    send(page("karin"), at(one, "person"), protection="marked", team=team, because="besked")


def released(client: Client, cast: Cast, one: Participation, **told: Any) -> str:
    """Release by a link; gives the code."""
    return code_on(send(client, at(one, "lamna-ut/lank"), 200, **filled(cast, **told)))


@pytest.fixture
def code(cast: Cast, page: Page, one: Participation) -> str:
    return released(page("karin"), cast, one)


def test_the_right_receiver_opens_it_once_reads_it_and_saves_it(
    page: Page, one: Participation, code: str
) -> None:
    copy = Release.objects.get()
    assert (copy.outside, copy.how) == (True, "engångslänk till Nina Norr, Psykiatrin")
    desk = Client()
    text = opened(desk, code)
    assert "Amina börjar på måndag klockan nio." in text
    assert "Länken är nu använd" in text
    file = desk.get(PAPER)
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == 'attachment; filename="utlamnat.pdf"'
    assert Client().post(LINK, {"code": code}).status_code == 422
    listed = get(page("karin"), at(one, "samtycke"))
    assert "öppnad" in listed
    assert "Nina Norr, Psykiatrin" in listed


def test_what_two_consents_cover_is_given_once_and_said_of_the_person_not_to_them(
    cast: Cast, page: Page, one: Participation
) -> None:
    longest = cast.consented(
        one, "Psykiatrin", terms=Terms(TODAY, TODAY + timedelta(days=200), TODAY)
    )  # fmt: skip
    cast.consented(one, "Psykiatrin", terms=Terms(TODAY, TODAY + timedelta(days=10), TODAY))
    code = released(page("karin"), cast, one, recorded=["course"])
    copies = list(Release.objects.order_by("kind").values_list("title", "part__consent"))
    assert copies == [
        ("Vad som är överenskommet, och personens plan", longest.pk),
        ("Att personen deltar, när, och vem som håller ihop", longest.pk),
    ]
    text = opened(Client(), code)
    assert text.count("Att personen deltar") == 1
    assert "Att du" not in text


def test_every_kind_is_said_to_whoever_receives_it_without_you_and_your() -> None:
    assert set(RECEIVED) == set(Information)
    for title in RECEIVED.values():
        assert not {"du", "dig", "din", "ni"} & set(str(title).lower().replace(",", "").split())


def test_it_is_in_the_log_as_a_receivers_reading_and_the_person_sees_it(
    page: Page, one: Participation, code: str
) -> None:
    desk = Client()
    opened(desk, code)
    desk.get(PAPER)
    kinds = [("the_receiver", "link_result", "page"), ("the_receiver", "link_paper", "export")]
    assert readings_of(one) == kinds
    text = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "Mottagare utan inloggning" in text
    assert "Psykiatrin" in text
    assert "mottagaren legitimerade sig" in text


def test_somebody_else_sees_nothing_is_counted_and_five_lock_it(
    page: Page, one: Participation, code: str, provider: Running
) -> None:
    says(provider, SOMEBODY)
    for _time in range(5):
        text = opened(Client(), code)
        assert "Länken är till någon annan" in text
        assert "Amina" not in text
    says(provider, NINA)
    assert Client().post(LINK, {"code": code}).status_code == 422
    assert "5 gånger har någon annan legitimerat sig" in get(page("karin"), at(one, "samtycke"))
    assert readings_of(one) == []


def test_a_weaker_identification_opens_nothing(
    one: Participation, code: str, provider: Running, settings: Any
) -> None:
    settings.LINK_LEVELS = {"consent": 2, "release": 3}
    says(provider, NINA, acr="loa2")
    assert "inte tillräckligt säker" in opened(Client(), code)
    says(provider, NINA)
    assert "på måndag" in opened(Client(), code)


def test_two_who_come_back_at_once_open_it_once(one: Participation, code: str) -> None:
    first, second = Client(), Client()
    paths = [on_the_way(first, code), on_the_way(second, code)]
    assert "på måndag" in back(first, paths[0])
    assert "Länken gäller inte längre" in back(second, paths[1])
    assert second.get(PAPER).status_code == 404


def test_a_withdrawal_closes_what_is_not_opened_and_what_stands_open(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    another = released(page("karin"), cast, one)
    reader, late = Client(), Client()
    opened(reader, another)
    path = on_the_way(late, code)
    parts = Consent.objects.get().parts.select_related("circle")
    withdraw(parts, how="ringde", by=cast.viewer("karin"))
    assert "Länken gäller inte längre" in back(late, path)
    assert Client().post(LINK, {"code": code}).status_code == 422
    assert "på måndag" not in reader.get(RESULT).content.decode()
    assert reader.get(PAPER).status_code == 404
    assert "stängd när samtycket togs tillbaka" in get(page("karin"), at(one, "samtycke"))
    assert sorted(Link.objects.values_list("state", flat=True).order_by("pk")) == [
        "opened",
        "withdrawn",
    ]


def test_a_part_that_ends_without_being_withdrawn_closes_the_link_too(
    one: Participation, code: str
) -> None:
    desk = Client()
    path = on_the_way(desk, code)
    for part in Consent.objects.get().parts.order_by("pk"):
        part.until_day = part.from_day + timedelta(days=1)
        part.from_day -= timedelta(days=1)
        part.until_day -= timedelta(days=1)
        part.save()
    assert "Länken gäller inte längre" in back(desk, path)
    assert Link.objects.get().state == "waiting"


def test_whoever_becomes_protected_is_handed_over_no_more(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    desk = Client()
    path = on_the_way(desk, code)
    protect(cast, page, one)
    assert "Länken gäller inte längre" in back(desk, path)


def test_what_stands_open_closes_when_the_person_becomes_protected(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    desk = Client()
    assert "Amina börjar på måndag" in opened(desk, code)
    protect(cast, page, one)
    assert "Amina börjar" not in desk.get(RESULT).content.decode()
    assert desk.get(PAPER).status_code == 404


def test_of_two_answers_the_first_alone_is_kept(one: Participation, code: str) -> None:
    opened(Client(), code)
    kept = Identification.objects.get(outcome="ok")
    again = Identification.objects.get(pk=kept.pk)
    shown = Shown(NINA, "https://annan.example", "x", "loa3", 3)
    assert complete(again, shown, TODAY) == Outcome.OVER
    use_up(again, Outcome.FAILED)
    after = Identification.objects.get(pk=kept.pk)
    assert (after.outcome, after.issuer) == (kept.outcome, kept.issuer)


def test_about_somebody_protected_no_link_is_made(
    cast: Cast, page: Page, one: Participation
) -> None:
    protect(cast, page, one)
    answer = send(page("karin"), at(one, "lamna-ut/lank"), 422, **filled(cast))
    assert "skyddade personuppgifter lämnas inget med länk" in faults(answer)
    assert not Link.objects.exists()
    with pytest.raises(Refused, match="frågas på papper eller muntligt"):
        cast.asked_by_link(Participation.objects.get(pk=one.pk))


def test_about_somebody_protected_the_answer_is_the_same_whatever_number_is_typed(
    cast: Cast, page: Page, one: Participation
) -> None:
    """Whether the number is theirs is told to nobody."""
    protect(cast, page, one)
    told = {
        faults(send(page("karin"), at(one, "lamna-ut/lank"), 422, **filled(cast, number=number)))
        for number in (AMINA, NINA, SOMEBODY)
    }
    assert len(told) == 1, told
    by_api = {
        page("karin").post(
            f"/api/v1/participations/{one.pk}/forms/release_link",
            {"fields": filled(cast, number=number)},
            content_type="application/json",
        ).content
        for number in (AMINA, NINA, SOMEBODY)
    }  # fmt: skip
    assert len(by_api) == 1, by_api
    assert "eget nummer" not in str([*told, *by_api])


def test_what_was_opened_closes_after_half_an_hour(one: Participation, code: str) -> None:
    desk = Client()
    opened(desk, code)
    Identification.objects.update(used_at=timezone.now() - timedelta(minutes=31))
    assert "Länken gäller inte längre" in desk.get(RESULT).content.decode()
    assert desk.get(PAPER).status_code == 404


def test_a_receiver_answers_no_question(one: Participation, code: str) -> None:
    desk = Client()
    opened(desk, code)
    assert desk.post(ANSWER, {"answer": "yes"}).status_code == 403
    assert Client().get(PAPER).status_code == 404


def test_it_expires_on_its_day_and_is_recalled_like_any_link(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    link = Link.objects.get()
    assert link.expires_at - link.made_at < timedelta(days=7, seconds=5)
    desk = Client()
    path = on_the_way(desk, code)
    page("karin").post(f"{at(one, 'samtycke')}lank/{link.pk}/aterkalla/")
    assert "Länken gäller inte längre" in back(desk, path)


def test_neither_code_nor_number_is_kept(one: Participation, code: str) -> None:
    opened(Client(), code)
    kept = str(
        [*Link.objects.values(), *Identification.objects.values(), *Release.objects.values()]
    )
    assert [w for w in (code, code.replace("-", ""), NINA, "600118-9114") if w in kept] == []


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"number": "600118-9115"}, "kontrollsiffran"),
        ({"number": "850505-TF12"}, "Skriv ett personnummer eller samordningsnummer"),
        ({"number": "abc"}, "Skriv ett personnummer eller samordningsnummer"),
        ({"number": AMINA}, "Det är personens eget nummer"),
        ({"number": "600106-2626"}, "Det är personens eget nummer"),
        ({"receiver": ""}, "Fyll i det här"),
        ({"days": 31}, "30"),
        ({"agreement": ""}, "Skriv vad ni kom överens om"),
        ({"receivers": []}, "Välj ett svar"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_released(
    cast: Cast, page: Page, one: Participation, told: dict[str, Any], sentence: str
) -> None:
    answer = send(page("karin"), at(one, "lamna-ut/lank"), 422, **filled(cast, **told))
    assert sentence in faults(answer)
    assert not Release.objects.exists()
    assert not Link.objects.exists()


def test_a_link_is_for_one_receiver(cast: Cast, page: Page, one: Participation) -> None:
    both = [cast.unit(name).authority_id for name in ("Psykiatrin", "Af Flen")]
    answer = send(page("karin"), at(one, "lamna-ut/lank"), 422, **filled(cast, receivers=both))
    assert "En länk är till en mottagare" in faults(answer)


def test_without_a_provider_nothing_is_released(
    cast: Cast, page: Page, one: Participation, provider: Running, settings: Any
) -> None:
    provider.use(settings)
    answer = send(page("karin"), at(one, "lamna-ut/lank"), 422, **filled(cast))
    assert "ingen skulle kunna öppna länken" in faults(answer)
    assert not Release.objects.exists()


def test_the_code_is_told_by_the_api_too(cast: Cast, page: Page, one: Participation) -> None:
    address = f"/api/v1/participations/{one.pk}/forms/release_link"
    sent = {"fields": filled(cast)}
    answer = page("karin").post(address, sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert Client().post(IDENTIFY, {"code": told["code"], "provider": ID}).status_code == 200


def test_a_link_whose_time_has_passed_says_so_where_it_was_made(
    cast: Cast, page: Page, one: Participation, code: str
) -> None:
    cast.as_everyone()
    Link.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "har gått ut" in get(page("karin"), at(one, "samtycke"))


def test_a_no_to_a_link_that_is_over_changes_nothing(one: Participation, code: str) -> None:
    link = Link.objects.get()
    Link.objects.update(state=LinkState.RECALLED, state_at=timezone.now())
    decline(link)
    assert Link.objects.get().state == LinkState.RECALLED
