"""What the database holds of casework besides law 1, whoever writes and however; and what is said of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from stafett.casework.actions import (
    Doing,
    Enrolment,
    Living,
    NewCase,
    close,
    correct,
    enrol,
    involve,
)
from stafett.casework.actions.correcting import as_told
from stafett.casework.actions.ending import Exit
from stafett.casework.models import Involvement, Participation
from stafett.database.batch import settle
from stafett.initiatives import actions as initiatives
from stafett.parties.models import Authority
from stafett.parties.refusals import Refused as Told
from stafett.parties.refusals import constraint_of
from stafett.safeguards.models import Member
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.parties.filling_in import fill_in, told

BY = operator(TODAY)
MARCH = date(2024, 3, 1)


def broken_by(statement: str) -> str:
    """The constraint that a statement breaks past every model, at once or when all is settled."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
        settle()
    return constraint_of(caught.value)


def case_of(cast: Cast, one: Participation, **facts: Any) -> Involvement:
    """An authority's case written straight into the table, as no action would."""
    known = cast.case_at("FK")
    return Involvement.objects.create(
        controller_id=one.controller_id, kind="involvement", participation=one,
        **{"owner_authority_id": one.controller_id, "party_id": known.party_id, **facts},
    )  # fmt: skip


def authority(cast: Cast) -> Authority:
    """Försäkringskassan itself."""
    return cast.party("FK").authorities.get()


