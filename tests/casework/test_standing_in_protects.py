"""Whoever stands in for a colleague and protects somebody lets no colleague in whom nobody chose (law 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from stafett.parties import actions as parties
from stafett.safeguards.models import Member
from stafett.safeguards.viewer import Post, Viewer
from tests.casework.conftest import get, send
from tests.casework.test_enrol_page import filled
from tests.casework.unit_world import karins
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY

OWN = Post(1, 10, 100, "coach")
ELSEWHERE = Post(2, 20, 200, "coach")
FOR_ANOTHER = Post(3, 30, 100, "coach", stands_in=True)
SEES_NOBODY = Post(4, 40, 100, "steering_group")


def seats(*posts: Post, units: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    return replace(Viewer(None, "", TODAY), posts=posts).own_seats(units)


def test_own_posts_come_before_those_that_one_stands_in_for() -> None:
    assert seats(OWN, FOR_ANOTHER, SEES_NOBODY) == [(10, 1)]
    assert seats(FOR_ANOTHER, SEES_NOBODY) == [(30, 3)], "all that there is"
    assert seats(SEES_NOBODY) == []


def test_a_post_in_the_case_comes_before_one_elsewhere() -> None:
    assert seats(OWN, ELSEWHERE, units=(20,)) == [(20, 2)]
    assert seats(OWN, FOR_ANOTHER, units=(30,)) == [(30, 3)], "it is through that one they see it"
    assert seats(OWN, ELSEWHERE, units=(77,)) == [(10, 1), (20, 2)]


def eva_stands_in_for_karin(cast: Cast) -> None:
    eva = cast.user("eva").staff
    assert eva
    parties.stand_in(eva, karins(cast), from_day=TODAY, until_day=TODAY + 9 * DAY, because="Kurs",
                     by=cast.viewer("lena"))  # fmt: skip


def test_a_colleague_who_is_away_is_not_let_in_by_whoever_stands_in_for_them(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    eva_stands_in_for_karin(cast)
    there = reverse("correct_person", args=[one.pk])
    send(page("eva"), there, protection="marked", because="Skydd från i dag")
    case = reverse("participation", args=[one.pk])
    get(page("karin"), case, 404)
    get(page("eva"), case)
    assert f'{karins(cast).unit_id}:{karins(cast).pk}" checked' not in get(page("eva"), there)


def test_nor_when_somebody_is_entered_as_protected(cast: Cast, page: Any) -> None:
    eva_stands_in_for_karin(cast)
    send(page("eva"), reverse("enrol"), **filled(cast, protection="marked"))
    cast.as_everyone()
    named = Member.objects.exclude(position=None).values_list("position__title", flat=True)
    assert karins(cast).title not in set(named.order_by("pk"))
