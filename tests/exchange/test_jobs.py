"""Does the worker's part say honestly how it stands, once, as its user, and leave nothing when it breaks?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from stafett.casework.models import Participation
from stafett.exchange import actions, jobs
from stafett.exchange.models import RegisterImport
from stafett.exchange.queries import Work, work_of
from stafett.initiatives.models import Engagement
from stafett.safeguards.middleware import acting
from tests.cast import TODAY, Cast
from tests.exchange.doors import (
    ANNA,
    BO,
    address,
    checked,
    columns_of,
    register,
    send_to_check,
    uploaded,
    work,
)


def a_worker(seconds_silent: int = 0) -> int:
    """A worker that last said that it lives so many seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - make_interval(secs => %s)) RETURNING id", [seconds_silent],
        )  # fmt: skip
        return int(cursor.fetchone()[0])


def in_hand(one: RegisterImport, worker: int | None) -> None:
    """The job has been fetched by a worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [worker, one.job],
        )


@pytest.fixture
def queued(page: Any) -> RegisterImport:
    """Eva's file, sent to be checked, with no worker up."""
    one = uploaded(page("eva"), register(ANNA))
    send_to_check(page("eva"), one)
    one.refresh_from_db()
    return one


def test_a_job_carries_ids_and_nothing_else(queued: RegisterImport) -> None:
    job = ProcrastinateJob.objects.get(pk=queued.job)
    assert job.args == {"import_id": str(queued.pk), "user_id": queued.uploaded_by_id}
    assert (job.queue_name, job.task_name) == ("registers", "exchange.try_register")


def test_without_a_worker_the_page_says_so_and_does_not_pretend(
    page: Any, queued: RegisterImport
) -> None:
    shown = page("eva").get(address(queued)).content.decode()
    assert "det som läser filer är inte igång just nu" in shown
    assert "<progress" not in shown


def test_a_worker_that_has_gone_silent_is_no_worker(queued: RegisterImport) -> None:
    a_worker(seconds_silent=31)
    assert work_of(queued) == Work.NO_WORKER


def test_with_a_worker_up_the_file_waits_its_turn(page: Any, queued: RegisterImport) -> None:
    a_worker()
    assert work_of(queued) == Work.IN_TURN
    assert "Filen väntar på sin tur" in page("eva").get(address(queued)).content.decode()


def test_while_it_is_read_the_page_shows_how_far_it_has_come(
    page: Any, queued: RegisterImport
) -> None:
    in_hand(queued, a_worker())
    RegisterImport.objects.update(rows_done=1)
    shown = page("eva").get(address(queued)).content.decode()
    assert "Granskar rader" in shown
    assert "1 av 1" in shown
    assert 'hx-trigger="every 1s"' in shown


def test_progress_is_never_more_than_all(page: Any, queued: RegisterImport) -> None:
    in_hand(queued, a_worker())
    RegisterImport.objects.update(rows_done=7)
    assert "7 av 7" in page("eva").get(address(queued)).content.decode()


@pytest.mark.parametrize("worker", [lambda: None, lambda: a_worker(31)])
def test_a_worker_killed_in_the_middle_can_be_tried_again(
    page: Any, queued: RegisterImport, worker: Callable[[], int | None]
) -> None:
    in_hand(queued, worker())
    eva = page("eva")
    assert "stannade mitt i" in eva.get(address(queued)).content.decode()
    eva.post(address(queued), {"again": "1"})
    dead = queued.job
    queued.refresh_from_db()
    assert queued.job != dead
    assert work(queued).status == "checked"


def test_a_worker_killed_while_taking_can_be_told_to_take_again(page: Any, cast: Cast) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA))
    take = reverse("take-register", args=[one.pk])
    eva.post(take)
    one.refresh_from_db()
    in_hand(one, None)
    assert "Läs in hela filen igen" in eva.get(address(one)).content.decode()
    eva.post(take)
    assert work(one).status == "applied"


def test_a_job_that_has_vanished_counts_as_stopped(queued: RegisterImport) -> None:
    RegisterImport.objects.update(job=0)
    queued.refresh_from_db()
    assert work_of(queued) == Work.STOPPED


def test_a_dead_workers_job_that_wakes_up_keeps_nothing(page: Any, queued: RegisterImport) -> None:
    in_hand(queued, None)
    page("eva").post(address(queued), {"again": "1"})
    jobs.run(queued.pk, queued.uploaded_by_id, queued.job, keep=True)
    queued.refresh_from_db()
    assert queued.status == "checking"
    assert not Participation.objects.exists()


def test_a_file_that_another_job_took_over_in_the_middle_is_rolled_back(
    page: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA))
    eva.post(reverse("take-register", args=[one.pk]))
    one.refresh_from_db()
    original = actions.read_in

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        RegisterImport.objects.update(job=0)
        return original(*args, **kwargs)

    monkeypatch.setattr(actions, "read_in", overtaken)
    jobs.run(one.pk, one.uploaded_by_id, one.job, keep=True)
    cast.as_everyone()
    assert not Participation.objects.exists()


