"""Law 5: what else changes in the instant that a protection begins, and when it ends?"""

from __future__ import annotations

from typing import Any

from stafett.casework.actions import correct_person
from stafett.casework.actions.persons import change_team
from stafett.casework.models import Assignment, Participation
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.models import Person
from stafett.safeguards.actions import Item, release
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Release
from tests.casework.conftest import Page, get
from tests.cast import TODAY, Cast


def correct(cast: Cast, who: str, one: Participation, why: str = "fel", **said: Any) -> None:
    """Let somebody correct the person of a case; where they are protected from then on, alone with them."""
    cast.as_everyone()
    by, person = cast.viewer(who), Person.objects.get(pk=one.person_id)
    facts = PersonFacts(**{**{name: getattr(person, name) for name in FACTS}, **said})
    post = by.posts[0]
    team = [(post.unit_id, post.position_id)]
    with acting(by, why):
        correct_person(person, facts, by=by, because=why, team=team)
    cast.as_everyone()


def assigned(cast: Cast, who: str, one: Participation, **told: Any) -> Assignment:
    """Somebody's post has the case."""
    post = cast.viewer(who).posts[0]
    cast.as_everyone()
    known = {"from_day": one.starts_on, **told}
    return Assignment.objects.create(
        controller_id=one.controller_id, owner_authority_id=one.controller_id, kind="holding",
        participation=one, unit_id=post.unit_id, position_id=post.position_id, **known,
    )  # fmt: skip


def test_a_post_outside_the_team_has_the_case_no_more(cast: Cast) -> None:
    one, other, kept = cast.enrolled(), cast.enrolled(), cast.enrolled()
    before = assigned(cast, "lena", one)
    assigned(cast, "lena", other, from_day=TODAY)
    mine = assigned(cast, "karin", kept)
    for each in (one, other, kept):
        correct(cast, "karin", each, protection="marked")
    before.refresh_from_db()
    assert before.until_day == TODAY
    assert not Assignment.objects.filter(participation=other).exists()
    mine.refresh_from_db()
    assert mine.until_day is None
    lena = cast.viewer("lena").posts[0]
    change_team(kept.circle, [(lena.unit_id, lena.position_id)], by=cast.viewer("karin"))
    mine.refresh_from_db()
    assert mine.until_day == TODAY


def test_a_case_that_nobody_has_left_is_found_by_the_team(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    assigned(cast, "lena", one)
    correct(cast, "karin", one, protection="marked")
    assert "Ingen handläggare" in get(page("karin"), "/deltagare/mellan-stolarna/")


def test_copies_call_somebody_as_they_are_called_now_in_their_text_too(cast: Cast) -> None:
    one = cast.enrolled(person=cast.person(given_name="Zqfor", family_name="Zqefter"))
    part = cast.consented(one, "Af Flen").parts.filter(giver=one.controller_id).get(
        information="agreement"
    )  # fmt: skip
    karin = cast.as_("karin")
    text = "Med var: Zqfor Zqefter, Karin Ek.\n– Zqfor Zqefter: skriva sitt cv."
    release([Item(part, "agreement", "Zqfor Zqefter", "Det vi kom överens om", text)], by=karin)
    correct(cast, "karin", one, protection="marked")
    alias = Person.objects.get(pk=one.person_id).alias
    copy = Release.objects.get()
    assert (copy.about, copy.text) == (alias, text.replace("Zqfor Zqefter", alias))
    correct(cast, "karin", one, protection="")
    copy = Release.objects.get()
    assert (copy.about, copy.text) == ("Zqfor Zqefter", text)


def test_a_name_of_one_part_is_left_in_a_text_where_it_may_be_any_word(cast: Cast) -> None:
    one = cast.enrolled(person=cast.person(given_name="Bo", family_name=""))
    part = cast.consented(one, "Af Flen").parts.filter(giver=one.controller_id).get(
        information="agreement"
    )  # fmt: skip
    release([Item(part, "agreement", "Bo", "Överens", "Bostad söks")], by=cast.as_("karin"))
    correct(cast, "karin", one, protection="marked")
    assert Release.objects.get().text == "Bostad söks"


def test_when_a_protection_has_ended_none_but_who_answers_for_the_records_reads_that_it_was(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    correct(cast, "karin", one, "Zqskäl besked", protection="marked", sex="man")
    alias = Person.objects.get(pk=one.person_id).alias
    correct(cast, "karin", one, "Zqslut", protection="")
    correct(cast, "karin", one, "Zqvanlig", language="Dari")
    for who in ("karin", "sven"):
        text = get(page(who), f"/deltagare/{one.pk}/")
        assert [
            word for word in (alias, "Zqskäl", "Zqslut", "Skyddade personupp") if word in text
        ] == []
        assert "Dari" in text
        assert "Kvinna" in text, "what else was changed then is told"
    assert "Zqvanlig" in get(page("karin"), f"/deltagare/{one.pk}/")
    text = get(page("lena"), f"/deltagare/{one.pk}/")
    assert alias in text
    assert "Zqslut" in text


def test_the_form_says_that_a_team_is_named_in_other_units_cases_too(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    words = "De du väljer ser alla ärenden som personen har hos er, också andra enheters"
    client, address = page("karin"), f"/deltagare/{one.pk}/person/"
    assert words in get(client, address)
    correct(cast, "karin", one, protection="marked")
    assert words not in get(client, address)
