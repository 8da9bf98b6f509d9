"""Does a cohort hold together: is every code that it names written down, once?"""

from __future__ import annotations

from collections.abc import Iterable

from stafett.demo.cohorts.marginals import MarginalError, require, tally
from stafett.demo.cohorts.shapes import Beside, Cohort, InitiativeSetup, RegisterRow, Setup


def check(cohort: Cohort) -> Cohort:
    """The cohort itself; raises MarginalError at the first code that points nowhere."""
    _check_parties(cohort.setup)
    _check_posts(cohort.setup)
    _check_initiative(cohort.setup)
    _once((row["case_number"] for row in cohort.rows), "case numbers")
    for row in cohort.rows:
        _check_row(row, cohort.setup)
    for number, beside in cohort.beside.items():
        _check_beside(number, beside, cohort)
    return cohort


def _once(codes: Iterable[str], what: str) -> set[str]:
    counts = tally(codes)
    require([code for code, count in counts.items() if count > 1], [], f"{what} written twice")
    return set(counts)


def _known(names: Iterable[str], known: Iterable[str], what: str) -> None:
    """The empty code means nobody, and is always known."""
    strangers = sorted(set(names) - set(known) - {""})
    if strangers:
        raise MarginalError(f"{what}: nobody has written down {', '.join(strangers)}")


def _check_parties(setup: Setup) -> None:
    kinds = _once((kind.code for kind in setup.kinds), "kinds")
    parties = _once((party.code for party in setup.parties), "parties")
    authorities = _once((authority.code for authority in setup.authorities), "authorities")
    _once((unit.code for unit in setup.units), "units")
    _known((party.kind for party in setup.parties), kinds, "kinds")
    _known((authority.party for authority in setup.authorities), parties, "parties")
    _known((unit.authority for unit in setup.units), authorities, "authorities")
    _known((person.authority for person in setup.staff), authorities, "authorities")
    for agreement in setup.agreements:
        _known(agreement.parties, parties, agreement.title)
    if setup.association:
        _known((member.party for member in setup.association.members), parties, "members")
        _known([setup.association.authority], authorities, "the association's authority")
        require(sum(m.share for m in setup.association.members), 1, "the funding shares")


def _check_posts(setup: Setup) -> None:
    posts = _once((post.code for post in setup.positions), "posts")
    staff = _once((person.code for person in setup.staff), "staff")
    groups = _once((group.code for group in setup.groups), "groups")
    _known((post.unit for post in setup.positions), (unit.code for unit in setup.units), "units")
    _known((tenure.position for tenure in setup.tenures), posts, "posts")
    _known((tenure.staff for tenure in setup.tenures), staff, "staff")
    _known((seat.position for seat in setup.seats), posts, "posts")
    _known((seat.group for seat in setup.seats), groups, "groups")
    _known((group.hands_up_to for group in setup.groups), groups, "groups")


def _check_initiative(setup: Setup) -> None:
    initiative = setup.initiative
    authorities = {authority.code for authority in setup.authorities}
    parties = {party.code for party in setup.parties}
    units = {unit.code for unit in setup.units}
    branches = _once((branch.code for branch in initiative.branches), "branches")
    _known([initiative.controller], authorities, "the controller")
    _known((branch.controller for branch in initiative.branches), authorities, "controllers")
    _known((branch.holder for branch in initiative.branches), units, "holders")
    _known((part.unit for part in initiative.engagements), units, "units")
    _known((part.branch for part in initiative.engagements), branches, "branches")
    _known((promise.party for promise in initiative.promised_inflow), parties, "promises")
    _known((line.payer for line in initiative.cost_lines), parties, "payers")
    _check_outcomes(initiative)


def _check_outcomes(initiative: InitiativeSetup) -> None:
    outcomes = _once((outcome.code for outcome in initiative.outcomes), "outcomes")
    for goal in initiative.goals:
        for reading in goal.readings:
            _known(reading.outcomes, outcomes, goal.code)


def _check_row(row: RegisterRow, setup: Setup) -> None:
    units = {unit.code for unit in setup.units}
    parties = {party.code for party in setup.parties}
    _known([row["branch"]], (b.code for b in setup.initiative.branches), row["case_number"])
    _known([row["outcome"]], (o.code for o in setup.initiative.outcomes), row["case_number"])
    _known([row["holder"], row["next_holder"]], units, row["case_number"])
    _known([row["referring_party"]], parties, row["case_number"])
    _known((part["party"] for part in row["involved"]), parties, row["case_number"])
    _known((part["unit"] for part in row["involved"]), units, row["case_number"])
    _once((part["party"] for part in row["involved"]), f"{row['case_number']}: parties")
    require(bool(row["next_holder"]), row["next_step"] == "holder", row["case_number"])
    require(row["status"] == "ended", row["ends_on"] is not None, row["case_number"])


def _check_beside(number: str, beside: Beside, cohort: Cohort) -> None:
    cases = [row["case_number"] for row in cohort.rows]
    _known([number], cases, "case numbers")
    _known([beside.same_as], cases[: cases.index(number)], f"{number}: the earlier case")
    _known([beside.worker], ["", *(post.code for post in cohort.setup.positions)], number)
    _known(beside.named_team, (post.code for post in cohort.setup.positions), number)
    require(bool(beside.protection), bool(beside.named_team), f"{number}: who may see")
