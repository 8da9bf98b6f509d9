"""Puts visits into the database through the same action as everybody uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from stafett.casework.actions import Enrolment, Living, enrol
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.reference import Human, Visit


def put_in(cast: Cast, visits: Iterable[Visit]) -> None:
    """Enrol every visit; one human is one person."""
    known: dict[int, UUID] = {}
    enrolments = [_enrolment(cast, visit, known) for visit in visits]
    cast.as_everyone()
    enrol(enrolments, by=operator(TODAY))


def _enrolment(cast: Cast, visit: Visit, known: dict[int, UUID]) -> Enrolment:
    who = visit.who
    if who.number not in known:
        born = {"birth_date": who.birth_date, "birth_year": who.birth_year}
        known[who.number] = cast.person(who.branch, sex=who.sex, **born)
    cast.number += 1
    ended = {
        "ends_on": visit.ends_on,
        "status": "ended",
        "outcome_id": cast.outcome(visit.outcome).pk,
        "next_step_id": visit.next_step,
    }
    return cast.enrolment(
        who.branch,
        known[who.number],
        starts_on=visit.starts_on,
        referring_party_id=cast.party(visit.referrer).pk if visit.referrer else None,
        cases=tuple(cast.case_at(party) for party in sorted(visit.parties)),
        livelihoods=(
            *(Living("start", source) for source in sorted(visit.before)),
            *(Living("end", source) for source in sorted(visit.after)),
        ),
        **(ended if visit.ends_on else {"status": visit.status}),
    )


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
