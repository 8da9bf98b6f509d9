"""What came of reading a register in: how many, what would change, and every fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stafett.exchange.register import Fault, Tally

SHOWN_ROWS = 5
SHOWN_CHANGES = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One thing recorded that the file says otherwise, in words."""

    row: int
    case: str
    what: str
    before: str
    after: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON and for the page."""
        return {
            "row": self.row, "case": self.case, "what": self.what,
            "before": self.before, "after": self.after,
        }  # fmt: skip


@dataclass
class Outcome:
    """What loading did, and the first of it in words, for somebody to see that it was read right."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    corrected_people: int = 0
    exits_undone: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@dataclass
class Verdict:
    """The answer about a whole file. `rows` are those read, sound or not; `unread` names columns."""

    rows: int = 0
    applied: bool = False
    unread: tuple[str, ...] = ()
    outcome: Outcome = field(default_factory=Outcome)
    tally: Tally = field(default_factory=Tally)

    @classmethod
    def of(cls, fault: Fault) -> Verdict:
        """The verdict on a file that cannot be read at all."""
        verdict = cls()
        verdict.tally.add(fault)
        return verdict

    @property
    def sound(self) -> bool:
        """True when nothing stops the file."""
        return self.tally.errors == 0

    def counts(self) -> dict[str, Any]:
        """The numbers alone: nothing about anybody."""
        done = self.outcome if self.sound else Outcome()
        return {
            "rows": self.rows, "new": done.new, "updated": done.updated,
            "unchanged": done.unchanged, "corrected_people": done.corrected_people,
            "exits_undone": done.exits_undone, "applied": self.applied,
            "errors": self.tally.errors, "faults": self.tally.total,
        }  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """For JSON and for the page: the counts, what would change, and the faults that are shown."""
        done = self.outcome if self.sound else Outcome()
        return {
            **self.counts(), "unread": list(self.unread),
            "first": done.first, "changes": [one.as_dict() for one in done.changes],
            "unshown": self.tally.unshown, "shown": [fault_as_dict(one) for one in self.tally],
            "kinds": self._kinds(),
        }  # fmt: skip

    def _kinds(self) -> list[dict[str, Any]]:
        """Each kind of fault in each column: how many, and the first example, the commonest first."""
        examples = {(one.code, one.column): one for one in reversed(list(self.tally))}
        return [
            {"count": count, **fault_as_dict(examples[kind])}
            for kind, count in self.tally.by_kind.most_common() if kind in examples
        ]  # fmt: skip


def fault_as_dict(fault: Fault) -> dict[str, Any]:
    """A fault for JSON, in the language that is active now; `what` leaves out the place.

    With its code and params it can be said again in another language.
    """
    params = {name: str(value) for name, value in fault.params.items()}
    return {**fault.as_dict(), "what": fault.what, "params": params}
