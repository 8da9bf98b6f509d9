"""Is the log as it was when it was sealed? Every row changed, removed, put in or cut off, one by one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string
from email.policy import default
from enum import StrEnum
from typing import Any
from uuid import UUID

import psycopg
from django.utils import timezone

from stafett.database.any_time import read_any_time
from stafett.database.aside import once
from stafett.safeguards.actions.seal import (
    AT_ONCE,
    READING,
    STILL_COMING,
    digested,
    last_closed,
)
from stafett.safeguards.log_rules import FIRST, Link, time_of
from stafett.safeguards.models import SealKind
from stafett.safeguards.queries.log_endings import USUAL, Ending, Periods, endings_of, kept_for

Aside = psycopg.Connection[Any]
CLOCKS_DIFFER = STILL_COMING
"""How far a link may be dated ahead: a batch is closed two minutes back in time, so the clock of whoever sealed
can go twice that ahead of the one that the log is tried by, which is more than any that are set by a server."""
MOST_TOLD = 1_000
"""Of numbers missing in a row so many are told: a forged link can have any number."""


class Fault(StrEnum):
    """What can have been done to a log, in the words of whoever reads of it."""

    CHANGED = "en läsning är ändrad"
    REMOVED = "en läsning är borttagen utan gallringsbeslut"
    INSERTED = "en läsning är inlagd i efterhand"
    OTHER_TIME = "en läsning är från en annan tid än den som förseglingen den står i gäller"
    AHEAD = "en läsning är daterad längre fram än nu"
    LEFT = "en läsning står kvar fast den är gallrad"
    LOOSE = "personer står i loggen utan sin läsning"
    LINK_CHANGED = "en försegling är ändrad, eller raderna i den"
    LINK_GONE = "en försegling är borttagen ur kedjan"
    CUT = "kedjan är avklippt: en försegling som lämnat systemet finns inte kvar"
    UNSAID = "en gallring säger inte vem, varför och till vilken dag, eller säger emot kedjan"
    YOUNG = "en gallring gäller yngre läsningar än loggen skulle sparas"
    OTHER_NUMBER = "en gallring har inte tagit så många läsningar som den säger"
    FUTURE = "en försegling är daterad längre fram än nu"
    BACK = "en försegling är daterad tidigare än den före, eller samma stund"
    EMPTY = "en försegling eller gallring är tom; en sådan gör Stafett aldrig"
    OTHER_ROWS = "en försegling har inte så många läsningar som den säger"
    UNKNOWN = "en länk i kedjan är varken försegling eller gallring"
    OTHER_HEAD = "kedjan är en annan än den som lämnat systemet"


@dataclass(frozen=True)
class Found:
    """One fault: where in which controller's chain, and which reading when it is about one."""

    fault: Fault
    controller: int
    number: int = 0
    reading: UUID | None = None

    def __str__(self) -> str:
        return self.called({})

    def called(self, names: Mapping[int, str]) -> str:
        """The fault in a sentence, the controller by its name where there is one."""
        where = f", försegling {self.number}" if self.number else ""
        which = f", läsning {self.reading}" if self.reading else ""
        when = f" ({time_of(self.reading):%Y-%m-%d %H:%M:%S} UTC)" if self.reading else ""
        name = names.get(self.controller)
        whose = f"{name} ({self.controller})" if name else str(self.controller)
        return f"{self.fault}: personuppgiftsansvarig {whose}{where}{which}{when}"


@dataclass(frozen=True)
class Head:
    """A link as it was told outside the system."""

    controller: int
    number: int
    digest: str


@dataclass(frozen=True)
class Verdict:
    """What was found, how many readings were looked at, and how many no seal says anything about yet.

    And each ending there is, so that somebody can say of it whether it was decided.
    """

    faults: list[Found]
    sealed: int
    ended: int
    unsealed: int
    endings: list[Ending]


@dataclass(frozen=True)
class Sealed:
    """A reading as its seal has it."""

    reading: UUID
    digest: str
    ended_by: int | None


def read_heads(lines: Iterable[str]) -> list[Head]:
    """The heads of a file that `stafett log heads` wrote; raises ValueError for a line that is none."""
    told = [json.loads(line) for line in lines if line.strip()]
    try:
        return [Head(int(o["controller"]), int(o["number"]), str(o["digest"])) for o in told]
    except (KeyError, TypeError) as trouble:
        raise ValueError(str(trouble)) from trouble


def read_saved(text: str) -> list[Head]:
    """The heads of such a file, or of a mail that was saved: as it came, with its headers, or as text.

    Raises ValueError where there are none, or one cannot be read.
    """
    letter = message_from_string(text, policy=default)
    body = letter.get_body(("plain",)) if letter["MIME-Version"] else None
    lines = [line.strip() for line in (body.get_content() if body else text).splitlines()]
    found = read_heads(line for line in lines if line.startswith("{"))
    if not found and any(lines):
        raise ValueError("det finns ingen rad som börjar med { i den")
    return found


