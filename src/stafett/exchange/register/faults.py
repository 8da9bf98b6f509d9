"""What can be wrong with a register, said in a Swedish sentence: what, where, and what would be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from stafett.exchange.register.sentences import SENTENCES

NOTHING: Mapping[str, Any] = {}


class Severity(StrEnum):
    """How much a fault stops: an error all of the file, a warning and a note nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a text, before anyone has said in which row and column it stands."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str = ""
    severity: Severity = Severity.ERROR

    @property
    def stops(self) -> bool:
        """True when the file cannot be taken in as it is."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place: the row as the spreadsheet numbers it (0 = the whole file)."""

    row: int
    column: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str = ""
    severity: Severity = Severity.ERROR

    @classmethod
    def at(cls, row: int, column: str, trouble: Trouble) -> Fault:
        """The trouble, once its place is known."""
        return cls(row, column, trouble.code, trouble.params, trouble.suggestion, trouble.severity)

    @property
    def stops(self) -> bool:
        """True when the file cannot be taken in as it is."""
        return self.severity is Severity.ERROR

    @property
    def where(self) -> str:
        """Where to look, in words; empty when it is about the file as a whole."""
        if self.row and self.column:
            return _("Rad %(row)s, kolumnen %(column)s") % {"row": self.row, "column": self.column}
        if self.row:
            return _("Rad %(row)s") % {"row": self.row}
        if self.column:
            return _("Kolumnen %(column)s") % {"column": self.column}
        return ""

    @property
    def what(self) -> str:
        """What is wrong and what would be right, with the suggestion when there is one."""
        text = str(SENTENCES[self.code]) % self.params
        if self.suggestion:
            text = f"{text} " + _("Menade du %(suggestion)s?") % {"suggestion": self.suggestion}
        return text

    @property
    def sentence(self) -> str:
        """Place and fault in one line, for lists, logs and the command line."""
        return f"{self.where}: {self.what}" if self.where else self.what

    def as_dict(self) -> dict[str, Any]:
        """For JSON, in the language that is active now."""
        return {
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "sentence": self.sentence,
            "suggestion": self.suggestion,
            "severity": str(self.severity),
        }


class Unreadable(Exception):
    """The file cannot be read at all; carries the one fault that says why."""

    def __init__(self, code: str, *, row: int = 0, suggestion: str = "", **params: object) -> None:
        super().__init__(code)
        self.fault = Fault(row, "", code, params, suggestion)


class Tally:
    """Counts every fault and keeps the first ones to show: the cap is on what is shown, only."""

    def __init__(self, shown: int = 500) -> None:
        self.most_shown = shown
        self.by_severity: Counter[Severity] = Counter()
        self.by_kind: Counter[tuple[str, str]] = Counter()
        self.kept: list[Fault] = []
        self._remarks: list[int] = []

    def add(self, fault: Fault) -> None:
        """Count a fault; an error takes the place of a kept remark when there is no room left."""
        self.by_severity[fault.severity] += 1
        self.by_kind[fault.code, fault.column] += 1
        if len(self.kept) < self.most_shown:
            if not fault.stops:
                self._remarks.append(len(self.kept))
            self.kept.append(fault)
        elif fault.stops and self._remarks:
            self.kept[self._remarks.pop()] = fault

    @property
    def errors(self) -> int:
        """How many faults stop the file."""
        return self.by_severity[Severity.ERROR]

    @property
    def total(self) -> int:
        """How many faults, warnings and notes there are, shown or not."""
        return self.by_severity.total()

    @property
    def unshown(self) -> int:
        """How many were counted and are not in the list."""
        return self.total - len(self.kept)

    def __iter__(self) -> Iterator[Fault]:
        """Those to show, by row; faults that only the whole file could tell come where they belong."""
        return iter(sorted(self.kept, key=lambda fault: (fault.row, fault.column)))


__all__ = ["Fault", "Severity", "Tally", "Trouble", "Unreadable"]
