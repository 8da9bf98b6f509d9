"""Are names folded here as in the database's columns, and ordered as Swedes order them?"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.people.letters import for_search, prefix_range, words
from stafett.people.models import Person
from tests.cast import Cast

# what a name may hold: letters of every sort, marks between them, nothing that PostgreSQL has no text for
letters = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(given_name=letters, family=letters)
def test_any_name_is_folded_here_as_in_its_columns(
    cast: Cast, given_name: str, family: str
) -> None:
    one = Person.objects.get(pk=cast.person(given_name=given_name, family_name=family))
    assert one.search_given == for_search(given_name)
    assert one.search_family == for_search(family)


@pytest.mark.parametrize(
    ("given_name", "family", "second", "last"),
    [("Karl-Erik", "von Rosen", "erik", "rosen"), ("Anna Karin Maria", "Ek", "karin", "ek"),
     ("Bo", "Lind-Öberg", "", "oberg"), ("", "", "", "")],
)  # fmt: skip
def test_the_second_name_and_the_last_part_can_be_sought(
    cast: Cast, given_name: str, family: str, second: str, last: str
) -> None:
    one = Person.objects.get(pk=cast.person(given_name=given_name, family_name=family))
    assert (one.search_given_second, one.search_family_last) == (second, last)


def test_names_are_in_swedish_order_whatever_the_servers_locale(cast: Cast) -> None:
    right = ["Ek", "Ekberg", "Zetter", "Åberg", "Ågren", "Ärlig", "Öberg"]
    for name in reversed(right):
        cast.person(family_name=name, given_name="A")
    cast.as_everyone()
    assert list(Person.objects.values_list("family_name", flat=True)) == right


def test_accents_are_sought_without_them() -> None:
    assert for_search("ÅÄÖ Éva Müller SØREN") == "aao eva muller soren"
    assert words("von Rosen-Öberg  é") == ["von", "rosen", "oberg", "e"]
    assert words(" - ") == []


def test_a_prefix_covers_everything_that_begins_with_it() -> None:
    first, end = prefix_range("ro")
    assert first <= "ro" < "rosen" < "ro\U0010fffe" < end
    assert not first <= "rp" < end
