"""The consent form names of a case's team those alone whom the viewer may know to be in it (law 2)."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.safeguards.actions import let_in, name_team
from stafett.safeguards.models import Circle, ConsentPart, Member
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, send
from tests.casework.test_consent_pages import at, filled, shared
from tests.cast import Cast

CARE = "Regionens vårdnämnd"


def form_of(cast: Cast, page: Page, who: str, one: Participation) -> Any:
    cast.as_everyone()
    return page(who).get(at(one, "samtycke/nytt")).context["form"]


def ticked(form: Any) -> set[str]:
    return {label for _key, label in form.fields["authorities"].choices}


def with_care(cast: Cast, *kinds: str) -> Participation:
    """Af is told some kinds of a case, and care is in it, which nobody has told Af."""
    one = shared(cast)
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course", *kinds}, {}))
    cast.as_everyone()
    care = cast.unit("Psykiatrin")
    let_in(one.circle, [care.pk], from_day=one.starts_on, by=cast.viewer("karin"))
    return one


def test_an_authority_is_not_named_because_it_is_in_the_case(cast: Cast, page: Page) -> None:
    one, care = with_care(cast), cast.unit("Psykiatrin")
    form = form_of(cast, page, "per", one)
    assert ticked(form) == {"Arbetsförmedlingen", "Flens arbetsmarknadsnämnd", "Flens socialnämnd"}
    assert CARE not in str(form.fields["not_to"].choices)
    units = form.fields["unit"].choices
    assert str(care.pk) in {key for _near, group in units[1:] for key, _name in group}
    cast.as_everyone()
    Member.objects.filter(circle=one.circle_id, unit=care).delete()
    assert form_of(cast, page, "per", one).fields["unit"].choices == units


def test_the_controller_knows_its_own_circle(cast: Cast, page: Page) -> None:
    assert CARE in ticked(form_of(cast, page, "karin", with_care(cast)))


@pytest.mark.parametrize("who", ["sven", "per"])
def test_whoever_keeps_its_register_or_is_let_in_does_not(cast: Cast, page: Page, who: str) -> None:
    one = with_care(cast)
    form = form_of(cast, page, who, one)
    assert CARE not in ticked(form)
    assert CARE not in str(form.fields["not_to"].choices)


def test_all_who_work_in_the_case_at_the_controller_see_all_of_the_team(
    cast: Cast, page: Page
) -> None:
    assert CARE in ticked(form_of(cast, page, "eva", with_care(cast)))


def test_whoever_at_the_controller_is_not_in_the_case_is_shown_no_form(
    cast: Cast, page: Page
) -> None:
    one = with_care(cast)
    named = [cast.viewer(who).posts[0] for who in ("karin", "per")]
    circle = Circle.objects.get(pk=one.circle_id)
    name_team(
        [circle], [(post.unit_id, post.position_id) for post in named], by=cast.viewer("karin")
    )
    for who, status in (("eva", 404), ("lena", 404), ("karin", 200)):
        assert page(who).get(at(one, "samtycke/nytt")).status_code == status
        cast.as_everyone()


def test_whoever_is_shown_an_authoritys_case_knows_of_it(cast: Cast, page: Page) -> None:
    one, care = with_care(cast, "agencies"), cast.unit("Psykiatrin")
    spine = {"controller_id": one.controller_id, "owner_authority_id": one.controller_id}
    told = {"kind": "involvement", "party": care.authority.party, "from_day": one.starts_on}
    row = one.involvements.create(**spine, **told)
    assert CARE in ticked(form_of(cast, page, "per", one))
    cast.as_everyone()
    row.unit = care
    row.save()
    assert CARE in ticked(form_of(cast, page, "per", one))
    cast.as_everyone()
    row.delete()
    assert CARE not in ticked(form_of(cast, page, "per", one))


def test_a_consent_that_one_takes_part_in_tells_of_the_other(cast: Cast, page: Page) -> None:
    one, care, af = with_care(cast), cast.unit("Psykiatrin"), cast.unit("Af Flen")
    cast.consented(one, "Af Flen", parts=[(care.authority_id, af.authority_id, "course")])
    assert CARE in ticked(form_of(cast, page, "per", one))


def test_an_authority_that_is_there_already_can_be_asked_for_as_a_further_unit(
    cast: Cast, page: Page
) -> None:
    one, care = with_care(cast), cast.unit("Psykiatrin")
    send(page("per"), at(one, "samtycke/nytt"), **filled(cast, one, unit=str(care.pk)))
    cast.as_everyone()
    assert ConsentPart.objects.filter(receiver=care.authority_id).exists()
    members = Member.objects.filter(circle=one.circle_id, unit=care, giver=care.authority_id)
    assert members.count() == 1


def test_of_somebody_protected_the_usual_team_is_not_named(cast: Cast, page: Page) -> None:
    one = with_care(cast)
    assert "Flens socialnämnd" in ticked(form_of(cast, page, "per", one))
    cast.as_everyone()
    named = [cast.viewer(who).posts[0] for who in ("karin", "per", "sven")]
    circle = Circle.objects.get(pk=one.circle_id)
    name_team(
        [circle], [(post.unit_id, post.position_id) for post in named], by=cast.viewer("karin")
    )
    assert "Flens socialnämnd" not in ticked(form_of(cast, page, "per", one))