def heads() -> list[tuple[Head, datetime]]:
    """The last link of each controller's chain, and when it was made."""
    with once("seal") as aside:
        rows = aside.execute(
            "SELECT DISTINCT ON (controller_id) controller_id, number, digest, made_at"
            " FROM safeguards_seal ORDER BY controller_id, number DESC"
        ).fetchall()
    return [(Head(*row[:3]), row[3]) for row in rows]


def verify(told: Iterable[Head] = (), now: datetime | None = None) -> Verdict:
    """Look through the whole log of every controller, and compare with what was told outside."""
    periods, now = kept_for(), now or timezone.now()
    with once("seal") as aside:
        aside.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        read_any_time(aside)
        chains = _chains(aside)
        outside = _by_controller(told)
        faults: list[Found] = []
        endings: list[Ending] = []
        counts = [0, 0, 0]
        for controller in sorted({*chains, *outside, *_logged(aside)}):
            links = chains.get(controller, [])
            chain = _Chain(aside, controller, links, periods.get(controller, USUAL), now)
            faults += chain.faults(outside.get(controller, []))
            endings += chain.endings.values()
            counts = [a + b for a, b in zip(counts, chain.counts, strict=True)]
        faults += _loose(aside)
    return Verdict(faults, counts[0], counts[1], counts[2], endings)


def _chains(aside: Aside) -> dict[int, list[tuple[Link, str]]]:
    found: dict[int, list[tuple[Link, str]]] = defaultdict(list)
    rows = aside.execute(
        "SELECT controller_id, number, kind, closed_at, rows, said, previous, digest"
        " FROM safeguards_seal ORDER BY controller_id, number"
    )
    for *link, digest in rows:
        found[link[0]].append((Link(*link), digest))
    return found


def _by_controller(told: Iterable[Head]) -> dict[int, list[Head]]:
    found: dict[int, list[Head]] = defaultdict(list)
    for head in told:
        found[head.controller].append(head)
    return found


def _logged(aside: Aside) -> list[int]:
    rows = aside.execute(
        "SELECT controller_id FROM safeguards_reading UNION"
        " SELECT controller_id FROM safeguards_sealedreading"
    )
    return [controller for (controller,) in rows]


def _loose(aside: Aside) -> Iterator[Found]:
    rows = aside.execute(
        "SELECT DISTINCT p.controller_id, p.reading_id FROM safeguards_readperson p WHERE NOT EXISTS"
        " (SELECT FROM safeguards_reading r WHERE r.id = p.reading_id) ORDER BY 1, 2"
    )
    for controller, reading in rows:
        yield Found(Fault.LOOSE, controller, 0, reading)


