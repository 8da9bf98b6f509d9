"""The list as somebody who works with it would tell it, played on the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stafett.outreach.models import Attempt, Entry, Led, OutreachList
from stafett.outreach.taking_in import take_in
from stafett.referrals.actions import Decision, close
from stafett.referrals.models import Origin, Referral
from tests.cast import Cast
from tests.outreach.world import ALVA, HEADERS, LIAM, held, listed, row, tried, upload, word

Page = Callable[[str], Client]
pytestmark = pytest.mark.django_db
NOW = timezone.localdate


def _read(page: Page, who: str, name: str, *args: Any, query: str = "") -> str:
    answer = page(who).get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def _post(page: Page, who: str, name: str, *args: Any, status: int = 200, **told: Any) -> str:
    answer = page(who).post(reverse(name, args=args), told, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def _read_in(cast: Cast, page: Page, *lines: str, status: int = 200, **named: str) -> str:
    outreach = OutreachList.objects.first() or held(cast)
    cast.as_everyone()
    text = _post(
        page, "karin", "outreach_import", outreach=outreach.pk, file=upload(*lines, **named),
        status=status,
    )  # fmt: skip
    cast.as_everyone()
    return text


def test_of_two_files_in_the_field_none_is_read_in(cast: Cast, page: Page) -> None:
    """Karin väljer två filer i samma fält. Ingen läses in, och hon får veta att det är en i taget."""
    outreach = held(cast)
    cast.as_everyone()
    files = [upload(ALVA), upload(LIAM)]
    text = _post(page, "karin", "outreach_import", outreach=outreach.pk, file=files, status=422)
    assert "Fältet har fått flera filer" in text
    cast.as_everyone()
    assert not Entry.objects.exists()


def test_the_manager_says_which_unit_holds_the_list(cast: Cast, page: Page) -> None:
    """Lena bestämmer att AUC håller listan och att åtta veckor får gå. Förslagen är märkta."""
    assert "håller ingen uppsökande lista" in _read(page, "karin", "outreach")
    authority = cast.unit("AUC").authority_id
    _post(page, "lena", "outreach_set_up", authority, unit=cast.unit("AUC").pk, weeks="8")
    told = _read(page, "lena", "outreach_decided")
    assert "inget svar" in told
    assert "förslag" in told
    assert "nationell kodlista" in told
    assert "Läs in unga" in _read(page, "karin", "outreach")


def test_a_file_from_the_school_is_read_in(cast: Cast, page: Page) -> None:
    """Karin läser in skolans fil: Liam och Alva står på listan, ingen är kontaktad än."""
    told = _read_in(cast, page, LIAM, ALVA)
    assert "Nya på listan: 2" in told
    assert "Liam Lind" in told
    assert "Alva Alm" in told
    assert "aldrig" in told
    liam = Entry.objects.get(person__given_name="Liam")
    assert liam.contact == "070-174 06 05, liam@prov.example"
    assert 'href="tel:0701740605"' in _read(page, "karin", "entry", liam.pk)
    assert "har inte nåtts" not in _read(page, "karin", "entry", liam.pk)
    assert (liam.school, liam.programme) == ("Flens gymnasium", "Ekonomi")


def test_a_faulty_file_is_told_whole_and_nothing_is_kept(cast: Cast, page: Page) -> None:
    """Skolan har skrivit fel på två rader. Karin ser båda felen på en gång, och Alva är inte inläst."""
    told = _read_in(
        cast,
        page,
        ALVA,
        "20220101-2389;Liam;Lind;Skolan;;;",
        "202203032392;;Ek;Skolan;;;",
        status=422,
    )
    assert "Inget är inläst. Filen har 2 fel" in told
    assert "kontrollsiffran" in told
    assert "Cellen är tom" in told
    assert not Entry.objects.exists()


def test_the_same_file_again_changes_only_what_differs(cast: Cast, page: Page) -> None:
    """En ny fil kommer i mars: Alva har bytt skola, Liam är som förut, och ingen står två gånger."""
    _read_in(cast, page, LIAM, ALVA)
    told = _read_in(cast, page, LIAM, "202202022394;Alva;Alm;Nya skolan;;;")
    assert "Nya på listan: 0. Ändrade: 1. Som förut: 1." in told
    assert Entry.objects.count() == 2
    assert Entry.objects.get(person__given_name="Alva").school == "Nya skolan"


def test_columns_that_are_not_read_are_named(cast: Cast, page: Page) -> None:
    """Skolans fil har betyg i en kolumn. Den läses inte, och sidan säger det."""
    told = _read_in(cast, page, f"A;{LIAM}", headers=f"Betyg;{HEADERS}")
    assert "Kolumner som inte lästes: Betyg." in told


def test_a_file_that_is_too_large_is_not_read(cast: Cast, page: Page, settings: Any) -> None:
    """Karin väljer fel fil, en stor film: den läses inte, och sidan säger varför."""
    settings.UPLOAD_LIMIT = 10
    assert "har inte lästs. Dela den." in _read_in(cast, page, LIAM, status=413)


def test_what_two_write_at_once_is_shown_to_the_second(cast: Cast, page: Page) -> None:
    """Karin rättar skolan medan någon annan har gjort det: hon ser båda, och det hon skrev finns kvar."""
    one = listed(cast, NOW())
    here = reverse("entry_correct", args=[one.pk])
    seen = page("karin").get(here).context["form"]["seen"].value()
    told = {"school": "Min skola", "because": "Nytt", "seen": seen}
    _post(page, "karin", "entry_correct", one.pk, **told | {"school": "Deras skola"})
    text = _post(page, "karin", "entry_correct", one.pk, status=422, **told)
    assert "Deras skola" in text
    assert "Min skola" in text
    assert "Rättat" in _post(page, "karin", "entry_correct", one.pk, **told | {"seen": ""})


def test_two_managers_decide_at_once(cast: Cast, page: Page) -> None:
    """Lena och Eva ändrar antalet veckor samtidigt: den andra ser båda talen. Sedan byter Lena ut ett ord."""
    outreach = held(cast)
    cast.as_everyone()
    here = reverse("outreach_set_up", args=[outreach.pk])
    seen = page("lena").get(here).context["form"]["seen"].value()
    told = {"unit": outreach.unit_id, "seen": seen}
    _post(page, "lena", "outreach_set_up", outreach.pk, weeks="5", **told)
    assert "Sparat nu" in _post(
        page, "eva", "outreach_set_up", outreach.pk, status=422, weeks="6", **told
    )
    _post(
        page,
        "lena",
        "outreach_word_new",
        outreach.pk,
        about="result",
        label="svarade",
        reaches="on",
    )
    _post(page, "lena", "outreach_word_end", outreach.pk, word("nådd").pk)
    assert word("svarade").reaches
    assert word("nådd").until_day == NOW()
    assert "svarade" in _read(page, "lena", "outreach_decided")


def test_a_call_without_an_answer_is_a_try(cast: Cast, page: Page) -> None:
    """Karin ringer Liam, ingen svarar. Hon antecknar det och att hon ringer igen om en vecka."""
    one = listed(cast, NOW())
    again = NOW() + timedelta(days=7)
    told = _post(
        page, "karin", "entry_try", one.pk, made_on=str(NOW()), way=word("telefonsamtal").pk,
        result=word("inget svar").pk, next_contact=str(again), words="Ringde två gånger",
    )  # fmt: skip
    assert "Försöket är antecknat" in told
    assert "Ringde två gånger" in told
    cast.as_everyone()
    one.refresh_from_db()
    assert one.next_contact == again
    assert "aldrig" in _read(page, "karin", "outreach")


def test_who_is_reached_says_what_they_do(cast: Cast, page: Page) -> None:
    """Liam svarar: han arbetar på ett lager. Det står på listan, med dagen då det antecknades."""
    one = listed(cast, NOW())
    _post(
        page, "karin", "entry_try", one.pk, made_on=str(NOW()), way=word("sms").pk,
        result=word("nådd").pk, doing=word("arbetar").pk,
    )  # fmt: skip
    cast.as_everyone()
    one.refresh_from_db()
    assert (one.doing, one.doing_on) == (word("arbetar"), NOW())
    told = _read(page, "karin", "outreach")
    assert "arbetar" in told
    assert "aldrig" not in told


def test_a_double_click_notes_one_try(cast: Cast, page: Page) -> None:
    """Karin trycker två gånger på Spara: ett försök är antecknat."""
    one = listed(cast, NOW())
    client = page("karin")
    form = client.get(reverse("entry_try", args=[one.pk])).context["form"]
    told = {
        "key": str(form["key"].value()), "made_on": str(NOW()), "way": word("brev").pk,
        "result": word("inget svar").pk,
    }  # fmt: skip
    for _time in range(2):
        assert client.post(reverse("entry_try", args=[one.pk]), told).status_code == 302
    cast.as_everyone()
    assert Attempt.objects.count() == 1


def test_who_has_not_been_reached_stands_between_the_chairs(cast: Cast, page: Page) -> None:
    """Tio veckor utan att Liam har nåtts: han står i Mellan stolarna hos AUC, men inte hos andra."""
    one = listed(cast, day=NOW() - timedelta(days=70))
    tried(cast, one)
    told = _read(page, "karin", "between")
    assert "Ung som inte har nåtts" in told
    assert "Liam Lind" in told
    beside = _read(page, "karin", "today")
    assert "L.L." in beside
    assert "Liam Lind" not in beside, "the room may be shared"
    assert "Liam Lind" in _read(page, "karin", "today", query="?namn=1")
    for other in ("fatima", "sven", "eva"):
        assert "Liam Lind" not in _read(page, other, "between")
    tried(cast, one, "nådd", NOW())
    assert "Liam Lind" not in _read(page, "karin", "between")


def test_the_day_to_call_is_on_today(cast: Cast, page: Page) -> None:
    """Karin skulle ringa i dag: Liam står på hennes Idag, med initialer."""
    one = listed(cast, NOW())
    tried(cast, one, next_contact=NOW())
    told = _read(page, "karin", "today")
    assert "Unga att kontakta" in told
    assert "L.L." in told
    assert "Unga att kontakta" not in _read(page, "fatima", "today")


def test_who_wants_to_is_referred_and_the_answer_is_seen(cast: Cast, page: Page) -> None:
    """Liam vill prova Provinsatsen. Karin hänvisar honom med hans ja, och ser sedan beslutet på hans sida."""
    one = listed(cast, NOW())
    form = page("karin").get(reverse("entry_refer", args=[one.pk])).context["form"]
    assert form["given_name"].value() == "Liam"
    assert form["number"].value() == "20220101-2388"
    told: dict[str, Any] = {
        "unit": cast.unit("AUC").pk, "branch": cast.branch("flen").pk, "given_name": "Liam",
        "family_name": "Lind", "number": "20220101-2388", "sex": "man", "reason": "Vill prova",
        "came": "freely", "own_words": "Jag vill ut", "consent_manner": "oral",
        "consent_on": str(NOW()),
    }  # fmt: skip
    assert "Aktualiseringen är skickad" in _post(page, "karin", "entry_refer", one.pk, **told)
    cast.as_everyone()
    made = Referral.objects.get()
    assert (made.origin, made.came, made.own_words) == (Origin.OUTREACH, "freely", "Jag vill ut")
    assert made.circle_id != one.circle_id
    assert made.circle.person_id != one.person_id
    assert Led.objects.get().entry_id == one.pk
    close(
        made,
        "decline",
        Decision("Fullt i vår", "no_room"),
        by=replace(cast.as_("karin"), day=NOW()),
    )
    cast.as_everyone()
    text = _read(page, "karin", "entry", one.pk)
    assert "Fullt i vår" in text
    assert "Provinsatsen" in text
    assert "på listan" in text


def test_who_turns_twenty_leaves_with_a_reason(cast: Cast, page: Page) -> None:
    """Liam fyller 20 och lämnar listan med det skälet. Han kan inte sökas mer."""
    one = listed(cast, NOW())
    told = _post(
        page, "karin", "entry_leave", one.pk, left_reason=word("fyllt 20").pk, left_on=str(NOW())
    )
    assert "lämnade listan" in told
    assert "Liam" not in _read(page, "karin", "outreach")
    assert "fyllt 20" in _read(page, "karin", "outreach", query="?lamnat")
    text = _post(
        page, "karin", "entry_try", one.pk, made_on=str(NOW()), way=word("sms").pk,
        result=word("nådd").pk, status=422,
    )  # fmt: skip
    assert "har lämnat listan" in text


def test_who_left_by_a_mistake_is_taken_back(cast: Cast, page: Page) -> None:
    """Karin tog bort fel person. Hon tar tillbaka Liam med skälet."""
    one = listed(cast, NOW())
    _post(page, "karin", "entry_leave", one.pk, left_reason=word("avliden").pk, left_on=str(NOW()))
    _post(page, "karin", "entry_take_back", one.pk, because="Fel person")
    assert "Liam" in _read(page, "karin", "outreach")


def test_the_period_is_counted_for_the_unit_alone(cast: Cast, page: Page) -> None:
    """Karin räknar halvåret: två på listan, en nådd, en sökt utan svar. Eva får inte se dem."""
    tried(cast, listed(cast, NOW()), "nådd")
    tried(cast, listed(cast, NOW(), ALVA))
    authority = cast.unit("AUC").authority_id
    told = _read(page, "karin", "outreach_figures", authority)
    numbers = [part.partition("<")[0] for part in told.split('<td class="num">')[1:]]
    assert numbers == ["2", "1", "1", "0", "2", "0", "0"]
    assert page("eva").get(reverse("outreach_figures", args=[authority])).status_code == 404


@pytest.mark.parametrize("query", ["?fran=2025-02-30&till=x", "?fran=2025-02-02&till=2025-02-01"])
def test_a_period_that_is_none_is_said(cast: Cast, page: Page, query: str) -> None:
    """Karin skriver en dag som inte finns: sidan säger vilken, och inget räknas."""
    held(cast)
    cast.as_everyone()
    there = reverse("outreach_figures", args=[cast.unit("AUC").authority_id])
    answer = page("karin").get(there + query)
    assert answer.status_code == 422
    assert "Har stått på listan" not in answer.content.decode()


def test_when_another_unit_gets_the_list_all_on_it_follow(cast: Cast, page: Page) -> None:
    """Listan flyttas till Projektkontoret: Eva ser Liam, och Karin ser honom inte längre."""
    one = listed(cast, day=NOW() - timedelta(days=5))
    authority = one.controller_id
    _post(
        page, "lena", "outreach_set_up", authority, unit=cast.unit("Projektkontoret").pk, weeks="6"
    )
    assert "Liam" in _read(page, "eva", "outreach")
    assert page("karin").get(reverse("entry", args=[one.pk])).status_code == 404


@pytest.mark.parametrize("number", [0, 1, 1000])
def test_the_list_is_asked_for_alike_however_long(cast: Cast, page: Page, number: int) -> None:
    """Listan frågar databasen lika många gånger för ingen, en och tusen, och visar femtio åt gången."""
    outreach = held(cast)
    viewer = replace(cast.as_("karin"), day=NOW() - timedelta(days=3))
    take_in(outreach, [row(n) for n in range(number)], by=viewer)
    cast.as_everyone()
    client = page("karin")
    client.get(reverse("outreach"))
    with CaptureQueriesContext(connection) as asked:
        text = client.get(reverse("outreach")).content.decode()
    assert text.count('<th scope="row">') == min(number, 50)
    assert len(asked) <= 40