def refused_case(cast: Cast, one: Participation, **facts: Any) -> str:
    """The constraint that such a case breaks."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        case_of(cast, one, **facts)
        settle()
    return constraint_of(caught.value)


# an initiative's own days and its people


def test_the_start_can_not_be_moved_past_people_and_they_are_counted_unnamed(
    cast: Cast, page: Any
) -> None:
    cast.enrolled(starts_on=date(2024, 2, 1))
    cast.enrolled(starts_on=date(2024, 2, 9))
    address = "/insatser/prov/andra/"
    said = told(fill_in(page("eva"), address, starts_on="2024-02-10"))
    assert "2 deltaganden som du ser började före den dagen, det första 1 februari 2024" in said
    assert "Öberg" not in said
    said = told(fill_in(page("eva"), address, starts_on="2024-02-09"))
    assert "1 deltagande som du ser började före den dagen, 1 februari 2024" in said
    assert fill_in(page("eva"), address, starts_on="2024-02-01").status_code == 302


def test_nor_can_the_end(cast: Cast) -> None:
    cast.enrolled(starts_on=date(2024, 2, 9))
    with pytest.raises(Told, match="1 deltagande som du ser började efter den dagen") as caught:
        initiatives.change(cast.initiative, by=BY, ends_on=date(2024, 2, 8))
    assert caught.value.field == "ends_on"
    cast.enrolled(starts_on=date(2024, 2, 10))
    with pytest.raises(Told, match="2 deltaganden som du ser .* det sista 10 februari"):
        initiatives.change(cast.initiative, by=BY, ends_on=date(2024, 2, 8))
    initiatives.change(cast.initiative, by=BY, ends_on=date(2024, 2, 10))


def test_of_people_that_the_editor_does_not_see_only_that_there_is_somebody_is_said(
    cast: Cast, page: Any
) -> None:
    cast.enrolled()
    Member.objects.all().update(from_day=date(2024, 1, 1), until_day=date(2024, 1, 2))
    said = told(fill_in(page("eva"), "/insatser/prov/andra/", starts_on="2025-01-01"))
    assert "Någon deltagare började före starten eller efter slutet" in said
    assert "1 " not in said.split("Någon deltagare")[1].split("Välj dagar")[0]


@pytest.mark.parametrize("change", ["starts_on = '2024-02-02'", "ends_on = '2024-01-31'"])
def test_the_database_lets_no_initiative_leave_its_people(cast: Cast, change: str) -> None:
    cast.enrolled(starts_on=date(2024, 2, 1))
    statement = f"UPDATE initiatives_initiative SET {change} WHERE code = 'prov'"
    assert broken_by(statement) == "initiative_days_hold_its_people"


def test_nobody_begins_outside_the_initiative(cast: Cast) -> None:
    with pytest.raises(Refused, match="började 1 januari 2024"):
        cast.enrolled(starts_on=date(2023, 12, 31))
    one = cast.enrolled()
    with pytest.raises(Refused, match="började 1 januari 2024"):
        correct([(one, as_told(one, starts_on=date(2023, 12, 31)))], by=BY, because="x",
                only={"starts_on"})  # fmt: skip
    statement = "UPDATE casework_participation SET starts_on = '2023-12-31'"
    assert broken_by(statement) == "participation_begun_within_initiative"


def test_a_correction_that_leaves_the_start_asks_nothing_of_it(cast: Cast) -> None:
    one = cast.enrolled()
    correct([(one, as_told(one, referring_caseworker="Mona"))], by=BY, because="x",
            only={"starts_on", "referring_caseworker"})  # fmt: skip
    one.refresh_from_db()
    assert one.referring_caseworker == "Mona"


# an authority's case


def test_an_exit_leaves_no_case_of_an_authority_open(cast: Cast) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    exit_ = Exit(date(2024, 9, 30), cast.outcome("arbete").pk, "none_needed")
    close([(one, exit_)], by=BY)
    settle()
    assert one.involvements.get().until_day == date(2024, 10, 1)
    statement = "UPDATE casework_involvement SET until_day = NULL"
    assert broken_by(statement) == "involvement_within"


@pytest.mark.parametrize(
    "days",
    [
        {"from_day": date(2024, 1, 31)}, {"from_day": date(2024, 10, 1)}, {"from_day": MARCH},
        {"from_day": MARCH, "until_day": date(2024, 10, 2)},
    ],
)  # fmt: skip
def test_a_case_lies_within_its_participation(cast: Cast, days: dict[str, date]) -> None:
    assert refused_case(cast, cast.ended(), **days) == "involvement_within"


def test_a_participation_does_not_leave_its_cases_behind(cast: Cast) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    ended = (
        "UPDATE casework_participation SET status = 'ended', ends_on = '2024-09-30', "
        f"outcome_id = {cast.outcome('arbete').pk}, next_step_id = 'none_needed'"
    )
    held = "UPDATE casework_holding SET until_day = '2024-10-01'"
    assert broken_by(f"{held}; {ended}") == "involvement_within"
    later = "UPDATE casework_participation SET starts_on = '2024-02-02'"
    held = "UPDATE casework_holding SET from_day = '2024-02-02'"
    assert broken_by(f"{held}; {later}") == "involvement_within"
    assert one.involvements.count() == 1


def test_a_party_has_one_case_at_a_time_by_the_register_and_one_by_its_own_word(cast: Cast) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    assert refused_case(cast, one, from_day=MARCH) == "one_case_of_an_authority_at_a_time"
    fk = authority(cast)
    case_of(cast, one, from_day=MARCH, owner_authority_id=fk.pk)
    settle()
    with pytest.raises(Refused, match="redan ett ärende"):
        involve([(one, NewCase(fk.party_id, fk.pk, MARCH))], by=BY)


def test_a_register_that_names_a_party_whose_case_somebody_recorded_adds_none(cast: Cast) -> None:
    one, fk = cast.enrolled(), authority(cast)
    involve([(one, NewCase(fk.party_id, fk.pk, MARCH))], by=BY)
    correct([(one, as_told(one, cases=(cast.case_at("FK"), cast.case_at("Af"))))], by=BY, because="rättat",
            only={"cases"})  # fmt: skip
    settle()
    found = one.involvements.order_by("from_day").values_list("party__short_name", "from_day")
    assert list(found) == [("Af", date(2024, 2, 1)), ("FK", MARCH)]


# what has an extent


def _living(cast: Cast, living: Living) -> Enrolment:
    return cast.enrolment(livelihoods=(living,))


@pytest.mark.parametrize("source", ["social_assistance", "no_public_support"])
def test_what_is_the_households_or_has_no_extent_has_no_per_cent(cast: Cast, source: str) -> None:
    bare, told_so = (_living(cast, Living("start", source, part)) for part in (None, 50))
    cast.as_everyone()
    enrol([bare], by=BY)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        enrol([told_so], by=BY)
    assert constraint_of(caught.value) == "livelihood_has_extent"
    change = "UPDATE casework_livelihood SET extent_percent = 50"
    assert broken_by(change) == "livelihood_has_extent"


def test_an_occupation_without_extent_has_no_hours(cast: Cast) -> None:
    one = cast.enrolled(occupations=(Doing("start", "none"),))
    assert one.occupations.get().hours_a_week is None
    change = "UPDATE casework_occupation SET hours_a_week = 20"
    assert broken_by(change) == "occupation_has_extent"
