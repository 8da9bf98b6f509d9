"""Is it counted at a month's end who stands between the chairs: once, in time, by the controller's record?"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from stafett.casework import between as registry
from stafett.casework import jobs
from stafett.casework.actions import counting
from stafett.casework.actions.counting import TooLate, begin_month_end, count_month_end
from stafett.casework.between import Gap, Rule, Scope
from stafett.casework.models import KIND_OF, LookedThrough, MonthEnd, Participation
from stafett.casework.month_ends import due, last_days
from stafett.casework.queries import month_ends
from stafett.casework.queries.between import UNIT, between
from stafett.initiatives.models import Initiative
from stafett.plans.actions import NewDecision, note_decision
from stafett.safeguards.actions import NewProvision, accept, name_team, record_provision
from stafett.safeguards.models import Information, Opening, Reading
from stafett.safeguards.viewer import Viewer
from tests.casework.unit_world import BY, give, karins
from tests.cast import START, Cast

HERE = ZoneInfo("Europe/Stockholm")
LAST = date(2025, 6, 30)
NIGHT = datetime(2025, 6, 30, 23, 25, tzinfo=HERE)
DAY = timedelta(days=1)


def counted(cast: Cast, now: datetime = NIGHT) -> list[int]:
    """Count as the worker does; who could not be."""
    faults = jobs.count_all(now)
    cast.as_everyone()
    return faults


def of(one: Participation, day: date = LAST) -> list[str]:
    """What was kept of a participation at a month's end."""
    rows = LookedThrough.objects.filter(participation=one, on_day=day).order_by("rule")
    return list(rows.values_list("rule", flat=True))


def done(cast: Cast) -> dict[str, bool]:
    """Whether each controller of the cast's initiative was counted."""
    rows = MonthEnd.objects.filter(initiative=cast.initiative).order_by("authority__name")
    return {row.authority.name: row.done_at is not None for row in rows.select_related("authority")}


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2025-06-30T21:59", None),
        ("2025-06-30T22:00", date(2025, 6, 30)),
        ("2025-07-01T05:59", date(2025, 6, 30)),
        ("2025-07-01T06:00", None),
        ("2025-07-01T22:30", None),
        ("2025-06-30T03:00", None),
        ("2024-03-01T00:30", date(2024, 2, 29)),
        ("2026-01-01T00:10", date(2025, 12, 31)),
    ],
)
def test_a_month_is_counted_in_the_night_between_two_months_alone(
    now: str, day: date | None
) -> None:
    assert due(datetime.fromisoformat(now)) == day


def test_the_last_days_of_the_latest_months_are_told_earliest_first() -> None:
    since = date(2024, 12, 15)
    found = last_days(since, date(2025, 2, 28), 12)
    assert found == [date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28)]
    assert last_days(since, date(2025, 2, 27), 1) == [date(2025, 1, 31)]
    assert last_days(since, date(2024, 12, 30), 12) == []


def test_each_open_case_is_looked_through_and_each_rule_that_finds_it_is_kept(cast: Cast) -> None:
    nobodys, hers = cast.enrolled(), cast.enrolled("katrineholm")
    somebodys = cast.enrolled()
    give(cast, [somebodys], karins(cast))
    assert counted(cast) == []
    assert "nobody_has" in of(nobodys)
    assert "nobody_has" in of(hers)
    assert of(somebodys)[0] == ""
    assert "nobody_has" not in of(somebodys)
    (row,) = LookedThrough.objects.filter(participation=hers, rule="")
    assert row.controller_id == row.owner_authority_id == hers.controller_id
    assert done(cast) == {"Flens arbetsmarknadsnämnd": True, "Katrineholms arbetsnämnd": True}


def test_who_has_left_or_leaves_that_day_or_has_not_begun_is_not_counted(cast: Cast) -> None:
    gone, leaves = cast.ended(ends_on=LAST - DAY), cast.ended(ends_on=LAST)
    later, stays = cast.enrolled(starts_on=LAST + DAY), cast.ended(ends_on=LAST + DAY)
    counted(cast)
    assert [of(one) for one in (gone, leaves, later)] == [[], [], []]
    assert of(stays)[0] == ""


def test_whom_a_named_team_alone_may_see_is_not_counted(cast: Cast) -> None:
    one = cast.enrolled()
    post = cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=BY)
    counted(cast)
    assert of(one) == []


def test_a_month_is_counted_once_however_often_the_worker_asks(cast: Cast) -> None:
    one = cast.enrolled()
    counted(cast)
    before = of(one)
    give(cast, [one], karins(cast))
    assert counted(cast, NIGHT + timedelta(hours=2)) == []
    assert of(one) == before
    assert begin_month_end(NIGHT) == []


def test_what_stands_in_the_way_of_one_controller_stops_no_other_and_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    flen, hers = cast.enrolled(), cast.enrolled("katrineholm")
    real = counting.looked_through

    def broken(controller: int, initiative: int, day: date) -> Any:
        if controller == flen.controller_id:
            raise RuntimeError("Amina Öberg")
        return real(controller, initiative, day)

    monkeypatch.setattr(counting, "looked_through", broken)
    with caplog.at_level(logging.ERROR):
        assert counted(cast) == [flen.controller_id]
    assert "Amina" not in caplog.text
    assert done(cast) == {"Flens arbetsmarknadsnämnd": False, "Katrineholms arbetsnämnd": True}
    assert of(flen) == []
    assert of(hers)
    monkeypatch.undo()
    assert counted(cast, NIGHT + timedelta(hours=1)) == []
    assert of(flen)
    assert all(done(cast).values())


