"""Circumstances over time of the living initiative's people: hours that grow, a pause, another form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from stafett.casework.models import Participation, Status
from stafett.circumstances import actions
from stafett.circumstances.actions import DID, LIVED, NewPeriod
from stafett.circumstances.models import Form
from stafett.demo.living.consents import open_cases, workers
from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer

DAY = timedelta(days=1)
LONG = 90 * DAY
"""Those who have been there for so long have something to tell."""
EVERY = 3
"""So many of them have it written: the first, then each third."""
FORMS = (Form.GROUP, Form.GROUP, None, Form.INDIVIDUAL)
"""In which form the others take part, by turns; of some nobody has noted it."""
SETTLED = 6
"""Whose work practice ends with a job to come: nothing needs to be noted after it."""


def live(initiative: Initiative, *, by: Viewer) -> int:
    """Periods for some of the open cases, with what was recorded at the start kept as it is; how many."""
    number = 0
    for at, (case, worker) in enumerate(_cases(initiative, by)):
        if case.status == Status.PAUSED:
            actions.pause(
                case, "Väntar på besked om vård", by.day - 40 * DAY, by.day - 5 * DAY, by=worker
            )
        if at % EVERY:
            _in_a_form(case, worker, FORMS[at % len(FORMS)])
            continue
        _lived(case, worker, number)
        _did(case, worker, number)
        if number == 1:
            _paused_and_back(case, worker)
        if number % 2:
            _in_another_form(case, worker)
        number += 1
    return number


def _cases(initiative: Initiative, by: Viewer) -> Iterator[tuple[Participation, Viewer]]:
    working = workers(by.day)
    for case in open_cases(initiative):
        worker = working.get(case.holdings.order_by("-from_day", "-pk")[0].unit_id)
        if worker and case.starts_on + LONG <= by.day:
            yield case, worker


def _lived(case: Participation, worker: Viewer, number: int) -> None:
    """What was recorded directly before goes on; for each other it ends soon, with nothing next for some."""
    for row in case.livelihoods.filter(moment="start").order_by("pk"):
        ends = worker.day + 30 * DAY if number % 2 else None
        told = NewPeriod(row.source_id, case.starts_on - 200 * DAY, ends, row.extent_percent)
        actions.add(case, LIVED, told, by=worker)
    if number == EVERY:
        told = NewPeriod("wages", worker.day + 31 * DAY, None, 50)
        actions.add(case, LIVED, told, by=worker)


def _did(case: Participation, worker: Viewer, number: int) -> None:
    """From 4 hours a week to 12, over the threshold; some end soon, for some what is next is noted."""
    few = NewPeriod("practice", case.starts_on + 14 * DAY, worker.day - 29 * DAY, 4)
    actions.add(case, DID, few, by=worker)
    ends = worker.day + 30 * DAY if number % 4 == 2 else None
    more = actions.add(case, DID, NewPeriod("practice", worker.day - 28 * DAY, ends, 12), by=worker)
    if number == SETTLED:
        actions.nothing_next(more, "Börjar hos arbetsgivaren när praktiken är slut", by=worker)
    if number % 2:
        actions.note_next(case, Decimal(10), "Möte om nästa stödform är bokat", by=worker)


def _paused_and_back(case: Participation, worker: Viewer) -> None:
    told = actions.pause(case, "Flytt till ny bostad", worker.day - 70 * DAY, by=worker)
    actions.come_back(told, worker.day - 50 * DAY, by=worker)


def _in_a_form(case: Participation, worker: Viewer, form: Form | None) -> None:
    if form:
        actions.set_form(case, form, case.starts_on, by=worker)


def _in_another_form(case: Participation, worker: Viewer) -> None:
    actions.set_form(case, Form.GROUP, case.starts_on, by=worker)
    actions.set_form(case, Form.INDIVIDUAL, worker.day - 28 * DAY, by=worker)
