"""Does the door to the list stand in the menu of those who have some use of it, and of nobody else?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from stafett.outreach.access import has_use_of
from tests.cast import Cast
from tests.outreach.world import held

pytestmark = pytest.mark.django_db


def test_whoever_decides_at_a_municipality_has_the_door_before_there_is_a_list(cast: Cast) -> None:
    assert has_use_of(cast.as_("lena"))
    assert not has_use_of(cast.as_("karin"))


def test_whoever_works_in_the_unit_that_holds_the_list_has_it(cast: Cast) -> None:
    held(cast)
    assert has_use_of(cast.as_("karin"))
    assert not has_use_of(cast.as_("sven"))


def test_a_manager_of_another_kind_of_authority_has_no_use_of_it(cast: Cast) -> None:
    held(cast)
    af = cast.as_("per")
    manager = replace(af, posts=tuple(replace(one, role="unit_manager") for one in af.posts))
    assert manager.speaks_for
    assert not has_use_of(manager)