@pytest.mark.parametrize("act", [begin_month_end, lambda now: count_month_end(1, now)])
def test_at_any_other_time_it_is_refused_since_nobody_knows_how_it_stood(
    db: None, act: Any
) -> None:
    with pytest.raises(TooLate, match="2025-07-01 06:00"):
        act(datetime(2025, 7, 1, 6, tzinfo=HERE))
    assert not MonthEnd.objects.exists()


@pytest.mark.parametrize(("hour", "months"), [(23, 1), (12, 0)])
def test_the_worker_asks_every_hour_and_counts_in_the_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: int, months: int
) -> None:
    monkeypatch.setattr(jobs.timezone, "localtime", lambda: NIGHT.replace(hour=hour))
    jobs.month_end(0)
    assert MonthEnd.objects.values("on_day").distinct().count() == months


def test_the_worker_says_so_when_somebody_could_not_be_counted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.timezone, "localtime", lambda: NIGHT)
    monkeypatch.setattr(jobs, "count_all", lambda now: [1])
    with pytest.raises(RuntimeError, match="1 controllers"):
        jobs.month_end(0)


def test_what_another_authority_has_opened_is_shown_to_the_unit_and_not_counted(cast: Cast) -> None:
    """Law 2: the unit's list shows Af's decision, which is not the controller's to keep."""
    one = cast.enrolled()
    give(cast, [one], karins(cast))
    af, flen = cast.unit("Af Flen").authority, cast.unit("AUC").authority
    told = NewProvision(af, flen, Opening.STANDING, tuple(Information.values), "Prov 1 §", START)
    cast.as_everyone()
    record_provision(told, by=BY)
    parts = cast.consented(one, "Af Flen").parts.filter(giver=af).order_by("pk")
    accept(list(parts), by=cast.viewer("per"))
    new = NewDecision("decision", "Stöd", LAST - 30 * DAY, LAST)
    mine = cast.enrolled()
    note_decision(one, new, by=cast.as_("per"))
    note_decision(mine, new, by=cast.as_("karin"))
    rows = between(replace(cast.as_("karin"), day=LAST), UNIT).rows
    seen = {row.gap.participation_id for row in rows if row.rule.code == "decision_ends"}
    counted(cast)
    assert seen == {one.pk, mine.pk}
    assert "decision_ends" in of(mine)
    assert "decision_ends" not in of(one)


def test_what_a_rule_finds_outside_the_open_cases_is_not_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, gone = cast.enrolled(), cast.ended()

    def everybody(viewer: Viewer, scope: Scope) -> Iterable[Gap]:
        for key in (one.pk, one.pk, gone.pk, None):
            yield Gap(START, "AUC", key)

    monkeypatch.setattr(registry, "_rules", {})
    registry.register(Rule("all", "Alla", "Alla", "Alla", "Laga", everybody))
    counted(cast)
    rows = LookedThrough.objects.order_by("rule").values_list("participation", "rule")
    assert list(rows) == [(one.pk, ""), (one.pk, "all")]
    assert rows.model(rule="all").get_rule_display() == "Alla"
    assert rows.model().get_rule_display() == "Reglerna har gåtts igenom"


def test_any_number_of_cases_is_looked_through_some_at_a_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_ends, "MOST_CASES", 2)
    cases = [cast.enrolled() for _ in range(5)]
    counted(cast)
    assert all("nobody_has" in of(one) for one in cases)
    assert LookedThrough.objects.filter(rule="").count() == 5


def test_nobody_is_read_of_when_a_month_is_counted_for_nobody_is_shown(cast: Cast) -> None:
    cast.enrolled()
    before = Reading.objects.count()
    counted(cast)
    assert Reading.objects.count() == before


def test_initiatives_are_counted_from_their_start_until_a_year_after_their_end(cast: Cast) -> None:
    Initiative.objects.filter(pk=cast.initiative.pk).update(ends_on=date(2024, 6, 1))
    assert cast.initiative.pk in {key for key, _whose in month_ends.going_on(LAST)}
    Initiative.objects.filter(pk=cast.initiative.pk).update(ends_on=date(2024, 5, 31))
    assert cast.initiative.pk not in {key for key, _whose in month_ends.going_on(LAST)}
    assert cast.other.pk in {key for key, _whose in month_ends.going_on(LAST)}
    assert list(month_ends.going_on(START - DAY)) == []


def test_what_was_found_is_never_changed_and_stands_at_a_months_end(cast: Cast) -> None:
    one = cast.enrolled()
    counted(cast)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        LookedThrough.objects.filter(participation=one).update(rule="x")
    spine: dict[str, Any] = {
        "controller_id": one.controller_id, "owner_authority_id": one.controller_id,
        "kind": KIND_OF[LookedThrough], "participation": one,
    }  # fmt: skip
    for told in (
        {"on_day": LAST - DAY},
        {"on_day": LAST},
        {"on_day": date(2025, 5, 31), "kind": "note"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LookedThrough.objects.create(**(spine | told))
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthEnd.objects.create(
            initiative=cast.initiative, authority_id=one.controller_id, on_day=START
        )


def test_the_wall_hides_what_was_found_of_another_controllers(cast: Cast) -> None:
    cast.enrolled("katrineholm")
    counted(cast)
    cast.as_("sven")
    assert LookedThrough.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_lookedthrough")
        assert cursor.fetchone() == (0,)
