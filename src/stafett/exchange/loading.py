"""How a register's sound rows become people and participations, a piece at a time, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from stafett.casework.actions import Enrolment, correct, enrol, tell_of_doubles
from stafett.casework.actions.agreement import Difference
from stafett.casework.actions.living import words_of
from stafett.casework.actions.persons import said_anew
from stafett.casework.case_numbers import new_case_number
from stafett.casework.following import Course, Stated, stated
from stafett.casework.models import Participation
from stafett.exchange.access import controllers_of
from stafett.exchange.differences import Words
from stafett.exchange.recorded import PersonKey, Recorded, Records, number_key
from stafett.exchange.register import Fault, Lists, RegisterRow, Severity
from stafett.exchange.settling import Settling
from stafett.exchange.telling import AFTER_EXIT, Case, Telling, Told
from stafett.exchange.verdict import SHOWN_CHANGES, SHOWN_ROWS, Change, Outcome
from stafett.initiatives.models import Branch, Initiative
from stafett.people import actions as people
from stafett.people.actions import PersonFacts
from stafett.people.models import Person, Protection
from stafett.safeguards.actions import let_in_many
from stafett.safeguards.actions.in_turn import hold_people
from stafett.safeguards.queries.protecting import keeping_on_paper, keeping_out
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

CASE_ONCE = "case_number_once_per_initiative"


class Loader:
    """Loads the rows of one file into one initiative in somebody's name.

    `told` is the set of fields that the file has: what it leaves out stays as it was recorded.
    """

    def __init__(
        self, initiative: Initiative, branch: Branch | None, told: Iterable[str], lists: Lists, *,
        by: Viewer,
    ) -> None:  # fmt: skip
        self.initiative, self.by = initiative, by
        self.because = f"register: {initiative.code}"
        self.telling = Telling(initiative, told)
        self.records = Records(initiative, branch, by=by)
        self.words = Words(lists)
        self.outcome = Outcome()
        self.settling = Settling()
        self.clash: Fault | None = None
        self._only_branch: Any = branch or initiative.branches.order_by("pk").first()
        self._me = _posts(by)
        self._keeping_out = keeping_out(controllers_of(initiative))
        self._on_paper = keeping_on_paper(controllers_of(initiative))
        self._began = uuid7()
        self._numbers: set[str] = set()
        self._told_of_people: set[str] = set()

    def hear(self, one: RegisterRow | Fault) -> Told | Fault:
        """What a row tells of a participation; a fault is passed on. Asks the database nothing."""
        if isinstance(one, Fault):
            return one
        return self.telling.heard(one, one.branch or self._only_branch)  # type: ignore[arg-type]

    def load(self, heard: Sequence[Told], *, write: bool) -> list[Fault]:
        """Look a piece of the file up and, unless something stops it, write it. Returns its faults.

        Rows that clash with others of the same file are not written and not told of here: the
        file's own check does that, at its end.
        """
        met = self._meet(heard, hold=write)
        cases = [self._case(told, met) for told in heard]
        self._numbers = {case.number for case in cases}
        self._stated = self._stated_of(cases, met)
        faults = [fault for case in cases for fault in self._faults(case, met)]
        if len(self._numbers) < len(cases):
            self._clash(cases[0])
        if write and not self.clash and not any(fault.stops for fault in faults):
            faults += self._write(cases, met)
        return faults

    def _meet(self, heard: Sequence[Told], *, hold: bool) -> Recorded:
        """What is recorded of a piece; to be written on, read anew once nobody else can change its people.

        Else a protection that began since, or a name that was corrected, would be written back (law 5).
        """
        placed = [(told.row, told.branch) for told in heard]
        met = self.records.meet(placed)
        if hold and met.persons:
            hold_people(met.persons)
            return self.records.meet(placed)
        return met

    def _case(self, told: Told, met: Recorded) -> Case:
        """The participation that a row is about: by number, else the one that its person is in then."""
        row, number = told.row, told.row.case_number
        if not number:
            spans = met.met(row, told.branch)
            number = spans[0].case if len(spans) == 1 else new_case_number()
        return Case(row, told.branch, number, told.facts)

    def _faults(self, case: Case, met: Recorded) -> Iterator[Fault]:
        """What only the records can tell of a row."""
        before = met.cases.get(case.number)
        if case.branch.pk not in self.records.kept:
            told = {"branch": case.branch.name, "authority": case.branch.controller.name}
            yield _fault(case, "register-not-kept", **told)
        elif case.number in met.not_mine:
            yield _fault(case, "case-not-yours", case=case.number)
        elif before and before.pk > self._began:
            self._clash(case)
        elif before and before.controller_id != case.branch.controller_id:
            named = self.words.word("branch", before.branch_id)
            yield _fault(case, "controller-changed", branch=named)
        elif before and before.status == "ended" and self._reopens(case):
            yield _remark(case, "exit-undone", ended=before.ends_on)
        if before and self._says_otherwise(case, before):
            yield _remark(case, "stated-by-periods")
        if case.row.protection or met.people or before:
            yield from self._faults_of_person(case, before, met)

    def _stated_of(self, cases: Sequence[Case], met: Recorded) -> Stated:
        """What dated periods state of the cases that are known, by the days of the file (ADR 24)."""
        whole = "ends_on" in self.telling.told
        return stated([
            Course(before.pk, case.row.starts_on, case.row.ends_on if whole else before.ends_on)
            for case in cases
            if (before := met.cases.get(case.number))
        ])  # fmt: skip

    def _says_otherwise(self, case: Case, before: Participation) -> bool:
        """True when the file tells something else of before or after than the periods, which stand."""
        topics = self._stated.get(before.pk, {})
        pairs = [
            (topic.split("."), words)
            for topic, words in topics.items()
            if topic in self.telling.facts_told
        ]
        return any(words_of(case.facts[kind], moment) != words for (kind, moment), words in pairs)

    def _clash(self, case: Case) -> None:
        """Two rows of the file are about the same: nothing more is written, and the file's check says which."""
        self.clash = self.clash or _fault(case, "rows-clash")

    def _reopens(self, case: Case) -> bool:
        return case.row.status != "ended" and "ends_on" in self.telling.told

    def _faults_of_person(
        self, case: Case, before: Participation | None, met: Recorded
    ) -> Iterator[Fault]:
        owner = met.people.get(number_key(case.row, case.branch))
        person = before.person if before else owner
        if before and owner and owner.pk != before.person_id:
            yield _fault(case, "number-of-another")
        if case.row.protection and person and not person.protection:
            yield _fault(case, "protect-by-hand")
        if case.row.protection and not person and not self._me:
            yield _fault(case, "protected-without-team")
        yield from self._faults_of_identity(case, person)
        if person and case.number not in met.not_mine:
            yield from self._overlaps(case, person, met)

    def _protection(self, case: Case) -> str:
        """The protection of somebody new: without identity where the controller keeps that out."""
        kept_out = case.branch.controller_id in self._keeping_out
        return (
            Protection.WITHHELD.value if kept_out and case.row.protection else case.row.protection
        )

    def _faults_of_identity(self, case: Case, person: Person | None) -> Iterator[Fault]:
        """A row that says of somebody protected what the routine keeps out, or keeps out whom it does not."""
        kept_out = case.branch.controller_id in self._keeping_out
        protection = person.protection if person else case.row.protection
        if not protection:
            return
        if person is None and protection == Protection.WITHHELD and not kept_out:
            yield _fault(case, "no-such-routine")
        elif kept_out or protection == Protection.WITHHELD:
            facts = self.telling.new_person(case.row, case.branch.controller_id, protection)
            if said_anew(person, facts):
                yield _fault(case, "kept-out-by-routine")
        elif case.row.reached and case.branch.controller_id in self._on_paper:
            yield _fault(case, "contact-on-paper")

    def _overlaps(self, case: Case, person: Person, met: Recorded) -> Iterator[Fault]:
        """Days in common with another participation: a fault within the initiative only (D12)."""
        for span in met.spans.get(person.pk, ()):
            if span.case == case.number or not span.meets(case.row):
                continue
            if span.key > self._began and case.row.identity:
                self._clash(case)
            elif span.case in met.not_mine:
                yield _fault(case, "overlap-elsewhere")
            elif span.case not in self._numbers or not case.row.identity:
                yield _fault(case, "overlap-recorded", case=span.case, first=span.first)

    def _write(self, cases: Sequence[Case], met: Recorded) -> list[Fault]:
        """Write a piece, or find the rows that the database refuses because of others' rows."""
        keys = self._write_people(cases, met)
        new = [(c, keys[self._person_key(c, met)]) for c in cases if c.number not in met.cases]
        faults = list(self._enrol(new)) if new else []
        if not faults:
            known = [(met.cases[c.number], c) for c in cases if c.number in met.cases]
            self._correct(known)
            tell_of_doubles([before.pk for before, _case in known], by=self.by)
            self.settling.settle(len(cases))
        return faults

    def _person_key(self, case: Case, met: Recorded) -> PersonKey:
        """A case that is known has its person; else the number tells who it is, else the case itself."""
        if case.row.identity is None or case.number in met.cases:
            return case.branch.controller_id, case.number
        return number_key(case.row, case.branch)

    def _write_people(self, cases: Sequence[Case], met: Recorded) -> dict[PersonKey, UUID]:
        """Record the people who are new, correct those who are not, and tell the key of each."""
        known = self._known(cases, met)
        keyed = [(self._person_key(case, met), case) for case in cases]
        telling = _latest((key, case) for key, case in keyed if key not in known)
        new = {
            key: self.telling.new_person(
                case.row, case.branch.controller_id, self._protection(case)
            )
            for key, case in telling.items()
        }  # fmt: skip
        recorded = people.record(list(new.values()), by=self.by, beside_hidden=not self.by.operator)
        self._correct_people([(known[key], case) for key, case in keyed if key in known], met)
        return {**dict(zip(new, recorded, strict=True)), **{k: p.pk for k, p in known.items()}}

    def _known(self, cases: Sequence[Case], met: Recorded) -> dict[PersonKey, Person]:
        known: dict[PersonKey, Person] = dict(met.people)
        for case in cases if met.cases else ():
            if before := met.cases.get(case.number):
                known[case.branch.controller_id, case.number] = before.person
                if case.row.identity:
                    known[number_key(case.row, case.branch)] = before.person
        return known

    def _correct_people(self, pairs: Sequence[tuple[Person, Case]], met: Recorded) -> None:
        """Correct people by the row that started last: an older one must not undo it."""
        persons = {person.pk: person for person, _case in pairs}
        corrections: list[tuple[Person, PersonFacts]] = []
        for key, case in _latest((person.pk, case) for person, case in pairs).items():
            person = persons[key]
            facts = self.telling.of_person(case.row, person)
            if facts and not _told_later(case, met.spans.get(key, ())):
                self._show(case, person, self.words.of_person(facts, person))
                corrections.append((person, replace(_as_facts(person), **facts)))
                self._told_of_people.add(case.number)
        people.correct(
            corrections, by=self.by, because=self.because, beside_hidden=not self.by.operator
        )
        self.outcome.corrected_people += sum(p.pk < self._began for p, _facts in corrections)

    def _enrol(self, new: Sequence[tuple[Case, UUID]]) -> Iterator[Fault]:
        """Enrol; a number that another controller's case has refuses the rows that have it, found by halves.

        That case lies behind the wall: its number is all that can be told of it.
        """
        try:
            with transaction.atomic():
                enrol([self._enrolment(case, person) for case, person in new], by=self.by)
        except IntegrityError as refusal:
            if refusal.__cause__.diag.constraint_name != CASE_ONCE:  # type: ignore[union-attr]
                raise
            if len(new) == 1:
                yield _fault(new[0][0], "case-not-yours", case=new[0][0].number)
                return
            half = len(new) // 2
            yield from self._enrol(new[:half])
            yield from self._enrol(new[half:])
            return
        self.outcome.new += len(new)
        for case, _person in new[: SHOWN_ROWS - len(self.outcome.first)]:
            self._show_first(case)

    def _enrolment(self, case: Case, person: UUID) -> Enrolment:
        return self.telling.enrolment(case, person, self._me if case.row.protection else ())

    def _correct(self, known: Sequence[tuple[Participation, Case]]) -> None:
        """Correct participations; those that are no longer ended lose what was recorded at their exit."""
        reopened = [(p, c) for p, c in known if p.status == "ended" and self._reopens(c)]
        rest = [pair for pair in known if pair not in reopened] if reopened else known
        self.outcome.exits_undone += len(reopened)
        changed = self._correct_with(rest, self.telling.facts_told)
        changed |= self._correct_with(reopened, self.telling.facts_told | set(AFTER_EXIT))
        self.outcome.updated += len(changed)
        # A row that corrected its person has changed something, though not the participation.
        same = (c.number for p, c in known if p.pk not in changed)
        self.outcome.unchanged += sum(number not in self._told_of_people for number in same)
        self._told_of_people.clear()

    def _correct_with(
        self, pairs: Sequence[tuple[Participation, Case]], only: frozenset[str]
    ) -> set[UUID]:
        moved = [(p, c) for p, c in pairs if "branch_id" in only and p.branch_id != c.branch.pk]
        differences: dict[UUID, list[Difference]] = defaultdict(list)
        changed = correct(
            [(before, self.telling.correction(case, before)) for before, case in pairs],
            by=self.by, because=self.because, only=only,
            note=lambda one: differences[one.participation_id].append(one),
        )  # fmt: skip
        for before, case in pairs:
            if before.pk in differences:
                self._show(case, before.person, self.words.of_case(differences[before.pk]))
        let_in_many(
            [(p.circle_id, u, p.starts_on) for p, c in moved for u in self.telling.team(c.branch)],
            by=self.by,
        )
        return set(changed)

    def _show(self, case: Case, person: Person, found: Iterable[tuple[str, str, str]]) -> None:
        """Keep the first changes in words; nothing of somebody protected, whoever reads this later."""
        room = SHOWN_CHANGES - len(self.outcome.changes)
        if room > 0 and not person.protection and person.pk < self._began:
            self.outcome.changes += [
                Change(case.row.number, case.number, *one) for one in list(found)[:room]
            ]

    def _show_first(self, case: Case) -> None:
        row, word = case.row, self.words.word
        if not row.protection:
            self.outcome.first.append({
                "row": row.number, "case": case.number, "branch": case.branch.name,
                "name": f"{row.given_name} {row.family_name}".strip(),
                "start": word("", row.starts_on), "end": word("", row.ends_on),
                "outcome": word("outcome", row.outcome),
            })  # fmt: skip


