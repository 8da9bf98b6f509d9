"""Are ones own promises easy to keep from Idag, however many they are?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from stafett.meetings.models import Meeting, Promise
from stafett.meetings.queries import today as on_today
from tests.accounts.getting_in import an_hour_later
from tests.casework.conftest import faults, get, send
from tests.casework.unit_world import give, karins
from tests.cast import TODAY, Cast
from tests.meetings.world import booked, held, of_post, of_unit

Page = Callable[[str], Client]


def test_the_card_of_promises_folds_those_after_the_first_and_says_how_many_there_are(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = booked(cast, cast.enrolled())
    mine = [of_post(cast.viewer("karin"), what=f"Sak {number}") for number in range(9)]
    held(cast, one, *mine)
    shown = get(page("karin"), "/")
    assert "Visa 1 till" in shown
    assert "Sak 8" in shown
    assert "i allt." not in shown
    monkeypatch.setattr(on_today, "MOST_FOLDED", 8)
    shown = get(page("karin"), "/")
    assert "9 i allt." in shown
    assert "Sak 8" not in shown


def folded(text: str, card: str) -> list[tuple[str, int, int]]:
    """Each fold of a card on a phone: what it says, and how many rows stand above it and in it."""
    whole = text.split(f'id="{card}"')[1].split("</section>")[0]
    found = pairwise(whole.split('<ul class="rows">'))
    return [
        (words[1], before.count("<li"), after.count("<li"))
        for before, after in found
        if (words := re.search(r'<details class="few"><summary>(.*?)</summary>$', before))
    ]


def test_a_phone_folds_meetings_of_later_days_but_none_of_today(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    give(cast, [one], karins(cast))
    for number in range(6):
        booked(cast, one, on=TODAY + timedelta(days=number // 4), at=time(9 + number))
    assert folded(get(page("karin"), "/"), "del-moten") == [("Visa alla 6", 4, 2)]
    Meeting.objects.update(on_day=TODAY + timedelta(days=1))
    assert folded(get(page("karin"), "/"), "del-moten") == [("Visa alla 6", 3, 3)]


def test_a_phone_folds_promises_together_with_what_a_desk_folds(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    mine = [of_post(cast.viewer("karin"), what=f"Sak {number}") for number in range(9)]
    held(cast, one, *mine, *[of_unit(cast, "AUC", f"Deras {number}") for number in range(4)])
    text = get(page("karin"), "/")
    assert folded(text, "del-loften") == [("Visa alla 9", 3, 5), ("Visa alla 4", 2, 2)]
    assert text.index("Sak 8") < text.index("</details></details>") < text.index("Enhetens löften")


def test_the_card_of_meetings_leads_to_ones_calendar_and_is_asked_for_in_true_words(
    cast: Cast, page: Page
) -> None:
    client, address = page("karin"), reverse("calendar")
    card = get(client, "/").split('id="del-moten"')[1].split("</section>")[0]
    assert f'<a href="{address}">Kalender</a>' in card
    an_hour_later(client)
    asked = client.get(address, follow=True).content.decode()
    assert "Det du vill öppna eller ändra är extra skyddat." in asked
    sent = client.post(address, {"new": "1", "note": "Skrivet"})
    assert "det du vill ändra är extra skyddat" in sent.content.decode()


def test_a_promise_kept_on_idag_leads_back_there_and_says_which(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    held(cast, one, of_post(cast.viewer("karin"), what="Skicka intyget."))
    client, row = page("karin"), Promise.objects.get()
    back = "/?namn=1#lofte-1"
    assert f'<input type="hidden" name="next" value="{back}">' in get(client, "/?namn=1")
    address = reverse("promise_kept", args=[row.participation_id, row.pk])
    sent = client.post(address, {"next": back})
    assert sent.headers["Location"] == back
    name = row.participation.person.name
    assert f"{name}: löftet är klart: Skicka intyget. <a" in get(client, "/?namn=1")


def test_idag_says_whose_promise_was_kept_by_initials_and_lets_one_undo_it(
    cast: Cast, page: Page
) -> None:
    person = cast.person(given_name="Stina", family_name="Berg")
    held(cast, booked(cast, cast.enrolled(person=person)), of_post(cast.viewer("karin")))
    client, row = page("karin"), Promise.objects.get()
    client.post(reverse("promise_kept", args=[row.participation_id, row.pk]), {"next": "/#lofte-1"})
    shown = get(client, "/")
    assert "S.B.: löftet är klart: Ringa arbetsgivaren." in shown
    assert "Stina" not in shown
    undo = re.search(r'href="([^"]+)">Ångra</a>', shown)
    assert undo
    answer = send(client, undo[1])
    assert answer["Location"] == "/#lofte-1"
    assert Promise.objects.get().state == "open"


def test_a_late_promise_is_kept_by_one_click_in_the_list_and_the_list_says_whose(
    cast: Cast, page: Page
) -> None:
    person = cast.person(given_name="Stina", family_name="Berg")
    held(cast, booked(cast, cast.enrolled(person=person)), of_post(cast.viewer("karin")))
    was = TODAY - timedelta(days=1)
    Promise.objects.update(due_on=was, first_due_on=was, made_on=was)
    client, row, there = page("karin"), Promise.objects.get(), "/deltagare/mellan-stolarna/"
    kept = reverse("promise_kept", args=[row.participation_id, row.pk])
    shown = get(client, there)
    form = re.search(rf'action="{kept}">.*?name="next" value="([^"]+)"', shown, re.S)
    assert form
    assert re.fullmatch(rf"{there}#rad-\d+", form[1])
    assert ">Flytta<" in shown
    assert client.post(kept, {"next": form[1]})["Location"] == form[1]
    shown = get(client, there)
    assert "Stina Berg: löftet är klart: Ringa arbetsgivaren." in shown
    assert kept not in shown


def test_a_promise_that_is_moved_asks_for_the_day_and_why_at_once_and_calls_neither_optional(
    cast: Cast, page: Page
) -> None:
    held(cast, booked(cast, cast.enrolled()), of_post(cast.viewer("karin")))
    client, row = page("karin"), Promise.objects.get()
    there = reverse("promise_step", args=[row.participation_id, row.pk])
    shown = get(client, there)
    assert "(frivilligt)" not in shown
    assert "krävs när löftet flyttas" in shown
    assert not client.get(there).context["form"]["to"].value(), "not the day that it stands at"
    said = faults(send(client, there, 422, how="move"))
    assert "Skriv den nya dagen" in said
    assert "Skriv varför" in said


def test_ones_own_promises_stand_before_the_units_which_have_a_heading_of_their_own(
    cast: Cast, page: Page
) -> None:
    """AUC har lovat något som ingen särskild har: det är inte Karins eget, och står sist fast det är först."""
    by, soon = cast.viewer("karin"), TODAY + timedelta(days=1)
    one = booked(cast, cast.enrolled())
    held(
        cast, one, of_unit(cast, "AUC", what="Enhetens sak", due=soon), of_post(by, what="Min sak")
    )
    client = page("karin")
    shown = get(client, "/")
    assert shown.index("Mina löften") < shown.index("Min sak")
    assert shown.index("Min sak") < shown.index("Enhetens löften") < shown.index("Enhetens sak")
    told = client.get("/api/v1/promises").json()
    assert [(row["what"], row["mine"]) for row in told] == [
        ("Min sak", True),
        ("Enhetens sak", False),
    ]
    Promise.objects.filter(what="Min sak").update(state="kept", settled_on=TODAY)
    shown = get(client, "/")
    assert "Du har inget löfte att hålla." in shown
    assert "Enhetens sak" in shown


@pytest.mark.parametrize(("asked", "who"), [("1", "Stina Berg"), ("0", "S.B.")])
def test_what_was_done_on_idag_is_told_by_the_names_that_were_chosen_last(
    cast: Cast, page: Page, asked: str, who: str
) -> None:
    person = cast.person(given_name="Stina", family_name="Berg")
    held(cast, booked(cast, cast.enrolled(person=person)), of_post(cast.viewer("karin")))
    client, row = page("karin"), Promise.objects.get()
    for chosen in {"0": "10", "1": "01"}[asked]:
        get(client, f"/?namn={chosen}")
    back = "/?namn=0#lofte-1" if asked == "0" else "/#lofte-1"
    client.post(reverse("promise_kept", args=[row.participation_id, row.pk]), {"next": back})
    assert f"{who}: löftet är klart" in get(client, "/")
