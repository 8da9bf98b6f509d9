"""A pause or a form that has been is put right: its days and why; what stood is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.circumstances import actions
from stafett.circumstances.actions import PastForm, PastPause
from stafett.circumstances.models import FormPeriod, Pause
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK
from tests.circumstances.test_courses import paused, refused

Days = list[tuple[str, date, date | None]]
GROUP, ALONE = "group", "individual"


def ended(cast: Cast, one: Participation, **told: Any) -> Pause:
    """A pause from three weeks ago until a week ago."""
    made = paused(cast, one, **{"from_day": TODAY - 3 * WEEK, **told})
    return actions.come_back(made, TODAY - WEEK, by=cast.as_("karin"))


def right(
    cast: Cast, row: Pause, *days: int, reason: str = "Flytt", because: str = "Fel dag"
) -> Pause:
    first, back = (TODAY - days_ago * DAY for days_ago in days)
    told = PastPause(reason, first, back)
    return actions.correct_past_pause(row, told, by=cast.as_("karin"), because=because)


def changed(cast: Cast, one: Participation) -> Days:
    """In a group for ten weeks, individually for five, and in a group since two weeks ago."""
    for form, weeks in ((GROUP, 17), (ALONE, 7), (GROUP, 2)):
        actions.set_form(one, form, TODAY - weeks * WEEK, by=cast.as_("karin"))
    return forms()


def forms() -> Days:
    rows = FormPeriod.objects.order_by("from_day")
    return list(rows.values_list("form", "from_day", "until_day"))


def reshape(cast: Cast, nth: int, form: str, first: date, last: date | None = None) -> FormPeriod:
    row = FormPeriod.objects.order_by("from_day")[nth]
    told = PastForm(form, first, last)
    return actions.correct_form(row, told, by=cast.as_("karin"), because="Fel vecka")


def test_a_pause_that_has_ended_is_put_right_and_what_stood_is_kept(cast: Cast, page: Any) -> None:
    """Pausen började tre dagar senare än det står. Karin rättar den, med varför; hur det stod finns kvar."""
    one = cast.enrolled()
    row = ended(cast, one)
    address = reverse("pause_correct", args=[one.pk, row.pk])
    assert address in get(page("karin"), reverse("circumstances", args=[one.pk]))

    send(page("karin"), address, from_day=str(TODAY - 18 * DAY), back_on=str(TODAY - 8 * DAY),
         reason="Flytt", because="Fel dag")  # fmt: skip

    row.refresh_from_db()
    assert (row.from_day, row.until_day, row.reason) == (
        TODAY - 18 * DAY, TODAY - 8 * DAY, "Flytt",
    )  # fmt: skip
    event: Any = Pause.pgh_event_model.objects.order_by("pgh_id").last()  # type: ignore[attr-defined]
    assert (event.from_day, event.reason) == (TODAY - 3 * WEEK, "Väntar på besked")
    assert event.pgh_context.metadata["why"] == "Fel dag"
    assert Participation.objects.get(pk=one.pk).status == "remaining"


def test_a_pause_that_never_was_is_taken_away(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    row = ended(cast, one)
    address = reverse("pause_correct", args=[one.pk, row.pk])
    send(page("karin"), address, wrong="on", because="Fel person")
    assert not Pause.objects.exists()
    gone = get(page("karin"), address, 404)
    assert gone
    assert refused(lambda: right(cast, row, 20, 10)) == {
        "": "Den har tagits bort sedan du öppnade sidan."
    }


@pytest.mark.parametrize(
    ("days", "told", "field"),
    [
        ((10, 10), {}, "back_on"),
        ((10, 12), {}, "back_on"),
        ((10, -1), {}, "back_on"),
        ((4000, 10), {}, "from_day"),
        ((20, 10), {"reason": " "}, "reason"),
        ((20, 10), {"because": " "}, "because"),
        ((35, 30), {}, "from_day"),
        ((20, 2), {}, "from_day"),
    ],
)
def test_what_cannot_have_been_of_a_pause_is_refused(
    days: tuple[int, int], told: dict[str, str], field: str, cast: Cast
) -> None:
    one = cast.enrolled()
    first = paused(cast, one, from_day=TODAY - 40 * DAY, expected_on=None)
    actions.come_back(first, TODAY - 31 * DAY, by=cast.as_("karin"))
    row = ended(cast, one)
    paused(cast, one, from_day=TODAY - 3 * DAY)
    assert set(refused(lambda: right(cast, row, *days, **told))) == {field}
    assert right(cast, row, 31, 3).until_day == TODAY - 3 * DAY


def test_a_pause_that_goes_on_has_its_own_form(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    row = paused(cast, one)
    assert "Pausen pågår" in get(page("karin"), reverse("pause_correct", args=[one.pk, row.pk]))
    assert "Pausen pågår" in refused(lambda: right(cast, row, 10, 5))[""]


def test_karin_noterade_en_paus_på_fel_person(cast: Cast, page: Any) -> None:
    """Karin noterade pausen hos fel person i dag. Hon tar bort den, och personen deltar som förut."""
    one, karin = cast.enrolled(), page("karin")
    there, back = (reverse(name, args=[one.pk]) for name in ("pause", "return_from_pause"))
    assert "av misstag" not in get(karin, there)
    row = paused(cast, one, from_day=TODAY)
    shown = get(karin, back)
    assert f'href="{there}"' in shown
    assert f'value="{TODAY}"' not in shown, "nobody is back on the day that they went"
    told = {"reason": row.reason, "from_day": TODAY, "expected_on": "", "wrong": "on"}
    assert "Skriv varför" in faults(send(karin, there, 422, **told))
    send(karin, there, **told, because="Fel person")
    cast.as_everyone()
    one.refresh_from_db()
    assert one.status == "remaining"
    assert not Pause.objects.filter(participation=one).exists()
    assert paused(cast, one).until_day is None, "another can begin"


def test_an_expected_return_that_is_then_before_the_pause_is_let_go_of(cast: Cast) -> None:
    row = ended(cast, cast.enrolled(), expected_on=TODAY - 2 * WEEK)
    assert right(cast, row, 20, 10).expected_on == TODAY - 2 * WEEK
    assert right(cast, row, 14, 10).expected_on is None


def test_a_case_that_has_ended_is_put_right_within_its_days(cast: Cast) -> None:
    one = cast.enrolled()
    row = paused(cast, one)
    close([(one, Exit(TODAY, cast.outcome("arbete").pk, "none_needed"))], by=cast.as_("karin"))
    assert Pause.objects.get().until_day == TODAY + DAY
    assert set(refused(lambda: right(cast, row, 10, -2))) == {"back_on"}
    assert right(cast, row, 10, -1).until_day == TODAY + DAY


def test_the_forms_beside_follow_when_the_day_of_a_change_is_moved(cast: Cast) -> None:
    """Bytet till individuellt var en vecka tidigare: formen före slutar då, och ingen dag har två former."""
    one = cast.enrolled()
    start = changed(cast, one)[0][1]
    for first, last in ((8, 3), (6, 1)):
        reshape(cast, 1, ALONE, TODAY - first * WEEK, TODAY - last * WEEK - DAY)
        assert forms() == [
            (GROUP, start, TODAY - first * WEEK), (ALONE, TODAY - first * WEEK, TODAY - last * WEEK),
            (GROUP, TODAY - last * WEEK, None),
        ]  # fmt: skip


def test_a_form_that_becomes_as_those_beside_it_is_one_with_them(cast: Cast) -> None:
    one = cast.enrolled()
    start = changed(cast, one)[0][1]
    reshape(cast, 1, GROUP, TODAY - 7 * WEEK, TODAY - 2 * WEEK - DAY)
    assert forms() == [(GROUP, start, None)]


def test_the_form_that_goes_on_keeps_going_on(cast: Cast) -> None:
    one = cast.enrolled()
    start = changed(cast, one)[0][1]
    reshape(cast, 2, GROUP, TODAY - 4 * WEEK, TODAY)
    assert forms()[1:] == [
        (ALONE, TODAY - 7 * WEEK, TODAY - 4 * WEEK),
        (GROUP, TODAY - 4 * WEEK, None),
    ]
    reshape(cast, 2, ALONE, TODAY - 4 * WEEK)
    assert forms() == [(GROUP, start, TODAY - 7 * WEEK), (ALONE, TODAY - 7 * WEEK, None)]


@pytest.mark.parametrize(
    ("weeks", "field"),
    [((17, 2), "from_day"), ((7, None), "last_day"), ((7, 0), "last_day"), ((7, 8), "last_day"),
     ((900, 2), "from_day")],
)  # fmt: skip
def test_what_cannot_have_been_of_a_form_is_refused(
    weeks: tuple[int, int | None], field: str, cast: Cast
) -> None:
    one = cast.enrolled()
    stood = changed(cast, one)
    first, last = weeks
    until = None if last is None else TODAY - last * WEEK
    assert set(refused(lambda: reshape(cast, 1, ALONE, TODAY - first * WEEK, until))) == {field}
    assert forms() == stood


def test_nothing_is_left_of_no_form_beside(cast: Cast) -> None:
    one = cast.enrolled()
    changed(cast, one)
    actions.set_form(one, ALONE, TODAY - WEEK, by=cast.as_("karin"))
    last = TODAY - WEEK - DAY
    said = refused(lambda: reshape(cast, 1, ALONE, TODAY - 7 * WEEK, last))
    assert "Då blir inget kvar av formen bredvid, i grupp" in said["last_day"]


def test_a_form_that_stood_by_itself_does_not_reach_another(cast: Cast) -> None:
    one = cast.enrolled()
    changed(cast, one)
    cast.as_everyone()
    FormPeriod.objects.filter(until_day=TODAY - 7 * WEEK).update(until_day=TODAY - 9 * WEEK)
    cast.as_("karin")
    said = refused(lambda: reshape(cast, 1, ALONE, TODAY - 10 * WEEK, TODAY - 2 * WEEK - DAY))
    assert "De dagarna står redan i en annan" in said["from_day"]
    reshape(cast, 1, ALONE, TODAY - 9 * WEEK, TODAY - 2 * WEEK - DAY)
    assert forms()[1] == (ALONE, TODAY - 9 * WEEK, TODAY - 2 * WEEK)


def test_a_form_is_put_right_on_the_page_and_somebody_quicker_is_shown(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    changed(cast, one)
    _first, middle, last = FormPeriod.objects.order_by("from_day")
    karin, address = page("karin"), reverse("form_correct", args=[one.pk, middle.pk])
    assert address in get(karin, reverse("circumstances", args=[one.pk]))
    assert 'name="last_day"' not in get(karin, reverse("form_correct", args=[one.pk, last.pk]))
    answer = send(karin, address, 422, from_day=str(TODAY + DAY), because="Fel")
    assert "Dagen har inte varit än" in faults(answer)
    send(karin, address, from_day=str(TODAY - 6 * WEEK), because="Fel vecka")
    assert forms()[1] == (ALONE, TODAY - 6 * WEEK, TODAY - 2 * WEEK)
    goes_on = reverse("form_correct", args=[one.pk, last.pk])
    send(karin, goes_on, from_day=str(TODAY - 3 * WEEK), because="Fel vecka")
    assert forms()[2] == (GROUP, TODAY - 3 * WEEK, None)


@pytest.mark.parametrize("who", ["lena", "per"])
def test_only_those_who_may_change_the_case_put_it_right(who: str, cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    row = ended(cast, one)
    changed(cast, one)
    told = PastPause("x", TODAY - 2 * WEEK, TODAY - WEEK)
    with pytest.raises(PermissionDenied):
        actions.correct_past_pause(row, told, by=cast.as_(who), because="x")
    with pytest.raises(PermissionDenied):
        actions.take_away_pause(row, by=cast.as_(who), because="x")
    with pytest.raises(PermissionDenied):
        reshape_as(cast, who)
    address = reverse("pause_correct", args=[one.pk, row.pk])
    assert address not in get(page(who), reverse("circumstances", args=[one.pk]))
    get(page(who), address, 403)


def reshape_as(cast: Cast, who: str) -> None:
    row = FormPeriod.objects.order_by("from_day")[0]
    actions.correct_form(
        row, PastForm(ALONE, row.from_day, row.last_day), by=cast.as_(who), because="x"
    )
