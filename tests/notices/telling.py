"""What the tests of notices do: look for news as somebody, and do what the worker has on its list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from stafett.notices import jobs
from stafett.notices.actions import choose
from stafett.notices.models import Mailing, Notice
from stafett.notices.queries import unread
from stafett.notices.rules import SWEDEN
from stafett.notices.sending import deliver
from tests.cast import TODAY, Cast

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=SWEDEN)
"""A Monday at ten; the Friday of that week is the national day."""
SITE = "https://stafett.prov.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USUAL = {
    "how": "daily",
    "hour": 8,
    "quiet_from": 17,
    "quiet_until": 7,
    "free_days": False,
    "off": [],
}


def news(cast: Cast, who: str, besides: str = "nobody_has") -> list[str]:
    """What is new to somebody once the job has looked, by kind; the cast's cases have no worker."""
    assert jobs.look_for(cast.user(who))
    found = unread(cast.as_(who)).exclude(what=besides).order_by("what", "day", "pk")
    told = list(found.values_list("what", flat=True))
    cast.as_everyone()
    return told


def wants(cast: Cast, who: str, **told: Any) -> None:
    """Somebody chooses how to be told."""
    choose(cast.as_(who), {**USUAL, **told}, NOW)
    cast.as_everyone()


def mailings(cast: Cast, who: str) -> list[Mailing]:
    """The mails to somebody, the latest made first."""
    return list(Mailing.objects.filter(user=cast.user(who)))


def notices(cast: Cast, who: str) -> list[Notice]:
    """Every notice there is of somebody's, seen or not."""
    cast.as_everyone()
    return list(Notice.objects.filter(user=cast.user(who)).order_by("at", "pk"))


def waiting_jobs(name: str = "notices.send") -> list[ProcrastinateJob]:
    """The jobs that the worker has on its list, in the order in which they were put there."""
    return list(ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("pk"))


def work() -> None:
    """Do each job of mails as the worker would: by its name, with the arguments that it was given."""
    for job in waiting_jobs():
        app.tasks[job.task_name].func(**job.args)


def sent_at(cast: Cast, who: str, moment: datetime) -> None:
    """Do what the worker does with somebody's waiting mail at a moment."""
    for one in Mailing.objects.filter(user=cast.user(who), stands="waiting"):
        deliver(one.pk, moment)
    cast.as_everyone()
