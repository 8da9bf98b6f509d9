"""Which rows say who somebody is: as they stand, as they were, and papers that cannot be without?"""

from __future__ import annotations

from stafett.people.models import Person
from stafett.safeguards.models import NamesDecision
from stafett.safeguards.queries.naming import naming_rows, still_named
from tests.cast import TODAY, Cast


def test_earlier_versions_that_had_the_name_are_found_for_that_person_alone(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    for each, times in ((one, 2), (other, 1)):
        for number in range(times):
            Person.objects.filter(pk=each.person_id).update(given_name=f"Amira {number}")
    rows = dict(naming_rows(one.controller_id, [one.person_id]))
    earlier = rows[Person.pgh_event_model]  # type: ignore[attr-defined]
    names = earlier.order_by("pk").values_list("id", "given_name")
    assert set(names.values_list("id", flat=True)) == {one.person_id}
    assert len(names) >= 2
    assert dict(naming_rows(one.controller_id, [])) == {}


def test_a_paper_that_cannot_be_without_a_name_is_told_once_with_what_ends(cast: Cast) -> None:
    one = cast.enrolled()
    before = still_named([one.person_id])
    assert before > 0
    NamesDecision.objects.create(
        controller_id=one.controller_id, circle=one.circle, asked_by="Amina", asked_on=TODAY,
        given=False, because="Prövat.", decided_by="Lena",
    )  # fmt: skip
    rows = dict(naming_rows(one.controller_id, [one.person_id]))
    assert rows[NamesDecision].count() == 1
    assert still_named([one.person_id]) == before
