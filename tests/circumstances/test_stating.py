"""What periods state of directly before and after is what the case records, whatever is told (ADR 24)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.casework import following
from stafett.casework.actions import (
    Doing,
    Exit,
    Life,
    Living,
    close,
    correct,
    record_livelihood,
    reopen,
)
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Livelihood, Occupation, Participation
from stafett.circumstances import actions
from stafett.circumstances.actions import LIVED, NewPeriod
from stafett.circumstances.models import LivelihoodPeriod
from stafett.circumstances.rules import Spell
from stafett.safeguards.rules import Refused
from tests.casework.conftest import faults, get, send
from tests.cast import START, TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK, did, lived

BEFORE = START + 60 * DAY


def enrolled(cast: Cast, **facts: Any) -> Participation:
    return cast.enrolled(starts_on=START + 63 * DAY, **facts)


def moment(one: Participation, at: str = "start") -> tuple[set[Any], set[Any]]:
    lived = one.livelihoods.filter(moment=at).values_list("source_id", "extent_percent")
    did = one.occupations.filter(moment=at).values_list("what_id", "hours_a_week")
    return set(lived.order_by("pk")), set(did.order_by("pk"))


def test_a_period_up_to_the_start_is_what_was_directly_before(cast: Cast) -> None:
    one = enrolled(cast, livelihoods=(Living("start", "wages", 50),))
    lived(cast, one, from_day=START, last_day=one.starts_on - 3 * DAY)
    did(cast, one, from_day=START, last_day=one.starts_on - 2 * DAY, amount=4)
    assert moment(one) == ({("activity_support", 100)}, {("practice", 4)})
    row = Livelihood.objects.get(participation=one)
    assert (row.on_day, row.owner_authority_id) == (one.starts_on, one.controller_id)


def test_one_that_ended_more_than_a_week_before_says_nothing_and_what_was_told_stands(
    cast: Cast,
) -> None:
    one = enrolled(cast, livelihoods=(Living("start", "wages", 50),))
    lived(cast, one, from_day=START, last_day=one.starts_on - 8 * DAY)
    lived(cast, one, from_day=one.starts_on)
    assert moment(one) == ({("wages", 50)}, set())


def test_when_no_period_says_it_any_more_it_is_not_recorded_any_more(cast: Cast) -> None:
    one = enrolled(cast)
    row = lived(cast, one, from_day=START)
    assert moment(one)[0] == {("activity_support", 100)}
    told = NewPeriod("activity_support", one.starts_on, None, 100)
    actions.correct(row, told, by=cast.as_("karin"), because="Började senare")
    assert moment(one) == (set(), set())
    actions.correct(row, NewPeriod("wages", START, None, 80), by=cast.as_("karin"), because="x")
    assert moment(one)[0] == {("wages", 80)}
    actions.take_away(row, by=cast.as_("karin"), because="Fel")
    assert moment(one)[0] == set()


def test_another_authoritys_period_is_not_laid_in_the_controllers_record(cast: Cast) -> None:
    one = enrolled(cast)
    cast.consented(one, "Af Flen")
    lived(cast, one, "per", from_day=START)
    cast.as_everyone()
    assert moment(one) == (set(), set())


def test_a_register_that_says_something_else_changes_nothing_there(cast: Cast) -> None:
    one = enrolled(cast)
    lived(cast, one, from_day=START)
    told = as_told(
        one,
        livelihoods=(Living("start", "wages", 50),),
        occupations=(Doing("start", "studies", None),),
    )
    only = {"livelihoods.start", "occupations.start"}
    correct([(one, told)], by=cast.as_("karin"), because="ur registret", only=only)
    assert moment(one) == ({("activity_support", 100)}, {("studies", None)})


def test_a_form_that_says_something_else_is_refused_and_what_agrees_is_kept(cast: Cast) -> None:
    one = enrolled(cast)
    lived(cast, one, from_day=START)
    agrees = Life("start", (Living("start", "activity_support", 100),), (Doing("start", "none"),))
    record_livelihood([(one, agrees)], by=cast.as_("karin"))
    assert moment(one)[1] == {("none", None)}
    with pytest.raises(Refused) as said:
        record_livelihood([(one, Life("start"))], by=cast.as_("karin"))
    assert set(said.value.faults) == {"livelihoods"}


def test_the_page_says_where_it_is_corrected(cast: Cast, page: Any) -> None:
    one = enrolled(cast)
    lived(cast, one, from_day=START)
    address = reverse("livelihood_at_start", args=[one.pk])
    assert "säger rättas där" in get(page("karin"), address)
    answer = send(page("karin"), address, 422, percent_1="50")
    said = faults(answer)
    assert "som säger: Aktivitetsstöd, även utvecklingsersättning 100 procent." in said
    assert "rätta perioden där" in said


def test_moved_days_let_other_periods_state_what_was_directly_before(cast: Cast) -> None:
    one = enrolled(cast)
    lived(cast, one, from_day=START, last_day=one.starts_on - DAY)
    assert moment(one)[0] == {("activity_support", 100)}
    later = as_told(one, starts_on=one.starts_on + 30 * DAY)
    correct([(one, later)], by=cast.as_("eva"), because="fel dag", only={"starts_on"})
    assert moment(one) == (set(), set())
    told = as_told(one, starts_on=BEFORE, livelihoods=(Living("start", "wages"),))
    correct(
        [(one, told)],
        by=cast.as_("eva"),
        because="fel dag",
        only={"starts_on", "livelihoods.start"},
    )
    assert moment(one)[0] == {("activity_support", 100)}
    told = as_told(one, starts_on=BEFORE + 300 * DAY, livelihoods=(Living("start", "wages"),))
    correct(
        [(one, told)],
        by=cast.as_("eva"),
        because="fel dag",
        only={"starts_on", "livelihoods.start"},
    )
    assert moment(one)[0] == {("wages", None)}


def leaving(cast: Cast, **told: Any) -> Exit:
    return Exit(TODAY - 10 * DAY, cast.outcome("arbete").pk, "none_needed", **told)


def test_an_exit_takes_what_comes_directly_after_and_undoing_it_takes_that_away(cast: Cast) -> None:
    one = enrolled(cast)
    lived(cast, one, from_day=TODAY - 9 * DAY, word="wages", amount=75)
    close([(one, leaving(cast))], by=cast.as_("karin"))
    assert moment(one, "end") == ({("wages", 75)}, set())
    assert Livelihood.objects.get(participation=one).on_day == TODAY - 10 * DAY
    reopen([one], by=cast.as_("karin"), because="fel")
    assert moment(one, "end") == (set(), set())


def test_an_exit_that_says_something_else_is_refused(cast: Cast) -> None:
    one = enrolled(cast)
    lived(cast, one, from_day=TODAY - 9 * DAY, word="wages", amount=75)
    with pytest.raises(Refused) as said:
        close([(one, leaving(cast, livelihoods=(Living("end", "pension"),)))], by=cast.as_("karin"))
    assert set(said.value.faults) == {"livelihoods"}
    same = (Living("end", "wages", 75),)
    close(
        [(one, leaving(cast, livelihoods=same, occupations=(Doing("end", "none"),)))],
        by=cast.as_("karin"),
    )
    assert moment(one, "end") == ({("wages", 75)}, {("none", None)})


def test_a_batch_lets_each_case_follow_its_own_periods(cast: Cast) -> None:
    one, other = enrolled(cast), enrolled(cast)
    lived(cast, one, from_day=START)
    told = [
        (case, as_told(case, livelihoods=(Living("start", "wages", 50),))) for case in (one, other)
    ]
    correct(told, by=cast.as_("karin"), because="x", only={"livelihoods.start"})
    assert (moment(one)[0], moment(other)[0]) == ({("activity_support", 100)}, {("wages", 50)})
    everything = [
        (case, as_told(case, holder_unit_id=cast.unit("AUC").pk)) for case in (one, other)
    ]
    correct(everything, by=cast.as_("eva"), because="x")
    assert (moment(one)[0], moment(other)[0]) == ({("activity_support", 100)}, set())


def test_only_one_app_states_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="already"):
        following.register(lambda _cases: {}, lambda _cases, _by: None)
    monkeypatch.setattr(following, "_states", [])
    monkeypatch.setattr(following, "_follows", [])
    assert following.stated([following.Course(Participation().pk, START, None)]) == {}
    following.register(lambda _cases: {}, lambda _cases, _by: None)


WORDS = ("wages", "activity_support", "no_public_support")
DAYS = st.integers(-20, 20)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "correct", "end", "take")), st.integers(0, 5), st.sampled_from(WORDS),
        DAYS, st.none() | st.integers(0, 15),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_whatever_is_added_corrected_and_ended_a_source_stands_once_a_day_and_the_record_follows(
    cast: Cast, steps: list[tuple[str, int, str, int, int | None]]
) -> None:
    """A plain model keeps a list of days for each period; the refusals and the record must agree with it."""
    one = enrolled(cast)
    model: dict[Any, tuple[str, date, date | None]] = {}
    for what, at, word, first, length in steps:
        day = one.starts_on + first * DAY
        last = None if length is None else day + timedelta(days=length)
        key = list(model)[at % len(model)] if model else None
        if what != "add" and key is None:
            continue
        new = (word, day, last)
        if what == "end":
            assert key
            begins, ends = model[key][1:]
            allowed = begins <= day and (ends is None or day <= ends)
            new = (model[key][0], model[key][1], day)
        else:
            others = [row for k, row in model.items() if what == "add" or k != key]
            allowed = what == "take" or _stands(new, others)
        try:
            made = _do(cast, one, what, key, new)
        except Refused:
            assert not allowed
        else:
            assert allowed
            if what == "take":
                del model[key]
            else:
                model[made.pk if what == "add" else key] = new
        assert moment(one)[0] == _before(list(model.values()), one.starts_on)
    assert set(
        LivelihoodPeriod.objects.filter(participation=one).values_list("pk", flat=True)
    ) == set(model)


def _do(
    cast: Cast, one: Participation, what: str, key: Any, new: tuple[str, date, date | None]
) -> Any:
    by = cast.as_("karin")
    told = NewPeriod(new[0], new[1], new[2])
    if what == "add":
        return actions.add(one, LIVED, told, by=by)
    row = LivelihoodPeriod.objects.select_related("participation").get(pk=key)
    if what == "correct":
        return actions.correct(row, told, by=by, because="x")
    if what == "end":
        assert new[2]
        return actions.end(row, new[2], by=by)
    return actions.take_away(row, by=by, because="x")


def _days(row: tuple[str, date, date | None]) -> set[date]:
    end = row[2] or row[1] + timedelta(days=400)
    return {row[1] + n * DAY for n in range((end - row[1]).days + 1)}


def _stands(
    new: tuple[str, date, date | None], others: list[tuple[str, date, date | None]]
) -> bool:
    for other in others:
        if _days(new) & _days(other):
            alone = "no_public_support" in (new[0], other[0])
            if alone or new[0] == other[0]:
                return False
    return True


def _before(rows: list[tuple[str, date, date | None]], starts_on: date) -> set[Any]:
    for back in range(1, 8):
        held = {(row[0], None) for row in rows if starts_on - back * DAY in _days(row)}
        if held:
            return held
    return set()


def test_the_spell_of_a_row_has_its_word_and_amount(cast: Cast) -> None:
    row = lived(cast, enrolled(cast))
    assert LIVED.spell(row) == Spell("activity_support", TODAY - 8 * WEEK, None, 100)
    assert Occupation.objects.count() == 0
