"""Long lists begin with what is near: the initiative's own parties, and the unit that is one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.forms import choices
from stafett.casework.queries.unit import my_units
from stafett.initiatives.actions import engage
from stafett.parties import actions as parties
from stafett.parties.models import Authority, Party
from stafett.referrals.access import referring_units
from stafett.safeguards.viewer import Post, operator
from stafett.vocabulary.models import Municipality
from tests.casework.conftest import get
from tests.cast import START, TODAY, Cast

OFFICE = "Samordningsförbundet Prov"


@pytest.fixture
def near(cast: Cast) -> Any:
    """The cast's first municipality is the one of its list that its name says."""
    found = Municipality.objects.get(label_sv="Flen")
    Party.objects.filter(name="Flens kommun").update(municipality=found)
    return cast.enrolled()


def test_karin_ser_insatsens_kommuner_först(near: Any, page: Any) -> None:
    """Karin skriver in någon. Flen står först bland kommunerna, och alla de andra finns efter."""
    (_empty, (heading, first), (others, rest)) = choices.municipalities([near.branch])
    assert (heading, [label for _key, label in first]) == ("Med i insatsen", ["Flen"])
    assert others == "Övriga kommuner"
    assert len(rest) == Municipality.objects.count() - 1
    for door, args in (("enrol", []), ("correct_participation", [near.pk])):
        text = get(page("karin"), reverse(door, args=args)).split('name="municipality"')[1]
        assert text.index(">Flen<") < text.index("Övriga kommuner") < text.index(">Ale<")


def test_parties_that_are_near_come_first_and_all_who_meet_people_are_there(near: Any) -> None:
    (_empty, (_heading, first), *others) = choices.parties([near.branch])
    assert "Flens kommun" in [label for _key, label in first]
    rest = [choice for _heading, found in others for choice in found]
    named = {label for _key, label in [*first, *rest]}
    assert set(Party.objects.values_list("name", flat=True)) - named == {OFFICE}
    assert len(first) + len(rest) == len(named)


def test_where_nothing_is_near_there_are_no_headings(cast: Cast) -> None:
    one = cast.enrolled()
    _empty, *plain = choices.municipalities([one.branch])
    assert all(isinstance(label, str) for _key, label in plain)
    assert len(plain) == Municipality.objects.count()


def test_ones_own_unit_comes_before_one_where_one_stands_in(cast: Cast) -> None:
    """Per på Af vikarierar i AUC, som kommer före i alfabetet. Af är ändå hans egen, och står först."""
    per, karin = cast.as_("per"), cast.viewer("karin").posts[0]
    beside = Post(
        karin.position_id, karin.unit_id, karin.authority_id, karin.role, True, karin.unit
    )
    both = replace(per, posts=(beside, *per.posts), controllers=per.controllers)
    af, auc = cast.unit("Af Flen"), cast.unit("AUC")
    cast.as_everyone()
    assert list(referring_units(both)) == [af, auc]
    assert my_units(both) == [af, auc]


def test_units_and_parties_that_are_not_in_the_initiative_stand_after_those_that_are(
    near: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    flens = Authority.objects.filter(party__name="Flens kommun").order_by("pk")
    monkeypatch.setattr(choices, "_near", lambda _branches: flens)
    at_hand, (_empty, *rest) = choices.units_of_others([near.branch], [])
    assert "Flens arbetsmarknadsnämnd: AUC" in [label for _key, label in at_hand]
    assert not {key for key, _label in at_hand} & {key for key, _label in rest}
    names = [name for name, _options in choices.authorities_with_units([near.branch])[1:]]
    far = [name for name in names if name.startswith("Inte med i insatsen: ")]
    assert far
    assert names[-len(far) :] == far
    assert "Flens kommun" in names


def test_the_states_office_in_the_place_is_at_hand_and_one_elsewhere_is_not(near: Any) -> None:
    """Af och FK är en enda myndighet i landet. Flens kontor står till hands, Eskilstunas bland de övriga."""
    at_hand, (_empty, (heading, rest), *_others) = choices.units_of_others([near.branch], [])
    here = [label for _key, label in at_hand]
    assert "Arbetsförmedlingen: Af Flen" in here
    assert "Flens socialnämnd: Försörjningsstöd" in here
    assert heading == "Med i insatsen"
    assert "Försäkringskassan: FK Eskilstuna" in [label for _key, label in rest]


def test_who_could_take_over_begins_with_the_branchs_team_whoever_is_in_the_case(
    cast: Cast,
) -> None:
    alone, shared = cast.enrolled(), cast.enrolled()
    cast.consented(shared, "FK Eskilstuna", "Psykiatrin")
    karin = cast.as_("karin")
    told = choices.units_to_choose(karin, shared)
    assert told == choices.units_to_choose(karin, alone)
    (near, first), (others, rest) = told
    assert (near, others) == ("Nära grenen", "Övriga i insatsen")
    assert [name for _key, name in first] == [
        "Flens arbetsmarknadsnämnd: AUC", "Flens arbetsmarknadsnämnd: Projektkontoret",
        "Flens socialnämnd: Försörjningsstöd",
    ]  # fmt: skip
    assert "Försäkringskassan: FK Eskilstuna" in [name for _key, name in rest]
    assert [name for _key, name in rest] == sorted(name for _key, name in rest)


def test_a_unit_of_another_party_in_the_branchs_team_is_near(cast: Cast) -> None:
    case = cast.enrolled()
    engage(cast.initiative, cast.unit("FK Eskilstuna"), "caseworker", from_day=START,
           by=operator(TODAY), branch=cast.branch())  # fmt: skip
    (_near, first), (_others, rest) = choices.units_to_choose(cast.as_("karin"), case)
    named = "Försäkringskassan: FK Eskilstuna"
    assert named in [name for _key, name in first]
    assert named not in [name for _key, name in rest]


def test_a_unit_of_the_controllers_own_party_is_near_though_no_team_has_it(cast: Cast) -> None:
    case, by = cast.enrolled(), operator(TODAY)
    authority = cast.unit("Försörjningsstöd").authority
    unit = parties.add_unit(authority, "Boendestödet", by=by)
    post = parties.open_post(unit, "caseworker", "caseworker", from_day=START, by=by)
    parties.appoint(parties.add_staff(authority, "Bo Stöd", by=by), post, from_day=START, by=by)
    (_near, first), _others = choices.units_to_choose(cast.as_("karin"), case)
    assert "Flens socialnämnd: Boendestödet" in [name for _key, name in first]
