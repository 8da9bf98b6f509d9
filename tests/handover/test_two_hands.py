"""Does the holder change when both hands have confirmed, in that instant, and never before? (law 1, A12)"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from stafett.casework.models import Assignment, Participation
from stafett.database.batch import settle
from stafett.handover.actions import (
    Hearing,
    accept,
    answer,
    ask,
    confirm,
    decline,
    hear,
    withdraw,
)
from stafett.handover.rules import Stand
from stafett.parties.actions import add_unit
from stafett.parties.models import Position
from stafett.safeguards.access import may_see
from stafett.safeguards.models import Member
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, HEARD, at_af, held, proposed

START = date(2024, 2, 1)
NOT_YET = Hearing()


def sees(cast: Cast, who: str, case: Participation) -> bool:
    return may_see(cast.as_(who), Participation.objects.filter(pk=case.pk)).exists()


def test_the_receiver_holds_from_the_day_that_both_have_confirmed(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case)
    assert held(cast, case) == [("AUC", START, None)]
    assert accept(one, by=cast.as_("per")) is True
    assert held(cast, case) == [("AUC", START, TODAY), ("Af Flen", TODAY, None)]
    settle()
    one.refresh_from_db()
    assert (one.stand, one.taken_by, one.given_by) == (Stand.DONE, "Per Af", "Karin Ek")


def test_the_receivers_yes_alone_moves_nothing_until_the_giver_confirms(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case, confirmed=False)
    assert accept(one, by=cast.as_("per")) is False
    assert held(cast, case) == [("AUC", START, None)]
    confirm(one, by=cast.as_("karin"))
    assert held(cast, case) == [("AUC", START, TODAY), ("Af Flen", TODAY, None)]


def test_the_change_is_never_backdated_nor_on_a_day_to_come(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case, from_day=TODAY + 5 * DAY)
    late = replace(cast.as_("per"), day=TODAY + 9 * DAY)
    accept(one, by=late)
    assert held(cast, case)[1] == ("Af Flen", TODAY + 9 * DAY, None)


def test_controller_and_owner_stay_the_same(cast: Cast) -> None:
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    again = Participation.objects.get(pk=case.pk)
    assert (again.controller_id, again.owner_authority_id) == (case.controller_id,) * 2
    assert {row.owner_authority_id for row in case.holdings.all()} == {case.controller_id}


def test_nobody_takes_over_before_the_person_is_heard(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case, hearing=NOT_YET)
    with pytest.raises(Refused, match="vad personen säger"):
        accept(one, by=cast.as_("per"))
    assert held(cast, case) == [("AUC", START, None)]
    hear(one, Hearing("", "Är på sjukhus, frågas när hen är hemma"), by=cast.as_("karin"))
    assert accept(one, by=cast.as_("per"))


def test_the_receiver_can_note_what_the_person_says_when_taking_over(cast: Cast) -> None:
    one = proposed(cast, at_af(cast), hearing=NOT_YET)
    assert accept(one, by=cast.as_("per"), hearing=HEARD)
    one.refresh_from_db()
    assert one.heard == HEARD.heard


def test_the_receiver_can_say_which_post_has_it(cast: Cast) -> None:
    case = at_af(cast)
    post = Position.objects.get(unit=cast.unit("Af Flen"), role="caseworker")
    accept(proposed(cast, case), by=cast.as_("per"), position=post)
    settle()
    row = Assignment.objects.get(participation=case)
    assert (row.position, row.from_day, row.until_day) == (post, TODAY, None)


def test_a_post_elsewhere_is_refused(cast: Cast) -> None:
    one = proposed(cast, at_af(cast))
    elsewhere = Position.objects.get(unit=cast.unit("AUC"), role="coach")
    with pytest.raises(Refused, match="Välj någon som arbetar med personer i Af Flen"):
        accept(one, by=cast.as_("per"), position=elsewhere)


def test_the_receiver_asks_and_the_giver_answers(cast: Cast) -> None:
    one = proposed(cast, at_af(cast))
    ask(one, "Har hen körkort?", by=cast.as_("per"))
    one.refresh_from_db()
    assert one.stand == Stand.ASKED
    answer(one, "Nej, men går i skolan", by=cast.as_("karin"))
    one.refresh_from_db()
    assert (one.stand, one.question, one.answer) == (
        Stand.PROPOSED, "Har hen körkort?", "Nej, men går i skolan",
    )  # fmt: skip


def test_a_no_says_why_and_the_giver_holds_as_before(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case)
    with pytest.raises(Refused, match="Skriv varför"):
        decline(one, " ", by=cast.as_("per"))
    decline(one, "Vi har ingen plats före hösten", by=cast.as_("per"))
    assert held(cast, case) == [("AUC", START, None)]
    again = proposed(cast, case)
    assert accept(again, by=cast.as_("per"))


def test_the_giver_can_take_the_proposal_back(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case)
    withdraw(one, "Personen vill vara kvar", by=cast.as_("karin"))
    with pytest.raises(Refused, match="återkallad"):
        accept(one, by=cast.as_("per"))
    assert held(cast, case) == [("AUC", START, None)]


def test_a_case_is_on_its_way_to_one_at_a_time_by_the_database_too(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case)
    with pytest.raises(Refused, match="redan på väg"):
        proposed(cast, case, to="Projektkontoret")
    one.pk = uuid4()
    with pytest.raises(IntegrityError, match="one_open_handover_at_a_time"), transaction.atomic():
        one.save(force_insert=True)


def test_each_hand_is_its_own(cast: Cast) -> None:
    one = proposed(cast, at_af(cast), confirmed=False)
    with pytest.raises(PermissionDenied, match="Af Flen som svarar"):
        accept(one, by=cast.as_("karin"))
    with pytest.raises(PermissionDenied):
        withdraw(one, "ångrar mig", by=cast.as_("per"))
    accept(one, by=cast.as_("per"))
    with pytest.raises(PermissionDenied):
        confirm(one, by=cast.as_("per"))


def test_another_authority_needs_consent_before_it_can_be_asked(cast: Cast) -> None:
    case = cast.enrolled()
    with pytest.raises(Refused, match="saknas ett samtycke"):
        proposed(cast, case)


def test_consent_without_a_provision_is_not_enough(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Utanför")
    with pytest.raises(Refused, match="inte antecknat med vilken rätt"):
        proposed(cast, case, to="Utanför")


def test_a_unit_where_nobody_works_with_people_is_refused(cast: Cast) -> None:
    add_unit(cast.unit("AUC").authority, "Arkivet", by=operator(TODAY))
    with pytest.raises(Refused, match="Ingen arbetar med personer i Arkivet"):
        proposed(cast, cast.enrolled(), to="Arkivet")


def test_a_receiver_that_was_not_in_the_circle_is_let_in_and_goes_out_after_a_no(
    cast: Cast,
) -> None:
    case = cast.enrolled(circle_units=(cast.unit("AUC").pk, cast.unit("Projektkontoret").pk))
    cast.consented(case, "Af Flen")
    cast.as_everyone()
    Member.objects.filter(circle=case.circle, unit=cast.unit("Af Flen")).delete()
    assert not sees(cast, "per", case)
    one = proposed(cast, case)
    assert sees(cast, "per", case)
    decline(one, "Ingen plats", by=cast.as_("per"))
    assert not sees(cast, "per", case)


def test_the_giver_stays_alongside_as_long_as_agreed_and_then_leaves(cast: Cast) -> None:
    case = at_af(cast)
    last = TODAY + 60 * DAY
    accept(proposed(cast, case, alongside_until=last), by=cast.as_("per"))
    mine = Member.objects.filter(circle=case.circle, unit=cast.unit("AUC"))
    cast.as_everyone()
    assert {row.until_day for row in mine} == {last + DAY}
    assert sees(cast, "karin", case)


def test_a_giver_who_does_not_stay_leaves_at_once(cast: Cast) -> None:
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    assert not sees(cast, "karin", case)
    assert sees(cast, "eva", case)


def test_the_last_unit_of_those_who_answer_for_the_record_stays(cast: Cast) -> None:
    case = cast.enrolled(circle_units=(cast.unit("AUC").pk,))
    cast.consented(case, "Af Flen")
    accept(proposed(cast, case), by=cast.as_("per"))
    assert sees(cast, "karin", case)


def test_handing_back_the_same_day_leaves_one_holder(cast: Cast) -> None:
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    accept(proposed(cast, case, to="AUC", by="per"), by=cast.as_("karin"))
    settle()
    assert held(cast, case) == [("AUC", START, TODAY), ("AUC", TODAY, None)]