def test_two_clicks_take_the_file_once(page: Any, cast: Cast) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA))
    first, second = (RegisterImport.objects.defer("content").get(pk=one.pk) for _ in range(2))
    by = cast.viewer("eva")
    assert actions.start_taking(first, by=by)
    assert not actions.start_taking(second, by=by)
    assert ProcrastinateJob.objects.filter(task_name="exchange.take_register").count() == 1


def test_two_clicks_on_the_page_take_the_file_once(page: Any) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA))
    for _ in range(2):
        eva.post(reverse("take-register", args=[one.pk]))
    assert ProcrastinateJob.objects.filter(task_name="exchange.take_register").count() == 1


def test_a_file_taken_in_is_not_taken_again_by_a_job_that_runs_twice(page: Any, cast: Cast) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA))
    eva.post(reverse("take-register", args=[one.pk]))
    work(one)
    result = one.result
    jobs.run(one.pk, one.uploaded_by_id, one.job, keep=True)
    one.refresh_from_db()
    assert (one.status, one.result) == ("applied", result)


def test_a_job_that_fails_says_so_and_leaves_nothing(
    page: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("disken är full")

    eva = page("eva")
    one = checked(eva, register(ANNA, BO))
    eva.post(reverse("take-register", args=[one.pk]))
    one.refresh_from_db()
    monkeypatch.setattr("stafett.exchange.loading.Loader._correct", crash)
    with pytest.raises(RuntimeError, match="disken är full"):
        jobs.run(one.pk, one.uploaded_by_id, one.job, keep=True)
    one.refresh_from_db()
    cast.as_everyone()
    assert not Participation.objects.exists()
    assert one.status == "failed"
    assert f"Inläsningen avbröts av ett fel hos oss, jobb {one.job}." in (
        eva.get(address(one)).content.decode()
    )


def test_a_failed_file_can_be_checked_again(
    page: Any, monkeypatch: pytest.MonkeyPatch, queued: RegisterImport
) -> None:
    actions.fail(queued.pk, queued.job, "Det gick inte.")
    eva = page("eva")
    assert "Det gick inte." in eva.get(address(queued)).content.decode()
    eva.post(address(queued), {"again": "1"})
    assert work(queued).status == "checked"


def test_a_user_who_has_lost_the_right_meanwhile_is_refused_in_the_job(
    queued: RegisterImport, cast: Cast
) -> None:
    cast.as_everyone()
    Engagement.objects.filter(role="project_leader").update(until_day=TODAY)
    one = work(queued)
    assert one.status == "failed"
    assert "Du kan inte läsa in register i Provinsatsen" in one.result["why"]


def test_the_job_runs_as_its_user_behind_the_wall(
    queued: RegisterImport, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(
        jobs, "acting", lambda viewer, why: (seen.append(viewer), acting(viewer, why))[1]
    )
    work(queued)
    assert {(viewer.user_id, viewer.operator, viewer.controllers) for viewer in seen} == {
        (cast.user("eva").pk, False, cast.viewer("eva").controllers)
    }


def test_the_tasks_pass_on_the_number_of_their_job(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Mock()
    monkeypatch.setattr(jobs, "run", run)
    key, context = str(UUID(int=7)), Mock(job=Mock(id=12))
    jobs.try_register(context, key, 3)
    jobs.take_register(context, key, 3)
    assert [(c.args, c.kwargs) for c in run.call_args_list] == [
        ((UUID(int=7), 3, 12), {"keep": False}), ((UUID(int=7), 3, 12), {"keep": True}),
    ]  # fmt: skip


def test_a_file_that_turns_out_damaged_is_faulty(page: Any, queued: RegisterImport) -> None:
    RegisterImport.objects.update(content=b"PK\x03\x04 inte en arbetsbok")
    one = work(queued)
    assert one.status == "faulty"
    assert one.result["shown"][0]["code"] in ("damaged", "not-excel")


def test_a_file_thrown_away_while_it_waits_is_not_read(page: Any, queued: RegisterImport) -> None:
    page("eva").post(reverse("throw-register-away", args=[queued.pk]))
    jobs.run(queued.pk, queued.uploaded_by_id, queued.job, keep=False)
    assert not RegisterImport.objects.exists()


def test_another_register_on_its_way_in_is_told_of(
    cast: Cast, page: Any, queued: RegisterImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_alone", lambda initiative: False)
    one = work(queued)
    assert one.status == "faulty"
    assert "Ett annat register läses in i insatsen just nu" in one.result["shown"][0]["sentence"]


def test_progress_is_told_over_a_connection_of_its_own(
    cast: Cast, queued: RegisterImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a test nobody outside sees the row yet: telling must then do nothing, and not wait."""
    with jobs.progress_of(queued, cast.viewer("eva")) as tell:
        tell(1)
    queued.refresh_from_db()
    assert queued.rows_done == 0


def test_a_choice_of_columns_is_checked_anew(page: Any, queued: RegisterImport) -> None:
    one = work(queued)
    eva = page("eva")
    chosen = columns_of(eva, one)
    eva.post(address(one), chosen | {"column-1": ""})
    assert work(one).columns.get("given_name") is None
    assert one.result["first"][0]["name"] == "Ek"
