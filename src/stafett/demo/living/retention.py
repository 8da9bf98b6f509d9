"""How long the living initiative keeps what, by an invented plan: something is warned of, something held."""

from __future__ import annotations

from datetime import date

from stafett.accounts.models import User
from stafett.casework.models import Participation
from stafett.initiatives.models import Initiative
from stafett.safeguards.actions.retention import NewRule, put_hold, record_rule, warn
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Ends, Start
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer

PLAN = "Dokumenthanteringsplan för Stigen, punkt 4 (påhittad)"
BECAUSE = "demo"
SHORT, LONG = 3, 60
"""Months after a case's end: for what is told of somebody's days there, and for the whole case."""


def keep_for_a_time(initiative: Initiative, *, today: date) -> None:
    """The controller's leader writes two rules; one of those whose time has come is held for an appeal."""
    leader = leader_of(initiative, today)
    with acting(leader, BECAUSE):
        for ends, months, spared in ((Ends.OCCUPATION, SHORT, ()), (Ends.CASE, LONG, (5, 15, 25))):
            told = NewRule(
                initiative.controller, ends, Start.CASE_END, months, PLAN, initiative.starts_on,
                spared_days=spared,
            )  # fmt: skip
            record_rule(told, by=leader)
        ended = Participation.objects.filter(
            initiative=initiative, controller=initiative.controller
        )
        first = ended.filter(ends_on__isnull=False, circle__named_only=False).order_by(
            "ends_on", "pk"
        )[0]
        put_hold(
            first.controller_id, first.circle, reason="appeal", by=leader,
            because="Beslutet om aktivitetsstöd är överklagat (påhittat)",
        )  # fmt: skip
        warn(initiative.controller_id, by=leader)


def leader_of(initiative: Initiative, today: date) -> Viewer:
    """Somebody engaged who answers for the records of the initiative's controller."""
    engaged = User.objects.filter(
        staff__tenures__position__unit__engagements__initiative=initiative
    )
    readers = (viewer_of(user, today) for user in engaged.order_by("pk").distinct())
    return next(one for one in readers if initiative.controller_id in one.speaks_for)
