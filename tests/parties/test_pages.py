"""What the pages about parties show: who works where, since when, and when nobody did."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stafett.parties import actions, queries
from stafett.parties.models import PartyKind
from stafett.safeguards.viewer import nobody, operator
from tests.cast import START, TODAY, Cast
from tests.parties.places import OPEN, agreement, association, coach, group, tenure

BY = operator(TODAY)
DAY = timedelta(days=1)


def text_of(response: Any) -> str:
    """The page's words, without its markup."""
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def flen(cast: Cast) -> str:
    """The page of Flens kommun."""
    return reverse("party", args=[cast.party("Flen").pk])


def test_parties_stand_by_kind_and_in_swedish_order(cast: Cast, page: Any) -> None:
    kind = PartyKind.objects.get(code="municipality")
    for name in ("Älvdalens kommun", "Åre kommun", "Örebro kommun", "ale kommun"):
        actions.add_party(kind, name, name, by=BY)
    names = [p.name for p in queries.parties(cast.viewer("eva")) if p.kind_id == "municipality"]
    assert names == ["ale kommun", "Flens kommun", "Katrineholms kommun", "Åre kommun",
                     "Älvdalens kommun", "Örebro kommun"]  # fmt: skip


def test_a_kind_has_the_same_colour_and_pattern_on_every_page(cast: Cast, page: Any) -> None:
    client = page("karin")
    for address in (reverse("parties"), flen(cast), OPEN["association"](cast)):
        assert 'party-3" aria-hidden' in client.get(address).content.decode()


def test_a_party_without_authority_says_so(cast: Cast, page: Any) -> None:
    made = actions.add_party(PartyKind.objects.get(code="af"), "Ny part", "Ny", by=BY)
    assert "ingen myndighet än" in text_of(page("eva").get(reverse("party", args=[made.pk])))


def test_an_authority_without_units_and_a_unit_without_posts_say_so(cast: Cast, page: Any) -> None:
    authority = actions.add_authority(
        cast.party("Flen"), "Flens kulturnämnd", by=BY, organisation_number="212000-0142",
        data_act="2001:454",
    )  # fmt: skip
    text = text_of(page("eva").get(flen(cast)))
    assert "Myndigheten har inga enheter än" in text
    assert "Organisationsnummer 212000-0142 · Registerförfattning 2001:454" in text
    actions.change(actions.add_unit(authority, "Biblioteket", by=BY), valid_to=TODAY, by=BY)
    text = text_of(page("eva").get(flen(cast)))
    assert "Inga befattningar än" in text
    assert "sista dag 2 juni 2025" in text


def test_vacancy_and_stand_in_show_over_time(cast: Cast, page: Any) -> None:
    actions.leave(tenure(), on=START + 30 * DAY, by=BY)
    lena = cast.user("lena").staff
    assert lena
    actions.appoint(
        lena, coach(), from_day=START + 60 * DAY, until_day=START + 90 * DAY, by=BY, stands_in=True,
        note="Föräldraledighet",
    )  # fmt: skip
    response = page("per").get(flen(cast))
    assert response.content.decode().count("lane__vacant") >= 3
    text = text_of(response)
    assert "1 vakant befattning" in text
    assert "vakant sedan 31 mars 2024" in text
    assert (
        "Karin Ek 1 jan – 30 jan 2024; vakant 31 jan – 29 feb 2024; Lena Chef (vikarie) 1 mars"
        in text
    )
    text = text_of(page("per").get(reverse("post", args=[coach().pk])))
    assert "Föräldraledighet" not in text
    text = text_of(page("lena").get(reverse("post", args=[coach().pk])))
    assert "Föräldraledighet" in text
    assert "från 31 mars 2024 vakant" in text


def test_a_post_that_has_not_begun_or_has_ended_says_when(cast: Cast, page: Any) -> None:
    unit = cast.unit("AUC")
    later, earlier = timezone.localdate() + 9 * DAY, START + 9 * DAY
    actions.open_post(unit, "coach", "Kommande", from_day=later, by=BY)
    actions.open_post(unit, "coach", "Före detta", from_day=START, until_day=earlier, by=BY)
    text = text_of(page("karin").get(flen(cast)))
    assert "upphörde 9 januari 2024" in text
    assert "börjar" in text


def test_a_person_alone_in_a_coordinating_role_is_pointed_out(cast: Cast, page: Any) -> None:
    assert text_of(page("karin").get(flen(cast))).count("ensam i rollen") == 1
    unit = cast.unit("Projektkontoret")
    second = actions.add_staff(unit.authority, "Ny Ledare", by=BY)
    post = actions.open_post(unit, "project_leader", "Projektledare", from_day=START, by=BY)
    actions.appoint(second, post, from_day=START, by=BY)
    assert "ensam i rollen" not in text_of(page("karin").get(flen(cast)))


