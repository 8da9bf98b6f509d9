"""Deciding that rows end, and letting the worker begin: in one transaction, neither without the other."""

from __future__ import annotations

from procrastinate.contrib.django import app as worker

from stafett.safeguards.actions.retention import decide
from stafett.safeguards.models import Ending
from stafett.safeguards.viewer import Viewer


def decide_and_start(one: Ending, because: str, *, by: Viewer) -> int:
    """Decide, and put the work on the worker's list; returns how many things end. Raises Refused."""
    number = decide(one, because, by=by)
    worker.configure_task("safeguards.end_decided", queue="retention").defer(ending_id=str(one.pk))
    return number
