"""What must hold for a consent: each fault at its own field, and no fault a day too early or too late."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from stafett.safeguards.models import Link
from stafett.safeguards.owning import owner_of
from stafett.safeguards.rules import (
    LONGEST_DAYS,
    Refused,
    Terms,
    faults_of_giver,
    faults_of_mark,
    faults_of_terms,
    parts_between,
)
from stafett.safeguards.viewer import PERSON, Post, Viewer, by_link, nobody

DAY = date(2025, 6, 2)
ONE = timedelta(days=1)


def faults(
    begins: date = DAY,
    until: date = DAY + 90 * ONE,
    review: date = DAY + 45 * ONE,
    longest: int = 365,
) -> dict[str, str]:
    return faults_of_terms(Terms(begins, until, review), DAY, longest)


def test_a_consent_begins_today_or_at_most_a_month_ago() -> None:
    assert faults() == faults(DAY - 31 * ONE) == {}
    assert faults(DAY + ONE) == {
        "from_day": "Samtycket kan inte börja senare än i dag. Anteckna det när det ges."
    }
    late = faults(DAY - 32 * ONE)
    assert list(late) == ["from_day"]
    assert "mer än en månad gammalt" in late["from_day"]


def test_a_consent_ends_after_today_and_within_what_it_may_last() -> None:
    for until in (DAY - ONE, DAY):
        found = faults(DAY - 9 * ONE, until, DAY - ONE)
        assert list(found) == ["until_day"]
        assert "redan slut" in found["until_day"]
    assert faults(until=DAY + ONE, review=DAY) == {}
    same = DAY + 9 * ONE
    assert list(faults(same, same, same)) == ["from_day", "until_day"]
    assert faults(until=DAY + 365 * ONE) == {}
    too_long = faults(until=DAY + 366 * ONE)
    assert too_long == {"until_day": "Samtycket kan räcka längst till och med 1 juni 2026."}


def test_no_template_lets_a_consent_last_longer_than_two_years() -> None:
    assert faults(until=DAY + LONGEST_DAYS * ONE, longest=9999) == {}
    assert list(faults(until=DAY + (LONGEST_DAYS + 1) * ONE, longest=9999)) == ["until_day"]
    terms = Terms(DAY, DAY + LONGEST_DAYS * ONE, DAY + ONE)
    assert faults_of_terms(terms, DAY) == {}
    assert LONGEST_DAYS == 731


def test_it_is_looked_at_anew_within_its_time() -> None:
    assert faults(review=DAY) == faults(review=DAY + 90 * ONE) == {}
    for outside in (DAY - ONE, DAY + 91 * ONE):
        assert faults(review=outside) == {
            "review_on": "Dagen då det ses över ska ligga inom samtyckets tid."
        }


def test_who_gave_it_is_said_once_and_a_paper_is_kept() -> None:
    assert faults_of_giver("person", "", "oral", has_scan=False) == {}
    assert faults_of_giver("person", "  ", "paper", has_scan=True) == {}
    assert faults_of_giver("guardian", "Gun God", "oral", has_scan=False) == {}
    assert faults_of_giver("guardian", " ", "oral", has_scan=False) == {
        "guardian": "Skriv vem som gav samtycket i personens ställe."
    }
    both = faults_of_giver("person", "Gun God", "paper", has_scan=False)
    assert both == {
        "guardian": "Gav personen det själv? Ta bort namnet, eller välj vem som gav det.",
        "scan": "Lägg till det undertecknade papperet som bild eller pdf.",
    }


def test_a_papers_mark_is_the_first_eight_of_the_texts_digest() -> None:
    digest = "0123456789abcdef"
    for same in ("", "  ", "01234567", " 0123 4567 ".upper()):
        assert faults_of_mark(same, digest) == {}
    assert faults_of_mark("ABCD EF01", "abcdef0123") == {}
    for other in ("0123456", "012345678", "76543210"):
        found = faults_of_mark(other, digest)
        assert list(found) == ["mark"]
        assert "Märket stämmer inte" in found["mark"]
        assert "01234567" not in found["mark"], "whoever tries is not told the right one"


def test_a_team_may_give_each_other_everything_but_what_somebody_is_not_to_get() -> None:
    assert parts_between({2, 1}, {"b", "a"}, {2: {"a"}}) == [(1, 2, "b"), (2, 1, "a"), (2, 1, "b")]
    assert parts_between({1}, {"a"}, {}) == []


def test_a_refusal_says_all_its_sentences() -> None:
    refused = Refused({"a": "Först.", "b": "Sedan."})
    assert str(refused) == "Först. Sedan."
    assert refused.faults == {"a": "Först.", "b": "Sedan."}


@pytest.mark.parametrize(
    ("row", "owner"),
    [
        (SimpleNamespace(owner_authority_id=7, made_at_unit_id=1, link_id=2), 7),
        (SimpleNamespace(made_at_unit_id=1, made_at_unit=SimpleNamespace(authority_id=8)), 8),
        (
            SimpleNamespace(
                link_id=2, link=SimpleNamespace(made_at_unit=SimpleNamespace(authority_id=9))
            ),
            9,
        ),
        (SimpleNamespace(), 5),
    ],
)
def test_a_row_is_the_authoritys_that_it_names_or_that_made_its_link(
    row: object, owner: int
) -> None:
    assert owner_of(row, 5) == owner


def test_who_comes_by_a_link_reaches_its_controller_and_holds_no_post() -> None:
    came = by_link(DAY, 5, PERSON, "Amina")
    assert (came.user_id, came.name, came.day, came.posts) == (None, "Amina", DAY, ())
    assert (came.controllers, came.outside, came.organisation) == ((5,), PERSON, "")
    assert by_link(DAY, 5, PERSON).name == ""
    assert by_link(DAY, 5, PERSON, organisation="Kuratorn").organisation == "Kuratorn"


def test_a_visitor_has_neither_name_nor_reach() -> None:
    visitor = nobody(DAY)
    assert (visitor.user_id, visitor.name, visitor.day) == (None, "", DAY)
    assert (visitor.posts, visitor.controllers, visitor.operator) == ((), (), False)
    assert not visitor.may("see_totals")


def test_only_the_posts_that_see_people_have_cases_and_meetings() -> None:
    posts = (Post(9, 1, 1, "coach"), Post(3, 2, 1, "steering_member"), Post(5, 2, 1, "caseworker"))
    assert Viewer(1, "Karin", DAY, posts).positions == (5, 9)


@pytest.mark.parametrize(
    ("state", "hours", "shape", "standing"),
    [
        ("waiting", 1, "waiting", "väntar"),
        ("waiting", -1, "paused", "har gått ut"),
        ("given", 1, "done", "samtycket gavs"),
        ("agreed", -1, "done", "sa ja, som en av dem som företräder personen"),
        ("opened", -1, "done", "öppnad"),
        ("declined", 1, "stop", "personen sa nej"),
        ("recalled", 1, "stop", "återkallad"),
        ("locked", -1, "stop", "låst efter för många försök av någon annan"),
    ],
)
def test_a_link_says_in_word_and_shape_whether_it_still_opens(
    state: str, hours: int, shape: str, standing: str
) -> None:
    link = Link(state=state, expires_at=timezone.now() + timedelta(hours=hours))
    assert (link.shape, link.standing) == (shape, standing)
    assert link.waits == (shape == "waiting")
    assert link.can_be_recalled == (shape == "waiting" or state == "agreed")
    link.decided = True
    assert link.can_be_recalled == (shape == "waiting")
