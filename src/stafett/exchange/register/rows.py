"""What each row of a register says, in one pass: a typed row for the database, or its faults."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from stafett.exchange.register import wholes
from stafett.exchange.register.choices import Choices, Lists
from stafett.exchange.register.columns import BY_KEY, FIELDS, Column, bind
from stafett.exchange.register.dates import Reading, read_date
from stafett.exchange.register.faults import Fault
from stafett.exchange.register.rules import Ledger
from stafett.exchange.register.tables import RawRow, Table
from stafett.exchange.register.values import (
    Reader,
    amounts_reader,
    choice_reader,
    municipality_reader,
    read_birth,
    read_hours,
    read_percent,
    read_protection,
    read_status,
    read_yes_or_no,
    several_reader,
    sex_reader,
    text_reader,
)
from stafett.exchange.register.wholes import Cells
from stafett.people.rules import Identity

REMEMBERED = 20_000
"""How many different texts of one column are read once and remembered."""

LENGTHS = {
    "case_number": 60,
    "personal_number": 60,
    "other_number": 60,
    "number_issuer": 60,
    "given_name": 80,
    "family_name": 80,
    "end_reason": 200,
    "referring_caseworker": 120,
    "language": 40,
    "guardian": 160,
    "support_person": 160,
    "reached": 200,
}
"""Free text, and how many characters the database has room for."""
MOSTLY_UNIQUE = frozenset({"case_number", "personal_number", "other_number"})


@dataclass(frozen=True, slots=True)
class Livelihood:
    """A source of livelihood, with per cent where it was told (1–100)."""

    source: Hashable
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Occupation:
    """What a person did, with hours a week where they were told."""

    what: Hashable
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A sound row. Words from lists are the values of `Lists`; None or "" is what the file left empty.

    `identity` None means that `case_number` is the key. `ends_on` is the last day, included.
    `branch` and `holder_unit` None mean the initiative's only branch and the branch's own unit.
    Whether a field was in the file at all is told by the mapping, not by the row.
    """

    number: int
    case_number: str
    identity: Identity | None
    given_name: str
    family_name: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    branch: Hashable | None
    municipality: Hashable | None
    starts_on: date
    ends_on: date | None
    status: str
    outcome: Hashable | None
    next_step: Hashable | None
    end_reason: str
    holder_unit: Hashable | None
    referring_party: Hashable | None
    referring_caseworker: str
    involved: tuple[Hashable, ...]
    livelihood_start: tuple[Livelihood, ...]
    livelihood_end: tuple[Livelihood, ...]
    occupation_start: tuple[Occupation, ...]
    occupation_end: tuple[Occupation, ...]
    education: Hashable | None
    language: str
    needs_interpreter: bool | None
    guardian: str
    support_person: str
    reached: str
    protection: str


def check(
    table: Table, mapping: Mapping[str, str], lists: Lists, today: date
) -> Iterator[RegisterRow | Fault]:
    """Read a whole register: faults of its columns first, and then nothing more; else every row.

    `mapping` is field key → header. Sound rows and faults come as they are found; what only the
    whole file can tell comes last. Warnings and notes do not keep a row back, errors do.
    """
    columns, faults = bind(table.headers, mapping)
    if faults:
        yield from faults
        return
    yield from parse(table.rows, columns, lists, today)


def parse(
    rows: Iterable[RawRow | Fault], columns: Sequence[Column], lists: Lists, today: date
) -> Iterator[RegisterRow | Fault]:
    """Read rows one at a time; memory stays flat but for about 40 bytes a row (see rules.Ledger)."""
    read = RowReader(columns, lists, today)
    ledger = Ledger()
    for raw in rows:
        if isinstance(raw, Fault):
            yield raw
            continue
        row, faults = read(raw, ledger)
        yield from faults
        if row is not None:
            yield row
    yield from ledger.faults(read.header("case_number"), read.header("starts_on"))


class RowReader:
    """Reads rows of one register; each column has its reader, which remembers the texts it has seen."""

    def __init__(self, columns: Sequence[Column], lists: Lists, today: date) -> None:
        self._lists = lists
        self._only_branch = next(iter(lists.branches), None) if len(lists.branches) == 1 else None
        self._today = today
        self._headers = {column.field.key: column.header for column in columns}
        self._labels = {one.key: one.label for one in FIELDS}
        readers = readers_for(lists)
        self._plan = [
            (column.place, column.field.key, column.header, _ready(column, readers))
            for column in columns
        ]
        self._required = [
            (column.place, column.field.key) for column in columns if column.field.required
        ]

    def header(self, key: str) -> str:
        """What the file calls the field; empty when it has no such column."""
        return self._headers.get(key, "")

    def __call__(self, raw: RawRow, ledger: Ledger) -> tuple[RegisterRow | None, list[Fault]]:
        """The row, unless something stops it, and all that there is to say about it."""
        cells = Cells(raw.number, self._headers, self._labels)
        for place, key, header, reader in self._plan:
            text = raw.cells[place]
            if text:
                self._read_one(cells, key, header, reader(text))
        for place, key in self._required:
            if not raw.cells[place]:
                cells.fault(key, "missing-value", field=self._labels[key])
        ledger.note_row(raw.number, raw.cells)
        row = self._whole(cells, ledger)
        return row, cells.faults

    def _read_one(self, cells: Cells, key: str, header: str, reading: Reading) -> None:
        for trouble in reading.troubles:
            cells.add(Fault.at(cells.row, header, trouble))
        cells.values[key] = reading.value

    def _whole(self, cells: Cells, ledger: Ledger) -> RegisterRow | None:
        """What the cells say together; None when any of it stops the row."""
        who = wholes.identity(cells, self._today)
        wholes.period(cells, self._today, self._lists)
        self._note(cells, who, ledger)
        born, year = wholes.birth(cells, who, self._today)
        where = wholes.status(cells)
        outcome, next_step = wholes.way_out(cells, where, self._lists)
        worked_out = {
            "identity": who,
            "birth_date": born,
            "birth_year": year,
            "sex": wholes.sex(cells, who),
            "status": where,
            "outcome": outcome,
            "next_step": next_step,
            "holder_unit": wholes.holder(cells, where),
            "branch": self._branch(cells),
            "livelihood_start": _livelihoods(cells, "livelihood_start"),
            "livelihood_end": _livelihoods(cells, "livelihood_end"),
            "occupation_start": _occupations(cells, "occupation_start"),
            "occupation_end": _occupations(cells, "occupation_end"),
        }
        return None if cells.stopped else _row(cells, worked_out)

    def _note(self, cells: Cells, who: Identity | None, ledger: Ledger) -> None:
        """What the whole file must be compared by, also for rows that something else stops."""
        case_number, start = cells.get("case_number"), cells.get("starts_on")
        if case_number:
            ledger.note_case(cells.row, case_number)
        if who and start:
            number = f"{who.kind} {who.issuer} {who.number}"
            ledger.note_person(cells.row, number, start, cells.get("ends_on"))

    def _branch(self, cells: Cells) -> Hashable | None:
        """The branch told; it must be when there are several (F3)."""
        if not cells.told("branch") and len(self._lists.branches) > 1:
            cells.fault("branch", "missing-value", field=self._labels["branch"])
        meant = cells.get("branch") or self._only_branch
        if meant and meant.waits_for:
            cells.fault("branch", "branch-waits", branch=meant.label, authority=meant.waits_for)
        return _chosen(cells, "branch")


