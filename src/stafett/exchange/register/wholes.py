"""What the cells of one row say together: who it is, when, how it ended, and how much of what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from stafett.exchange.register.choices import Choice, Lists
from stafett.exchange.register.columns import KEYS_OF_A_ROW
from stafett.exchange.register.faults import Fault, Severity
from stafett.people.rules import (
    OLDEST,
    Identity,
    NotANumber,
    born_too_long_ago,
    read_number,
    read_other,
)

AMOUNTS = {
    "livelihood_start": "livelihood_start_extent",
    "livelihood_end": "livelihood_end_extent",
    "occupation_start": "occupation_start_hours",
    "occupation_end": "occupation_end_hours",
}
"""What is counted, and the column that its amounts stand in."""


class Cells:
    """The values of one row by field key, with the faults found so far."""

    def __init__(self, row: int, headers: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self.row = row
        self.values: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.stopped = False
        self._headers = headers
        self._labels = labels

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The value of a field, or what an empty cell means."""
        return self.values.get(key, otherwise)

    def told(self, key: str) -> bool:
        """True when the cell is filled in, whether or not it could be read."""
        return key in self.values

    def has_column(self, key: str) -> bool:
        """True when the file has a column for the field."""
        return key in self._headers

    def label(self, key: str) -> str:
        """What the field is called, for a sentence: by the file's own header where it has one."""
        return self._headers.get(key) or self._labels[key]

    def fault(self, key: str, code: str, **params: object) -> None:
        """Something wrong with a field of this row, which stops it."""
        self.add(Fault(self.row, self._headers.get(key, ""), code, params))

    def remark(
        self, key: str, code: str, severity: Severity = Severity.WARNING, **params: object
    ) -> None:
        """Something to look at, which stops nothing."""
        self.add(Fault(self.row, self._headers.get(key, ""), code, params, severity=severity))

    def add(self, fault: Fault) -> None:
        """Keep a fault, and know whether any of them stops."""
        self.faults.append(fault)
        self.stopped = self.stopped or fault.stops


def identity(cells: Cells, today: date) -> Identity | None:
    """Who the row is about, by number; None where the register's own case number is the key."""
    personal, other = cells.get("personal_number", ""), cells.get("other_number", "")
    issuer = cells.get("number_issuer", "")
    if personal and other:
        cells.remark("other_number", "both-numbers")
    key = "personal_number" if personal else "other_number"
    try:
        if personal:
            return read_number(personal, today=today, issuer=issuer)
        if other:
            return read_other(other, issuer)
    except NotANumber as wrong:
        cells.fault(key, wrong.code, **wrong.params)
        return None
    if issuer:
        cells.remark("number_issuer", "issuer-alone")
    if not any(map(cells.told, KEYS_OF_A_ROW)):
        cells.fault("case_number", "missing-person")
    return None


def birth(cells: Cells, who: Identity | None, today: date) -> tuple[date | None, int | None]:
    """Birth date and year: the cell's own before the number's, whose day may be a neighbour (FOL 18 §)."""
    told = cells.get("birth_date")
    born = told if isinstance(told, date) else None
    year = born.year if born else told
    if who and told is not None and not _agree(born, year, who):
        number = who.birth_date or who.birth_year
        cells.remark("birth_date", "birth-differs", born=told, from_number=number)
    elif who and (told is None or (born is None and who.birth_date)):
        born, year = who.birth_date, who.birth_year
    started = cells.get("starts_on")
    if year and (born or date(year, 1, 1)) > today:
        cells.fault("birth_date", "birth-in-future", born=told)
    elif born_too_long_ago(born or year, today):
        place = "personal_number" if told is None else "birth_date"
        cells.fault(place, "birth-long-ago", born=born or year, years=OLDEST)
    elif year and started and (born or date(year, 1, 1)) > started:
        cells.fault("starts_on", "birth-after-start", born=born or year, start=started)
    return born, year


def sex(cells: Cells, who: Identity | None) -> str:
    """Sex as the file says; a number that says otherwise is only pointed out (codes.md § 5)."""
    told = cells.get("sex", "unknown")
    if who and who.digit_sex and told in ("woman", "man") and told != who.digit_sex:
        cells.remark("sex", "sex-differs")
    return told


