"""What a row of a register tells of a person and of a participation, in the words of their actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from stafett.casework.actions import AuthorityCase, Doing, Enrolment, Living
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.exchange.register import RegisterRow
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.queries import team_units
from stafett.people.actions import PersonFacts
from stafett.people.models import Person

UNKNOWN = "unknown"
"""The next step that only a register may leave (law 1), and the sex that nobody has told."""

ENROLMENT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "starts_on": ("starts_on",),
    "ends_on": ("ends_on", "status", "outcome_id", "next_step_id", "end_reason"),
    "status": ("status",),
    "branch": ("branch_id",),
    "outcome": ("outcome_id",),
    "next_step": ("next_step_id",),
    "end_reason": ("end_reason",),
    "municipality": ("municipality_id",),
    "education": ("education_id",),
    "holder_unit": ("holder_unit_id",),
    "referring_party": ("referring_party_id",),
    "referring_caseworker": ("referring_caseworker",),
    "involved": ("cases",),
    "livelihood_start": ("livelihoods.start",),
    "livelihood_end": ("livelihoods.end",),
    "occupation_start": ("occupations.start",),
    "occupation_end": ("occupations.end",),
}
"""A register's fields about the participation, and the facts of an enrolment that they decide."""

PERSON_FIELDS: Mapping[str, str] = {
    "given_name": "given_name",
    "family_name": "family_name",
    "sex": "sex",
    "birth_date": "birth_date",
    "language": "language",
    "interpreter": "needs_interpreter",
    "guardian": "guardian",
    "support_person": "support_person",
    "reached": "reached",
}
"""A register's fields about the person, and what they are called in the record."""

EXIT = ("outcome_id", "next_step_id", "end_reason")
AFTER_EXIT = ("livelihoods.end", "occupations.end")


class Told(NamedTuple):
    """A row, the branch that it is about, and the facts that it tells of a participation there."""

    row: RegisterRow
    branch: Branch
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What a row is about: its branch, and the number that its participation has or will get."""

    row: RegisterRow
    branch: Branch
    number: str
    facts: dict[str, Any]


class Telling:
    """Turns rows into facts, for a file that has the fields `told`; what it leaves out is not told."""

    def __init__(self, initiative: Initiative, told: Iterable[str]) -> None:
        self.initiative, self.told = initiative, frozenset(told)
        facts = {name for key in self.told for name in ENROLMENT_FIELDS.get(key, ())}
        self.facts_told = frozenset(facts)
        self._whole = [name for name in facts if "." not in name and name not in ("status", *EXIT)]
        self._parts = {name.partition(".")[0] for name in facts if "." in name}
        self._teams: dict[int, tuple[int, ...]] = {}

    def new_person(self, row: RegisterRow, controller: int, protection: str) -> PersonFacts:
        """Somebody whom the controller has no record of; the protection as the controller's routine has it."""
        who = row.identity
        kind, number, issuer = (who.kind, who.number, who.issuer) if who else ("none", "", "")
        return PersonFacts(
            controller, kind, number, issuer, row.case_number, row.given_name, row.family_name,
            row.sex, row.birth_date, row.birth_year, row.language, bool(row.needs_interpreter),
            row.guardian, row.support_person, row.reached, protection,
        )  # fmt: skip

    def of_person(self, row: RegisterRow, before: Person) -> dict[str, Any]:
        """What the row tells of somebody recorded that is not so already.

        An empty cell, or an unknown sex, takes nothing away that is known.
        """
        told = {
            name: getattr(row, name) for key, name in PERSON_FIELDS.items()
            if key in self.told and name != "birth_date"
        }  # fmt: skip
        facts = {name: value for name, value in told.items() if value not in ("", None, UNKNOWN)}
        if row.birth_year:
            facts |= {"birth_year": row.birth_year, "birth_date": row.birth_date}
        if row.identity:
            facts |= {
                "identity_kind": row.identity.kind, "identity_number": row.identity.number,
                "identity_issuer": row.identity.issuer,
            }  # fmt: skip
        return {name: value for name, value in facts.items() if getattr(before, name) != value}

    def enrolment(
        self, case: Case, person: UUID, named_team: tuple[tuple[int, int], ...] = ()
    ) -> Enrolment:
        """A participation that is not recorded."""
        branch = case.branch
        return Enrolment(
            branch.controller_id, self.initiative.pk, branch.pk, person, case.number,
            circle_units=self.team(branch), named_team=named_team, **case.facts,
        )  # fmt: skip

    def correction(self, case: Case, before: Participation) -> Enrolment:
        """A participation that is recorded, as it is with what the file tells laid over it."""
        facts = case.facts
        told = {name: facts[name] for name in self._whole if name in facts}
        told |= {part: facts[part] for part in self._parts}
        if "branch_id" in self.facts_told:
            told["branch_id"] = case.branch.pk
        if before.person.protection:
            told.pop("municipality_id", None)
        return as_told(before, **told | self._way_out(case, before, facts))

    def _way_out(self, case: Case, before: Participation, facts: dict[str, Any]) -> dict[str, Any]:
        """How it stands and how it ended: what people have recorded since is not blanked by a file."""
        if "ends_on" not in self.told:
            return {} if before.status == "ended" else {"status": self._status(case, before)}
        if case.row.status != "ended":
            left = {"outcome_id": facts["outcome_id"], "next_step_id": None}
            reason = case.row.end_reason if "end_reason" in self.told else ""
            return {"status": self._status(case, before), "end_reason": reason, **left}
        told = {name: facts[name] for name in EXIT if name.removesuffix("_id") in self.told}
        if told.get("next_step_id", UNKNOWN) == UNKNOWN:
            told["next_step_id"] = before.next_step_id or facts["next_step_id"]
        return {"status": "ended", **told}

    def _status(self, case: Case, before: Participation) -> str:
        """Remaining or paused: as told, else as it was."""
        keep = "status" not in self.told and before.status != "ended"
        return before.status if keep else case.row.status

    def team(self, branch: Branch) -> tuple[int, ...]:
        """The units that a new case in the branch lets in."""
        if branch.pk not in self._teams:
            self._teams[branch.pk] = team_units(branch)
        return self._teams[branch.pk]

    def heard(self, row: RegisterRow, branch: Branch) -> Told:
        """What a row tells; asks the database nothing, so it can be done while that is busy."""
        return Told(row, branch, self._facts(row, branch))

    def _facts(self, row: Any, branch: Branch) -> dict[str, Any]:
        party = row.referring_party
        return {
            "starts_on": row.starts_on, "ends_on": row.ends_on, "status": row.status,
            "outcome_id": row.outcome, "next_step_id": row.next_step, "end_reason": row.end_reason,
            "municipality_id": None if row.protection else row.municipality,
            "education_id": row.education,
            "holder_unit_id": row.holder_unit or branch.holder_id,
            "referring_party_id": party.pk if party else None,
            "referring_caseworker": row.referring_caseworker,
            "cases": tuple(AuthorityCase(party.pk) for party in row.involved),
            "livelihoods": tuple(_livings(row)), "occupations": tuple(_doings(row)),
        }  # fmt: skip


def _livings(row: RegisterRow) -> Iterator[Living]:
    for moment, found in (("start", row.livelihood_start), ("end", row.livelihood_end)):
        for one in found:
            yield Living(moment, str(one.source), one.percent)


def _doings(row: RegisterRow) -> Iterator[Doing]:
    for moment, found in (("start", row.occupation_start), ("end", row.occupation_end)):
        for one in found:
            yield Doing(moment, str(one.what), one.hours)
