"""Hours a week over a threshold: flagged, told, pointed out until somebody has noted what is next (A10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.casework.actions import set_limits
from stafett.casework.models import BetweenLimits, Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.timeline import story
from stafett.circumstances import actions
from stafett.circumstances.models import Thresholds
from stafett.circumstances.queries.thresholds import Flag, flags, plans_of
from stafett.safeguards.rules import Refused
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK, did, lived

TEN = Decimal(10)


def found(cast: Cast, code: str = "threshold_reached", who: str = "karin") -> list[str]:
    return [row.gap.told for row in between(cast.as_(who), MINE).rows if row.rule.code == code]


def flagged(cast: Cast, one: Participation, who: str = "karin") -> list[Flag]:
    return flags(cast.as_(who), {one.pk: one.initiative_id})


def test_ten_hours_for_a_week_is_flagged_unless_the_initiative_has_said_otherwise(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    did(cast, one, amount=4, last_day=TODAY - WEEK - DAY)
    did(cast, one, amount=12, from_day=TODAY - WEEK)
    assert [(flag.reached.on, flag.waits) for flag in flagged(cast, one)] == [(TODAY, True)]
    assert found(cast) == ["10 timmar i veckan sedan 26 maj 2025"]
    actions.set_thresholds(cast.initiative, [TEN], 2, by=cast.as_("eva"))
    assert (flagged(cast, one), found(cast)) == ([], [])
    actions.set_thresholds(cast.initiative, [Decimal(12), Decimal(5)], 1, by=cast.as_("eva"))
    assert [flag.reached.hours for flag in flagged(cast, one)] == [5, 12]
    actions.set_thresholds(cast.initiative, [], 1, by=cast.as_("eva"))
    assert flagged(cast, one) == []


def test_several_things_add_up_and_the_initiative_says_which_count(cast: Cast) -> None:
    one = cast.enrolled()
    did(cast, one, amount=6)
    did(cast, one, word="studies", amount=5)
    assert len(flagged(cast, one)) == 1
    actions.set_thresholds(cast.initiative, [TEN], 1, ["practice"], by=cast.as_("eva"))
    assert flagged(cast, one) == []


def test_two_authorities_hours_are_not_added(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    did(cast, one, amount=6)
    did(cast, one, "per", amount=6)
    assert flagged(cast, one, "per") == []


def test_it_is_pointed_out_until_somebody_has_noted_what_is_next(cast: Cast) -> None:
    one = cast.enrolled()
    row = did(cast, one)
    assert "text" in _refused(lambda: actions.note_next(one, TEN, " ", by=cast.as_("karin")))
    actions.note_next(one, TEN, "Möte om nästa stödform", by=cast.as_("karin"))
    assert found(cast) == []
    assert [flag.next for flag in flagged(cast, one)] == ["Möte om nästa stödform"]
    told = [
        r.event.told for r in story(cast.as_("karin"), one.pk).told if r.event.mark == "threshold"
    ]
    assert told == ["10 timmar i veckan sedan 7 april 2025. Möte om nästa stödform"]
    actions.end(row, TODAY - WEEK, by=cast.as_("karin"))
    assert [(flag.goes_on, flag.waits) for flag in flagged(cast, one)] == [(False, False)]


def _refused(act: Any) -> dict[str, str]:
    with pytest.raises(Refused) as said:
        act()
    return dict(said.value.faults)


def test_what_was_noted_the_last_time_says_nothing_of_the_next(cast: Cast) -> None:
    one = cast.enrolled()
    did(cast, one, from_day=TODAY - 20 * WEEK, last_day=TODAY - 10 * WEEK)
    did(cast, one, from_day=TODAY - 4 * WEEK)
    actions.note_next(one, TEN, "Nu", by=cast.as_("karin"))
    assert [flag.next for flag in flagged(cast, one)] == ["", "Nu"]


def test_those_who_may_not_read_what_somebody_does_are_told_of_no_threshold(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    did(cast, one)
    assert len(flagged(cast, one, "per")) == 1
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = ["participation"]
        member.save()
    assert flagged(cast, one, "per") == []


@pytest.mark.parametrize("who", ["lena", "per"])
def test_only_those_who_work_in_the_case_note_what_is_next(cast: Cast, who: str) -> None:
    one = cast.enrolled()
    assert one.circle
    with pytest.raises(PermissionDenied):
        actions.note_next(one, TEN, "x", by=cast.as_(who))


def test_an_income_that_ends_with_nothing_next_is_pointed_out(cast: Cast) -> None:
    one = cast.enrolled()
    row = lived(cast, one, last_day=TODAY + 8 * WEEK)
    assert found(cast, "livelihood_ends") == []
    actions.end(row, TODAY + 8 * WEEK - DAY, by=cast.as_("karin"))
    assert found(cast, "livelihood_ends") == [
        "Aktivitetsstöd, även utvecklingsersättning, till och med 27 juli 2025"
    ]
    after = lived(cast, one, word="wages", from_day=TODAY + 8 * WEEK)
    assert found(cast, "livelihood_ends") == []
    actions.take_away(after, by=cast.as_("karin"), because="x")
    actions.nothing_next(row, "Börjar i arbete", by=cast.as_("karin"))
    assert found(cast, "livelihood_ends") == []


def test_an_occupation_that_ends_with_nothing_next_is_pointed_out(cast: Cast) -> None:
    """Praktiken slutar inom åtta veckor och inget är antecknat efter: det står i Mellan stolarna."""
    one = cast.enrolled()
    row = did(cast, one, last_day=TODAY + 8 * WEEK, amount=4)
    assert found(cast, "occupation_ends") == []
    actions.end(row, TODAY + 8 * WEEK - DAY, by=cast.as_("karin"))
    assert found(cast, "occupation_ends") == [
        "Praktik, arbetsträning eller daglig verksamhet, till och med 27 juli 2025"
    ]
    assert found(cast, "livelihood_ends") == []
    after = did(cast, one, word="none", from_day=TODAY + 8 * WEEK, amount=None)
    assert found(cast, "occupation_ends") == []
    actions.take_away(after, by=cast.as_("karin"), because="x")
    actions.nothing_next(row, "Flyttar till en annan kommun", by=cast.as_("karin"))
    assert found(cast, "occupation_ends") == []


def test_an_occupation_that_has_ended_is_pointed_out_and_that_somebody_did_nothing_is_not(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    did(cast, one, word="none", amount=None, from_day=TODAY - 8 * WEEK, last_day=TODAY - 5 * DAY)
    assert found(cast, "occupation_ends") == []
    did(cast, one, amount=4, last_day=TODAY - DAY)
    (told,) = found(cast, "occupation_ends")
    assert told.endswith("till och med 1 juni 2025")


def test_an_initiative_says_for_itself_when_an_occupation_ends_soon(cast: Cast) -> None:
    did(cast, cast.enrolled(), last_day=TODAY + 5 * WEEK, amount=4)
    assert len(found(cast, "occupation_ends")) == 1
    set_limits(cast.initiative, {"occupation_ends": 4}, by=cast.as_("eva"))
    assert found(cast, "occupation_ends") == []


@pytest.mark.parametrize("period", [lived, did])
def test_what_goes_on_has_nothing_that_needs_to_come_after(period: Any, cast: Cast) -> None:
    row = period(cast, cast.enrolled())
    assert set(_refused(lambda: actions.nothing_next(row, "x", by=cast.as_("karin")))) == {""}


def test_the_page_of_thresholds_and_times_is_the_project_leaders(cast: Cast, page: Any) -> None:
    address = reverse("flagging", args=["prov"])
    assert get(page("karin"), address, 403)
    assert address in get(page("eva"), reverse("initiative", args=["prov"]))
    assert address not in get(page("lena"), reverse("initiative", args=["prov"]))
    send(page("eva"), address, hours="8, 20", weeks="4", kinds=["practice"], limit_pause_over="14",
         limit_decision_ends="4")  # fmt: skip
    plan = plans_of([cast.initiative.pk])[cast.initiative.pk]
    assert (plan.hours, plan.weeks, plan.kinds) == ((8, 20), 4, frozenset({"practice"}))
    assert BetweenLimits.objects.get().numbers == {"pause_over": 14, "decision_ends": 4}
    text = get(page("eva"), address)
    assert 'value="8, 20"' in text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"hours": "tio"}, "Skriv hela timmar"),
        ({"hours": "NaN"}, "Skriv hela timmar"),
        ({"hours": "0"}, "högst 80"),
        ({"weeks": "60"}, "mellan 1 och 52"),
        ({"limit_pause_over": "0"}, ""),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(
    told: dict[str, str], words: str, cast: Cast, page: Any
) -> None:
    answer = send(page("eva"), reverse("flagging", args=["prov"]), 422, **told)
    assert words in faults(answer)
    assert not Thresholds.objects.exists()


def test_the_action_says_the_same(cast: Cast) -> None:
    assert "hours" in _refused(
        lambda: actions.set_thresholds(cast.initiative, [Decimal(81)], 1, by=cast.as_("eva"))
    )
    with pytest.raises(PermissionDenied):
        actions.set_thresholds(cast.initiative, [TEN], 1, by=cast.as_("karin"))
