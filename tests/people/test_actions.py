"""Are people recorded, corrected and linked with their history, and numbers once per controller?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stafett.people.actions import FACTS, PersonFacts, correct, link, record, unlink
from stafett.people.models import Person
from tests.cast import Cast

NUMBER = "199001032391"
"""One of Skatteverket's published test numbers: nobody's."""


def facts_of(person: Person, **different: Any) -> PersonFacts:
    return replace(PersonFacts(**{name: getattr(person, name) for name in FACTS}), **different)


def numbered(cast: Cast, branch: str = "flen", **facts: Any) -> Person:
    facts = {"identity_kind": "personal", "identity_number": NUMBER, **facts}
    return Person.objects.get(pk=cast.person(branch, **facts))


def test_a_correction_keeps_the_earlier_version_with_who_and_why(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.person())
    assert correct([(person, facts_of(person, language="arabiska"))], by=None, because="sagt") == 1
    event = person.events.get()
    assert (event.language, event.pgh_context.metadata["why"]) == ("", "sagt")


def test_facts_that_agree_leave_no_version(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.person())
    assert correct([(person, facts_of(person))], by=None, because="samma") == 0
    assert not person.events.exists()


def test_many_are_corrected_at_the_cost_of_one(cast: Cast) -> None:
    def queries(number: int) -> int:
        people = [Person.objects.get(pk=cast.person()) for _ in range(number)]
        changes = [(one, facts_of(one, language=f"språk {i}")) for i, one in enumerate(people)]
        with CaptureQueriesContext(connection) as asked:
            assert correct(changes, by=None, because="prov", beside_hidden=True) == number
        return len(asked)

    assert queries(1) == queries(9)


def test_an_earlier_version_cannot_be_changed_even_by_direct_sql(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.person())
    correct([(person, facts_of(person, language="arabiska"))], by=None, because="sagt")
    for statement in (
        "UPDATE people_personevent SET language = 'x'",
        "DELETE FROM people_personevent",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_number_stands_once_with_each_controller(cast: Cast) -> None:
    numbered(cast)
    numbered(cast, "katrineholm")
    with pytest.raises(IntegrityError, match="a_number_once_per_controller"), transaction.atomic():
        numbered(cast)
    numbered(cast, identity_kind="other", identity_issuer="Regionen")


def test_one_who_must_not_know_of_a_number_gets_a_record_kept_apart(cast: Cast) -> None:
    first = numbered(cast)
    (key,) = record([facts_of(first, given_name="Bo")], by=None, beside_hidden=True)
    beside = Person.objects.get(pk=key)
    assert first.kept_apart is None
    assert (beside.kept_apart, beside.identity_number) == (key, NUMBER)


def test_a_number_that_is_not_there_is_kept_apart_from_nobody(cast: Cast) -> None:
    first = Person.objects.get(pk=cast.person())
    new = facts_of(first, identity_kind="personal", identity_number=NUMBER)
    (key,) = record([new], by=None, beside_hidden=True)
    assert Person.objects.get(pk=key).kept_apart is None


def test_a_corrected_number_is_kept_apart_and_let_back_when_it_is_alone_again(cast: Cast) -> None:
    numbered(cast)
    person = Person.objects.get(pk=cast.person())
    new = facts_of(person, identity_kind="personal", identity_number=NUMBER)
    correct([(person, new)], by=None, because="prov", beside_hidden=True)
    person.refresh_from_db()
    assert person.kept_apart == person.pk
    other = replace(new, identity_number="199001072389")
    correct([(person, other)], by=None, because="prov", beside_hidden=True)
    person.refresh_from_db()
    assert person.kept_apart is None


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"identity_kind": "personal", "identity_number": ""}, "a_number_where_there_is_a_kind"),
        ({"identity_kind": "none", "identity_number": "1"}, "a_number_where_there_is_a_kind"),
        ({"identity_kind": "other", "identity_number": "1"}, "another_number_names_its_issuer"),
        ({"identity_kind": "none", "register_key": ""}, "no_number_then_the_registers_key"),
    ],
)
def test_a_number_and_its_kind_belong_together(
    cast: Cast, wrong: dict[str, str], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        cast.person(**wrong)


def test_a_number_is_shown_as_people_write_it(cast: Cast) -> None:
    assert numbered(cast).shown_number == "19900103-2391"
    other = numbered(cast, identity_kind="other", identity_issuer="FK", identity_number="GD 12")
    assert other.shown_number == "GD 12"


def test_somebody_without_a_name_is_called_by_the_registers_key(cast: Cast) -> None:
    one = Person.objects.get(pk=cast.person(given_name="", family_name="", register_key="B7"))
    assert (str(one), one.initials) == ("Ärende B7", "")
    number_only = numbered(cast, given_name="", family_name="", register_key="")
    assert number_only.name == f"Ärende {str(number_only.pk)[-8:]}"


def test_linking_changes_neither_record_and_is_the_same_either_way_round(cast: Cast) -> None:
    one, other = (Person.objects.get(pk=cast.person()) for _ in range(2))
    made = link(one, other, by=cast.user("karin"), because="visat")
    assert link(other, one, by=cast.user("sven"), because="igen") == made
    assert made.first_id < made.second_id
    assert not one.events.exists()


def test_a_link_undone_stays_and_can_be_made_anew(cast: Cast) -> None:
    one, other = (Person.objects.get(pk=cast.person()) for _ in range(2))
    made = link(one, other, by=cast.user("karin"), because="visat")
    unlink(made, by=cast.user("sven"), because="syskon")
    made.refresh_from_db()
    assert (made.undone_by, made.undone_because) == (cast.user("sven"), "syskon")
    assert made.undone_at is not None
    assert link(one, other, by=cast.user("karin"), because="jo") != made


def test_nobody_is_linked_across_controllers_or_to_themselves(cast: Cast) -> None:
    one = Person.objects.get(pk=cast.person())
    elsewhere = Person.objects.get(pk=cast.person("katrineholm"))
    for other in (one, elsewhere):
        with pytest.raises(ValueError, match="never"):
            link(one, other, by=cast.user("karin"), because="prov")


def test_a_birth_date_is_kept_as_it_is_told(cast: Cast) -> None:
    one = Person.objects.get(pk=cast.person(birth_date=date(2000, 2, 29), birth_year=2000))
    assert one.birth_date == date(2000, 2, 29)
