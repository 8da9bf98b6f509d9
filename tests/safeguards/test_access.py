"""Does the predicate hold by itself, also where the database's wall stands open?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.models import Participation
from stafett.safeguards import access
from stafett.safeguards.actions import let_in
from stafett.safeguards.models import Basis, Member
from tests.cast import START, Cast

OUTSIDE = "inte med i ärendet"


def test_being_in_one_case_gives_nothing_in_another(cast: Cast) -> None:
    hers, others = cast.enrolled(), cast.enrolled("annan")
    karin = cast.viewer("karin")
    assert access.check_in(karin, hers.circle) == cast.unit("AUC").pk
    assert access.can_note(karin, hers.circle)
    assert hers.controller_id in access.gives_for(karin, hers.circle)
    with pytest.raises(PermissionDenied, match=OUTSIDE):
        access.check_in(karin, others.circle)
    assert not access.can_note(karin, others.circle)
    assert access.gives_for(karin, others.circle) == frozenset()
    assert access.opened(karin, others.circle_id).kinds == {}
    assert not access.why(karin, others.circle_id).allowed


def test_a_controller_out_of_reach_is_out_of_reach_without_the_wall_too(cast: Cast) -> None:
    one = cast.enrolled()
    karin = cast.viewer("karin")
    cast.as_everyone()
    rows = Participation.objects.order_by("pk")
    assert list(access.may_see(karin, rows)) == list(access.may_see_in_order(karin, rows)) == [one]
    apart = replace(karin, controllers=(cast.unit("Utanför").authority_id,))
    assert not access.may_see(apart, rows).exists()
    assert not access.may_see_in_order(apart, rows).exists()
    assert access.opened(apart, one.circle_id).kinds == {}
    assert not access.why(apart, one.circle_id).allowed
    assert access.gives_for(apart, one.circle) == frozenset()
    with pytest.raises(PermissionDenied, match=OUTSIDE):
        access.check_in(apart, one.circle)


def test_whoever_has_two_posts_is_there_for_the_unit_that_came_first(cast: Cast) -> None:
    one = cast.enrolled()
    let_in(one.circle, [cast.unit("Viadidakt").pk], from_day=START, by=cast.viewer("karin"))
    karin, lotta = cast.viewer("karin"), cast.viewer("lotta")
    both = karin.holding([*karin.posts, *lotta.posts])
    assert Member.objects.filter(circle=one.circle, from_day=START).get().unit.name == "Viadidakt"
    assert access.check_in(both, one.circle) == cast.unit("Viadidakt").pk
    late = replace(both, day=START + timedelta(days=1))
    assert access.check_in(late, one.circle) == cast.unit("Viadidakt").pk


def test_who_looks_without_working_is_in_the_case_but_notes_nothing(cast: Cast) -> None:
    one = cast.enrolled()
    lena = cast.viewer("lena")
    assert access.check_in(lena, one.circle, working=False) == cast.unit("AUC").pk
    with pytest.raises(PermissionDenied, match="arbetar inte i det"):
        access.check_in(lena, one.circle)
    assert not access.can_note(lena, one.circle)
    assert access.gives_for(lena, one.circle) == frozenset()


def test_a_consent_lets_in_to_read_and_not_to_give_in_the_controllers_name(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    per = cast.viewer("per")
    assert Member.objects.filter(circle=one.circle, basis=Basis.CONSENT).exists()
    assert access.opened(per, one.circle_id).kinds.keys() >= {one.controller_id}
    assert access.gives_for(per, one.circle) == {cast.unit("Af Flen").authority_id}


def test_a_refusal_always_says_why(cast: Cast) -> None:
    one = cast.enrolled()
    outsider = cast.viewer("olle")
    authority = cast.unit("AUC").authority
    for refuses, sentence in (
        (lambda: access.check_may(outsider, "edit_parties"), "Din roll ger inte rätt"),
        (lambda: access.check_may(outsider, "edit_parties", "Bara kansliet."), "Bara kansliet"),
        (lambda: access.check_gives(outsider, one.circle, one.controller_id), "lämnar uppgifterna"),
        (lambda: access.check_in(outsider, one.circle), OUTSIDE),
        (lambda: access.check_answer_for(outsider, authority), f"{authority.name} svarar själv"),
    ):
        with pytest.raises(PermissionDenied, match=sentence):
            refuses()
    assert access.why(outsider, one.circle_id).why.startswith("Du och din enhet är inte med")


def test_what_is_open_of_one_owner_opens_nothing_of_another(cast: Cast) -> None:
    one = cast.enrolled()
    mine, other = one.controller_id, cast.unit("Af Flen").authority_id
    assert access.Opened({mine: None}).shows(one)
    assert access.Opened({mine: frozenset({one.kind})}).shows(one)
    assert not access.Opened({mine: frozenset({"note"})}).shows(one)
    assert not access.Opened({mine: frozenset()}).shows(one)
    assert not access.Opened({other: None}).shows(one)
    assert not access.Opened({}).shows(one)
