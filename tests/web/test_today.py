"""Does the start page say what one's cases lack, with the one button that mends it, and praise emptiness?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stafett.casework.actions import Living
from stafett.casework.models import Holding, Participation
from stafett.casework.queries import today as asking
from stafett.frame import panels
from tests.casework.conftest import Page, get
from tests.cast import Cast

LIVED = (Living("start", "wages"),)


def whole(cast: Cast, **facts: Any) -> Participation:
    """Somebody whose case lacks nothing."""
    return cast.enrolled(**{"cases": (cast.case_at("FK"),), "livelihoods": LIVED, **facts})


def test_when_nothing_is_missing_that_is_praised(cast: Cast, page: Page) -> None:
    whole(cast)
    text = get(page("karin"), "/")
    assert "Inget saknas i ärendena just nu." in text
    assert "Din enhet håller ihop 1 ärende." in text
    assert "Ingen har börjat eller slutat de senaste 30 dagarna." in text


def test_what_is_missing_is_said_with_the_button_that_mends_it(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    text = get(page("karin"), "/")
    assert "Försörjning före start saknas" in text
    assert "Ingen part har ett eget ärende" in text
    assert f'href="/deltagare/{one.pk}/forsorjning/fore/?next=/%23sakna' in text
    assert f'href="/deltagare/{one.pk}/parter/?next=/%23sakna' in text


def test_an_exit_without_livelihood_after_is_brought_up(cast: Cast, page: Page) -> None:
    one = cast.ended(ends_on=date(2025, 5, 1), livelihoods=LIVED)
    text = get(page("karin"), "/")
    assert "Försörjning efter avslut saknas" in text
    assert f'href="/deltagare/{one.pk}/forsorjning/efter/?next=/%23sakna' in text


def test_a_case_left_open_after_its_initiative_comes_first(cast: Cast, page: Page) -> None:
    cast.initiative.__class__.objects.filter(code="prov").update(ends_on=date(2025, 5, 30))
    one = cast.enrolled()
    text = get(page("karin"), "/")
    assert text.index("Insatsen är slut") < text.index("Försörjning före start saknas")
    assert f'href="/deltagare/{one.pk}/avsluta/?next=/%23sakna' in text


def test_initials_stand_for_names_until_they_are_asked_for(cast: Cast, page: Page) -> None:
    cast.enrolled()
    client = page("karin")
    assert "A.Ö." in get(client, "/")
    assert "Amina Öberg" not in get(client, "/")
    assert 'A.Ö. <span class="rows__when">A1</span>' in get(client, "/")
    assert "Amina Öberg" in get(client, "/?namn=1")


def test_full_names_stay_until_one_logs_out_or_asks_for_initials(cast: Cast, page: Page) -> None:
    cast.enrolled()
    client = page("karin")
    full = get(client, "/?namn=1")
    assert '<a href="/?namn=0">Visa bara initialer</a>' in full
    again = get(client, "/")
    assert "Visa bara initialer" in again
    assert "A.Ö." not in again, "no card has forgotten it"
    assert "Amina Öberg" not in get(client, "/?namn=0")
    assert "Amina Öberg" not in get(client, "/")
    get(client, "/?namn=1")
    client.logout()
    client.force_login(cast.user("karin"))
    assert "Amina Öberg" not in get(client, "/"), "chosen anew in each log-in"


def test_somebody_without_a_name_is_called_by_their_case(cast: Cast, page: Page) -> None:
    cast.enrolled(person=cast.person(given_name="", family_name="", register_key="B7"))
    assert "Ärende B7" in get(page("karin"), "/")


def test_new_starts_and_ends_are_told_the_latest_first(cast: Cast, page: Page) -> None:
    whole(cast, starts_on=date(2025, 5, 20))
    cast.ended(ends_on=date(2025, 5, 25))
    text = get(page("karin"), "/")
    assert text.index("Avslutat</span>") < text.index("Började</span>")


def test_a_case_that_another_unit_holds_is_theirs_to_mend(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    one.holdings.update(until_day=date(2025, 1, 1))
    Holding.objects.create(
        controller=one.controller, owner_authority=one.controller, kind="holding",
        participation=one, unit=cast.unit("Försörjningsstöd"), from_day=date(2025, 1, 1),
    )  # fmt: skip
    assert "Din enhet håller ihop 0 ärenden." in get(page("karin"), "/")
    assert "Försörjning före start saknas" in get(page("sven"), "/")


def test_a_case_that_one_may_not_see_is_not_brought_up(cast: Cast, page: Page) -> None:
    cast.enrolled().circle.members.all().delete()
    assert "Din enhet håller ihop 0 ärenden." in get(page("karin"), "/")


def test_a_manager_sees_what_is_missing_without_buttons(cast: Cast, page: Page) -> None:
    cast.enrolled()
    text = get(page("lena"), "/")
    assert "Försörjning före start saknas" in text
    assert "/forsorjning/fore/" not in text


@pytest.mark.parametrize("who", ["stig", "rakel", "ulf"])
def test_others_get_their_initiatives(cast: Cast, page: Page, who: str) -> None:
    cast.enrolled()
    text = get(page(who), "/")
    assert 'href="/insatser/prov/"' in text
    assert "Saknas i enhetens ärenden" not in text


def test_one_who_is_in_no_initiative_is_told_whom_to_ask(page: Page) -> None:
    assert "Du är inte med i någon insats än" in get(page("per"), "/")


def test_one_who_is_in_cases_alone_is_told_just_that_and_offered_no_enrolment(
    cast: Cast, page: Page
) -> None:
    cast.consented(cast.enrolled(), "Af Flen")
    text = get(page("per"), "/")
    assert "Din enhet är med i enskilda ärenden men inte i någon hel insats." in text
    assert "Du är inte med i någon insats än" not in text
    assert "/deltagare/ny/" not in text
    assert "/deltagare/ny/" in get(page("karin"), "/")


@pytest.mark.usefixtures("put_together_anew")
def test_many_are_cut_to_the_most_urgent_and_that_is_said(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_ROWS", 1)
    monkeypatch.setattr(asking, "MOST_CASES", 2)
    cast.enrolled()
    cast.enrolled()
    text = get(page("karin"), "/")
    assert "Här är de 1 mest angelägna av " in text
    assert "de 2 000 senaste" in text


def test_other_apps_hang_their_panels_here(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def context(request: Any, viewer: Any) -> None:
        seen.append(viewer.name)

    monkeypatch.setattr(panels, "_panels", [panels.Panel("today", 1, "x.html", context)])
    get(page("karin"), "/")
    get(page("stig"), "/")
    assert seen == ["Karin Ek", "Stig Styr"]


def test_the_number_of_queries_does_not_grow_with_the_cases(cast: Cast, page: Page) -> None:
    client = page("karin")

    def asked(more: int) -> int:
        for _ in range(more):
            cast.enrolled()
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    assert asked(1) == asked(9)


def test_a_stranger_is_asked_to_log_in(client: Client, db: None) -> None:
    assert client.get("/")["Location"] == "/logga-in/?next=/"
