"""Protection that begins while a unit or a further case is let in leaves nobody in but the team (law 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from stafett.casework.actions import Enrolment, enrol
from stafett.casework.actions.persons import correct_person
from stafett.casework.models import Participation
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.models import Person
from stafett.safeguards.actions import let_in, name_team
from stafett.safeguards.models import Circle, Member
from stafett.safeguards.rules import Refused
from tests.cast import TODAY, Cast
from tests.handover.test_at_once import apart  # noqa: F401
from tests.safeguards.beside import beside, seeing_all


@dataclass
class World:
    """Somebody with one case that has ended, about to be protected by karin, alone in the team."""

    cast: Cast
    person: Person
    again: Enrolment

    def protect(self) -> None:
        karin = self.cast.viewer("karin")
        told = PersonFacts(**{name: getattr(self.person, name) for name in FACTS})
        facts = replace(told, protection="marked", alias="")
        team = [(post.unit_id, post.position_id) for post in karin.posts[:1]]
        correct_person(self.person, facts, by=karin, because="skydd", team=team)

    def enrol(self) -> None:
        enrol([self.again], by=self.cast.viewer("karin"))

    def let_further_in(self, circle: Circle) -> Callable[[], None]:
        unit, karin = self.cast.unit("Psykiatrin").pk, self.cast.viewer("karin")
        return lambda: let_in(circle, [unit], from_day=TODAY, by=karin)

    def outside_the_team(self) -> list[str]:
        """The units that are whole in any of the person's cases, and the cases that let units in."""
        with seeing_all():
            assert Person.objects.get(pk=self.person.pk).protection == "marked"
            whole = Member.objects.filter(
                circle__person=self.person.pk, position=None, until_day=None
            )
            circles = Circle.objects.filter(person=self.person.pk, named_only=False)
            return [*whole.values_list("unit__name", flat=True), *map(str, circles)]

    def cases(self) -> int:
        with seeing_all():
            return Participation.objects.filter(person=self.person.pk).count()


@pytest.fixture
def world(apart: Cast) -> World:  # noqa: F811
    with seeing_all():
        one = apart.ended()
        again = apart.enrolment(
            person=one.person_id, starts_on=TODAY - timedelta(30), case_number="B7"
        )
        return World(apart, Person.objects.get(pk=one.person_id), again)


@pytest.fixture
def second(world: World) -> Circle:
    """The circle of a second case that the person has."""
    with seeing_all():
        (key,) = enrol([world.again], by=world.cast.viewer("karin"))
        return Participation.objects.select_related("circle").get(pk=key).circle


def test_a_unit_let_in_as_protection_begins_is_out(world: World, second: Circle) -> None:
    assert beside(world.let_further_in(second), world.protect) == ["done", "done"]
    assert world.outside_the_team() == []


def test_a_unit_is_not_let_in_once_protection_has_begun(world: World, second: Circle) -> None:
    assert beside(world.protect, world.let_further_in(second)) == ["done", "done"]
    assert world.outside_the_team() == []


def test_a_case_that_begins_as_protection_does_is_the_teams(world: World) -> None:
    assert beside(world.enrol, world.protect) == ["done", "done"]
    assert world.cases() == 2
    assert world.outside_the_team() == []


def test_a_case_that_begins_after_protection_has_begun_is_the_teams(world: World) -> None:
    assert beside(world.protect, world.enrol) == ["done", "done"]
    assert world.cases() == 2
    assert world.outside_the_team() == []


def test_a_unit_let_in_as_a_team_is_named_is_out(world: World, second: Circle) -> None:
    karin = world.cast.viewer("karin")
    team = [(post.unit_id, post.position_id) for post in karin.posts[:1]]
    came = beside(world.let_further_in(second), lambda: name_team([second], team, by=karin))
    assert came == ["done", "done"]
    with seeing_all():
        whole = Member.objects.filter(circle=second, position=None, until_day=None)
        assert not whole.exists()


def test_who_is_protected_meanwhile_is_not_corrected_by_what_was_seen_before(
    world: World,
) -> None:
    """A page opened before protection began does not undo it, nor write the name back."""
    with seeing_all():
        seen = Person.objects.get(pk=world.person.pk)
        facts = PersonFacts(**{name: getattr(seen, name) for name in FACTS})

    def correct() -> None:
        named = replace(facts, given_name="Annan")
        correct_person(seen, named, by=world.cast.viewer("karin"), because="fel namn")

    assert beside(world.protect, correct) == ["done", "refused"]
    assert world.outside_the_team() == []
    with seeing_all():
        with pytest.raises(Refused, match="Någon annan har just ändrat skyddet"):
            correct_person(
                Person(pk=seen.pk, controller_id=seen.controller_id), facts,
                by=world.cast.viewer("karin"), because="fel namn",
            )  # fmt: skip
