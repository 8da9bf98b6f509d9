"""What another writes on somebody while a register is read in stands, and is not written back (law 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from stafett.casework.actions.persons import correct_person
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.models import Person
from tests.cast import Cast
from tests.exchange.doors import ANNA, read, register
from tests.handover.test_at_once import apart  # noqa: F401
from tests.safeguards.beside import beside, seeing_all


@pytest.fixture
def anna(apart: Cast) -> Person:  # noqa: F811
    """Somebody who was read in by the register, whom the next file calls Ekman."""
    with seeing_all():
        read(register(ANNA), apart, apart.viewer("eva"))
        return Person.objects.get(family_name="Ek")


def corrected(cast: Cast, anna: Person, **told: Any) -> None:
    """Karin corrects her; she and Eva are the team where she becomes protected."""
    known = PersonFacts(**{name: getattr(anna, name) for name in FACTS})
    posts = [cast.viewer(who).posts[0] for who in ("karin", "eva")]
    team = [(post.unit_id, post.position_id) for post in posts] if "protection" in told else ()
    facts = replace(known, **told)
    correct_person(anna, facts, by=cast.viewer("karin"), because="prov", team=team)


@pytest.mark.parametrize("told", [{"protection": "marked"}, {"support_person": "Stina"}])
def test_what_was_just_written_is_not_written_back_by_a_register(
    apart: Cast,  # noqa: F811
    anna: Person,
    told: dict[str, str],
) -> None:
    again = register(ANNA.replace(";Ek;", ";Ekman;"))
    came = beside(
        lambda: corrected(apart, anna, **told), lambda: read(again, apart, apart.viewer("eva"))
    )
    assert came == ["done", "done"]
    with seeing_all():
        now = Person.objects.get(pk=anna.pk)
    assert now.family_name == "Ekman"
    assert {name: getattr(now, name) for name in told} == told
