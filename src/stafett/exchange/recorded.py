"""What is recorded already of the people and cases in a piece of a register, and may the reader touch it?

Read past nobody's wall: another controller's rows are not seen here at all, and of this controller's
only those that the one who reads the register in may change (laws 2, 3 and 5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Lookup, OuterRef, Q, QuerySet

from stafett.casework.access import registers, workable
from stafett.casework.models import Participation
from stafett.casework.rules import overlaps
from stafett.exchange.register import RegisterRow
from stafett.initiatives.models import Branch, Initiative
from stafett.people.models import Person
from stafett.safeguards.access import may_see
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

PersonKey = tuple[Any, ...]
Placed = tuple[RegisterRow, Branch]
"""A row with the branch that it is read into."""


class Span(NamedTuple):
    """The days of a recorded participation, the last one included; None is still in."""

    key: UUID
    case: str
    first: date
    last: date | None

    def meets(self, row: RegisterRow) -> bool:
        """True when it has a day in common with the row."""
        return overlaps(self.first, self.last, row.starts_on, row.ends_on)


@dataclass
class Recorded:
    """What a piece of a register meets: cases by number, people by number, and their days."""

    cases: dict[str, Participation] = field(default_factory=dict)
    not_mine: set[str] = field(default_factory=set)
    people: dict[PersonKey, Person] = field(default_factory=dict)
    spans: dict[UUID, list[Span]] = field(default_factory=dict)

    @property
    def persons(self) -> set[UUID]:
        """The keys of those whom the piece could write on."""
        cases = {case.person_id for case in self.cases.values()}
        return cases | {person.pk for person in self.people.values()}

    def person(self, row: RegisterRow, branch: Branch) -> Person | None:
        """Whom a row is about: the person of its case, else whoever has its number."""
        before = self.cases.get(row.case_number)
        return before.person if before else self.people.get(number_key(row, branch))

    def met(self, row: RegisterRow, branch: Branch) -> list[Span]:
        """The recorded days of the row's person that the row has a day in common with."""
        person = self.person(row, branch)
        spans = self.spans.get(person.pk, ()) if person else ()
        return [span for span in spans if span.meets(row)]


class Records:
    """Looks things up for one import, in somebody's name."""

    def __init__(self, initiative: Initiative, branch: Branch | None, *, by: Viewer) -> None:
        self._initiative, self._by = initiative, by
        rows = initiative.branches.all()
        if not by.operator:
            rows = registers(by, [Permission.IMPORT_REGISTER]).filter(initiative=initiative)
        here = rows.filter(pk=branch.pk) if branch else rows
        self.kept = frozenset(here.order_by("pk").values_list("pk", flat=True))
        """The branches that are read into, whose register the reader keeps."""

    def meet(self, rows: Sequence[Placed]) -> Recorded:
        """Everything recorded that these rows could be about."""
        found = Recorded(people=self._people(rows))
        self._add_cases(found, self._cases(row.case_number for row, _branch in rows))
        people = {person.pk for person in found.people.values()}
        found.spans = self._spans(people | {case.person_id for case in found.cases.values()})
        met = (span.case for row, branch in rows for span in found.met(row, branch))
        seen = found.cases.keys() | found.not_mine
        self._add_cases(found, self._cases(number for number in met if number not in seen))
        return found

    # What only a named team sees is passed by in the question itself: neither the answer nor the number of
    # questions tells that it is there (law 5). Of two with one number the hidden comes first, and gives way.
    def _cases(self, numbers: Iterable[str]) -> list[Participation]:
        wanted = list(dict.fromkeys(filter(None, numbers)))
        if not wanted:
            return []
        rows = Participation.objects.filter(
            OneOf(F("case_number"), wanted), initiative=self._initiative
        )
        if not self._by.operator:
            own = workable(self._by).filter(pk=OuterRef("pk"))
            rows = rows.filter(Q(circle__named_only=False) | Q(Exists(own)))
        found = rows.select_related("person", "circle").order_by("pk")
        return sorted(found, key=lambda case: not case.hidden)

    def _add_cases(self, found: Recorded, cases: Sequence[Participation]) -> None:
        mine = self._mine(cases)
        found.cases |= {case.case_number: case for case in cases if case.pk in mine}
        found.not_mine |= {case.case_number for case in cases if case.pk not in mine}

    def _mine(self, cases: Sequence[Participation]) -> set[UUID]:
        """Those in a branch that is read into."""
        return {case.pk for case in cases if case.branch_id in self.kept}

    def _people(self, rows: Sequence[Placed]) -> dict[PersonKey, Person]:
        """People by number; of several with the same (law 5) those that the reader may know of."""
        numbers = list({row.identity.number for row, _branch in rows if row.identity})
        if not numbers:
            return {}
        found = Person.objects.filter(
            OneOf(F("identity_number"), numbers),
            controller_id__in={branch.controller_id for _row, branch in rows},
        )
        known = self._known(found.order_by(F("kept_apart").asc(nulls_last=True), "pk"))
        return {
            (p.controller_id, p.identity_kind, p.identity_issuer, p.identity_number): p
            for p in known
        }  # fmt: skip

    def _known(self, found: QuerySet[Person]) -> list[Person]:
        """The people in whose cases the reader is, or whose cases in this initiative are read in."""
        if not self._by.operator:
            theirs = Participation.objects.filter(person=OuterRef("pk"))
            read_in = theirs.filter(branch__in=self.kept, circle__named_only=False)
            found = found.filter(Exists(read_in) | Exists(may_see(self._by, theirs)))
        return list(found)

    def _spans(self, people: Collection[UUID]) -> dict[UUID, list[Span]]:
        spans: dict[UUID, list[Span]] = {}
        if people:
            rows = Participation.objects.filter(
                OneOf(F("person_id"), list(people)), initiative=self._initiative
            ).order_by("pk")
            for person, key, case, first, last in rows.values_list(
                "person_id", "pk", "case_number", "starts_on", "ends_on"
            ):
                spans.setdefault(person, []).append(Span(key, case, first, last))
        return spans


def number_key(row: RegisterRow, branch: Branch) -> PersonKey:
    """How a row's number names its person at the branch's controller; nobody's without a number."""
    who = row.identity
    return (branch.controller_id, who.kind, who.issuer, who.number) if who else ()


class OneOf(Lookup):  # type: ignore[type-arg]
    """One of a list that travels as one parameter: thousands of them cost more than the look-up."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """`column = ANY(list)`."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, self.rhs]
