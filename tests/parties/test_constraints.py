"""What the database itself refuses about parties, whoever asks and however."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from stafett.parties import actions
from stafett.parties.models import Agreement, AssociationMember, Party, Position, Tenure
from stafett.parties.refusals import SENTENCES, Refused, constraint_of, refusal_of
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.parties.known_constraints import breakable

BY = operator(TODAY)


@pytest.fixture
def post(cast: Cast) -> Position:
    """The coach's post, which Karin holds."""
    return Position.objects.get(role="coach", unit__name="AUC")


def broken_by(act: object) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()  # type: ignore[operator]
    return constraint_of(caught.value)


def test_every_constraint_that_a_person_can_break_has_its_sentence(cast: Cast) -> None:
    assert breakable("parties") == set(SENTENCES)


@pytest.mark.parametrize("stands_in", [False, True])
def test_two_holders_or_two_stand_ins_of_a_post_at_once_are_refused(
    stands_in: bool, cast: Cast, post: Position
) -> None:
    day = TODAY - timedelta(days=5)
    lena, sven = (cast.user(key).staff for key in ("lena", "sven"))
    if stands_in:
        Tenure.objects.create(position=post, staff=lena, from_day=day, stands_in=True)

    def act() -> None:
        Tenure.objects.create(position=post, staff=sven, from_day=day, stands_in=stands_in)

    assert broken_by(act) == "one_holder_of_a_post_at_a_time"


def test_nobody_holds_a_post_and_stands_in_at_it(cast: Cast, post: Position) -> None:
    staff = post.tenures.get().staff

    def act() -> None:
        Tenure.objects.create(position=post, staff=staff, from_day=TODAY, stands_in=True)

    assert broken_by(act) == "nobody_stands_in_for_themselves"


def test_two_holders_are_refused_in_plain_sql_too(cast: Cast, post: Position) -> None:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO parties_tenure (position_id, staff_id, from_day, stands_in, note) "
                "SELECT position_id, staff_id, from_day, false, '' FROM parties_tenure "
                "WHERE position_id = %s",
                [post.pk],
            )

    assert broken_by(act) == "one_holder_of_a_post_at_a_time"


def test_the_next_holder_may_begin_the_day_that_the_one_before_leaves(post: Position) -> None:
    tenure = post.tenures.get()
    actions.leave(tenure, on=TODAY, by=BY)
    actions.appoint(tenure.staff, post, from_day=TODAY, by=BY)
    assert post.tenures.count() == 2


def test_funding_shares_of_ninety_nine_hundredths_are_refused(cast: Cast) -> None:
    member = AssociationMember.objects.filter(share_denominator=4).order_by("pk")[0]

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE parties_associationmember SET share_numerator = 24, share_denominator = 100 "
                "WHERE id = %s", [member.pk],
            )  # fmt: skip
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert broken_by(act) == "association_shares_sum_to_one"


def test_thirds_are_a_whole(cast: Cast) -> None:
    authority = cast.unit("Utvärderingen").authority
    parties = Party.objects.order_by("pk")[:3]
    shares = [(party, Fraction(1, 3)) for party in parties]
    made = actions.form_association(authority, "Tredjedelen", shares, from_day=START, by=BY)
    assert made.members.count() == 3


def test_a_share_above_the_whole_is_refused(cast: Cast) -> None:
    member = AssociationMember.objects.order_by("pk")[0]
    member.share_numerator = member.share_denominator + 1
    assert broken_by(member.save) == "association_share_is_a_share"


@pytest.mark.parametrize("share", [Decimal(0), Decimal("1.001")])
def test_a_post_is_more_than_nothing_and_at_most_full_time(post: Position, share: Decimal) -> None:
    post.full_time = share
    assert broken_by(post.save) == "position_share_of_full_time"


def test_an_agreement_does_not_end_before_it_begins(cast: Cast) -> None:
    agreement = Agreement(title="Avtal", valid_from=TODAY, valid_to=TODAY - timedelta(days=1))
    assert broken_by(agreement.save) == "agreement_period_forward"


def test_an_earlier_holding_is_kept_when_it_is_changed(post: Position) -> None:
    tenure = post.tenures.get()
    actions.leave(tenure, on=TODAY, by=BY)
    assert [event.until_day for event in tenure.events.order_by("pgh_id")] == [None]


def test_a_constraint_without_a_sentence_is_not_swallowed() -> None:
    with pytest.raises(IntegrityError):
        refusal_of(IntegrityError("något annat"), SENTENCES)


def test_a_refusal_by_an_action_is_told_as_it_is() -> None:
    refused = Refused("Nej.", "name")
    assert refusal_of(refused, {}) is refused
    assert refused.field == "name"


def test_shares_that_were_corrected_the_same_day_leave_their_history(cast: Cast) -> None:
    association = AssociationMember.objects.order_by("pk")[0].association
    flen = cast.party("Flen")
    actions.change_shares(association, [(flen, Fraction(1))], from_day=START, by=BY)
    assert association.members.get().party == flen
    assert apps.get_model("parties", "AssociationMemberEvent").objects.count() == 5


def test_other_shares_end_those_before_them(cast: Cast) -> None:
    association = AssociationMember.objects.order_by("pk")[0].association
    day = date(2025, 1, 1)
    actions.change_shares(association, [(cast.party("Flen"), Fraction(1))], from_day=day, by=BY)
    held = association.members.filter(until_day=day)
    assert held.count() == 5


def test_shares_can_not_end_before_those_that_hold_began(cast: Cast) -> None:
    association = AssociationMember.objects.order_by("pk")[0].association
    early = START - timedelta(days=1)

    def act() -> None:
        actions.change_shares(
            association, [(cast.party("Flen"), Fraction(1))], from_day=early, by=BY
        )

    assert broken_by(act) == "association_member_period_forward"
