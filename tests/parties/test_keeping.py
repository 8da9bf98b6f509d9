"""Who changes what about whom: one's own party, and an office its association.

Eva leads a project at Flens kommun, Rakel is the office of the association that Flen, Katrineholm,
Af, FK and the region are members of. Provuniversitetet is a member of nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.parties import access, actions
from stafett.parties.models import Agreement, Authority, Party, PartyKind, Position, Tenure
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.parties.filling_in import fill_in, told
from tests.parties.places import association, coach, kind, tenure

BY = operator(TODAY)
STRANGER = "Utvärderingen"
"""A unit at a party that has neither agreement nor association with anybody."""


def agreed(cast: Cast, *names: str) -> Agreement:
    """An agreement between parties."""
    parties = [cast.party(name) for name in names]
    return actions.agree("-".join(names), parties, valid_from=START, by=BY)


def strangers(cast: Cast) -> dict[str, str]:
    """Every door to what is known about a party that nobody in the cast has to do with."""
    unit = cast.unit(STRANGER)
    return {
        "party_edit": reverse("party_edit", args=[unit.authority.party_id]),
        "authority_new": reverse("authority_new", args=[unit.authority.party_id]),
        "authority_edit": reverse("authority_edit", args=[unit.authority_id]),
        "unit_new": reverse("unit_new", args=[unit.authority_id]),
        "unit_edit": reverse("unit_edit", args=[unit.pk]),
        "post_new": reverse("post_new", args=[unit.pk]),
    }


@pytest.mark.parametrize("key", ["eva", "rakel"])
def test_a_party_that_one_has_nothing_to_do_with_is_not_ones_to_change(
    cast: Cast, page: Any, key: str
) -> None:
    client = page(key)
    for name, address in strangers(cast).items():
        for method in ("get", "post"):
            refused = getattr(client, method)(address)
            assert refused.status_code == 403, name
            assert "Provuniversitetet ändras av parten själv" in refused.content.decode()


@pytest.mark.parametrize("key", ["eva", "rakel"])
def test_no_door_is_shown_to_what_is_not_ones_own(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    theirs = client.get(reverse("party", args=[cast.party("Universitetet").pk])).content.decode()
    for address in strangers(cast).values():
        assert address not in theirs
    name, unit = {"eva": ("Flen", "AUC"), "rakel": ("Förbundet", "Kansliet")}[key]
    own = client.get(reverse("party", args=[cast.party(name).pk])).content.decode()
    assert reverse("unit_edit", args=[cast.unit(unit).pk]) in own


def test_the_api_refuses_the_same(cast: Cast, page: Any) -> None:
    authority = cast.unit(STRANGER).authority
    eva, v1 = page("eva"), "/api/v1"
    for path in (f"parties/{authority.party_id}/authorities", f"authorities/{authority.pk}/units"):
        refused = eva.post(f"{v1}/{path}", {"name": "Ny"}, content_type="application/json")
        assert refused.status_code == 403
        assert "ändras av parten själv" in refused.json()["detail"]


def _change_party(cast: Cast, by: Any) -> object:
    return actions.change(cast.party("Universitetet"), by=by, name="Nytt")


def _change_authority(cast: Cast, by: Any) -> object:
    return actions.change(cast.unit(STRANGER).authority, by=by, name="Nytt")


def _change_unit(cast: Cast, by: Any) -> object:
    return actions.change(cast.unit(STRANGER), by=by, name="Nytt")


def _add_authority(cast: Cast, by: Any) -> object:
    return actions.add_authority(cast.party("Universitetet"), "Ny", by=by)


def _add_unit(cast: Cast, by: Any) -> object:
    return actions.add_unit(cast.unit(STRANGER).authority, "Ny", by=by)


def _add_staff(cast: Cast, by: Any) -> object:
    return actions.add_staff(cast.unit(STRANGER).authority, "Ny", by=by)


def _open_post(cast: Cast, by: Any) -> object:
    return actions.open_post(cast.unit(STRANGER), "steering_member", "Ny", from_day=START, by=by)


@pytest.mark.parametrize(
    "act",
    [
        _change_party, _change_authority, _change_unit, _add_authority, _add_unit, _add_staff,
        _open_post,
    ],
)  # fmt: skip
def test_the_actions_refuse_whatever_the_way_in(
    cast: Cast, act: Callable[[Cast, Any], object]
) -> None:
    for key in ("eva", "rakel"):
        with pytest.raises(PermissionDenied, match="ändras av parten själv"):
            act(cast, cast.viewer(key))
    assert act(cast, BY)


def test_nobody_gets_a_hand_in_anothers_by_writing_an_agreement(cast: Cast) -> None:
    actions.agree(
        "Ensidigt", [cast.party("Flen"), cast.party("Universitetet")], valid_from=START,
        by=cast.viewer("eva"),
    )  # fmt: skip
    assert not access.may_change_party(cast.viewer("eva"), cast.party("Universitetet"))


def test_an_association_gives_nobody_a_hand_in_its_members(cast: Cast) -> None:
    for short_name in ("Regionen", "Flen", "Af"):
        assert not access.may_change_party(cast.viewer("rakel"), cast.party(short_name))
    assert not access.may_change_party(cast.viewer("eva"), cast.party("Regionen"))


def test_who_forms_an_association_gets_nothing_over_those_it_names(cast: Cast) -> None:
    eva = cast.viewer("eva")
    own = actions.add_authority(cast.party("Flen"), "Låtsasförbundet", by=eva)
    shares = [(cast.party("FK"), Fraction(1, 2)), (cast.party("Regionen"), Fraction(1, 2))]
    actions.form_association(own, "Låtsasförbundet", shares, from_day=START, by=eva)
    unit = actions.add_unit(own, "Låtsaskansliet", by=eva)
    with pytest.raises(PermissionDenied, match="avgör själv"):
        actions.open_post(unit, "association_office", "Jag", from_day=START, by=eva)
    for short_name in ("FK", "Regionen"):
        assert not access.may_change_party(eva, cast.party(short_name))


def test_an_association_is_formed_by_those_who_keep_its_authority(cast: Cast) -> None:
    shares = [(cast.party("Flen"), Fraction(1, 2)), (cast.party("Af"), Fraction(1, 2))]
    theirs = cast.unit(STRANGER).authority
    with pytest.raises(Refused, match="av dem som arbetar där"):
        actions.form_association(theirs, "Nytt", shares, from_day=START, by=cast.viewer("eva"))
    with pytest.raises(PermissionDenied):
        actions.form_association(theirs, "Nytt", shares, from_day=START, by=cast.viewer("karin"))


def test_shares_are_the_offices_to_change_and_its_members_while_there_is_no_office(
    cast: Cast,
) -> None:
    whole = [(cast.party("Af"), Fraction(1))]
    with pytest.raises(PermissionDenied, match="förbundets kansli"):
        actions.change_shares(association(), whole, from_day=TODAY, by=cast.viewer("eva"))
    office = Tenure.objects.get(position__role="association_office")
    actions.leave(office, on=TODAY, by=BY)
    eva, lotta = cast.viewer("eva"), cast.viewer("lotta")
    assert access.may_change_association(eva, association())
    assert not access.may_change_association(lotta, association()), "keeps no register"
    actions.change_shares(association(), whole, from_day=TODAY, by=eva)
    assert not access.may_change_association(eva, association()), "no member any more"


def test_an_associations_groups_are_its_offices(cast: Cast) -> None:
    eva, rakel = cast.viewer("eva"), cast.viewer("rakel")
    with pytest.raises(Refused, match="läggs till av dess kansli"):
        actions.form_group("Vår", by=eva, association=association())
    made = actions.form_group("LSG", by=rakel, association=association())
    place = actions.seat(made, coach(), from_day=START, by=rakel)
    for act in (
        lambda by: actions.change(made, by=by, name="Annat"),
        lambda by: actions.seat(made, tenure().position, from_day=START, by=by),
        lambda by: actions.unseat(place, on=TODAY, by=by),
    ):
        with pytest.raises(PermissionDenied, match="förbundets grupper av dess kansli"):
            act(eva)


def test_a_group_without_association_is_changed_by_the_authority_that_formed_it(
    cast: Cast,
) -> None:
    eva, rakel, karin = (cast.viewer(key) for key in ("eva", "rakel", "karin"))
    made = actions.form_group("Arbetsgruppen", by=eva)
    assert access.may_change_group(eva, made)
    assert not access.may_change_group(karin, made), "keeps no register"
    stig = Position.objects.get(role="steering_member")
    actions.seat(made, stig, from_day=START, by=eva)
    assert not access.may_change_group(rakel, made), "a seat is no say in who else sits there"
    theirs = actions.form_group("Driftens", by=BY)
    assert not access.may_change_group(eva, theirs)
    assert access.may_change_group(BY, theirs)


def test_a_party_that_is_being_put_up_is_finished_by_whoever_keeps_the_register(
    cast: Cast,
) -> None:
    eva = cast.viewer("eva")
    new = actions.add_party(PartyKind.objects.get(code="af"), "Ny part", "Ny", by=eva, new=True)
    unit = actions.add_unit(actions.add_authority(new, "Ny nämnd", by=eva), "Ny enhet", by=eva)
    post = actions.open_post(unit, "steering_member", "Ledamot", from_day=START, by=eva)
    staff = actions.add_staff(unit.authority, "Nora Ny", by=eva)
    assert actions.appoint(staff, post, from_day=START, by=eva)
    assert not access.may_change_party(eva, Party.objects.get(pk=new.pk)), "now it has its own"
    assert not access.may_change_party(cast.viewer("karin"), new)


@pytest.mark.parametrize(
    ("between", "may"),
    [
        (("Flen", "Universitetet"), {"eva"}),
        (("Katrineholm", "Af"), set()),
        (("Universitetet",), set()),
        (("Förbundet", "Universitetet"), {"rakel"}),
    ],
)
def test_an_agreement_is_changed_by_a_party_in_it(
    cast: Cast, page: Any, between: tuple[str, ...], may: set[str]
) -> None:
    made = agreed(cast, *between)
    address = reverse("agreement_edit", args=[made.pk])
    for key in ("eva", "rakel", "lotta"):
        opened = page(key).get(address)
        assert opened.status_code == (200 if key in may else 403), key
        shown = address in page(key).get(reverse("agreements")).content.decode()
        assert shown is (key in may), key


def test_a_refused_agreement_says_whom_to_ask(cast: Cast, page: Any) -> None:
    made = agreed(cast, "Katrineholm", "Af")
    refused = page("eva").post(reverse("agreement_edit", args=[made.pk]), {"title": "Nytt"})
    assert "Avtalet Katrineholm-Af ändras av en part i det" in refused.content.decode()
    with pytest.raises(PermissionDenied):
        actions.change_agreement(made, [cast.party("Flen")], by=cast.viewer("eva"), title="Nytt")
    with pytest.raises(PermissionDenied):
        actions.change(made, by=cast.viewer("eva"), title="Nytt")


def test_nobody_speaks_for_strangers_alone(cast: Cast, page: Any) -> None:
    af, flen = cast.party("Af").pk, cast.party("Flen").pk
    typed = {"title": "Deras", "parties": [af], "valid_from": "2024-01-01"}
    said = told(fill_in(page("eva"), reverse("agreement_new"), **typed))
    assert "Välj också den egna parten" in said
    assert not Agreement.objects.exists()
    fill_in(page("eva"), reverse("agreement_new"), **{**typed, "parties": [af, flen]})
    made = Agreement.objects.get()
    with pytest.raises(Refused, match="den egna parten"):
        actions.change_agreement(made, [cast.party("Af")], by=cast.viewer("eva"))
    assert made.parties.count() == 2


def test_a_kind_in_use_is_the_operators_to_change(cast: Cast, page: Any) -> None:
    unused = kind()
    eva, in_use = page("eva"), reverse("kind_edit", args=["af"])
    listed = eva.get(reverse("parties")).content.decode()
    assert in_use not in listed
    assert reverse("kind_edit", args=[unused.pk]) in listed
    refused = eva.get(in_use)
    assert refused.status_code == 403
    assert "Be den som driver Stafett hos er att ändra det." in refused.content.decode()
    af = PartyKind.objects.get(code="af")
    with pytest.raises(PermissionDenied, match="gemensam för alla"):
        actions.change(af, by=cast.viewer("eva"), colour=7)
    assert actions.change(af, by=BY, colour=7).colour == 7
    assert not access.changeable_kinds(cast.viewer("karin")).exists()


def test_the_own_association_is_kept_by_its_office(cast: Cast) -> None:
    own = Authority.objects.get(name="Samordningsförbundet Prov").party
    assert access.may_change_party(cast.viewer("rakel"), own)
    assert not access.may_change_party(cast.viewer("eva"), own)
