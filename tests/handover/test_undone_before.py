"""Exits that were undone before there was a mark: the migration finds them in the history."""

from __future__ import annotations

from datetime import date
from importlib import import_module

from django.db import transaction

from stafett.casework.actions import close
from stafett.casework.models import Participation
from stafett.handover.models import Handover
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from tests import provision
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, proposed
from tests.handover.test_at_once import apart
from tests.handover.test_exit_undone import corrected, left, undone
from tests.handover.test_settling import leaving

__all__ = ["apart"]
UNDONE = import_module("stafett.handover.migrations.0005_undone_exit").UNDONE

SPOKEN = "(e.pgh_created_at AT TIME ZONE 'Europe/Stockholm')::date"


STEPS = {
    "stands": "L", "spelled": "LS", "open": "LU", "other": "LUC", "anew": "LUL", "earlier": "CUL",
    "proposed": "P", "forgotten": "LU", "forgotten anew": "LUL",
}  # fmt: skip
"""What each case has been through: left to somebody outside, the spelling corrected, the exit undone, closed
with another noted as next, proposed."""


def went_through(cast: Cast, case: Participation, step: str) -> None:
    """One step, committed by itself, so that the history tells it from the next."""
    with transaction.atomic():
        set_reach(all_controllers())
        case.refresh_from_db()
        if step == "L":
            left(cast, case)
        elif step == "S":
            corrected(cast, case, next_outside="Komvux i Flen")
        elif step == "U":
            undone(cast, case)
        elif step == "P":
            proposed(cast, case, outside="Komvux Flen")
        else:
            told = leaving(cast, next_step_id="holder", next_outside="Växthuset")
            close([(case, told)], by=cast.as_("karin"))


def lives(cast: Cast) -> dict[str, Participation]:
    with transaction.atomic():
        set_reach(all_controllers())
        cases = {name: cast.enrolled() for name in STEPS}
    for name, steps in STEPS.items():
        for step in steps:
            went_through(cast, cases[name], step)
    return cases


def marks(cast: Cast, case: Participation) -> list[date | None]:
    rows = Handover.objects.filter(participation=case).order_by("proposed_on", "pk")
    return list(rows.values_list("undone_on", flat=True))


def test_what_was_undone_before_is_found_in_the_history(apart: Cast) -> None:
    """Ett avslut som ångrades märks med den dagen; ett vars namn bara har rättats står kvar."""
    cases = lives(apart)
    with provision.as_owner(f"{provision.NAME}_apart") as owner:
        owner.execute("DROP INDEX one_yes_from_outside_stands")
        owner.execute("UPDATE handover_handover SET undone_on = NULL, closed_on = closed_on - 2000")
        forget = "DELETE FROM casework_participationevent WHERE pgh_obj_id = %s"
        owner.execute("ALTER TABLE casework_participationevent DISABLE TRIGGER USER")
        for name in ("forgotten", "forgotten anew"):
            owner.execute(forget, [cases[name].pk])
        owner.execute(UNDONE.encode())
        newest = f"SELECT max({SPOKEN}) FROM casework_participationevent e"
        found = owner.execute(newest.encode()).fetchone()
    with transaction.atomic():
        apart.as_everyone()
        told = {name: marks(apart, case) for name, case in cases.items()}
    day = found[0] if found else None
    of_the_yes = TODAY - 2000 * DAY
    assert told == {
        "stands": [None], "spelled": [None], "open": [day], "other": [day], "anew": [day, None],
        "earlier": [None], "proposed": [None], "forgotten": [of_the_yes],
        "forgotten anew": [of_the_yes, None],
    }  # fmt: skip
