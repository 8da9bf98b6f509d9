"""How the log is sealed, and what in it should be asked about. Pure: rows come in, answers come out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import MINYEAR, UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from stafett.database.any_time import NEVER
from stafett.frame.formats import whole_number

FIRST = "0" * 64
"""What the first link of a chain has before it."""
SHORTEST_YEARS = 1
"""No controller can keep its log for less."""


def digest_of(salt: UUID, reading: Sequence[object], people: Iterable[Sequence[object]]) -> str:
    """The keyed digest of a reading with its people, in whatever order they come.

    Keyed by a random number in the row itself: when the row has ended, nobody can try whether a guess
    fits the digest that is left in the chain.
    """
    written = [[_plain(value) for value in row] for row in people]
    told = json.dumps([[_plain(v) for v in reading], sorted(written)], ensure_ascii=False)
    return hmac.new(salt.bytes, told.encode(), hashlib.sha256).hexdigest()


def _plain(value: object) -> str:
    """A value in one way of writing, whatever reads it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


@dataclass(frozen=True)
class Link:
    """What a link of the chain says besides the digests that it closes in."""

    controller: int
    number: int
    kind: str
    closed_at: datetime
    rows: int
    said: str
    previous: str

    def digest(self, digests: Iterable[str] = ()) -> str:
        """The link's own digest: over the one before, what it says, and its rows' digests in order."""
        told = {**asdict(self), "closed_at": _plain(self.closed_at)}
        made = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode())
        for one in digests:
            made.update(one.encode())
        return made.hexdigest()


def time_of(key: UUID) -> datetime:
    """When a time-ordered key was made (RFC 9562), to the millisecond, or the last time that can be told."""
    return datetime.fromtimestamp(min((key.int >> 80) / 1000, NEVER.timestamp()), UTC)


class Reason(StrEnum):
    """Why a reading is pointed out; it is a question, never a verdict."""

    NO_PART = "no_part"
    MANY = "many"
    HOURS = "hours"


@dataclass(frozen=True)
class Read:
    """A reading as the suggestions look at it: local time, who, whom, and whether with a part in the case."""

    key: UUID
    at: datetime
    user_id: int | None
    people: frozenset[UUID]
    has_part: bool


@dataclass(frozen=True)
class Thresholds:
    """What a controller wants pointed out."""

    many_people: int
    many_minutes: int
    day_begins: int
    day_ends: int
    weekends: bool = False
    """True where Saturday and Sunday are working days as others."""


def reasons_of(readings: Sequence[Read], limits: Thresholds) -> dict[UUID, list[Reason]]:
    """Each reading that something should be asked about, with why, in the order of `Reason`."""
    many = _many(readings, limits)
    found: dict[UUID, list[Reason]] = {}
    for one in readings:
        asked = {
            Reason.NO_PART: not one.has_part,
            Reason.MANY: one.key in many,
            Reason.HOURS: outside_hours(one.at, limits),
        }
        if any(asked.values()):
            found[one.key] = [reason for reason, holds in asked.items() if holds]
    return found


def outside_hours(at: datetime, limits: Thresholds) -> bool:
    """True on a Saturday or Sunday unless one works then, and before the working day begins or after it
    has ended."""
    return (
        at.weekday() >= 5 and not limits.weekends
    ) or not limits.day_begins <= at.hour < limits.day_ends


def _many(readings: Sequence[Read], limits: Thresholds) -> set[UUID]:
    """The readings by which somebody came to many different people within the time."""
    by_user: dict[int | None, list[Read]] = defaultdict(list)
    for one in sorted(readings, key=lambda read: read.at):
        by_user[one.user_id].append(one)
    span = timedelta(minutes=limits.many_minutes)
    found: set[UUID] = set()
    for theirs in by_user.values():
        found |= _many_of_one(theirs, span, limits.many_people)
    return found


def _many_of_one(readings: Sequence[Read], span: timedelta, most: int) -> set[UUID]:
    window: deque[Read] = deque()
    met: dict[UUID, int] = defaultdict(int)
    found: set[UUID] = set()
    for one in readings:
        window.append(one)
        for person in one.people:
            met[person] += 1
        while one.at - window[0].at > span:
            for person in window.popleft().people:
                met[person] -= 1
                if not met[person]:
                    del met[person]
        if len(met) >= most:
            found |= {each.key for each in window}
    return found


def ends_before(today: date, years: int) -> date:
    """Readings before this day have been kept for so many whole years."""
    return date(max(today.year - years, MINYEAR), today.month, min(today.day, 28))


__all__ = [
    "FIRST", "SHORTEST_YEARS", "Link", "Read", "Reason", "Thresholds", "digest_of", "ends_before",
    "outside_hours", "reasons_of", "time_of",
]  # fmt: skip


FEW = 500
"""Fewer readings than this are not told apart. More than any sample holds: what a sample has all of can be
counted in it, and where a round number turns would then tell how many are missing."""


def about(number: int) -> int:
    """A count of readings as it is told: to one digit, and `FEW` for fewer.

    To the very reading it would tell, from one time to the next or beside a sample, how many are of somebody
    hidden (law 5).
    """
    step = max(100, 10 ** (len(str(number)) - 1))
    return max(FEW, round(number / step) * step)


def about_words(number: int) -> str:
    """The same in words: "omkring 3 000", "färre än 500"."""
    if number < FEW:
        return _("färre än %(number)s") % {"number": FEW}
    return _("omkring %(number)s") % {"number": whole_number(about(number))}
