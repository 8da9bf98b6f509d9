"""Can a caseworker read what is tested, and is there something of every role?"""

from __future__ import annotations

from stafett.safeguards.roles import ROLES
from tests.scenarios import reading


def test_the_page_tells_the_scenarios_as_they_are_tested() -> None:
    assert reading.PAGE.read_text(encoding="utf-8") == reading.as_markdown()


def test_there_are_forty_at_the_least_and_three_of_each_role() -> None:
    some = reading.scenarios()
    assert len(some) >= 40
    counted = reading.by_role(some)
    assert {role: counted[role] for role in ROLES if counted[role] < 3} == {}


def test_a_name_within_a_word_is_nobodys() -> None:
    assert reading.Scenario("", "Personen svarar Perstorp, och Ruts unge.").roles == {"caseworker"}
    assert reading.Scenario("", "Personen är i Perstorp.").roles == set()
