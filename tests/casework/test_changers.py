"""Who changed something, and when: whole to their own authority, to others by unit and day."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.timezone import localdate

from stafett.accounts.actions import open_account
from stafett.casework.models import Participation
from stafett.database.history import in_history
from stafett.parties.actions import open_post
from stafett.parties.models import Tenure
from stafett.safeguards.rules import parts_between
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, get
from tests.cast import START, TODAY, Cast


def changed(one: Participation, user: int | None, name: str, to: int) -> None:
    """A change of a participation, as a page makes it in somebody's name."""
    with in_history(user=user, name=name, why="prov"):
        Participation.objects.filter(pk=one.pk).update(status=("paused", "remaining")[to % 2])


@pytest.fixture
def one(cast: Cast) -> Participation:
    """A case that Karin, then Rut, then Sven, then Karin changed; Af is told how it goes."""
    case = cast.enrolled()
    told(cast, case)
    for number, who in enumerate(("karin", "rut", "sven", "karin")):
        changed(case, cast.user(who).pk, cast.viewer(who).name, number)
    return case


def told(cast: Cast, case: Participation, *kinds: str) -> None:
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course", *kinds}, {}))
    cast.as_everyone()


def listed(page: Page, who: str, one: Participation) -> list[tuple[str, bool]]:
    """Over the API: who made each change, and whether its hour is told; each on its day."""
    changes = page(who).get(f"/api/v1/participations/{one.pk}").json()["changes"]
    assert {change["day"] for change in changes} == {localdate().isoformat()}
    return [(change["who"], change["at"] is not None) for change in changes]


def on_page(page: Page, who: str, one: Participation) -> str:
    return get(page(who), f"/deltagare/{one.pk}/").partition('id="del-historik"')[2]


def test_ones_own_authoritys_changes_are_whole_and_others_are_the_units(
    cast: Cast, page: Page, one: Participation
) -> None:
    own = ("Karin Ek", True)
    others = [("Försörjningsstöd", False), ("Psykiatrin", False)]
    assert listed(page, "karin", one) == [own, own, *others]
    text = on_page(page, "karin", one)
    assert "Karin Ek" in text
    assert "Rut Vård" not in text
    assert "Sven Soc" not in text


def stands_in(cast: Cast, who: str, place: str) -> None:
    """Somebody who stands in for a caseworker in a unit, beside their own post."""
    cast.as_everyone()
    post = open_post(
        cast.unit(place), "caseworker", "caseworker", from_day=START, by=operator(TODAY)
    )
    staff = Tenure.objects.get(staff__account=cast.user(who)).staff
    Tenure.objects.create(staff=staff, position=post, from_day=START, stands_in=True)


def test_of_one_who_stands_in_the_post_is_told_that_let_them_into_the_case(
    cast: Cast, page: Page, one: Participation
) -> None:
    stands_in(cast, "rut", "Försörjningsstöd")
    stands_in(cast, "sven", "Psykiatrin")
    told = [("Försörjningsstöd", False)] * 2
    assert sorted(listed(page, "karin", one)) == sorted([("Karin Ek", True)] * 2 + told)


def test_of_one_whose_posts_both_are_in_the_case_it_is_their_own(
    cast: Cast, page: Page, one: Participation
) -> None:
    stands_in(cast, "sven", "Af Flen")
    assert ("Försörjningsstöd", False) in listed(page, "karin", one)


def test_which_authority_it_was_is_told_to_those_who_may_know_of_it(
    cast: Cast, page: Page, one: Participation
) -> None:
    assert listed(page, "per", one) == [("en annan myndighet", False)] * 4
    text = on_page(page, "per", one)
    for word in ("Karin Ek", "AUC", "Rut Vård", "Sven Soc", "Psykiatrin", "Försörjningsstöd"):
        assert word not in text
    cast.as_everyone()
    told(cast, one, "agencies")
    assert {("Psykiatrin", False), ("AUC", False)} <= set(listed(page, "per", one))


def test_a_reason_is_told_to_those_alone_who_have_the_case_by_their_role(
    cast: Cast, page: Page, one: Participation
) -> None:
    """Karin skriver: FK kunde inte. Af får inte veta vilka som är med, och läser inte varför det ändrades."""
    assert "Skäl: prov" in on_page(page, "karin", one)
    assert "prov" not in on_page(page, "per", one)
    reasons = page("per").get(f"/api/v1/participations/{one.pk}").json()["changes"]
    assert {change["why"] for change in reasons} == {""}
    cast.as_everyone()
    told(cast, one, "agencies", "health")
    assert "prov" not in on_page(page, "per", one), "it can say anything"


def test_who_answered_by_a_link_is_not_named_where_the_receiver_is_not(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    told(cast, one, "health")
    with in_history(user=None, name="Nina Norr, genom länk", why="bekräftad"):
        Participation.objects.filter(pk=one.pk).update(next_outside="Norrs bageri")
    (change,) = page("per").get(f"/api/v1/participations/{one.pk}").json()["changes"]
    assert (change["who"], change["at"], change["why"]) == ("någon annan", None, "")
    assert "Norr" not in str(change)
    (change,) = page("karin").get(f"/api/v1/participations/{one.pk}").json()["changes"]
    assert (change["who"], change["why"]) == ("Nina Norr, genom länk", "bekräftad")


def test_what_no_account_did_says_who_it_was(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    changed(one, None, "driften", 0)
    assert listed(page, "karin", one) == [("driften", True)]


@pytest.mark.parametrize(("who", "said"), [("per", "en annan myndighet"), ("karin", "")])
def test_an_account_that_is_nobodys_at_work_is_elsewhere(
    cast: Cast, page: Page, who: str, said: str
) -> None:
    one = cast.enrolled()
    told(cast, one)
    made: Any = open_account("x@prov.example", "Xenia", by=operator(TODAY))
    changed(one, made.pk, "Xenia", 0)
    assert listed(page, who, one) == [(said, False)]


def test_whoever_had_no_post_that_day_is_of_their_authority(
    cast: Cast, page: Page, one: Participation
) -> None:
    Tenure.objects.filter(staff__account=cast.user("rut")).update(
        until_day=START.replace(year=2025)
    )
    assert ("Regionens vårdnämnd", False) in listed(page, "karin", one)
