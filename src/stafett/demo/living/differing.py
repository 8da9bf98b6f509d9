"""Two authorities that have judged the same person differently: both stand, side by side (A19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied

from stafett.casework.access import writes_for
from stafett.casework.models import Participation
from stafett.demo.living.consents import open_cases, workers
from stafett.initiatives.models import Initiative
from stafett.plans.actions import NewDecision, note_decision
from stafett.safeguards.middleware import acting, set_reach
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer, operator

BECAUSE = "demo"
MOST = 3
JUDGED = (
    "Kan arbeta halvtid med anpassning (påhittat)",
    "Kan inte arbeta före hösten (påhittat)",
)


def let_differ(initiative: Initiative, *, today: date) -> int:
    """In some of the cases that two authorities work in, what the one has judged and the other; how many."""
    with acting(operator(today, "demo"), BECAUSE):
        set_reach(all_controllers())
        found = list(_by_two(initiative, today))[:MOST]
    for case, judges in found:
        for by, text in zip(judges, JUDGED, strict=True):
            told = NewDecision("judgement", text, case.starts_on, today + timedelta(days=120))
            with acting(by, BECAUSE, door="decision_new"):
                note_decision(case, told, by=by)
    return len(found)


def _by_two(initiative: Initiative, today: date) -> Iterator[tuple[Participation, list[Viewer]]]:
    """Cases with somebody at each of two authorities who may write in them."""
    working = workers(today)
    for case in open_cases(initiative):
        judges: dict[int, Viewer] = {}
        for unit in sorted(working):
            if authority := _writes(working[unit], case):
                judges.setdefault(authority, working[unit])
        if len(judges) >= len(JUDGED):
            yield case, list(judges.values())[: len(JUDGED)]


def _writes(by: Viewer, case: Participation) -> int | None:
    """The authority that somebody writes for in a case; None where they do not."""
    try:
        return writes_for(by, case)[1]
    except PermissionDenied:
        return None
