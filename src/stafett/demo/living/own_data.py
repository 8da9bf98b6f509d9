"""Somebody in the living initiative has asked for their own data: it is compiled, and waits for a decision."""

from __future__ import annotations

from datetime import date, timedelta

from stafett.casework.models import Participation
from stafett.demo.living.retention import BECAUSE, leader_of
from stafett.initiatives.models import Initiative
from stafett.safeguards.actions.own_data import compile_request, note_request
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import OwnDataRequest

DAYS_AGO = 12


def ask_for_own_data(initiative: Initiative, *, today: date) -> OwnDataRequest:
    """The one who has been in it longest asked at the desk; the controller's leader has compiled it."""
    leader = leader_of(initiative, today)
    with acting(leader, BECAUSE):
        going_on = Participation.objects.filter(
            initiative=initiative, controller=initiative.controller, ends_on=None,
            circle__named_only=False,
        )  # fmt: skip
        case = going_on.order_by("starts_on", "pk")[0]
        asked = note_request(
            case.circle, initiative.controller, asked_by="Personen själv", asked_how="desk",
            asked_on=today - timedelta(days=DAYS_AGO), by=leader,
            identity_checked="Legitimation visad i receptionen (påhittat)",
        )  # fmt: skip
        compile_request(asked, by=leader)
    return asked
