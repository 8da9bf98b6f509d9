"""Does the predicate hold by itself, also where the database's wall stands open?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.models import Participation
from stafett.parties.actions import change as change_place
from stafett.safeguards import access
from stafett.safeguards.access import may_see
from stafett.safeguards.actions import let_in
from stafett.safeguards.models import COVERS, Basis, Information, Member, RowKind
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.rules import Terms, parts_between
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast

OUTSIDE = "inte med i ärendet"


def test_being_in_one_case_gives_nothing_in_another(cast: Cast) -> None:
    """Neither with another controller, nor with the same one, whose rows are within reach."""
    hers = cast.enrolled()
    near = cast.enrolled(circle_units=(cast.unit("AUC").pk,))
    eva = cast.viewer("eva")
    office = cast.unit("Projektkontoret").pk
    assert access.check_in(eva, hers.circle) == office
    assert access.can_note(eva, hers.circle)
    assert access.why(eva, hers.circle_id).allowed
    assert hers.controller_id in access.gives_for(eva, hers.circle)
    assert near.controller_id in eva.controllers
    for other in (near, cast.enrolled("annan")):
        with pytest.raises(PermissionDenied, match=OUTSIDE):
            access.check_in(eva, other.circle)
        assert not access.can_note(eva, other.circle)
        assert access.gives_for(eva, other.circle) == frozenset()
        assert access.opened(eva, other.circle_id).kinds == {}
        assert not access.why(eva, other.circle_id).allowed


def test_a_consent_opens_the_kinds_it_names_beside_what_is_ones_own(cast: Cast) -> None:
    one = cast.enrolled()
    af = cast.unit("Af Flen").authority_id
    team = {one.controller_id, af}
    cast.consented(one, "Af Flen", parts=parts_between(team, {Information.AGREEMENT}, {}))
    per = cast.viewer("per")
    covered = frozenset(str(kind) for kind in COVERS[Information.AGREEMENT])
    assert access.opened(per, one.circle_id).kinds == {af: None, one.controller_id: covered}
    assert RowKind.PARTICIPATION not in covered
    assert not access.why(per, one.circle_id).allowed
    longer = Terms(TODAY, TODAY + timedelta(days=99), TODAY + timedelta(days=9))
    parts = parts_between(team, {Information.COURSE}, {})
    cast.consented(one, "Af Flen", parts=parts, terms=longer)
    both = covered | frozenset(str(kind) for kind in COVERS[Information.COURSE])
    assert access.opened(per, one.circle_id).kinds == {af: None, one.controller_id: both}


def test_a_register_is_kept_by_its_own_and_by_whom_it_was_given_to(cast: Cast) -> None:
    board, social, other = (
        cast.unit(name).authority_id for name in ("AUC", "Försörjningsstöd", "Viadidakt")
    )
    assert access.kept_by(cast.viewer("sven")) == {social, board}
    assert access.kept_by(cast.viewer("karin")) == {board, other}
    assert access.kept_by(cast.viewer("lotta")) == {other}
    assert access.kept_by(cast.viewer("lena")) == frozenset()
    before = replace(cast.viewer("karin"), day=START - timedelta(days=1))
    assert access.kept_by(before) == {board}


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


def test_nobody_sees_anything_for_a_unit_the_day_after_it_closed(cast: Cast) -> None:
    one = cast.enrolled()
    office = cast.unit("Projektkontoret")
    assert may_see(cast.as_("eva"), Participation.objects.filter(pk=one.pk)).exists()
    cast.as_everyone()
    change_place(office, valid_to=TODAY, by=operator(TODAY))
    assert may_see(cast.as_("eva"), Participation.objects.filter(pk=one.pk)).exists()
    tomorrow = viewer_of(cast.user("eva"), TODAY + timedelta(days=1))
    assert tomorrow.posts == ()
    assert not may_see(tomorrow, Participation.objects.filter(pk=one.pk)).exists()
