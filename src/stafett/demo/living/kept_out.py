"""Lets the living initiative's controller keep the protected out: one is entered so, one was there before."""

from __future__ import annotations

from datetime import date, timedelta

from stafett.casework.access import branches_to_work_in
from stafett.casework.actions import Enrolment, enrol
from stafett.demo.living.retention import leader_of
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import team_units
from stafett.people.actions import PersonFacts, record
from stafett.people.models import Protection
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.middleware import acting

BECAUSE, NUMBER = "demo", "S000-UI"
WHERE = "Kassaskåpet hos enhetschefen (påhittat)"


def keep_out(initiative: Initiative, *, today: date) -> None:
    """The leader decides the routine, and enters somebody by year and sex, whom the leader alone sees."""
    leader = leader_of(initiative, today)
    with acting(leader, BECAUSE):
        decide_routine(initiative.controller, contact="absent", kept_where=WHERE, by=leader)
        branch = next(b for b in branches_to_work_in(leader) if b.initiative_id == initiative.pk)
        facts = PersonFacts(
            branch.controller_id, "none", register_key=NUMBER, sex="woman", birth_year=today.year - 33,
            protection=Protection.WITHHELD.value,
        )  # fmt: skip
        (person,) = record([facts], by=leader)
        told = Enrolment(
            branch.controller_id, initiative.pk, branch.pk, person, NUMBER, today - timedelta(days=20),
            branch.holder_id, team_units(branch), named_team=tuple(leader.own_seats(team_units(branch))),
        )  # fmt: skip
        enrol([told], by=leader)
