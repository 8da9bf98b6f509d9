"""A kept question of what somebody may see is decided anew each time that it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, asked_ahead
from stafett.safeguards.models import Member
from stafett.safeguards.roles import Permission
from tests.cast import Cast

ALL: Seen[Participation] = Seen(
    lambda viewer: may_see(viewer, Participation.objects.order_by("pk"))
)


@pytest.mark.parametrize("who", ["karin", "lena", "per", "eva", "rut", "ulf", "olle"])
def test_it_shows_each_viewer_what_the_predicate_shows_them(cast: Cast, who: str) -> None:
    cast.enrolled()
    viewer = cast.as_(who)
    assert ALL.by(viewer) == list(may_see(viewer, Participation.objects.order_by("pk")))


def test_a_right_that_has_ended_is_no_right_though_the_question_is_kept(cast: Cast) -> None:
    one = cast.enrolled()
    karin = cast.as_("karin")
    assert ALL.by(karin) == [one]
    Member.objects.filter(circle=one.circle_id).update(until_day=karin.day)
    assert ALL.by(karin) == []
    assert ALL.by(replace(karin, day=karin.day - timedelta(days=1))) == [one]


def test_nothing_is_told_to_whoever_has_no_post(cast: Cast) -> None:
    cast.enrolled()
    assert ALL.by(replace(cast.as_("karin"), posts=())) == []


def of(viewer: Any, cases: Any) -> Any:
    return may_see(viewer, Participation.objects.filter(pk__in=cases).order_by("pk"))


def test_what_is_asked_ahead_is_answered_from_it_for_so_long_and_no_longer(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    some: Seen[Participation] = Seen(of)
    karin = cast.as_("karin")
    with asked_ahead(karin, [some], cases=[one.pk]):
        Member.objects.update(until_day=karin.day)
        assert some.by(karin, cases=[one.pk]) == [one]
        assert some.by(karin, cases=[other.pk]) == [], "what was not asked ahead is asked now"
    assert some.by(karin, cases=[one.pk]) == []


def test_what_was_asked_ahead_is_forgotten_when_it_breaks_off(cast: Cast) -> None:
    one = cast.enrolled()
    some: Seen[Participation] = Seen(of)
    karin = cast.as_("karin")
    with pytest.raises(RuntimeError), asked_ahead(karin, [some], cases=[one.pk]):
        Member.objects.update(until_day=karin.day)
        raise RuntimeError
    assert some.by(karin, cases=[one.pk]) == []


def test_of_no_cases_nothing_is_asked_ahead(cast: Cast) -> None:
    some: Seen[Participation] = Seen(of)
    with asked_ahead(cast.as_("karin"), [some], cases=[]):
        assert some.by(cast.as_("karin"), cases=[]) == []


def test_by_the_permission_that_is_asked_for(cast: Cast) -> None:
    works: Seen[Any] = Seen(
        lambda viewer: may_see(
            viewer, Participation.objects.order_by("pk"), permission=Permission.WORK_WITH_PEOPLE
        )
    )
    one = cast.enrolled()
    assert works.by(cast.as_("karin")) == [one]
    other: Seen[Any] = Seen(
        lambda viewer: may_see(
            viewer, Participation.objects.all(), permission=Permission.MOVE_CASES
        )
    )
    with pytest.raises(KeyError):
        other.by(cast.as_("karin"))
