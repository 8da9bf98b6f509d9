"""Pauses and return, and the form: the status goes with the pause, and who holds stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from stafett.casework.actions import Exit, close, correct, reopen
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.timeline import story
from stafett.circumstances import actions
from stafett.circumstances.between_rules import DAYS_OF_OPEN_PAUSE
from stafett.circumstances.models import FormPeriod, Pause
from stafett.circumstances.queries.timeline import SOURCES
from stafett.frame.formats import plain_day
from stafett.handover.actions import accept
from stafett.safeguards.access import opened
from stafett.safeguards.rules import Refused
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK, did, lived
from tests.handover.giving import at_af, proposed


def refused(act: Any) -> dict[str, str]:
    with pytest.raises(Refused) as said:
        act()
    return dict(said.value.faults)


def paused(cast: Cast, one: Participation, **told: Any) -> Pause:
    known = {
        "reason": "Väntar på besked",
        "from_day": TODAY - 2 * WEEK,
        "expected_on": TODAY + WEEK,
    }
    return actions.pause(one, **{**known, **told}, by=cast.as_("karin"))


def status(one: Participation) -> str:
    return Participation.objects.get(pk=one.pk).status


def test_a_pause_sets_the_status_and_the_holder_stays_until_the_return_ends_it(cast: Cast) -> None:
    one = cast.enrolled()
    made = paused(cast, one)
    assert status(one) == "paused"
    assert one.holdings.get().until_day is None
    assert made.owner_authority_id == one.controller_id
    back = actions.come_back(made, TODAY - WEEK, by=cast.as_("karin"))
    assert (status(one), back.until_day, back.last_day) == (
        "remaining",
        TODAY - WEEK,
        TODAY - WEEK - DAY,
    )
    assert one.holdings.get().until_day is None
    assert refused(lambda: actions.come_back(made, TODAY, by=cast.as_("karin"))) == {
        "": "Pausen är redan slut."
    }


def test_a_second_pause_begins_when_the_first_has_ended(cast: Cast) -> None:
    one = cast.enrolled()
    made = paused(cast, one)
    assert set(refused(lambda: paused(cast, one))) == {""}
    actions.come_back(made, TODAY - WEEK, by=cast.as_("karin"))
    said = f"gällde till och med {plain_day(TODAY - WEEK - DAY)}. Skriv {plain_day(TODAY - WEEK)} eller senare."
    assert said in refused(lambda: paused(cast, one))["from_day"]
    second = paused(cast, one, from_day=TODAY - WEEK)
    assert "from_day" in refused(
        lambda: actions.correct_pause(second, "x", TODAY - 2 * WEEK, None, by=cast.as_("karin"))
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.filter(pk=made.pk).update(until_day=TODAY)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"from_day": TODAY + DAY, "expected_on": None}, "from_day"),
        ({"from_day": date(2023, 1, 1)}, "from_day"),
        ({"expected_on": TODAY - 2 * WEEK}, "expected_on"),
    ],
)
def test_a_pause_that_cannot_be_is_refused(told: dict[str, Any], field: str, cast: Cast) -> None:
    one = cast.enrolled()
    assert set(refused(lambda: paused(cast, one, **told))) == {field}
    assert status(one) == "remaining"


def test_a_pause_is_corrected_while_it_goes_on(cast: Cast) -> None:
    made = paused(cast, cast.enrolled())
    by = cast.as_("karin")
    assert set(refused(lambda: actions.correct_pause(made, "", made.from_day, None, by=by))) == {
        "reason"
    }
    actions.correct_pause(made, "Resa", TODAY - WEEK, TODAY + 4 * WEEK, by=by, because="längre")
    made.refresh_from_db()
    assert (made.reason, made.from_day, made.expected_on) == (
        "Resa",
        TODAY - WEEK,
        TODAY + 4 * WEEK,
    )
    assert set(refused(lambda: actions.come_back(made, TODAY + DAY, by=by))) == {"on_day"}


def test_a_status_told_otherwise_ends_the_pause(cast: Cast) -> None:
    one = cast.enrolled()
    made = paused(cast, one)
    told = as_told(Participation.objects.get(pk=one.pk), status="remaining")
    correct(
        [(Participation.objects.get(pk=one.pk), told)],
        by=cast.as_("karin"),
        because="x",
        only={"status"},
    )
    made.refresh_from_db()
    assert made.until_day == TODAY
    again = paused(cast, one, from_day=TODAY)
    case = Participation.objects.get(pk=one.pk)
    correct(
        [(case, as_told(case, status="remaining"))],
        by=cast.as_("karin"),
        because="x",
        only={"status"},
    )
    assert not Pause.objects.filter(pk=again.pk).exists()


def test_a_pause_without_days_told_by_a_register_is_filled_in(cast: Cast) -> None:
    one = cast.enrolled(status="paused")
    made = paused(cast, one)
    assert (status(one), made.until_day) == ("paused", None)
    case = Participation.objects.get(pk=one.pk)
    correct(
        [(case, as_told(case, status="unknown"))],
        by=cast.as_("karin"),
        because="x",
        only={"status"},
    )
    case.status = "unknown"
    correct(
        [(case, as_told(case, status="paused"))], by=cast.as_("karin"), because="x", only={"status"}
    )
    made.refresh_from_db()
    assert made.until_day == TODAY


def test_an_exit_ends_the_pause_with_the_last_day_and_undoing_it_does_not_pause_again(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    made = paused(cast, one)
    leaving = Exit(TODAY - DAY, cast.outcome("annat").pk, "none_needed")
    close([(Participation.objects.get(pk=one.pk), leaving)], by=cast.as_("karin"))
    made.refresh_from_db()
    assert made.until_day == TODAY
    case = Participation.objects.get(pk=one.pk)
    told = [event.told for event in _told(cast, case, "pause")]
    assert told == ["Väntar på besked (väntas tillbaka 9 juni 2025)"]
    assert set(refused(lambda: paused(cast, case))) == {""}
    reopen([case], by=cast.as_("karin"), because="fel")
    assert status(one) == "remaining"


def test_whose_exit_is_undone_the_same_day_pauses_on_from_the_day_after(cast: Cast) -> None:
    one = cast.enrolled()
    made = paused(cast, one)
    leaving = Exit(TODAY, cast.outcome("annat").pk, "none_needed")
    close([(Participation.objects.get(pk=one.pk), leaving)], by=cast.as_("karin"))
    case = Participation.objects.get(pk=one.pk)
    reopen([case], by=cast.as_("karin"), because="fel")
    made.refresh_from_db()
    assert made.until_day == TODAY + DAY
    assert set(refused(lambda: paused(cast, case, from_day=TODAY))) == {"from_day"}
    later = {"from_day": TODAY + 2 * DAY, "expected_on": None}
    assert "from_day" in refused(lambda: paused(cast, case, **later))
    second = paused(cast, case, from_day=TODAY + DAY, expected_on=None)
    assert status(one) == "paused"
    actions.correct_pause(second, "Ny orsak", TODAY + DAY, None, by=cast.as_("karin"))
    second.refresh_from_db()
    assert second.reason == "Ny orsak"


def _told(cast: Cast, one: Participation, mark: str) -> list[Any]:
    rows = story(cast.as_("karin"), one.pk).told
    return [row.event for row in rows if row.event.mark == mark]


def found(cast: Cast, code: str) -> list[str]:
    return [row.gap.told for row in between(cast.as_("karin"), MINE).rows if row.rule.code == code]


def test_a_pause_is_pointed_out_when_the_day_of_return_has_passed(cast: Cast) -> None:
    one = cast.enrolled()
    made = paused(cast, one, expected_on=TODAY)
    assert found(cast, "pause_over") == []
    actions.correct_pause(made, "x", made.from_day, TODAY - DAY, by=cast.as_("karin"))
    assert found(cast, "pause_over") == ["väntades tillbaka 1 juni 2025"]
    actions.come_back(made, TODAY, by=cast.as_("karin"))
    assert found(cast, "pause_over") == []
    assert next(event.told for event in _told(cast, one, "pause")) == "Tillbaka efter paus"


def test_a_pause_without_such_a_day_is_pointed_out_after_a_time_that_the_initiative_sets(
    cast: Cast,
) -> None:
    from stafett.casework.actions import set_limits

    one = cast.enrolled()
    paused(cast, one, from_day=TODAY - DAYS_OF_OPEN_PAUSE * DAY, expected_on=None)
    assert found(cast, "pause_over") == []
    set_limits(cast.initiative, {"pause_over": 29}, by=cast.as_("eva"))
    assert found(cast, "pause_over") == ["pausat sedan 3 maj 2025"]
    with pytest.raises(Refused) as said:
        set_limits(cast.initiative, {"pause_over": 0}, by=cast.as_("eva"))
    assert set(said.value.faults) == {"pause_over"}
    with pytest.raises(PermissionDenied):
        set_limits(cast.initiative, {"pause_over": 1}, by=cast.as_("karin"))


@pytest.mark.parametrize("who", ["lena", "per", "olle"])
def test_only_those_who_may_change_the_participation_pause_it_or_change_its_form(
    cast: Cast, who: str
) -> None:
    one = cast.enrolled()
    made = paused(cast, one)
    for act in (
        lambda: actions.pause(one, "x", TODAY, by=cast.as_(who)),
        lambda: actions.correct_pause(made, "x", TODAY, None, by=cast.as_(who)),
        lambda: actions.come_back(made, TODAY, by=cast.as_(who)),
        lambda: actions.set_form(one, "group", TODAY, by=cast.as_(who)),
    ):
        with pytest.raises(PermissionDenied):
            act()


def form(cast: Cast, one: Participation, what: str, day: date) -> FormPeriod:
    return actions.set_form(one, what, day, by=cast.as_("karin"))


def forms(one: Participation) -> list[tuple[str, date, date | None]]:
    return list(one.form_periods.order_by("from_day").values_list("form", "from_day", "until_day"))


def test_the_form_changes_without_leaving_and_never_is_both(cast: Cast) -> None:
    one = cast.enrolled()
    form(cast, one, "group", TODAY - 4 * WEEK)
    form(cast, one, "individual", TODAY - WEEK)
    assert forms(one) == [
        ("group", TODAY - 4 * WEEK, TODAY - WEEK), ("individual", TODAY - WEEK, None),
    ]  # fmt: skip
    assert status(one) == "remaining"
    with pytest.raises(IntegrityError), transaction.atomic():
        one.form_periods.filter(form="group").update(until_day=None)
    assert [event.told for event in _told(cast, one, "form")] == [
        "Deltar individuellt",
        "Deltar i grupp",
    ]


def test_the_same_form_again_and_one_before_the_latest_change_are_refused(cast: Cast) -> None:
    one = cast.enrolled()
    form(cast, one, "group", TODAY - WEEK)
    assert set(refused(lambda: form(cast, one, "group", TODAY))) == {"form"}
    assert set(refused(lambda: form(cast, one, "individual", TODAY - 2 * WEEK))) == {"from_day"}
    assert set(refused(lambda: form(cast, one, "individual", TODAY + DAY))) == {"from_day"}


def test_the_same_day_told_otherwise_corrects_it(cast: Cast) -> None:
    one = cast.enrolled()
    form(cast, one, "group", TODAY - WEEK)
    form(cast, one, "individual", TODAY - WEEK)
    assert forms(one) == [("individual", TODAY - WEEK, None)]
    form(cast, one, "group", TODAY)
    form(cast, one, "individual", TODAY)
    assert forms(one) == [("individual", TODAY - WEEK, None)]


def test_whoever_holds_the_case_ends_a_pause_whose_reason_is_not_theirs_to_read(
    cast: Cast, page: Any
) -> None:
    one = at_af(cast)
    paused(cast, one, reason="Zqskäl")
    accept(proposed(cast, one), by=cast.as_("per"))
    cast.as_everyone()
    for member in one.circle.members.filter(unit__name="Af Flen"):
        member.kinds = ["participation", "holding"]
        member.save()
    address = reverse("return_from_pause", args=[one.pk])
    text = get(page("per"), address)
    assert "Pausat sedan 19 maj 2025." in text
    assert "Zqskäl" not in text
    assert address in get(page("per"), reverse("circumstances", args=[one.pk]))
    send(page("per"), address)
    cast.as_everyone()
    assert status(one) == "remaining"


def test_the_story_tells_of_circumstances_to_those_alone_who_may_read_them(cast: Cast) -> None:
    one = at_af(cast)
    lived(cast, one, last_day=TODAY)
    did(cast, one)
    paused(cast, one, expected_on=None)
    form(cast, one, "group", TODAY)
    told = {row.event.mark for row in story(cast.as_("per"), one.pk).told}
    assert {"period", "pause", "form", "threshold"} <= told
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = ["holding"]
        member.save()
    shown = opened(cast.as_("per"), one.circle_id)
    for _kind, source in SOURCES:
        assert list(source(cast.as_("per"), one, shown)) == []
