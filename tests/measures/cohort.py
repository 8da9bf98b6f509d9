"""Puts visits into the database through the same actions as everybody uses, in two batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from stafett.casework.actions import AuthorityCase, Enrolment, Living, enrol
from stafett.initiatives.actions import change
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.queries import team_units
from stafett.parties.models import Party
from stafett.people.actions import PersonFacts, record
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.measures.reference import Human, Visit


def put_in(cast: Cast, visits: Sequence[Visit]) -> None:
    """Enrol every visit; one human is one person."""
    cast.as_everyone()
    begin_before(cast, min((visit.starts_on for visit in visits), default=START))
    known = Known(cast)
    people = known.people({visit.who.number: visit.who for visit in visits})
    enrol(
        [known.enrolment(visit, people[visit.who.number]) for visit in visits], by=operator(TODAY)
    )


def begin_before(cast: Cast, day: date) -> None:
    """Let the initiative have begun by a day: nobody begins in it before."""
    of = Initiative.objects.get(code="prov")
    if day < of.starts_on:
        change(of, by=operator(TODAY), starts_on=day)


@dataclass
class Known:
    """What the cast has that visits point at, looked up once."""

    cast: Cast
    branches: dict[str, tuple[Branch, tuple[int, ...]]] = field(default_factory=dict)
    cases: dict[str, AuthorityCase] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look it up."""
        for code in ("flen", "katrineholm"):
            branch = self.cast.branch(code)
            self.branches[code] = (branch, team_units(branch))
        for short in ("Af", "FK", "Flen"):
            self.parties[short] = self.cast.party(short)
            self.cases[short] = self.cast.case_at(short)
        self.outcomes = {one.code: one.pk for one in self.cast.initiative.outcomes.order_by("pk")}

    def people(self, humans: dict[int, Human]) -> dict[int, UUID]:
        """Record the humans; gives their keys by their numbers."""
        keys = record([self._facts(human) for human in humans.values()], by=None)
        return dict(zip(humans, keys, strict=True))

    def _facts(self, human: Human) -> PersonFacts:
        self.cast.number += 1
        return PersonFacts(
            self.branches[human.branch][0].controller_id,
            identity_kind="none",
            register_key=f"P{self.cast.number}",
            sex=human.sex,
            birth_date=human.birth_date,
            birth_year=human.birth_year,
        )

    def enrolment(self, visit: Visit, person: UUID) -> Enrolment:
        """What it takes to enrol a visit."""
        self.cast.number += 1
        branch, units = self.branches[visit.who.branch]
        return Enrolment(
            branch.controller_id,
            branch.initiative_id,
            branch.pk,
            person,
            case_number=f"A{self.cast.number}",
            starts_on=visit.starts_on,
            holder_unit_id=branch.holder_id,
            circle_units=units,
            referring_party_id=self.parties[visit.referrer].pk if visit.referrer else None,
            cases=tuple(self.cases[party] for party in sorted(visit.parties)),
            livelihoods=tuple(_livings(visit)),
            **self._end(visit),
        )

    def _end(self, visit: Visit) -> dict[str, Any]:
        if visit.ends_on is None:
            return {"status": visit.status}
        return {
            "ends_on": visit.ends_on,
            "status": "ended",
            "outcome_id": self.outcomes[visit.outcome],
            "next_step_id": visit.next_step,
        }


def _livings(visit: Visit) -> Iterable[Living]:
    yield from (Living("start", source) for source in sorted(visit.before))
    yield from (Living("end", source) for source in sorted(visit.after))


ANNA = Human(1, "woman", date(2004, 2, 29))
BO = Human(2, "man", date(1999, 12, 31))
CIM = Human(3, "other", None, 1990, "katrineholm")
DAN = Human(4, "man", None, None, "katrineholm")
EBBA = Human(5, "woman", date(2006, 6, 1), None, "katrineholm")
UNKNOWN = Human(6, "unknown", date(1964, 1, 1))

SOME = (
    Visit(ANNA, date(2024, 1, 15), date(2024, 5, 1), referrer="FK", parties=frozenset({"FK", "Af"})),
    Visit(ANNA, date(2024, 9, 1), date(2025, 1, 31), outcome="studier", referrer="FK"),
    Visit(BO, date(2024, 3, 1), date(2024, 12, 31), outcome="sjuk", next_step="holder",
          referrer="Af", parties=frozenset({"Af"}), before=frozenset({"social_assistance"}),
          after=frozenset({"wages", "activity_support"})),
    Visit(CIM, date(2024, 6, 1), date(2025, 3, 1), outcome="annat", next_step="nobody"),
    Visit(DAN, date(2025, 2, 1), status="unknown", referrer="Af", parties=frozenset({"Af"})),
    Visit(EBBA, date(2025, 3, 1), status="paused", before=frozenset({"social_assistance"})),
    Visit(UNKNOWN, date(2025, 5, 1), parties=frozenset({"Flen", "FK"})),
    Visit(Human(7, branch="katrineholm", birth_year=2000), date(2025, 4, 1), date(2025, 8, 1)),
    Visit(Human(8, "man", birth_year=2000), date(2025, 7, 1)),
)  # fmt: skip
"""A small cohort with a return, every sex and status, one who leaves after the day, one who begins after."""
