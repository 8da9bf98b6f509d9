"""From Mellan stolarna one mends something and comes back; why is asked of a change alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from stafett.casework.models import Assignment
from tests.casework.conftest import faults, get
from tests.casework.unit_world import give, karins, nils
from tests.cast import Cast

LIST = "/deltagare/mellan-stolarna/?vems=enhet&regel=nobody_has"


def post(client: Any, address: str, **told: Any) -> Any:
    """Send the form as it was opened just now."""
    return client.post(address, {**told, "seen": client.get(address).context["form"].version})


def test_karin_lagar_något_och_kommer_tillbaka_till_listan(cast: Cast, page: Any) -> None:
    """Karin väljer handläggare från Mellan stolarna och står sedan i samma lista, med samma urval."""
    one, karin = cast.enrolled(), page("karin")
    there = f"{reverse('assign', args=[one.pk])}?{urlencode({'next': LIST})}"
    assert there.replace("%2F", "/") in get(karin, LIST)
    form = get(karin, there)
    assert f'href="{LIST.replace("&", "&amp;")}"' in form, "one goes back by Avbryt too"
    answer = post(karin, there, to=karins(cast).pk)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert Assignment.objects.filter(participation=one).exists()


def test_idags_card_leads_back_to_idag(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    assert f"{reverse('assign', args=[one.pk])}?next=/" in get(page("karin"), "/")


@pytest.mark.parametrize(
    "elsewhere", ["https://ond.example/", "//ond.example/", "javascript:alert(1)", "participants"]
)
def test_one_is_led_to_no_other_site(cast: Cast, page: Any, elsewhere: str) -> None:
    one, karin = cast.enrolled(), page("karin")
    there = f"{reverse('assign', args=[one.pk])}?{urlencode({'next': elsewhere})}"
    assert elsewhere not in get(karin, there).split("<main")[1]
    answer = post(karin, there, to=karins(cast).pk)
    assert answer["Location"] == reverse("participation", args=[one.pk])


def test_why_is_asked_of_a_change_and_not_where_nobody_had_the_case(cast: Cast, page: Any) -> None:
    """Ingen har ärendet: Karin tar det utan att förklara. När Nils ska ha det i stället frågas varför."""
    one, karin = cast.enrolled(), page("karin")
    where = reverse("assign", args=[one.pk])
    assert "Varför ändras det?" not in get(karin, where)
    assert post(karin, where, to=karins(cast).pk).status_code == 302
    nils(cast)
    other = get(karin, where)
    assert "Varför ändras det?" in other
    refused = post(karin, where, to=karins(cast).pk)
    assert refused.status_code == 422
    assert faults(refused)


def test_whoever_got_the_case_meanwhile_is_shown_before_why_is_asked(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    where = reverse("assign", args=[one.pk])
    seen = karin.get(where).context["form"].version
    give(cast, [one], karins(cast))
    answer = karin.post(where, {"to": karins(cast).pk, "seen": seen})
    assert answer.status_code == 422
    assert "Det här har ändrats" in faults(answer)
