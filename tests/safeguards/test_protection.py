"""Law 5: is a protected person let out to named posts alone, also when somebody tries by direct SQL?"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stafett.casework.actions import correct_person, enrol
from stafett.casework.models import Participation
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.models import Person
from stafett.safeguards.access import may_see, why
from stafett.safeguards.actions import let_in, let_units_back, name_team
from stafett.safeguards.models import Circle, Member
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

BY = operator(TODAY)


def post(cast: Cast, unit: str, role: str) -> tuple[int, int]:
    position = cast.unit(unit).positions.get(role=role)
    return position.unit_id, position.pk


def sees(cast: Cast, who: str, one: Participation) -> bool:
    viewer = cast.as_(who)
    seen = may_see(viewer, Participation.objects.filter(pk=one.pk)).exists()
    assert why(viewer, one.circle_id).allowed is seen
    cast.as_everyone()
    return seen


def those_who_see(cast: Cast, one: Participation) -> set[str]:
    return {who for who in ("karin", "lena", "sven", "eva", "lotta", "per") if sees(cast, who, one)}


def protected(cast: Cast, *team: tuple[int, int]) -> Participation:
    return cast.enrolled(person=cast.person(protection="marked"), named_team=team)


def test_a_named_post_sees_and_its_whole_unit_does_not(cast: Cast) -> None:
    one = protected(cast, post(cast, "AUC", "coach"))
    assert those_who_see(cast, one) == {"karin"}
    assert (
        why(cast.as_("karin"), one.circle_id).why == "Du är en av de namngivna som får se ärendet."
    )


def test_naming_a_team_lets_all_units_out_and_says_when(cast: Cast) -> None:
    one = cast.enrolled()
    name_team(
        [one.circle],
        [post(cast, "AUC", "coach"), post(cast, "Försörjningsstöd", "caseworker")],
        by=BY,
    )
    assert those_who_see(cast, one) == {"karin", "sven"}
    units = Member.objects.filter(circle=one.circle, position__isnull=True)
    assert set(units.values_list("until_day", flat=True)) == {TODAY}


def test_a_unit_let_in_today_is_taken_away_as_if_it_never_was(cast: Cast) -> None:
    one = cast.enrolled()
    one.circle.members.update(from_day=TODAY)
    name_team([one.circle], [post(cast, "AUC", "coach")], by=BY)
    assert not Member.objects.filter(circle=one.circle, position__isnull=True).exists()
    assert those_who_see(cast, one) == {"karin"}


def test_a_post_is_named_once(cast: Cast) -> None:
    one = protected(cast, post(cast, "AUC", "coach"))
    name_team([one.circle], [post(cast, "AUC", "coach"), post(cast, "AUC", "unit_manager")], by=BY)
    still = one.circle.members.filter(until_day__isnull=True).order_by("position__role")
    assert [member.from_day for member in still] == [one.starts_on, TODAY]
    assert those_who_see(cast, one) == {"karin", "lena"}


def test_a_team_takes_the_place_of_the_one_before_in_the_same_moment(cast: Cast) -> None:
    one = protected(cast, post(cast, "AUC", "coach"))
    name_team([one.circle], [post(cast, "AUC", "unit_manager")], by=BY)
    assert those_who_see(cast, one) == {"lena"}
    left = one.circle.members.get(position__role="coach")
    assert left.until_day == TODAY


def test_a_team_without_anybody_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="somebody"):
        name_team([cast.enrolled().circle], [], by=BY)


def test_letting_a_unit_into_a_named_circle_does_nothing(cast: Cast) -> None:
    one = protected(cast, post(cast, "AUC", "coach"))
    let_in(one.circle, [cast.unit("Försörjningsstöd").pk], from_day=TODAY, by=BY)
    assert those_who_see(cast, one) == {"karin"}


def test_units_come_back_when_a_protection_has_ended(cast: Cast) -> None:
    one = protected(cast, post(cast, "AUC", "coach"))
    Person.objects.filter(pk=one.person_id).update(protection="")
    let_units_back([(one.circle, [cast.unit("Försörjningsstöd").pk])], by=BY)
    assert those_who_see(cast, one) == {"sven"}


SQL: list[Any] = [
    lambda one: Circle.objects.filter(pk=one.circle_id).update(named_only=False),
    lambda one: Member.objects.filter(circle=one.circle_id).update(position=None),
    lambda one: Member.objects.create(circle_id=one.circle_id, controller_id=one.controller_id,
                                      unit_id=one.branch.holder_id, giver_id=one.controller_id,
                                      from_day=TODAY),
    lambda one: Circle.objects.create(controller_id=one.controller_id, person_id=one.person_id),
]  # fmt: skip


@pytest.mark.parametrize("attempt", SQL)
def test_the_database_refuses_to_let_a_whole_unit_in(cast: Cast, attempt: Any) -> None:
    one = protected(cast, post(cast, "AUC", "coach"))
    with pytest.raises(IntegrityError, match="law 5"), transaction.atomic():
        attempt(one)


def test_the_database_refuses_a_protection_while_units_are_let_in(cast: Cast) -> None:
    one = cast.enrolled()
    with pytest.raises(IntegrityError, match="law 5"), transaction.atomic():
        Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Lind 1")
    with pytest.raises(IntegrityError, match="law 5"), transaction.atomic():
        Circle.objects.filter(pk=one.circle_id).update(named_only=True)


def test_whoever_enrols_a_protected_person_without_naming_anybody_sees_them_alone(
    cast: Cast,
) -> None:
    person = cast.person(protection="registration")
    enrolment = cast.enrolment(person=person)
    viewer = cast.as_("karin")
    (key,) = enrol([enrolment], by=viewer)
    cast.as_everyone()
    assert those_who_see(cast, Participation.objects.get(pk=key)) == {"karin"}


def test_the_operator_names_somebody_or_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="namngivet team"):
        cast.enrolled(person=cast.person(protection="marked"))


def test_a_further_case_of_a_protected_person_has_the_same_team(cast: Cast) -> None:
    before = cast.ended(person=cast.person(protection="marked"),
                        named_team=(post(cast, "AUC", "coach"),))  # fmt: skip
    again = cast.enrolled(person=before.person_id, starts_on=TODAY, case_number="igen")
    assert those_who_see(cast, again) == {"karin"}


def test_a_protection_without_a_team_is_refused_with_nothing_changed(cast: Cast) -> None:
    one = cast.enrolled()
    facts = PersonFacts(
        **{name: getattr(one.person, name) for name in FACTS} | {"protection": "marked"}
    )
    with pytest.raises(Refused, match="Välj minst en"):
        correct_person(one.person, facts, by=BY, because="prov")
    assert Person.objects.get(pk=one.person_id).protection == ""
    assert len(those_who_see(cast, one)) == 4