def period(cells: Cells, today: date, lists: Lists) -> None:
    """First and last day: in order, and not later than today; nobody begins outside the initiative."""
    start, end = cells.get("starts_on"), cells.get("ends_on")
    if start and start > today:
        cells.fault("starts_on", "start-in-future", start=start)
    elif start and start < lists.first_day:
        cells.fault("starts_on", "start-before-initiative", start=start, first=lists.first_day)
    elif start and start > lists.last_day:
        cells.fault("starts_on", "start-after-initiative", start=start, last=lists.last_day)
    if end and end > today:
        cells.fault("ends_on", "end-in-future", end=end)
    if start and end and end < start:
        cells.fault("ends_on", "end-before-start", start=start, end=end)


def status(cells: Cells) -> str:
    """Where the participation stands: told, else ended when there is an end date (design: not an outcome)."""
    told, ended = cells.get("status"), cells.told("ends_on")
    if told == "ended" and not ended:
        cells.fault("status", "status-without-end")
    elif told == "unknown" and ended:
        cells.fault("status", "status-unknown-with-end")
    elif told in ("remaining", "paused") and ended:
        cells.fault("status", "status-with-end")
    return told or ("ended" if ended else "remaining")


def way_out(cells: Cells, where: str, lists: Lists) -> tuple[Any, Any]:
    """Outcome and what is next (law 1): both at an end, neither before; a missing next step is unknown."""
    outcome, after = cells.get("outcome"), cells.get("next_step")
    if where == "ended" and not cells.told("ends_on"):
        return None, None  # the missing day has been told, and says all
    if where == "ended":
        if not cells.told("outcome"):
            cells.fault("outcome", "end-without-outcome", choices=lists.outcomes.listed())
        return _stored(outcome), _next_step(cells, after, lists)
    if outcome is not None and where != "unknown":
        cells.fault("outcome", "outcome-without-end")
    if after is not None:
        cells.fault("next_step", "next-without-end")
    if cells.get("end_reason"):
        cells.remark("end_reason", "reason-without-end")
    return _stored(outcome), None


def holder(cells: Cells, where: str) -> Any:
    """The unit that holds, if it is told; one that is to close holds only those who have left (law 1)."""
    told: Choice | None = cells.get("holder_unit")
    if told and told.closed and where != "ended":
        cells.remark("holder_unit", "holder-closed", unit=told.label)
        return None
    return _stored(told)


def counted(cells: Cells, what: str) -> tuple[tuple[Any, Any], ...]:
    """What was chosen, each with its amount: from its own text, else from the column beside."""
    pairs: tuple[tuple[Choice, Any], ...] = cells.get(what, ())
    amounts = cells.get(AMOUNTS[what], ())
    if amounts and not pairs:
        if not cells.told(what):
            labels = {"amount": cells.label(AMOUNTS[what]), "what": cells.label(what)}
            cells.fault(AMOUNTS[what], "amount-alone", **labels)
        return ()
    if amounts and len(amounts) != len(pairs):
        numbers = {"amounts": len(amounts), "whats": len(pairs)}
        cells.fault(AMOUNTS[what], "amounts-uneven", **numbers)
        amounts = ()
    beside = amounts or (None,) * len(pairs)
    return tuple(
        (choice.value, _amount(cells, what, choice, own, other))
        for (choice, own), other in zip(pairs, beside, strict=True)
    )


def _amount(cells: Cells, what: str, choice: Choice, own: Any, beside: Any) -> Any:
    amount = beside if own is None else own
    if own is not None and beside is not None:
        cells.fault(AMOUNTS[what], "amount-twice", what=choice.label)
    elif amount is not None and not choice.counted:
        cells.remark(AMOUNTS[what], "amount-not-kept", what=choice.label)
        return None
    return amount


def _next_step(cells: Cells, after: Choice | None, lists: Lists) -> Any:
    if cells.told("next_step"):
        return _stored(after)
    if lists.unknown_next_step is None:
        cells.fault("next_step", "next-missing", choices=lists.next_steps.listed())
    elif cells.has_column("next_step"):
        cells.remark("next_step", "end-without-next", Severity.NOTE)
    return lists.unknown_next_step


def _agree(born: date | None, year: int | None, who: Identity) -> bool:
    if born and who.birth_date:
        return born == who.birth_date
    return who.birth_year is None or year == who.birth_year


def _stored(choice: Choice | None) -> Any:
    return choice.value if choice else None


__all__ = [
    "AMOUNTS",
    "Cells",
    "birth",
    "counted",
    "holder",
    "identity",
    "period",
    "sex",
    "status",
    "way_out",
]