def _posts(by: Viewer) -> tuple[tuple[int, int], ...]:
    """The posts of the one who reads in: the named team of somebody protected (law 5)."""
    seeing = by.positions_with(Permission.SEE_PEOPLE)
    return tuple((p.unit_id, p.position_id) for p in by.posts if p.position_id in seeing)


K = TypeVar("K")


def _latest(keyed: Iterable[tuple[K, Case]]) -> dict[K, Case]:
    """Of the rows about each, the one that started last: it tells how things are."""
    found: dict[K, Case] = {}
    for key, case in keyed:
        if key not in found or case.row.starts_on >= found[key].row.starts_on:
            found[key] = case
    return found


def _told_later(case: Case, spans: Iterable[Any]) -> bool:
    """True when somebody is recorded with a later start than the row's, by another case."""
    return any(s.first > case.row.starts_on for s in spans if s.case != case.number)


def _as_facts(person: Person) -> PersonFacts:
    return PersonFacts(**{name: getattr(person, name) for name in people.FACTS})


def _fault(case: Case, code: str, /, **params: object) -> Fault:
    return Fault(case.row.number, "", code, params)


def _remark(case: Case, code: str, /, **params: object) -> Fault:
    return Fault(case.row.number, "", code, params, severity=Severity.WARNING)
