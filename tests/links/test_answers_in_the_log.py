"""Is what is answered at a link in the log as that of whoever answered, and said when it is over?"""

from __future__ import annotations

import pytest
from django.test import Client

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.safeguards.actions import name_team
from stafett.safeguards.models import Consent
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, get
from tests.cast import TODAY, Cast
from tests.links.walking import (
    ANSWER,
    RESULT,
    back,
    opened,
    readings_of,
    signing,
)

pytestmark = pytest.mark.loopback


def test_the_log_says_that_the_person_read_and_asks_nobody_about_it(
    page: Page, one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    assert readings_of(one) == [("the_person", "link_result", "page")]
    text = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "Du själv, utan att logga in" in text
    assert "du legitimerade dig" in text


def test_a_yes_is_in_the_log_as_the_persons_own(page: Page, one: Participation, code: str) -> None:
    phone = Client()
    opened(phone, code)
    back(phone, signing(phone))
    assert readings_of(one) == [
        ("the_person", "link_result", "page"), ("the_person", "link_sign", "page"),
        ("the_person", "link_back", "change"),
    ]  # fmt: skip
    text = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "Du själv, utan att logga in" in text
    assert "gick till e-legitimationen för att svara ja" in text
    assert "svarade ja genom en länk, med e-legitimation" in text
    assert "det framgår inte varför" not in text


def test_a_yes_that_was_never_signed_is_in_the_log_as_on_its_way_and_no_more(
    page: Page, one: Participation, code: str
) -> None:
    """Amina trycker Ja och avbryter hos e-legitimationen: loggen säger att hon gick dit, inte att något
    ändrades."""
    phone = Client()
    opened(phone, code)
    back(phone, signing(phone) + "&error=access_denied")
    assert readings_of(one) == [
        ("the_person", "link_result", "page"), ("the_person", "link_sign", "page")
    ]  # fmt: skip
    text = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "svarade ja" not in text


def test_a_yes_whose_e_id_cannot_be_reached_is_no_going_there(
    one: Participation, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Client()
    opened(phone, code)
    monkeypatch.setattr("stafett.safeguards.views.link.identifying", list)
    assert phone.post(ANSWER, {"answer": "yes"}).status_code == 422
    assert "link_sign" not in str(readings_of(one))


def test_a_no_is_in_the_log_as_an_answer(page: Page, one: Participation, code: str) -> None:
    phone = Client()
    opened(phone, code)
    phone.post(ANSWER, {"answer": "no"})
    assert readings_of(one)[-1] == ("the_person", "link_answer", "change")
    assert "svarade genom en länk" in get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")


def test_one_who_was_not_let_in_since_the_person_became_protected_is_in_no_log(
    cast: Cast, one: Participation, code: str
) -> None:
    phone = Client()
    opened(phone, code)
    before, post = readings_of(one), cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Grå Sten")
    assert "Tiden gick ut" in phone.get(RESULT).content.decode()
    assert readings_of(one) == before


def test_a_question_that_was_answered_in_another_browser_says_so(
    one: Participation, code: str
) -> None:
    phone, desk = Client(), Client()
    opened(phone, code)
    opened(desk, code)
    back(desk, signing(desk))
    late = phone.post(ANSWER, {"answer": "no"})
    assert late.status_code == 409
    assert "redan besvarad eller avslutad" in late.content.decode()
    assert "Tiden gick ut" not in late.content.decode()
    assert Consent.objects.get().link.state == "given"
    assert "Tiden gick ut" in Client().post(ANSWER, {"answer": "no"}).content.decode()
