"""Is it said, before two records are linked and after, that both go on, and what to do about it?"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.queries.running_twice import what_to_do
from stafett.people.models import PersonLink
from tests.casework.conftest import Page, faults, get
from tests.casework.test_duplicates_page import link, linking, somebody
from tests.cast import TODAY, Cast


def at(one: Participation) -> str:
    """Its page."""
    return reverse("participation", args=[one.pk])


def test_two_that_go_on_are_asked_about_and_told_of_in_the_same_notice(
    cast: Cast, page: Page
) -> None:
    """Amina har skrivits in två gånger i samma insats. Karin länkar posterna: sidan säger att båda pågår, och
    frågar om de ska länkas ändå. Efteråt står båda i kvittot, och vad som ska göras med det andra ärendet."""
    one, other = somebody(cast), somebody(cast)
    before = get(page("karin"), linking(one, other))
    assert at(one) in before
    assert at(other) in before
    assert "Samma människa deltar då två gånger i Provinsatsen." in before

    asked = link(page, one, other, as_written="")

    assert asked.status_code == 422
    assert "Båda pågår. Läs vilka de är" in faults(asked)
    assert not PersonLink.objects.exists()
    client = page("karin")
    sent = {
        "first": one.person_id,
        "second": other.person_id,
        "because": "Pass",
        "as_written": "on",
    }
    done = client.post(reverse("link_people"), sent, follow=True).content.decode()
    notice = done[done.index("Posterna är länkade.") :][:900]
    assert "Båda pågår:" in notice
    assert at(one) in notice
    assert at(other) in notice
    assert "avsluta det andra: länken gör det inte" in notice


def test_of_one_that_has_ended_nothing_is_asked(cast: Cast, page: Page) -> None:
    one = somebody(cast)
    ended = cast.ended(person=cast.person(given_name="Amina", birth_date=one.person.birth_date))
    assert "Båda pågår" not in get(page("karin"), linking(one, ended))

    assert link(page, one, ended, as_written="").status_code == 302
    assert "Båda pågår" not in get(page("karin"), "/")


def test_what_goes_on_where_one_may_not_see_it_is_not_asked_about(cast: Cast, page: Page) -> None:
    one = somebody(cast)
    ended = cast.ended(person=cast.person(given_name="Amina", birth_date=one.person.birth_date))
    begun = TODAY
    again = cast.enrolled(person=ended.person_id, starts_on=begun, case_number="IGEN")
    again.circle.members.all().delete()

    assert "Båda pågår" not in get(page("karin"), linking(one, ended))
    assert link(page, one, ended, as_written="").status_code == 302


def test_two_in_different_initiatives_may_both_go_on(cast: Cast) -> None:
    one, other = somebody(cast), cast.enrolled("annan")

    assert "kan båda fortsätta" in what_to_do([one, other])
    assert "två gånger i Provinsatsen" in what_to_do([one, somebody(cast)])


def test_over_the_api_it_is_done_when_it_is_said_to_be_seen(cast: Cast, page: Page) -> None:
    one, other = somebody(cast), somebody(cast)
    told = {"first": str(one.person_id), "second": str(other.person_id), "because": "Pass"}
    there, client = "/api/v1/duplicates/links", page("karin")

    asked: Any = client.post(there, told, content_type="application/json")

    assert [fault["field"] for fault in asked.json()["faults"]] == ["as_written"]
    seen = client.post(there, {**told, "as_written": True}, content_type="application/json")
    assert seen.status_code == 201
