"""Whoever works off a list comes back to it, at the place, from whatever was done about a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from stafett.circumstances import actions as circumstances
from stafett.meetings.models import Promise
from stafett.plans.models import Goal
from stafett.referrals.actions import invite
from stafett.referrals.models import Referral
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import lived
from tests.meetings.world import booked, held, of_post
from tests.referrals.world import referred

Page = Callable[[str], Client]
LIST = "/deltagare/mellan-stolarna/"
OLD = TODAY - timedelta(days=90)
HAS_BEEN = timedelta(days=1)


def ways(text: str, to: str) -> list[str]:
    """The addresses on a page that lead to this one and say where one was."""
    return [
        one.replace("&amp;", "&")
        for one in re.findall(r'(?:href|action)="([^"]*)"', text)
        if one.startswith(f"{to}?next=")
    ]


def place(way: str) -> str:
    """Where a way says that one is led back to."""
    return unquote(way.split("next=")[1])


def late_promise(cast: Cast) -> Promise:
    one = booked(cast, cast.enrolled())
    held(cast, one, of_post(cast.viewer("karin"), what="Skicka intyget"))
    was = TODAY - HAS_BEEN
    Promise.objects.update(due_on=was, first_due_on=was, made_on=was)
    return Promise.objects.get()


def test_a_row_leads_back_to_its_own_place_in_the_list(cast: Cast, page: Page) -> None:
    row = late_promise(cast)
    address = reverse("promise_step", args=[row.participation_id, row.pk])
    shown = get(page("karin"), LIST)
    (way,) = ways(shown, address)
    where, row_id = place(way).split("#")
    assert where == LIST
    at = shown.index(f'id="{row_id}"')
    assert at < shown.index(way.split("?")[0]) < shown.index("</tr>", at)


def test_a_promise_with_a_fault_still_leads_back_once_it_is_mended(cast: Cast, page: Page) -> None:
    row, client = late_promise(cast), page("karin")
    address = reverse("promise_step", args=[row.participation_id, row.pk])
    (way,) = ways(get(client, LIST), address)
    refused = send(client, way, 422, how="move", to="", because="")
    text = refused.content.decode()
    assert text.count(f'href="{place(way)}"') == 1, "one goes back by Avbryt too"
    assert f'href="{reverse("meetings", args=[row.participation_id])}"' in text, (
        "to the case by name"
    )
    assert send(client, way, how="move", to="2025-06-20", because="Sjuk")["Location"] == place(way)


def test_a_pause_is_ended_from_the_tab_and_leads_back_to_the_list(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    circumstances.pause(one, "Resa", OLD, TODAY - HAS_BEEN, by=cast.as_("karin"))
    (way,) = ways(get(client, LIST), reverse("circumstances", args=[one.pk]))
    tab = get(client, way)
    assert f'<a href="{place(way)}">Tillbaka till listan</a>' in tab
    (form,) = ways(tab, reverse("return_from_pause", args=[one.pk]))
    assert send(client, form)["Location"] == place(way)


def test_that_nothing_comes_after_a_livelihood_is_said_and_leads_back(
    cast: Cast, page: Page
) -> None:
    one, client = cast.enrolled(), page("karin")
    row = lived(cast, one, last_day=TODAY + 7 * HAS_BEEN)
    (way,) = ways(get(client, LIST), reverse("circumstances", args=[one.pk]))
    (form,) = ways(get(client, way), reverse("livelihood_nothing", args=[one.pk, row.pk]))
    assert send(client, form, because="Börjar arbeta")["Location"] == place(way)


def test_an_answer_to_an_invitation_is_noted_and_leads_back(cast: Cast, page: Page) -> None:
    one, client = referred(cast, days_ago=20), page("karin")
    was = TODAY - 15 * HAS_BEEN
    invite(one, "Besök", was, by=replace(cast.as_("karin"), day=was))
    way = ways(get(client, LIST), reverse("referral", args=[one.pk]))[0]
    (form,) = ways(get(client, way), reverse("referral_answer", args=[one.pk]))
    assert send(client, form, answer="yes")["Location"] == place(way)


@pytest.mark.parametrize("start", ["/", LIST])
def test_a_referral_is_answered_and_leads_back(cast: Cast, page: Page, start: str) -> None:
    one, client = referred(cast, days_ago=40), page("karin")
    way = ways(get(client, start), reverse("referral", args=[one.pk]))[0]
    (form,) = ways(get(client, way), reverse("referral_decline", args=[one.pk]))
    left = get(client, form)
    assert f'href="{place(way)}"' in left, "one goes back by Avbryt too"
    told = {"because": client.get(form).context["form"].fields["because"].choices[-1][0]}
    assert send(client, form, **told, words="Vi har ingen plats.")["Location"] == place(way)
    assert Referral.objects.get().decided_on


def test_a_step_of_the_plan_is_ticked_and_leads_back(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    send(client, reverse("goal_new", args=[one.pk]), text="Ett jobb")
    step = {"text": "Läkarintyg", "goal": Goal.objects.get().pk, "due_on": "2025-06-03"}
    send(client, reverse("step_new", args=[one.pk]), **step)
    tab = get(client, reverse("plan", args=[one.pk]) + f"?next={LIST}%23rad-2")
    tick = re.search(r'action="([^"]*next=[^"]*)"', tab)
    assert tick
    assert client.post(tick[1])["Location"] == f"{LIST}#rad-2"


def test_a_tab_that_nobody_was_led_to_says_nothing_of_a_list(cast: Cast, page: Page) -> None:
    client, there = page("karin"), reverse("circumstances", args=[cast.enrolled().pk])
    for asked in ("", "?next=https://ond.example/"):
        tab = get(client, there + asked)
        assert "Tillbaka till listan" not in tab
        assert "ond.example" not in tab.split("<main")[1]


def test_idags_rows_lead_back_to_idag_at_the_place(cast: Cast, page: Page) -> None:
    row = late_promise(cast)
    address = reverse("promise_step", args=[row.participation_id, row.pk])
    shown: Any = get(page("karin"), "/?namn=1")
    assert "/?namn=1#lofte-1" in {place(way) for way in ways(shown, address)}
    assert 'id="lofte-1"' in shown
