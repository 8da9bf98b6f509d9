"""What the worker does in the night between two months: counts who stands between the chairs."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from stafett.casework.actions.counting import begin_month_end, count_month_end
from stafett.casework.month_ends import due
from stafett.casework.queries.month_ends import BY
from stafett.safeguards.middleware import acting
from stafett.safeguards.viewer import operator

log = logging.getLogger(__name__)


@app.periodic(cron="25 * * * *")
@app.task(queue="figures", name="casework.month_end", queueing_lock="casework.month_end")
def month_end(timestamp: int) -> None:
    """Every hour: in the night between two months, count what is not counted yet."""
    now = timezone.localtime()
    if due(now) and (faults := count_all(now)):
        raise RuntimeError(f"{len(faults)} controllers could not be counted at the month's end")


def count_all(now: datetime) -> list[int]:
    """Count each controller in a transaction of its own; those that could not be, and are tried again.

    What stands in the way of one stops no other.
    """
    by = operator(now.date(), BY)
    with acting(by, BY):
        waiting = begin_month_end(now)
    return [one for one in waiting if not _counted(one, now)]


def _counted(controller: int, now: datetime) -> bool:
    try:
        with acting(operator(now.date(), BY).reaching((controller,)), BY):
            count_month_end(controller, now)
    except Exception as trouble:
        # neither the words of a fault nor its values: they may tell of somebody
        log.error("no month's end for controller %s: %s", controller, type(trouble).__name__)
        return False
    return True


__all__ = ["count_all", "month_end"]
