"""Who sees what in a case, by which member and why; and who is a viewer on a day? Each way by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.models import Involvement, Livelihood, Participation
from stafett.parties.models import Authority, Position, Tenure, Unit
from stafett.safeguards import access
from stafett.safeguards.access import Answer, Sat
from stafett.safeguards.actions import let_in, name_team
from stafett.safeguards.actions.log import Door, _Met, _values, _who
from stafett.safeguards.models import Form, Member, Reach, Way
from stafett.safeguards.queries.viewers import all_controllers, viewer_of
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import (
    PERSON,
    Post,
    Viewer,
    by_link,
    nobody,
    operator,
)
from tests.cast import START, TODAY, Cast

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BY = operator(TODAY)


@pytest.fixture
def one(cast: Cast) -> Participation:
    made = cast.enrolled(cases=(cast.case_at("FK"),))
    cast.as_everyone()
    return made


def _let(one: Participation, unit: Unit, giver: int, **told: Any) -> Member:
    """A member, as a consent lets one in."""
    known: dict[str, Any] = {"basis": "consent", "kinds": [], "from_day": START, "until_day": None}
    return Member.objects.create(circle=one.circle, controller_id=one.controller_id, unit=unit,
                                 giver_id=giver, **{**known, **told})  # fmt: skip


def test_a_viewer_is_the_posts_of_the_day_and_the_controllers_they_reach(
    cast: Cast, one: Participation
) -> None:
    karin, auc = cast.viewer("karin"), cast.unit("AUC")
    user = cast.user("karin")
    post = Position.objects.get(unit=auc, role="coach")
    assert (karin.user_id, karin.name, karin.day, karin.operator) == (
        user.pk,
        "Karin Ek",
        TODAY,
        False,
    )
    assert karin.posts == (
        Post(post.pk, auc.pk, auc.authority_id, "coach", False, "AUC", "Flens arbetsmarknadsnämnd"),
    )  # fmt: skip
    assert karin.controllers == (auc.authority_id,)
    assert karin.looked_up["starts"] == {auc.authority_id: ("Flens arbetsmarknadsnämnd", False)}
    assert viewer_of(user, START - timedelta(days=1)).posts == ()
    Reach.objects.create(unit=auc, controller=cast.unit("Viadidakt").authority)
    assert viewer_of(user, TODAY).controllers == (
        auc.authority_id, cast.unit("Viadidakt").authority_id,
    )  # fmt: skip
    assert set(viewer_of(user, TODAY).looked_up["starts"]) == set(
        viewer_of(user, TODAY).controllers
    )


def test_a_post_is_held_while_tenure_post_and_unit_last(cast: Cast) -> None:
    user, auc = cast.user("karin"), cast.unit("AUC")
    tenure = Tenure.objects.get(staff__account=user)
    Unit.objects.filter(pk=auc.pk).update(valid_to=TODAY)
    assert len(viewer_of(user, TODAY).posts) == 1
    assert viewer_of(user, TOMORROW).posts == ()
    Unit.objects.filter(pk=auc.pk).update(valid_to=None)
    Tenure.objects.filter(pk=tenure.pk).update(until_day=TODAY)
    assert viewer_of(user, TODAY).posts == ()
    assert len(viewer_of(user, YESTERDAY).posts) == 1


def test_who_speaks_for_an_authority_reaches_what_its_closed_units_reached(cast: Cast) -> None:
    elsewhere = cast.unit("Viadidakt").authority
    closed = cast.unit("Projektkontoret")
    lena, own = cast.user("lena"), cast.unit("AUC").authority_id
    assert viewer_of(lena, TODAY).controllers == (own,)
    Unit.objects.filter(pk=closed.pk).update(valid_to=TODAY)
    assert viewer_of(lena, TODAY).controllers == (own,)
    assert viewer_of(lena, TOMORROW).controllers == tuple(sorted((own, elsewhere.pk)))
    assert all_controllers() == tuple(sorted(Authority.objects.values_list("pk", flat=True)))


def test_what_follows_from_posts_is_asked_post_by_post() -> None:
    posts = (
        Post(9, 3, 1, "coach"),
        Post(4, 2, 7, "unit_manager"),
        Post(5, 2, 7, "steering_member"),
    )
    viewer = Viewer(1, "x", TODAY, posts)
    assert viewer.units_with(Permission.SEE_PEOPLE) == (2, 3)
    assert viewer.positions_with(Permission.SEE_PEOPLE) == viewer.positions == (4, 9)
    assert viewer.units_with(Permission.WORK_WITH_PEOPLE) == (3,)
    assert viewer.authorities_with(Permission.SEE_PEOPLE) == {1, 7}
    assert (viewer.works_for, viewer.speaks_for) == ({1}, {7})
    assert viewer.units_and_roles == {(3, "coach"), (2, "unit_manager"), (2, "steering_member")}
    assert viewer.may(Permission.ANSWER_FOR_RECORDS)
    assert not viewer.holding(posts[:1]).may(Permission.ANSWER_FOR_RECORDS)
    assert viewer.holding(posts[2:]).positions == ()
    assert viewer.reaching((5, 6)).controllers == (5, 6)
    assert nobody(TODAY) == Viewer(None, "", TODAY)
    assert operator(TODAY, "x").may("anything")
    by = by_link(TODAY, 3, PERSON, "Nina", "Bageriet")
    assert (by.user_id, by.name, by.controllers, by.outside, by.organisation, by.posts) == (
        None, "Nina", (3,), PERSON, "Bageriet", (),
    )  # fmt: skip


def _seen(viewer: Viewer, model: Any, way: Way, **told: Any) -> set[Any]:
    rows = access.may_see(viewer, model.objects.all(), way, **told)
    in_order = access.may_see_in_order(viewer, model.objects.all(), way)
    found = set(rows.order_by("pk").values_list("pk", flat=True))
    if not told:
        assert found == set(in_order.order_by("pk").values_list("pk", flat=True))
    return found


OF_CASE = Way("participation__circle_id")


def test_a_row_is_seen_by_who_is_let_in_to_its_owners_rows_of_its_kind(
    cast: Cast, one: Participation
) -> None:
    cast.involved(one, "sven")
    cast.as_everyone()
    af, own = cast.unit("Af Flen"), one.controller_id
    rows = {row.owner_authority_id: row.pk for row in Involvement.objects.order_by("pk")}
    per = replace(cast.viewer("per"), controllers=(own,))
    assert _seen(per, Involvement, OF_CASE) == set()
    member = _let(one, af, own, kinds=["livelihood"])
    assert _seen(per, Involvement, OF_CASE) == set()
    assert access.opened(per, one.circle_id).kinds == {own: frozenset({"livelihood"})}
    Member.objects.filter(pk=member.pk).update(kinds=["involvement", "livelihood"])
    assert _seen(per, Involvement, OF_CASE) == {rows[own]}
    assert _seen(replace(per, controllers=()), Involvement, OF_CASE) == set()
    assert _seen(per, Involvement, OF_CASE, permission=Permission.ANSWER_FOR_RECORDS) == set()
    for days, seen in (({"from_day": TOMORROW}, False), ({"until_day": TODAY}, False),
                       ({"from_day": TODAY}, True), ({"until_day": TOMORROW}, True)):  # fmt: skip
        Member.objects.filter(pk=member.pk).update(**{"from_day": START, "until_day": None, **days})
        assert bool(_seen(per, Involvement, OF_CASE)) is seen
    board = cast.unit("Försörjningsstöd").authority_id
    _let(one, af, board)
    assert _seen(per, Involvement, OF_CASE) == {rows[own], rows[board]}
    told = access.opened(per, one.circle_id)
    assert told.kinds == {own: frozenset({"involvement", "livelihood"}), board: None}
    assert access.opened(per, UUID(int=1)).kinds == {}
    mine, theirs = (Involvement.objects.get(pk=rows[key]) for key in (own, board))
    assert told.shows(mine)
    assert told.shows(theirs)
    assert not told.shows(Livelihood(owner_authority_id=own, kind="health"))
    assert not told.shows(Livelihood(owner_authority_id=0, kind="livelihood"))


def test_what_is_open_adds_up_and_everything_is_everything(cast: Cast, one: Participation) -> None:
    af, own = cast.unit("Af Flen"), one.controller_id
    per = replace(cast.viewer("per"), controllers=(own,))
    _let(one, af, own, kinds=["note"])
    _let(one, af, own, kinds=["health"], until_day=TOMORROW)
    assert access.opened(per, one.circle_id).kinds == {own: frozenset({"note", "health"})}
    _let(one, af, own, until_day=TOMORROW + timedelta(days=1))
    assert access.opened(per, one.circle_id).kinds == {own: None}
    _let(one, af, own, kinds=["note"], from_day=YESTERDAY)
    assert access.opened(per, one.circle_id).kinds == {own: None}


def test_why_one_sees_a_case_is_said_by_unit_ground_and_last_day(
    cast: Cast, one: Participation
) -> None:
    karin, per = cast.viewer("karin"), cast.viewer("per")
    assert access.why(karin, one.circle_id) == Answer(
        True, "AUC är med i ärendet genom rollen i ärendet."
    )
    no = Answer(False, "Du och din enhet är inte med i det här ärendet.")
    assert access.why(per, one.circle_id) == no
    per = replace(per, controllers=(one.controller_id,))
    member = _let(one, cast.unit("Af Flen"), one.controller_id, until_day=date(2025, 7, 2),
                  kinds=["note"])  # fmt: skip
    assert access.why(per, one.circle_id) == no
    Member.objects.filter(pk=member.pk).update(kinds=["participation"])
    assert access.why(per, one.circle_id) == Answer(
        True, "Af Flen är med i ärendet genom samtycke och direktåtkomst, till och med 1 juli 2025."
    )
    post = karin.posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=BY)
    assert access.why(karin, one.circle_id).why == "Du är en av de namngivna som får se ärendet."
    assert access.why(cast.viewer("lena"), one.circle_id) == no
    assert access.why(replace(karin, controllers=()), one.circle_id) == no


def test_one_is_there_for_the_unit_that_came_first_and_works_or_only_sees(
    cast: Cast, one: Participation
) -> None:
    auc, karin, lena = cast.unit("AUC").pk, cast.viewer("karin"), cast.viewer("lena")
    assert access.check_in(karin, one.circle) == auc
    assert access.can_note(karin, one.circle)
    for viewer in (lena, cast.viewer("olle"), replace(karin, controllers=())):
        assert not access.can_note(viewer, one.circle)
        with pytest.raises(
            PermissionDenied, match="Du är inte med i ärendet, eller arbetar inte i det"
        ):
            access.check_in(viewer, one.circle)
    assert access.check_in(lena, one.circle, working=False) == auc
    office = cast.unit("Projektkontoret").pk
    both = replace(karin, posts=(*karin.posts, replace(karin.posts[0], unit_id=office)))
    assert access.check_in(both, one.circle) == auc
    Member.objects.filter(circle=one.circle, unit=office).update(from_day=START)
    assert access.check_in(both, one.circle) == office


def test_one_gives_for_ones_own_and_for_whom_one_keeps_the_register(
    cast: Cast, one: Participation
) -> None:
    own, board = one.controller_id, cast.unit("Försörjningsstöd").authority_id
    elsewhere = cast.unit("Viadidakt").authority_id
    assert access.gives_for(cast.viewer("karin"), one.circle) == {own}
    assert access.gives_for(cast.viewer("sven"), one.circle) == {own, board}
    assert access.gives_for(cast.viewer("lena"), one.circle) == frozenset()
    assert access.kept_by(cast.viewer("sven")) == {own, board}
    assert access.kept_by(cast.viewer("karin")) == {own, elsewhere}
    assert access.kept_by(replace(cast.viewer("karin"), day=date(2023, 1, 1))) == {own}
    _let(one, cast.unit("Af Flen"), own)
    per = replace(cast.viewer("per"), controllers=(own,))
    assert access.gives_for(per, one.circle) == frozenset()
    access.check_gives(cast.viewer("sven"), one.circle, own)
    with pytest.raises(PermissionDenied, match="Bara den som arbetar i ärendet hos den myndighet"):
        access.check_gives(cast.viewer("karin"), one.circle, board)
    access.check_answer_for(BY, Authority(pk=0))
    with pytest.raises(PermissionDenied) as refused:
        access.check_answer_for(cast.viewer("karin"), cast.unit("AUC").authority)
    assert str(refused.value) == (
        "Flens arbetsmarknadsnämnd svarar själv för sina uppgifter, genom en chef eller projektledare där."
    )
    with pytest.raises(PermissionDenied, match="Din roll ger inte rätt till det här"):
        access.check_may(cast.viewer("stig"), Permission.WORK_WITH_PEOPLE)
    with pytest.raises(PermissionDenied, match="^Nej$"):
        access.check_may(cast.viewer("stig"), Permission.WORK_WITH_PEOPLE, "Nej")
    access.check_may(cast.viewer("karin"), Permission.WORK_WITH_PEOPLE)


def test_an_authority_keeps_its_own_record_of_a_case_that_was_closed_to_it(
    cast: Cast, one: Participation
) -> None:
    care, own = cast.unit("Psykiatrin"), one.controller_id
    let_in(one.circle, [care.pk], from_day=START, by=BY)
    rut = replace(cast.viewer("rut"), controllers=(own,))
    assert access.sat_in(rut, [one.circle_id]) == {one.circle_id: Sat(care.pk, "Psykiatrin", START)}
    assert access.sat_in(rut, []) == {}
    assert access.sat_in(replace(rut, controllers=()), [one.circle_id]) == {}
    assert access.sat_in(cast.viewer("karin"), [one.circle_id]) == {}
    mine = Involvement.objects.filter(participation=one)
    assert list(access.own_record(rut, mine, OF_CASE).order_by("pk")) == []
    mine.update(owner_authority=care.authority)
    assert list(access.own_record(rut, mine, OF_CASE).order_by("pk")) == list(mine.order_by("pk"))
    Member.objects.filter(unit=care).update(until_day=YESTERDAY)
    assert access.own_record(rut, mine, OF_CASE).exists()
    Member.objects.filter(unit=care).delete()
    again = replace(rut, day=TODAY)
    assert access.own_record(again, mine, OF_CASE).exists()
    assert access.sat_in(again, [one.circle_id])[one.circle_id].unit == "Psykiatrin"
    assert not access.own_record(
        replace(rut, day=START - timedelta(days=1)), mine, OF_CASE
    ).exists()
    assert access.own_units(cast.viewer("rut")) == {care.pk}
    assert Sat(1, "Psykiatrin", START).words == (
        "Egen handling: Psykiatrin kom med i ärendet 1 januari 2024, och myndigheten svarar själv för det "
        "som är dess eget."
    )


def test_who_read_is_told_by_the_posts_that_see_people_or_by_what_they_came_as() -> None:
    posts = (Post(9, 3, 1, "coach", unit="A", authority="N"),
             Post(8, 4, 1, "unit_manager", unit="B", authority="N"),
             Post(4, 2, 7, "steering_member", unit="C", authority="S"))  # fmt: skip
    assert _who(Viewer(1, "Karin", TODAY, posts)) == (
        1,
        "Karin",
        "N",
        "A, B",
        "coach, unit_manager",
    )
    assert _who(Viewer(1, "Stig", TODAY, posts[2:])) == (1, "Stig", "S", "C", "steering_member")
    assert _who(operator(TODAY, "drift")) == (None, "drift", "", "", "operator")
    assert _who(by_link(TODAY, 3, PERSON, "Nina", "Bageriet")) == (
        None,
        "Nina",
        "Bageriet",
        "",
        PERSON,
    )


def test_a_reading_is_a_row_for_each_controller_and_one_for_each_person_met() -> None:
    one, other, circle = UUID(int=1), UUID(int=2), UUID(int=3)
    met = [_Met(3, one, circle, 5, 6, "role", START), _Met(3, one), _Met(3, other), _Met(4, other)]
    door = Door("d" * 90, Form.PAGE, "GET", "q", "x")
    told = _values(met, door, operator(TODAY, "drift"))
    first, second = told["r_id"]
    assert first != second
    assert {name: told[f"r_{name}"] for name in ("controller_id", "people", "door", "form", "method")} == {
        "controller_id": [3, 4], "people": [2, 1], "door": ["d" * 80] * 2, "form": ["page"] * 2,
        "method": ["GET"] * 2,
    }  # fmt: skip
    assert (told["r_asked"], told["r_because"], told["r_name"], told["r_role"]) == (
        ["q"] * 2, ["x"] * 2, ["drift"] * 2, ["operator"] * 2,
    )  # fmt: skip
    assert told["p_reading_id"] == [first, first, first, second]
    assert told["p_controller_id"] == [3, 3, 3, 4]
    assert told["p_person_id"] == [one, one, other, other]
    assert told["p_circle_id"] == [circle, None, None, None]
    assert (told["p_member_id"], told["p_unit_id"]) == (
        [5, None, None, None],
        [6, None, None, None],
    )
    assert (told["p_basis"], told["p_since"]) == (["role", "", "", ""], [START, None, None, None])
