"""Does each table say what was put in, cell by cell?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from stafett.casework.models import Involvement
from stafett.economy.actions import book, state_cost
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.measures.figures import TableResult
from stafett.measures.queries import table
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.cohort import ANNA, SOME, put_in
from tests.measures.reading import cells, column, row
from tests.measures.reference import Human, Visit, begun, left, people

Ask = Callable[..., TableResult]


def test_participants_are_participations_and_people_and_never_the_same_number(ask: Ask) -> None:
    found = ask("eva", "participants")

    total = cells(found, "total")
    assert (total["participations"], total["people"]) == (8, 7)
    assert len(begun(SOME, TODAY)) == 8
    assert people(begun(SOME, TODAY)) == 7


def test_who_has_not_begun_on_the_counting_day_is_not_there(some: Cast) -> None:
    Initiative.objects.filter(code="prov").update(counted_on=date(2024, 1, 31))

    found = table(some.as_("eva"), "participants", Initiative.objects.get(code="prov"))

    assert cells(found, "total")["participations"] == 1
    assert found.as_of == date(2024, 1, 31)


def test_the_counting_day_itself_counts_for_who_begins_and_who_leaves_on_it(cast: Cast) -> None:
    day = date(2024, 6, 30)
    put_in(cast, [
        Visit(Human(1), day), Visit(Human(2), day, day),
        Visit(Human(3), date(2024, 7, 1)), Visit(Human(4), date(2024, 1, 1), date(2024, 7, 1)),
    ])  # fmt: skip
    Initiative.objects.filter(code="prov").update(counted_on=day)
    initiative = Initiative.objects.get(code="prov")

    begun = table(cast.as_("eva"), "participants", initiative)
    ended = table(cast.as_("eva"), "outcomes", initiative)

    assert cells(begun, "total")["participations"] == 3
    assert cells(ended, "total")["participations"] == 1


def test_sex_other_and_unknown_have_rows_of_their_own(ask: Ask) -> None:
    found = ask("eva", "participants", "sex")

    assert column(found, "participations") == {
        "woman": 4, "man": 2, "other": 1, "unknown": 1, "total": 8,
    }  # fmt: skip
    assert row(found, "unknown").role == "unknown"
    assert column(found, "share")["woman"] == (4, 8)


def test_people_are_counted_anew_in_each_row_and_once_in_the_total(ask: Ask) -> None:
    found = ask("eva", "participants", "year")

    assert column(found, "people") == {"2024": 3, "2025": 4, "total": 7}
    assert column(found, "participations") == {"2024": 4, "2025": 4, "total": 8}


def test_somebody_who_came_back_in_another_year_is_one_person_in_all(cast: Cast) -> None:
    put_in(cast, [
        Visit(ANNA, date(2024, 1, 1), date(2024, 2, 1)), Visit(ANNA, date(2025, 1, 1)),
    ])  # fmt: skip

    found = table(cast.as_("eva"), "participants", cast.initiative, ("year",))

    assert column(found, "people") == {"2024": 1, "2025": 1, "total": 1}


def test_ages_are_whole_years_at_the_start_and_unknown_is_a_row(ask: Ask) -> None:
    found = ask("eva", "participants", "age")

    assert column(found, "participations") == {
        "0-19": 2, "20-24": 2, "25-29": 1, "30-39": 1, "40-49": 0, "50-59": 0, "60-": 1,
        "unknown": 1, "total": 8,
    }  # fmt: skip


def test_the_mean_age_is_of_those_whose_age_is_known(ask: Ask) -> None:
    ages = [age for visit in begun(SOME, TODAY) if (age := visit.age()) is not None]

    assert len(ages) == 7
    mean = round(Decimal(sum(ages)) / len(ages), 1)
    assert cells(ask("eva", "participants"), "total")["mean_age"] == mean


def test_where_no_age_is_known_there_is_no_mean(cast: Cast) -> None:
    put_in(cast, [Visit(Human(1), date(2025, 1, 1))])

    found = table(cast.as_("eva"), "participants", cast.initiative)

    assert cells(found, "total")["mean_age"] is None


@pytest.mark.parametrize(
    ("born", "starts", "age"),
    [
        (date(2000, 2, 29), date(2020, 2, 28), 19),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(2000, 2, 29), date(2021, 2, 28), 20),
        (date(2000, 2, 29), date(2021, 3, 1), 21),
        (date(2001, 6, 1), date(2025, 5, 31), 23),
        (date(2001, 6, 1), date(2025, 6, 1), 24),
    ],
)
def test_a_birthday_counts_from_its_day(cast: Cast, born: date, starts: date, age: int) -> None:
    put_in(cast, [Visit(Human(1, birth_date=born), starts)])

    found = table(cast.as_("eva"), "participants", cast.initiative)

    assert cells(found, "total")["mean_age"] == age


def test_a_share_inside_a_branch_is_of_the_branch(ask: Ask) -> None:
    found = ask("eva", "participants", "branch", "sex")

    assert column(found, "share")["katrineholm"] == (4, 8)
    assert column(found, "share")["katrineholm/woman"] == (2, 4)
    assert column(found, "share")["total/woman"] == (4, 8)
    assert row(found, "katrineholm/woman").parent == "katrineholm"


def test_several_controllers_may_know_the_same_human(ask: Ask) -> None:
    assert any("2 personuppgiftsansvariga" in note for note in ask("eva", "participants").notes)
    alone = ask("eva", "participants", branch="flen")
    assert not any("personuppgiftsansvariga" in note for note in alone.notes)


def test_by_referrer_those_who_only_promised_are_there_with_nobody(ask: Ask) -> None:
    found = ask("eva", "participants", "referrer")

    assert column(found, "participations") == {"af": 2, "fk": 2, "unknown": 4, "total": 8}


def test_agency_cases_are_one_per_party_and_participation(ask: Ask) -> None:
    found = ask("eva", "cases")

    assert column(found, "cases") == {"af": 3, "flen": 1, "fk": 2, "unknown": 0, "total": 6}
    assert [one.heading for one in found.columns] == ["Ärenden", "Deltaganden"], "a row has none"
    assert column(found, "participations") == {
        "af": (3, 8), "flen": (1, 8), "fk": (2, 8), "unknown": (4, 8), "total": 8,
    }  # fmt: skip
    assert "6 myndighetsärenden fördelar sig på 8 deltaganden." in found.notes


def test_a_case_opened_again_is_still_one_and_one_opened_later_is_not_there_yet(some: Cast) -> None:
    some.as_everyone()
    for first in Involvement.objects.filter(party__short_name="Af").order_by("id")[:1]:
        again = {f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields}
        Involvement.objects.filter(pk=first.pk).update(until_day=date(2024, 3, 1))
        Involvement.objects.create(**{**again, "id": None, "from_day": date(2024, 4, 1)})
    last = Involvement.objects.filter(party__short_name="Flen")
    last.update(from_day=date(2025, 7, 1))

    found = table(some.as_("eva"), "cases", some.initiative)

    assert column(found, "cases") == {"af": 3, "fk": 2, "unknown": 0, "total": 5}


def test_outcomes_of_leavers_are_shares_of_those_who_left(ask: Ask) -> None:
    found = ask("eva", "outcomes")

    assert len(left(SOME, TODAY)) == 4
    assert column(found, "participations") == {
        "arbete": 1, "studier": 1, "sjuk": 1, "annat": 1, "total": 4,
    }  # fmt: skip
    assert column(found, "share")["arbete"] == (1, 4)
    assert found.population.startswith("De deltaganden som avslutats")


def test_outcomes_of_starters_have_rows_for_status_so_that_all_are_there(some: Cast) -> None:
    Initiative.objects.filter(code="prov").update(outcome_base="starters")

    found = table(some.as_("eva"), "outcomes", Initiative.objects.get(code="prov"))

    assert column(found, "participations") == {
        "arbete": 1, "studier": 1, "sjuk": 1, "annat": 1, "status:remaining": 2,
        "status:paused": 1, "status:unknown": 1, "total": 8,
    }  # fmt: skip
    assert column(found, "share")["status:unknown"] == (1, 8)
    assert row(found, "status:remaining").label == "Pågår"


def test_who_left_after_the_counting_day_was_still_there_on_it(some: Cast) -> None:
    Initiative.objects.filter(code="prov").update(
        outcome_base="starters", counted_on=date(2024, 12, 30)
    )

    found = table(some.as_("eva"), "outcomes", Initiative.objects.get(code="prov"))

    assert column(found, "participations") == {
        "arbete": 1, "studier": 0, "sjuk": 0, "annat": 0, "status:remaining": 3, "total": 4,
    }  # fmt: skip


def test_outcomes_come_in_their_own_order(some: Cast) -> None:
    some.outcome("annat").__class__.objects.filter(code="annat").update(order=0)
    some.outcome("arbete").__class__.objects.filter(code="arbete").update(order=9)

    found = table(some.as_("eva"), "outcomes", some.initiative)

    assert [one.key for one in found.rows] == ["annat", "studier", "sjuk", "arbete", "total"]


def test_outcomes_by_branch_and_sex_sum_to_the_whole(ask: Ask) -> None:
    found = column(ask("eva", "outcomes", "branch", "sex"), "share")

    assert found["annat/katrineholm/other"] == (1, 1)
    assert found["annat/katrineholm"] == (1, 1)
    assert found["annat/flen"] == (0, 3)
    assert found["annat"] == (1, 4)
    assert found["total/flen/man"] == 1, "who is the whole of oneself is no share"
    assert "annat/katrineholm/man" not in found, "no man in Katrineholm has left"


def test_common_outcomes_are_where_own_ones_are_mapped(ask: Ask) -> None:
    found = ask("eva", "outcomes-common")

    assert column(found, "participations") == {
        "work_unsupported": 1, "studies": 1, "rehabilitation_or_care": 1, "unknown": 1, "total": 4,
    }  # fmt: skip
    assert row(found, "unknown").role == "unknown"


def test_work_or_studies_is_a_share_of_all_in_the_base(ask: Ask) -> None:
    assert column(ask("eva", "work-or-studies", "sex"), "share") == {
        "woman": (2, 2), "man": (0, 1), "other": (0, 1), "total": (2, 4),
    }  # fmt: skip


def test_nobody_takes_over_always_has_a_row(ask: Ask) -> None:
    found = column(ask("eva", "next-steps"), "participations")

    assert (found["nobody"], found["none_needed"], found["holder"], found["declines"]) == (
        1,
        2,
        1,
        0,
    )
    assert "unknown" not in found, "an import's unknown is a row only where there is one"


def test_livelihood_before_is_of_all_and_after_of_those_who_left(ask: Ask) -> None:
    found = ask("eva", "livelihood")

    assert column(found, "before") == {
        "social_assistance": (2, 8), "activity_support": (0, 8), "wages": (0, 8),
        "unknown": (6, 8), "total": 8,
    }  # fmt: skip
    assert column(found, "after") == {
        "social_assistance": (0, 4), "activity_support": (1, 4), "wages": (1, 4),
        "unknown": (3, 4), "total": 4,
    }  # fmt: skip


def test_occupation_is_unknown_where_none_was_recorded(ask: Ask) -> None:
    found = ask("eva", "occupation", "sex")

    assert column(found, "before")["unknown"] == (8, 8)
    assert column(found, "after")["unknown/woman"] == (2, 2)


def test_costs_are_per_year_and_kind_in_the_order_booked(some: Cast) -> None:
    by = operator(date(2026, 1, 1))
    af = some.party("Af")
    for year, kind, kronor in ((2024, "Kringkostnader", "50.50"), (2025, "Personal", "9.50")):
        book(some.initiative, year, kind, Decimal(kronor), booked_through=date(year, 12, 31),
             by=by, payer=af)  # fmt: skip

    found = table(some.as_("eva"), "costs", some.initiative)

    assert column(found, "kronor") == {
        "2024": Decimal("100050.50"), "2024/personal": Decimal(100000),
        "2024/kringkostnader": Decimal("50.50"),
        "2025": Decimal("9.50"), "2025/personal": Decimal("9.50"),
        "total": Decimal("100060.00"), "total/personal": Decimal("100009.50"),
        "total/kringkostnader": Decimal("50.50"),
    }  # fmt: skip
    assert found.as_of == date(2025, 12, 31)
    by_payer = table(some.as_("eva"), "costs", some.initiative, ("payer",))
    assert column(by_payer, "kronor")["2024/personal/unknown"] == Decimal(100000)
    assert column(by_payer, "kronor")["total/kringkostnader/af"] == Decimal("50.50")


def test_costs_of_a_branch_are_the_lines_booked_on_it(some: Cast) -> None:
    book(some.initiative, 2025, "Lokal", Decimal(7), booked_through=date(2025, 3, 31),
         by=operator(TODAY), branch=some.branch("flen"))  # fmt: skip

    found = table(some.as_("eva"), "costs", some.initiative, branch="flen")

    assert cells(found, "total")["kronor"] == 7
    assert found.as_of == date(2025, 3, 31)
    by_branch = column(table(some.as_("eva"), "costs", some.initiative, ("branch",)), "kronor")
    assert (by_branch["2025/lokal/flen"], by_branch["2024/personal/whole"]) == (7, 100000)


def test_cost_per_participant_has_both_numbers_and_both_days(some: Cast) -> None:
    book(some.initiative, 2025, "Efter", Decimal(1000), booked_through=date(2025, 6, 30),
         by=operator(date(2026, 1, 1)))  # fmt: skip
    state_cost(some.initiative, "Hela", costs_through=date(2025, 12, 31),
               participants_through=date(2025, 4, 30), by=operator(date(2026, 1, 1)))  # fmt: skip

    found = table(some.as_("eva"), "cost-per-participant", some.initiative)

    first, second = (cells(found, one.key) for one in found.rows)
    assert (first["cost"], first["participants"]) == (100000, 3)
    assert first["per_participant"] == Decimal(100000) / 3
    assert (second["cost"], second["participants"]) == (101000, 6)
    assert second["costs_through"] == "31 december 2025"
    assert second["participants_through"] == "30 april 2025"


def test_a_cost_without_participants_has_no_share_per_head(cast: Cast) -> None:
    found = table(cast.as_("eva"), "cost-per-participant", cast.initiative)

    assert cells(found, found.rows[0].key)["per_participant"] is None


def test_without_any_stated_cost_there_is_no_row(some: Cast) -> None:
    initiative = initiatives.start("tom", "Tom", some.initiative.controller,
                                   starts_on=TODAY, by=operator(TODAY))  # fmt: skip

    assert table(operator(TODAY), "cost-per-participant", initiative).rows == ()
    assert table(operator(TODAY), "costs", initiative).rows[0].key == "total"