class _Chain:
    """One controller's chain, looked through link by link."""

    def __init__(
        self, aside: Aside, controller: int, links: list[tuple[Link, str]], periods: Periods,
        now: datetime,
    ) -> None:  # fmt: skip
        self.aside, self.controller, self.links, self.now = aside, controller, links, now
        self.endings = endings_of([link for link, _digest in links], periods, now)
        self.counts = [0, 0, 0]

    def faults(self, told: list[Head]) -> Iterator[Found]:
        yield from self._linked()
        yield from self._dated()
        for link, digest in self.links:
            yield from self._link(link, digest)
        for ending in self.endings.values():
            yield from self._ending(ending)
        yield from self._sealed_nowhere()
        yield from self._unsealed()
        yield from self._outside(told)

    def _found(self, fault: Fault, number: int = 0, reading: UUID | None = None) -> Found:
        return Found(fault, self.controller, number, reading)

    def _linked(self) -> Iterator[Found]:
        """No number is missing, and each link knows the one before it."""
        number, before = 0, FIRST
        for link, digest in self.links:
            gone = range(number + 1, link.number)[:MOST_TOLD]
            yield from (self._found(Fault.LINK_GONE, n) for n in gone)
            if link.number == number + 1 and link.previous != before:
                yield self._found(Fault.LINK_CHANGED, link.number)
            number, before = link.number, digest

    def _dated(self) -> Iterator[Found]:
        """No link is from a time to come, and each batch was closed later than the one before."""
        before = datetime.min.replace(tzinfo=UTC)
        for link, _digest in self.links:
            if link.closed_at > self.now + CLOCKS_DIFFER:
                yield self._found(Fault.FUTURE, link.number)
            if link.kind == SealKind.BATCH:
                if link.closed_at <= before:
                    yield self._found(Fault.BACK, link.number)
                before = max(before, link.closed_at)

    def _link(self, link: Link, digest: str) -> Iterator[Found]:
        sealed = self._sealed(link.number)
        fault = self._shape(link, len(sealed))
        if link.digest(one.digest for one in sealed) != digest:
            fault = Fault.LINK_CHANGED
        if fault:
            yield self._found(fault, link.number)
        for start in range(0, len(sealed), AT_ONCE):
            yield from self._rows(link, sealed[start : start + AT_ONCE])

    def _shape(self, link: Link, sealed: int) -> Fault | None:
        """What no link that Stafett made can be, though its digest fits what it says."""
        if link.kind not in SealKind:
            return Fault.UNKNOWN
        if not link.rows:
            return Fault.EMPTY
        said = link.rows if link.kind == SealKind.BATCH else 0
        return None if sealed == said else Fault.OTHER_ROWS

    def _ending(self, ending: Ending) -> Iterator[Found]:
        """It says what a decision says, of what was old enough, and ended as many as it says."""
        row = self.aside.execute(
            "SELECT count(*) FROM safeguards_sealedreading WHERE controller_id = %s AND ended_by = %s",
            [self.controller, ending.link.number],
        ).fetchone()
        held = {
            Fault.UNSAID: ending.says_all,
            Fault.YOUNG: ending.old_enough,
            Fault.OTHER_NUMBER: row == (ending.link.rows,),
        }
        yield from (self._found(f, ending.link.number) for f, holds in held.items() if not holds)

    def _sealed(self, number: int) -> list[Sealed]:
        rows = self.aside.execute(
            "SELECT reading_id, digest, ended_by FROM safeguards_sealedreading"
            " WHERE controller_id = %s AND seal_number = %s ORDER BY place",
            [self.controller, number],
        )
        return [Sealed(*row) for row in rows]

    def _rows(self, link: Link, sealed: list[Sealed]) -> Iterator[Found]:
        rows = self.aside.execute(
            f"SELECT salt, {', '.join(READING)} FROM safeguards_reading WHERE id = ANY(%s)",
            [[one.reading for one in sealed]],
        ).fetchall()
        now = {row[1]: digest for row, digest in digested(self.aside, rows)}
        others = {row[1] for row in rows if not self._began(link) < row[3] <= link.closed_at}
        for one in sealed:
            fault = self._row(link, one, now.get(one.reading))
            if fault is None and one.reading in others:
                fault = Fault.OTHER_TIME
            self.counts[1 if one.ended_by else 0] += 1
            if fault:
                yield self._found(fault, link.number, one.reading)

    def _began(self, link: Link) -> datetime:
        """Until when the batches before had closed all readings: what is older was not there for this one."""
        earlier = [
            one.closed_at
            for one, _digest in self.links
            if one.kind == SealKind.BATCH and one.number < link.number
        ]
        return max(earlier, default=datetime.min.replace(tzinfo=UTC))

    def _row(self, link: Link, one: Sealed, digest: str | None) -> Fault | None:
        if digest is None:
            return None if self._ended(link, one) else Fault.REMOVED
        if one.ended_by:
            return Fault.LEFT
        return None if digest == one.digest else Fault.CHANGED

    def _ended(self, link: Link, one: Sealed) -> bool:
        """True when an ending that holds ended it, and its batch and its key are as old as that says."""
        ending = self.endings.get(one.ended_by or 0)
        if ending is None or time_of(one.reading) >= ending.link.closed_at + STILL_COMING:
            return False
        return link.number < ending.link.number and ending.ends(link.closed_at)

    def _sealed_nowhere(self) -> Iterator[Found]:
        """Rows of a batch whose link is gone, beyond the end of the chain."""
        rows = self.aside.execute(
            "SELECT DISTINCT seal_number FROM safeguards_sealedreading"
            " WHERE controller_id = %s AND NOT seal_number = ANY(%s) ORDER BY 1",
            [self.controller, [link.number for link, _digest in self.links]],
        ).fetchall()
        last = self.links[-1][0].number if self.links else 0
        for (number,) in rows:
            if number > last:
                yield self._found(Fault.LINK_GONE, number)

    def _unsealed(self) -> Iterator[Found]:
        """What no seal has: put in afterwards when it says it is older than what is closed."""
        closed = last_closed(self.aside, self.controller)
        rows = self.aside.execute(
            "SELECT r.id, r.at FROM safeguards_reading r WHERE r.controller_id = %s AND NOT EXISTS"
            " (SELECT FROM safeguards_sealedreading s WHERE s.reading_id = r.id) ORDER BY r.at, r.id",
            [self.controller],
        )
        for reading, at in rows:
            if at <= closed:
                yield self._found(Fault.INSERTED, 0, reading)
            elif at > self.now + CLOCKS_DIFFER:
                yield self._found(Fault.AHEAD, 0, reading)
            else:
                self.counts[2] += 1

    def _outside(self, told: list[Head]) -> Iterator[Found]:
        here = {link.number: digest for link, digest in self.links}
        last = max(here, default=0)
        for head in told:
            if head.number > last:
                yield self._found(Fault.CUT, head.number)
            elif here.get(head.number) not in (None, head.digest):
                yield self._found(Fault.OTHER_HEAD, head.number)


__all__ = ["Fault", "Found", "Head", "Verdict", "heads", "read_heads", "read_saved", "verify"]
