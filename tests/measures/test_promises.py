"""Is what came held against what was promised and planned, for the time that has gone by?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative, PromisedInflow
from stafett.measures.figures import TableResult
from stafett.measures.queries import table
from stafett.measures.tables.promises import Elapsed, proportion_words, verdict
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.cohort import ANNA, put_in
from tests.measures.reading import cells, column, ordinary
from tests.measures.reference import Visit

Ask = Callable[..., TableResult]
BY = operator(TODAY)


def test_inflow_stands_beside_what_was_promised(ask: Ask) -> None:
    found = ask("eva", "inflow")

    assert cells(found, "fk") == {
        "referred": 2, "promised": 10, "share": "20 % (2 av 10)", "expected": "10 av 10",
        "verdict": "långt under", "period": "1 jan – 31 dec 2024", "reason": "",
    }  # fmt: skip
    assert cells(found, "af")["promised"] == "inget löfte"
    assert cells(found, "unknown") == {
        "referred": 4, "promised": None, "share": None, "expected": None, "verdict": None,
        "period": None, "reason": None,
    }  # fmt: skip
    assert cells(found, "total")["referred"] == 8


def test_a_promise_without_a_number_has_no_share_but_its_reason(some: Cast) -> None:
    PromisedInflow.objects.update(number=None, reason="Sades aldrig.")

    found = cells(table(some.as_("eva"), "inflow", some.initiative), "fk")

    assert found["promised"] == "inget antal utlovat"
    assert found["share"] is None
    assert found["expected"] is None
    assert found["reason"] == "Sades aldrig."


def test_several_promises_of_a_party_are_summed_and_shown_one_by_one(some: Cast) -> None:
    year = (date(2025, 1, 1), date(2025, 12, 31))
    initiatives.promise_inflow(
        some.initiative, some.party("FK"), 5, period=year, by=BY, reason="Nytt."
    )

    found = table(some.as_("eva"), "inflow", some.initiative)

    assert cells(found, "fk")["share"] == "13 % (2 av 15)"
    assert cells(found, "fk")["expected"] == "13 av 15", (
        "all of the first, two of five months' worth"
    )
    assert cells(found, "fk/2024-01-01")["share"] == "20 % (2 av 10)"
    assert cells(found, "fk/2025-01-01") == {
        "referred": 0, "promised": 5, "share": "0 % (0 av 5)", "expected": "3 av 5",
        "verdict": "långt under", "period": "1 jan – 31 dec 2025", "reason": "Nytt.",
    }  # fmt: skip


def test_who_began_outside_the_promised_period_is_referred_but_keeps_no_promise(some: Cast) -> None:
    PromisedInflow.objects.update(period_end=date(2024, 8, 31))

    found = cells(table(some.as_("eva"), "inflow", some.initiative), "fk")

    assert (found["referred"], found["share"]) == (2, "10 % (1 av 10)")


def test_more_than_promised_is_more_than_all_of_it(cast: Cast) -> None:
    PromisedInflow.objects.update(number=1)
    put_in(cast, [
        Visit(ANNA, date(2024, 1, 1), date(2024, 2, 1), referrer="FK"),
        Visit(ANNA, date(2024, 3, 1), referrer="FK"),
    ])  # fmt: skip

    found = cells(table(cast.as_("eva"), "inflow", cast.initiative), "fk")

    assert (found["share"], found["verdict"]) == ("200 % (2 av 1)", "som utlovat eller mer")


def test_what_keeps_pace_with_a_running_promise_is_not_said_to_be_all_of_it(some: Cast) -> None:
    """57 % of a promise is no "som utlovat eller mer" to a steering group."""
    PromisedInflow.objects.update(number=3, period_end=date(2025, 12, 31))

    found = table(some.as_("eva"), "inflow", some.initiative)

    fk = cells(found, "fk")
    assert fk["share"] == "67 % (2 av 3)"
    assert (fk["expected"], fk["verdict"]) == ("3 av 3", "under")
    PromisedInflow.objects.update(period_end=date(2026, 12, 31))
    fk = cells(table(some.as_("eva"), "inflow", some.initiative), "fk")
    assert (fk["expected"], fk["verdict"]) == ("2 av 3", "i takt med löftet")
    assert "Borde vara nu: så mycket av löftet" in found.definition


def test_inflow_by_sex_counts_each_without_a_promise(ask: Ask) -> None:
    found = ask("eva", "inflow", "sex")

    assert column(found, "referred")["af/man"] == 2
    assert column(found, "promised")["af/man"] is None


def test_promises_are_the_whole_initiatives_and_not_a_branchs(ask: Ask) -> None:
    found = ask("eva", "inflow", branch="flen")

    assert cells(found, "fk")["promised"] == "inget löfte"
    assert "Löftena gäller hela insatsen, inte en gren." in found.notes


@pytest.mark.parametrize(
    ("came", "day", "said"),
    [
        (2, date(2024, 6, 30), "långt under"),
        (3, date(2024, 6, 30), "under"),
        (5, date(2024, 6, 30), "i takt med löftet"),
        (9, date(2024, 12, 30), "under"),
        (10, date(2024, 12, 30), "i takt med löftet"),
        (5, date(2024, 12, 31), "under"),
        (10, date(2024, 12, 31), "som utlovat eller mer"),
        (0, date(2023, 12, 31), ""),
    ],
)
def test_a_promise_is_judged_by_the_part_of_its_period_that_has_gone(
    came: int, day: date, said: str
) -> None:
    elapsed = Elapsed.by(day, date(2024, 1, 1), date(2024, 12, 31))

    assert verdict(came, 10 * elapsed.share, over=elapsed.over) == said


def test_half_of_a_leap_year_is_gone_on_the_last_of_june() -> None:
    half = Elapsed.by(date(2024, 6, 30), date(2024, 1, 1), date(2024, 12, 31))

    assert (half.days, half.of) == (182, 366)
    assert Elapsed.by(date(2030, 1, 1), date(2024, 1, 1), date(2024, 12, 31)).share == 1


def test_sixtytwo_are_fortyone_per_cent_of_a_hundred_and_fifty() -> None:
    assert ordinary(proportion_words(62, 150)) == "41 % (62 av 150)"
    assert proportion_words(1, 0) == ""


def test_the_plan_is_held_against_persons_begun_within_its_period(ask: Ask) -> None:
    found = ask("eva", "volume")

    assert cells(found, "v1") == {
        "planned": 20, "reached": 3, "share": "15 % (3 av 20)",
        "period": "1 jan – 31 dec 2024", "elapsed": "100 %", "reason": "",
    }  # fmt: skip
    assert found.total is None, "versions of one plan are not summed"


def test_every_version_of_the_plan_is_a_row_by_sex_where_asked(some: Cast) -> None:
    period = (date(2025, 1, 1), date(2025, 12, 31))
    initiatives.plan_volume(some.initiative, 12, period=period, by=BY, reason="Efter analysen")

    found = table(some.as_("eva"), "volume", some.initiative, ("sex",))

    assert column(found, "reached") == {
        "v1": 3, "v1/woman": 1, "v1/man": 1, "v1/other": 1,
        "v2": 4, "v2/woman": 2, "v2/man": 1, "v2/unknown": 1,
    }  # fmt: skip
    assert column(found, "planned")["v1/woman"] == 10
    assert column(found, "planned")["v2/woman"] is None
    assert cells(found, "v2")["elapsed"] == "42 %"
    assert cells(found, "v2")["reason"] == "Efter analysen"


def test_a_branch_has_a_plan_of_its_own(some: Cast) -> None:
    period = (date(2024, 1, 1), date(2025, 12, 31))
    initiatives.plan_volume(some.initiative, 9, period=period, by=BY, branch=some.branch("flen"))

    whole = table(some.as_("eva"), "volume", some.initiative)
    flen = table(some.as_("eva"), "volume", some.initiative, branch="flen")

    assert [one.key for one in whole.rows] == ["v1"]
    assert cells(flen, "v1")["reached"] == 3


def test_the_plan_is_divided_by_branch_age_and_year_as_well(some: Cast) -> None:
    period = (date(2024, 1, 1), date(2024, 12, 31))
    initiatives.plan_volume(some.initiative, 9, period=period, by=BY, branch=some.branch("flen"))
    eva = some.as_("eva")

    branch = table(eva, "volume", some.initiative, ("branch", "sex"))
    assert column(branch, "reached") == {
        "v1": 3, "v1/flen": 2, "v1/flen/woman": 1, "v1/flen/man": 1,
        "v1/katrineholm": 1, "v1/katrineholm/other": 1,
    }  # fmt: skip
    assert column(branch, "planned")["v1/flen"] == 9, (
        "what the branch itself planned for the same days"
    )
    assert column(branch, "planned")["v1/katrineholm"] is None
    year = table(eva, "volume", some.initiative, ("year",))
    assert column(year, "reached") == {"v1": 3, "v1/2024": 3}
    age = table(eva, "volume", some.initiative, ("age",))
    bands = [number for key, number in column(age, "reached").items() if "/" in key]
    assert sum(bands) == 4, "who came back at another age stands in both bands"


def test_who_begins_after_the_counting_day_is_not_reached(some: Cast) -> None:
    Initiative.objects.filter(code="prov").update(counted_on=date(2024, 2, 1))

    found = table(some.as_("eva"), "volume", Initiative.objects.get(code="prov"))

    assert cells(found, "v1")["reached"] == 1
    assert cells(found, "v1")["elapsed"] == "9 %"