def readers_for(lists: Lists) -> Mapping[str, Reader]:
    """How the text of each field is read, given the lists that hold for the initiative."""

    def one(key: str) -> Reader:
        return choice_reader(getattr(lists, BY_KEY[key].list_name), BY_KEY[key].label)

    livelihood = several_reader(lists.livelihoods, BY_KEY["livelihood_start"].label, read_percent)
    occupation = several_reader(lists.occupations, BY_KEY["occupation_start"].label, read_hours)
    return {
        **{key: text_reader(most) for key, most in LENGTHS.items()},
        **{key: one(key) for key in ("branch", "outcome", "next_step", "holder_unit")},
        **{key: one(key) for key in ("referring_party", "education")},
        "end_reason": listed_or_own(lists.end_reasons, LENGTHS["end_reason"]),
        "sex": sex_reader(other=lists.other_sex),
        "birth_date": read_birth,
        "municipality": municipality_reader(lists.municipalities),
        "starts_on": read_date,
        "ends_on": read_date,
        "status": read_status,
        "involved": several_reader(lists.parties, BY_KEY["involved"].label),
        "livelihood_start": livelihood,
        "livelihood_end": livelihood,
        "livelihood_start_extent": amounts_reader(read_percent),
        "livelihood_end_extent": amounts_reader(read_percent),
        "occupation_start": occupation,
        "occupation_end": occupation,
        "occupation_start_hours": amounts_reader(read_hours),
        "occupation_end_hours": amounts_reader(read_hours),
        "interpreter": read_yes_or_no,
        "protection": read_protection,
    }


def listed_or_own(listed: Choices, most: int) -> Reader:
    """A word of the list by its label or code, written as the list has it; else the text as it stands."""
    own = text_reader(most)

    def read(text: str) -> Reading:
        found = listed.find(text)
        return Reading(found.label) if found else own(text)

    return read


def remembered(reader: Reader, most: int = REMEMBERED) -> Reader:
    """The same reader, which reads each different text once."""
    known: dict[str, Reading] = {}

    def read(text: str) -> Reading:
        reading = known.get(text)
        if reading is None:
            if len(known) >= most:
                known.clear()
            reading = known[text] = reader(text)
        return reading

    return read


def _row(cells: Cells, worked_out: dict[str, Any]) -> RegisterRow:
    value = cells.values.get
    return RegisterRow(
        number=cells.row,
        case_number=value("case_number", ""),
        given_name=value("given_name", ""),
        family_name=value("family_name", ""),
        municipality=_chosen(cells, "municipality"),
        starts_on=cells.values["starts_on"],
        ends_on=value("ends_on"),
        end_reason=value("end_reason", ""),
        referring_party=_chosen(cells, "referring_party"),
        referring_caseworker=value("referring_caseworker", ""),
        involved=tuple(choice.value for choice, _nothing in value("involved", ())),
        education=_chosen(cells, "education"),
        language=value("language", ""),
        needs_interpreter=value("interpreter"),
        guardian=value("guardian", ""),
        support_person=value("support_person", ""),
        reached=value("reached", ""),
        protection=value("protection", ""),
        **worked_out,
    )


def _ready(column: Column, readers: Mapping[str, Reader]) -> Reader:
    reader = readers[column.field.key]
    return reader if column.field.key in MOSTLY_UNIQUE else remembered(reader)


def _chosen(cells: Cells, key: str) -> Hashable | None:
    choice = cells.get(key)
    return choice.value if choice else None


def _livelihoods(cells: Cells, what: str) -> tuple[Livelihood, ...]:
    return tuple(Livelihood(*pair) for pair in wholes.counted(cells, what))


def _occupations(cells: Cells, what: str) -> tuple[Occupation, ...]:
    return tuple(Occupation(*pair) for pair in wholes.counted(cells, what))


__all__ = ["Livelihood", "Occupation", "RegisterRow", "RowReader", "check", "parse", "remembered"]
