"""Does the database keep each unit's list: new cases, new members, new names; and does it decide nothing?"""

from __future__ import annotations

from django.db import connection

from stafett.casework.models import Listing, Participation
from stafett.casework.queries.participants import Wanted, participants
from stafett.people.models import Person
from stafett.safeguards.actions import let_in
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

BY = operator(TODAY)


def listed(one: Participation) -> dict[str, str]:
    rows = Listing.objects.filter(participation=one).order_by("unit__name")
    return dict(rows.values_list("unit__name", "sort_name"))


def test_a_new_case_is_listed_for_every_unit_of_its_circle(cast: Cast) -> None:
    one = cast.enrolled()
    assert listed(one) == dict.fromkeys(
        ["AUC", "Försörjningsstöd", "Projektkontoret"], "}berg amina"
    )


def test_a_unit_gets_the_case_in_its_list_when_consent_lets_it_in(cast: Cast) -> None:
    one = cast.enrolled()
    let_in(one.circle, [cast.unit("Psykiatrin").pk], from_day=TODAY, by=BY)
    assert "Psykiatrin" not in listed(one)
    cast.consented(one, "Psykiatrin")
    assert "Psykiatrin" in listed(one)


def test_a_new_name_is_a_new_place_also_by_direct_sql(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET family_name = 'Ek' WHERE id = %s", [one.person_id])
    assert set(listed(one).values()) == {"ek amina"}
    assert set(listed(other).values()) == {"}berg amina"}


def test_something_else_of_a_person_moves_nothing(cast: Cast) -> None:
    one = cast.enrolled()
    Person.objects.update(language="arabiska")
    assert set(listed(one).values()) == {"}berg amina"}


def test_a_row_too_many_shows_nothing_to_anybody(cast: Cast) -> None:
    one = cast.enrolled()
    one.circle.members.all().delete()
    assert listed(one)
    page = participants(cast.as_("karin"), Wanted())
    assert (page.rows, page.count) == ([], 0)


def test_a_case_that_goes_takes_its_rows_with_it(cast: Cast) -> None:
    one = cast.enrolled()
    key = one.pk
    one.delete()
    assert not Listing.objects.filter(participation_id=key).exists()