def test_an_associations_shares_follow_the_law_or_say_where_they_depart(
    cast: Cast, page: Any
) -> None:
    address = OPEN["association"](cast)
    assert "enligt lag (2003:1210) 5 §" in text_of(page("ulf").get(address))
    day = START + 10 * DAY
    actions.change_shares(
        association(), [(cast.party("FK"), Fraction(1, 4)), (cast.party("Flen"), Fraction(3, 4))],
        from_day=day, by=BY,
    )  # fmt: skip
    text = text_of(page("ulf").get(address))
    assert (
        "Staten (Försäkringskassan och Arbetsförmedlingen) står för 1/4 i stället för 1/2." in text
    )
    assert "Regionen står för 0 i stället för 1/4." in text
    assert "Kommunerna står för 3/4 i stället för 1/4." in text
    assert "Andra tider" in text
    assert "12,5 %" in text


def test_an_association_whose_shares_have_ended_has_no_departures(cast: Cast) -> None:
    association().members.update(until_day=TODAY)
    later = operator(TODAY + DAY)
    page = queries.association_page(later, association().pk)
    assert (page.members, page.departures, len(page.other_times)) == ([], [], 5)


def test_a_group_shows_who_sits_in_it_through_the_post(cast: Cast, page: Any) -> None:
    address = OPEN["group"](cast)
    assert "Karin Ek" in text_of(page("stig").get(address))
    assert "Avsluta medverkan för coach" in text_of(page("rakel").get(address))
    actions.leave(tenure(), on=TODAY, by=BY)
    text = text_of(page("stig").get(address))
    assert "vakant" in text
    assert "inte beskrivet" in text


def test_a_group_says_where_it_hands_matters_up(cast: Cast, page: Any) -> None:
    big = actions.form_group("LSG", by=BY, mandate="Beslutar")
    actions.change(group(), by=BY, hands_up_to=big)
    assert "LSG" in text_of(page("stig").get(reverse("group", args=[group().pk])))
    assert "lyfter frågor till LSG" in text_of(page("stig").get(OPEN["association"](cast)))
    assert "Gruppen har inga platser än." in text_of(
        page("stig").get(reverse("group", args=[big.pk]))
    )


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [(-9000, -6770, "gick ut för 18 år sedan"), (-9, 12, "går ut om 12 dagar"),
     (-9, -2, "gick ut för 2 dagar sedan"), (3, None, "börjar om 3 dagar"),
     (-9, None, "gäller")],
)  # fmt: skip
def test_an_agreement_says_when_it_runs_out(
    cast: Cast, page: Any, begins: int, ends: int | None, words: str
) -> None:
    today = timezone.localdate()
    ends_on = None if ends is None else today + ends * DAY
    actions.agree(
        "Avtal",
        [cast.party("Af")],
        valid_from=today + begins * DAY,
        valid_to=ends_on,
        by=BY,
        note="Brev",
    )
    assert words in text_of(page("rut").get(reverse("agreements")))


def test_without_rows_each_page_says_so(cast: Cast, page: Any) -> None:
    assert "Inga avtal är tillagda än." in text_of(page("eva").get(reverse("agreements")))
    text = text_of(page("eva").get(reverse("parties")))
    assert "Ingen grupp är tillagd." in text


def test_nobody_sees_no_party(cast: Cast) -> None:
    assert list(queries.parties(nobody(TODAY))) == []
    assert list(queries.parties(BY)) != []


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, page: Any) -> None:
    client, addresses = page("eva"), [OPEN[name](cast) for name in sorted(OPEN)]
    agreement()
    counts = [_queries(client, address) for address in addresses]
    unit = cast.unit("AUC")
    for number in range(12):
        staff = actions.add_staff(unit.authority, f"Ny {number}", by=BY)
        post = actions.open_post(unit, "coach", f"Coach {number}", from_day=START, by=BY)
        actions.appoint(staff, post, from_day=START, by=BY)
        actions.seat(group(), post, from_day=START, by=BY)
        kind = PartyKind.objects.get(code="af")
        party = actions.add_party(kind, f"Part {number}", f"P{number}", by=BY)
        actions.add_unit(actions.add_authority(party, f"M {number}", by=BY), "Enhet", by=BY)
        actions.agree(f"Avtal {number}", [party], valid_from=START, by=BY)
        actions.form_group(f"Grupp {number}", by=BY, association=association())
    assert [_queries(client, address) for address in addresses] == counts


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
