"""What may be done with parties, what is refused, and that the history stays."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from stafett.parties import access, actions
from stafett.parties.models import Group, Party, PartyKind, Position, Unit
from stafett.parties.refusals import Refused
from stafett.safeguards.roles import ROLES, Permission
from stafett.safeguards.viewer import nobody, operator
from tests.cast import START, TODAY, Cast

BY = operator(TODAY)


@pytest.fixture
def coach(cast: Cast) -> Position:
    """The coach's post, which Karin holds."""
    return Position.objects.get(role="coach", unit__name="AUC")


def test_the_permission_asked_for_is_the_one_that_roles_have() -> None:
    assert access.EDIT == Permission.EDIT_PARTIES


def test_a_new_kind_is_a_row(cast: Cast) -> None:
    made = actions.add_kind(
        "kriminalvard", "Kriminalvården", by=cast.viewer("eva"), colour=7, new=True
    )
    assert PartyKind.objects.get(code="kriminalvard") == made


def test_a_new_kind_never_overwrites_another(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_kind("af", "Annat", by=BY, new=True)
    assert PartyKind.objects.get(code="af").name == "Arbetsförmedlingen"


def test_loading_the_same_party_again_brings_it_up_to_date(cast: Cast) -> None:
    party = cast.party("Flen")
    again = actions.add_party(party.kind, party.name, "Flens", by=BY)
    assert (again.pk, again.short_name) == (party.pk, "Flens")


def test_loading_the_same_unit_again_leaves_it(cast: Cast) -> None:
    unit = cast.unit("AUC")
    assert actions.add_unit(unit.authority, "AUC", by=BY) == unit


def test_what_would_change_what_other_rows_mean_can_not_be_changed(cast: Cast) -> None:
    with pytest.raises(ValueError, match="kind"):
        actions.change(cast.party("Flen"), by=BY, kind=PartyKind.objects.get(code="af"))


def test_a_unit_that_closes_keeps_its_last_day(cast: Cast) -> None:
    unit = cast.unit("Psykiatrin")
    actions.change(unit, valid_to=TODAY, by=BY)
    assert Unit.objects.get(pk=unit.pk).valid_to == TODAY


@pytest.mark.parametrize("key", ["karin", "ulf", "stig", "lotta", "lena"])
def test_who_does_not_keep_the_register_changes_nothing(cast: Cast, key: str) -> None:
    with pytest.raises(PermissionDenied, match="projektledaren"):
        actions.change(cast.party("Flen"), by=cast.viewer(key), name="Nytt")


def test_nobody_changes_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.add_staff(cast.unit("AUC").authority, "Ny", by=nobody(TODAY))


def test_only_somebody_inside_an_authority_fills_its_posts_that_see_people(cast: Cast) -> None:
    eva, rakel = cast.viewer("eva"), cast.viewer("rakel")
    own, other = cast.unit("AUC"), cast.unit("Af Flen")
    assert actions.open_post(own, "coach", "Coach", from_day=START, by=eva)
    for viewer, unit in ((eva, other), (rakel, own), (rakel, other)):
        with pytest.raises(PermissionDenied, match="avgör själv"):
            actions.open_post(unit, "caseworker", "Handläggare", from_day=START, by=viewer)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_another_board_of_the_same_party_gets_posts_that_only_see_totals(
    cast: Cast, role: str
) -> None:
    board = cast.unit("Försörjningsstöd").authority
    may = access.may_staff(cast.viewer("eva"), board, role)
    assert may is (role in {"evaluator", "steering_member"}), "no way in for those outside"
    assert not access.may_staff(cast.viewer("rakel"), board, role), "another party's"


def test_an_office_is_only_where_there_is_an_association(cast: Cast) -> None:
    with pytest.raises(Refused, match="bara hos ett samordningsförbund"):
        actions.open_post(
            cast.unit("AUC"), "association_office", "K", from_day=START, by=cast.viewer("eva")
        )
    post = actions.open_post(
        cast.unit("Kansliet"), "association_office", "K", from_day=START, by=cast.viewer("rakel")
    )
    assert post.role == "association_office"


@pytest.mark.parametrize("key", ["karin", "ulf", "stig"])
def test_who_does_not_keep_the_register_fills_no_post_at_all(cast: Cast, key: str) -> None:
    assert not access.may_staff(cast.viewer(key), cast.unit("AUC").authority, "evaluator")


def test_a_role_that_nobody_knows_is_taken_to_see_people(cast: Cast) -> None:
    assert not access.may_staff(cast.viewer("rakel"), cast.unit("AUC").authority, "okand")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_operator_fills_any_post(cast: Cast, role: str) -> None:
    assert access.may_staff(BY, cast.unit("Af Flen").authority, role)


def test_somebody_from_another_authority_gets_no_post(cast: Cast, coach: Position) -> None:
    per = cast.user("per").staff
    assert per
    with pytest.raises(Refused, match="arbetar hos myndigheten"):
        actions.appoint(per, coach, from_day=TODAY, by=BY)


def test_a_post_is_not_held_before_it_is_there(cast: Cast, coach: Position) -> None:
    karin = coach.tenures.get().staff
    with pytest.raises(Refused, match="inte under hela"):
        actions.appoint(karin, coach, from_day=START - timedelta(days=9), until_day=START, by=BY)


def test_a_post_does_not_end_while_somebody_holds_it(cast: Cast, coach: Position) -> None:
    with pytest.raises(Refused, match="längre än så"):
        actions.change_post(coach, by=BY, until_day=TODAY)
    actions.leave(coach.tenures.get(), on=TODAY, by=BY)
    assert actions.change_post(coach, by=BY, until_day=TODAY).until_day == TODAY


def test_the_earlier_version_of_a_post_says_who_changed_it(cast: Cast, coach: Position) -> None:
    actions.change_post(coach, by=cast.viewer("eva"), title="Projektcoach")
    assert [event.title for event in coach.events.all().order_by("pgh_id")] == ["coach"]


def test_a_group_changes_and_its_seats_follow_the_post(cast: Cast, coach: Position) -> None:
    big = actions.form_group("LSG", by=BY, mandate="Beslutar om budget")
    group = actions.form_group("Lilla LSG", by=BY)
    actions.change(group, by=BY, hands_up_to=big)
    seat = actions.seat(group, coach, from_day=START, by=BY)
    with pytest.raises(Refused, match="redan en plats"):
        actions.seat(group, coach, from_day=TODAY, by=BY)
    actions.unseat(seat, on=TODAY, by=BY)
    assert Group.objects.get(name="Lilla LSG").hands_up_to == big
    assert actions.seat(group, coach, from_day=TODAY, by=BY)


def test_an_agreement_is_prolonged_and_its_earlier_version_kept(cast: Cast) -> None:
    flen, af = cast.party("Flen"), cast.party("Af")
    made = actions.agree("Samverkan", [flen, af], valid_from=START, valid_to=TODAY, by=BY)
    later = TODAY + timedelta(days=365)
    actions.change_agreement(made, [flen], by=BY, valid_to=later)
    assert list(made.parties.all()) == [flen]
    assert [event.valid_to for event in made.events.all().order_by("pgh_id")] == [TODAY]


def test_an_association_with_wrong_shares_leaves_nothing_behind(cast: Cast) -> None:
    authority = cast.unit("Utvärderingen").authority
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.form_association(
            authority,
            "Halva",
            [(cast.party("Flen"), Fraction(1, 2))],
            from_day=date(2024, 1, 1),
            by=BY,
        )
    assert not Party.objects.filter(name="Halva").exists()
