"""Do the rules hold law 1 for any days, refuse exits and livelihood in sentences, and see what is missing?"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.casework.rules import (
    CaseFacts,
    Held,
    Missing,
    Source,
    after,
    covering,
    faults_of_birth,
    faults_of_exit,
    faults_of_period,
    faults_of_place,
    faults_of_sources,
    faults_of_start,
    faults_of_taking_over,
    last_day_of,
    missing,
    overlaps,
)
from stafett.safeguards.rules import Refused

TODAY = date(2025, 6, 2)
ZERO = date(2024, 1, 1)
days = st.integers(0, 600).map(lambda n: ZERO + timedelta(days=n))


@st.composite
def held(draw: st.DrawFn) -> list[Held]:
    """Holders after one another without a gap, the last perhaps still."""
    cuts = sorted(draw(st.sets(days, min_size=2, max_size=6)))
    spans = [Held(n, a, b) for n, (a, b) in enumerate(pairwise(cuts))]
    open_end = draw(st.booleans())
    return [
        *spans[:-1],
        Held(spans[-1].unit_id, spans[-1].from_day, None if open_end else cuts[-1]),
    ]


@given(held(), days, st.one_of(st.none(), st.integers(0, 300)))
def test_whatever_the_new_days_somebody_holds_each_of_them_and_nobody_twice(
    before: list[Held], starts_on: date, length: int | None
) -> None:
    ends_on = None if length is None else starts_on + timedelta(days=length)
    now = covering(before, starts_on, ends_on)
    assert now[0].from_day == starts_on
    assert now[-1].until_day == after(ends_on)
    for one, following in pairwise(now):
        assert one.until_day == following.from_day
    assert all(h.until_day is None or h.from_day < h.until_day for h in now)


@given(held(), days, st.one_of(st.none(), st.integers(0, 300)))
def test_who_held_a_day_that_is_still_there_holds_it(
    before: list[Held], starts_on: date, length: int | None
) -> None:
    ends_on = None if length is None else starts_on + timedelta(days=length)
    now = covering(before, starts_on, ends_on)
    for day in (starts_on, starts_on + timedelta(days=50 if length is None else length)):
        was = _holder(before, day)
        assert was in (None, _holder(now, day))


def _holder(spans: list[Held], day: date) -> int | None:
    found = (h.unit_id for h in spans if h.from_day <= day and (h.until_day or date.max) > day)
    return next(found, None)


def test_with_nobody_left_the_nearest_holds_all_of_it() -> None:
    one, two = (
        Held(1, date(2024, 2, 1), date(2024, 3, 1)),
        Held(2, date(2024, 3, 1), date(2024, 4, 1)),
    )
    assert covering([one, two], date(2024, 1, 1), date(2024, 1, 9))[0].unit_id == 1
    assert covering([one, two], date(2024, 5, 1), None)[0].unit_id == 2


def test_days_are_included_on_screen_and_half_open_underneath() -> None:
    assert after(date(2024, 2, 29)) == date(2024, 3, 1)
    assert last_day_of(date(2024, 3, 1)) == date(2024, 2, 29)
    assert after(None) is last_day_of(None) is None


@pytest.mark.parametrize(
    ("other", "expected"),
    [((date(2024, 1, 1), date(2024, 1, 31)), False), ((date(2024, 1, 1), date(2024, 2, 1)), True),
     ((date(2024, 2, 29), None), True), ((date(2024, 3, 1), None), False), ((date(2024, 1, 1), None), True)],
)  # fmt: skip
def test_one_day_in_common_is_overlap(other: tuple[date, date | None], expected: bool) -> None:
    assert overlaps(date(2024, 2, 1), date(2024, 2, 29), *other) is expected


def test_an_exit_says_everything_it_lacks_at_once() -> None:
    faults = faults_of_exit(ZERO, None, None, "", TODAY)
    assert set(faults) == {"ends_on", "outcome", "next_step"}
    assert faults["next_step"] == (
        "Det saknas vad som händer härnäst. Välj om någon tar över, eller varför ingen gör det."
    )


def test_a_whole_exit_has_no_faults() -> None:
    assert faults_of_exit(ZERO, ZERO, 1, "none_needed", TODAY) == {}


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(ZERO, TODAY, None), (ZERO, TODAY + timedelta(days=1), "ends_on"),
     (ZERO, ZERO - timedelta(days=1), "ends_on"), (ZERO, None, None), (None, None, None)],
)  # fmt: skip
def test_days_that_cannot_be_are_told_at_their_field(
    first: date | None, last: date | None, field: str | None
) -> None:
    assert list(faults_of_period(first, last, TODAY)) == ([field] if field else [])


@pytest.mark.parametrize(
    ("starts_on", "born", "sentence"),
    [(None, None, None), (TODAY, None, None), (TODAY, TODAY, None), (TODAY, TODAY.year, None),
     (date(1900, 1, 1), None, None), (date(1899, 12, 31), None, "före år 1900"),
     (TODAY + timedelta(days=1), None, "3 juni 2025 ligger i framtiden"),
     (TODAY, TODAY + timedelta(days=1), "född 3 juni 2025, efter startdagen 2 juni 2025"),
     (TODAY, TODAY.year + 1, "född 2026, efter startdagen 2 juni 2025")],
)  # fmt: skip
def test_nobody_begins_before_the_day_has_come_or_before_they_are_born(
    starts_on: date | None, born: date | int | None, sentence: str | None
) -> None:
    faults = faults_of_start(starts_on, born, TODAY)
    assert list(faults) == (["starts_on"] if sentence else [])
    assert (sentence or "") in "".join(faults.values())


@pytest.mark.parametrize(
    ("born", "field"),
    [(None, None), (ZERO, None), (ZERO + timedelta(days=1), "birth_date"), (ZERO.year, None),
     (ZERO.year + 1, "birth_year")],
)  # fmt: skip
def test_a_birth_that_is_told_anew_is_not_later_than_the_start(
    born: date | int | None, field: str | None
) -> None:
    assert list(faults_of_birth(ZERO, born)) == ([field] if field else [])


WAGES = Source("wages", "Lön")
NONE = Source("no_public_support", "Ingen offentlig försörjning", exclusive=True, has_extent=False)


def test_sources_may_stand_together_with_their_extent() -> None:
    assert faults_of_sources([Source("wages", "Lön", 50), Source("pension", "Pension", 50)]) == []
    assert faults_of_sources([NONE]) == []
    assert faults_of_sources([]) == []


def test_what_excludes_all_others_stands_alone() -> None:
    assert faults_of_sources([WAGES, NONE]) == [
        "”Ingen offentlig försörjning” utesluter alla andra. Ta bort den, eller ta bort de andra."
    ]


def test_a_households_support_has_no_per_cent() -> None:
    social = Source("social_assistance", "Försörjningsstöd", 50, has_extent=False, household=True)
    assert faults_of_sources([social]) == [
        "”Försörjningsstöd” är hela hushållets och räknas inte i procent. Lämna Procent tomt."
    ]


def test_the_same_twice_and_an_extent_where_there_is_none_are_told() -> None:
    idle = Source("none", "Ingen av dessa", 5, has_extent=False)
    assert faults_of_sources([WAGES, WAGES]) == ["”Lön” står två gånger. Ta bort den ena."]
    assert faults_of_sources([idle]) == [
        "”Ingen av dessa” har ingen omfattning. Lämna procent eller timmar tomt."
    ]


def facts(**different: object) -> CaseFacts:
    """A case that lacks nothing, with anything said differently."""
    known = {"starts_on": date(2025, 1, 1), "ends_on": None, "initiative_ends_on": None,
             "livelihood_at_start": True, "livelihood_at_end": False, "has_involvement": True}  # fmt: skip
    return CaseFacts(**{**known, **different})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("different", "expected"),
    [
        ({}, []),
        ({"initiative_ends_on": TODAY}, []),
        ({"initiative_ends_on": date(2025, 6, 1)}, [(Missing.EXIT, date(2025, 6, 1))]),
        ({"initiative_ends_on": date(2025, 6, 1), "ends_on": date(2025, 5, 30)}, []),
        ({"livelihood_at_start": False}, [(Missing.LIVELIHOOD_AT_START, date(2025, 1, 1))]),
        ({"livelihood_at_start": False, "starts_on": date(2025, 5, 20)}, []),
        ({"livelihood_at_start": False, "starts_on": date(2025, 5, 19)},
         [(Missing.LIVELIHOOD_AT_START, date(2025, 5, 19))]),
        ({"ends_on": date(2025, 5, 19)}, [(Missing.LIVELIHOOD_AT_END, date(2025, 5, 19))]),
        ({"ends_on": date(2025, 5, 20)}, []),
        ({"ends_on": date(2025, 5, 19), "livelihood_at_end": True}, []),
        ({"ends_on": date(2025, 3, 3)}, []),
        ({"has_involvement": False}, [(Missing.OTHER_PARTY, date(2025, 1, 1))]),
        ({"has_involvement": False, "starts_on": date(2025, 5, 4)}, []),
        ({"has_involvement": False, "ends_on": date(2025, 6, 1)}, []),
    ],
)  # fmt: skip
def test_what_is_missing_is_seen_when_it_is_due_and_not_before(
    different: dict[str, object], expected: list[tuple[Missing, date]]
) -> None:
    assert missing(facts(**different), TODAY) == expected


def test_a_refusal_carries_its_sentences() -> None:
    assert str(Refused({"a": "Så.", "": "Och så."})) == "Så. Och så."


@pytest.mark.parametrize(
    ("starts_on", "says"),
    [
        (date(2023, 12, 31), "började 1 januari 2024"), (date(2024, 1, 1), ""),
        (date(2024, 12, 31), ""), (date(2025, 1, 1), "tog slut 31 december 2024"), (None, ""),
    ],
)  # fmt: skip
def test_nobody_starts_outside_the_days_of_the_initiative(
    starts_on: date | None, says: str
) -> None:
    faults = faults_of_place(starts_on, "Prov", date(2024, 1, 1), date(2024, 12, 31))
    assert says in faults.get("starts_on", "")
    assert bool(faults) is bool(says)
    assert not faults_of_place(date(2030, 1, 1), "Prov", date(2024, 1, 1), None)


def test_whoever_takes_over_is_named() -> None:
    assert "välj enheten" in faults_of_taking_over("holder", None, " ")["next_unit"]
    assert not faults_of_taking_over("holder", 3, "")
    assert not faults_of_taking_over("holder", None, "Komvux")
    assert not faults_of_taking_over("none_needed", None, "")


def test_only_one_takes_over_and_only_where_somebody_does() -> None:
    assert "inte båda" in faults_of_taking_over("holder", 3, "Komvux")["next_outside"]
    for unit, outside in ((3, ""), (None, "Komvux")):
        assert "den som tar över" in faults_of_taking_over("nobody", unit, outside)["next_step"]
