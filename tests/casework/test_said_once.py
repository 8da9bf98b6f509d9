"""Is each thing said once on a case's pages: a day, what one act changed, what is not filled in?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from stafett.casework.actions import correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.notes.actions import NewContact, seek
from stafett.notes.models import By, Result
from tests.casework.conftest import Page, get, send
from tests.casework.test_acting import exit_of
from tests.cast import Cast


def plain(text: str) -> str:
    """The words of some markup."""
    return " ".join(re.sub(r"<.*?>", " ", text).split())


def page_of(one: Participation, word: str = "") -> str:
    return f"/deltagare/{one.pk}/{word}"


def test_a_day_is_seen_once_and_heard_at_each_thing_that_happened_on_it(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    for day in (date(2025, 5, 6), date(2025, 5, 6), date(2025, 5, 7)):
        seek(one, NewContact(day, By.PHONE, Result.REACHED), by=cast.as_("karin"))
    days = re.findall(
        r'<span class="story__day">(.*?)</span> <div',
        get(page("karin"), page_of(one, "tidslinje/")),
    )
    hidden = '<span class="sr-only">6 maj 2025</span>'
    assert days[:3] == ["7 maj 2025", "6 maj 2025", hidden]
    assert all("2024" in day for day in days[3:])
    assert ["sr-only" in day for day in days[3:]] == [False, *[True] * (len(days) - 4)]
    classes = re.findall(r'story__event--\w+( story__event--first)?">', get(
        page("karin"), page_of(one, "tidslinje/")
    ))  # fmt: skip
    assert [bool(found) for found in classes] == ["sr-only" not in day for day in days]


def changes(text: str) -> list[str]:
    """What each act is said to have changed."""
    told = text.partition('<ol class="changes">')[2].partition("</ol>")[0]
    return [plain(found) for found in re.split(r"<li>\s*<p><strong>", told)[1:]]


def test_what_one_act_changed_is_told_together_with_one_who_and_why(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    send(client, page_of(one, "avsluta/"), **exit_of(cast))
    (act,) = changes(get(client, page_of(one)))
    assert (act.count("Karin Ek"), act.count("Skäl: avslutat")) == (1, 1)
    for words in ("Håller ihop", "Deltagandet", "Läge: Pågår → Avslutat"):
        assert words in act
    told = client.get(f"/api/v1/participations/{one.pk}").json()["changes"]
    assert len(told) > 1, "programs get one for each thing"


def test_acts_with_other_reasons_are_told_apart(cast: Cast, page: Page) -> None:
    one, by = cast.enrolled(), cast.as_("karin")
    for reason, told in (("fel", "0482"), ("fel igen", "0483")):
        facts = as_told(one, municipality_id=told)
        correct([(one, facts)], by=by, because=reason, only={"municipality_id"})
        one.refresh_from_db()
    acts = changes(get(page("karin"), page_of(one)))
    assert ["Skäl: fel igen" in act for act in acts] == [True, False]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Inte ifyllt: vem som aktualiserade, kommun, högsta utbildning"),
        ({"municipality_id": "0482"}, "Inte ifyllt: vem som aktualiserade, högsta utbildning"),
        ({"referring_caseworker": "Mona"}, "Inte ifyllt: kommun, högsta utbildning"),
    ],
)
def test_what_is_not_filled_in_of_the_participation_is_said_in_a_line(
    cast: Cast, page: Page, facts: dict[str, Any], said: str
) -> None:
    none = {"municipality_id": None, "education_id": None, "referring_party_id": None}
    one = cast.enrolled(**{**none, **facts})
    text = plain(get(page("karin"), page_of(one)))
    assert f"{said} Rätta uppgifter om deltagandet" in text
    assert ("Aktualiserad av –, Mona" in text) is ("referring_caseworker" in facts)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"language": ""}, "Inte ifyllt: nummer, språk"),
        ({"language": "", "needs_interpreter": True}, "Inte ifyllt: nummer"),
        ({"language": "arabiska"}, "Inte ifyllt: nummer"),
    ],
)
def test_what_is_not_filled_in_of_the_person_is_said_in_a_line(
    cast: Cast, page: Page, facts: dict[str, Any], said: str
) -> None:
    one = cast.enrolled(person=cast.person(**facts))
    assert f"{said} Rätta personuppgifter" in plain(get(page("karin"), page_of(one)))


def test_nothing_is_said_to_be_missing_of_who_is_protected(cast: Cast, page: Page) -> None:
    post = cast.unit("AUC").positions.get(role="coach")
    team = ((post.unit_id, post.pk),)
    one = cast.enrolled(person=cast.person(protection="marked", language=""), named_team=team)
    assert "Inte ifyllt: språk" in plain(get(page("karin"), page_of(one)))
    whole = cast.enrolled(
        person=cast.person(protection="marked", language="arabiska"), named_team=team
    )
    text = plain(get(page("karin"), page_of(whole)))
    assert "Rätta personuppgifter" in text
    assert "nummer" not in text.partition("Inte ifyllt:")[2].partition("Rätta")[0]
