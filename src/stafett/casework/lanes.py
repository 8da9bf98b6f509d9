"""Where on a picture of time a period is drawn: lanes by party, in shares of the whole width.

Pure: the days come in, percentages come out. What is drawn stands in the same objects in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

MOST_TICKS = 8
EDGE = 85
"""So far to the right, in per cent, words under the picture reach out of a phone."""
SHAPES = frozenset(
    {"meeting", "promise", "contact", "decision", "document", "placement", "handover"}
)
"""The marks that a lane has a shape for; each app's own events name one of them."""
ALONGSIDE = "alongside"
"""The kind of span of one that has handed the case over and is in it for a while."""
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
"""How many months can lie between two marks under the picture."""


@dataclass(frozen=True)
class Span:
    """A period to draw, half-open as in the database; None is still going on.

    One that ends the day that it begins has no length, and is drawn as a line.
    """

    from_day: date
    until_day: date | None
    label: str = ""
    kind: str = "involved"


@dataclass(frozen=True)
class Bar:
    """A drawn period: left edge and width in per cent, and the same in days for those who read."""

    left: float
    width: float
    from_day: date
    last_day: date | None
    label: str
    kind: str

    @property
    def same_day(self) -> bool:
        """True of what ended the day that it began, before the day was over."""
        return self.last_day is not None and self.last_day < self.from_day

    @property
    def x(self) -> str:
        """The left edge as SVG writes it, the same in every language."""
        return f"{self.left:.2f}%"

    @property
    def end(self) -> str:
        """The right edge as SVG writes it; a single day is still seen."""
        return f"{self.left + max(self.width, 0.6):.2f}%"

    @property
    def wide(self) -> str:
        """The width as SVG writes it; a single day is still seen."""
        return f"{max(self.width, 0.6):.2f}%"


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day: which shape, where, and what in words."""

    shape: str
    day: date
    words: str
    left: float = 0.0

    @property
    def x(self) -> str:
        """The place as SVG writes it."""
        return f"{self.left:.2f}%"


@dataclass(frozen=True)
class Lane:
    """One party's line: its name, colour, when it held or had a case of its own, and what happened."""

    name: str
    colour: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def spells(self) -> list[Bar]:
        """The bars to name beside the lane: one that holds and has a case of its own is named once."""
        named = {(bar.label, bar.from_day, bar.last_day): bar for bar in reversed(self.bars)}
        labelled = {(bar.from_day, bar.last_day) for bar in self.bars if bar.label}
        return [
            bar
            for bar in reversed(named.values())
            if bar.label or (bar.from_day, bar.last_day) not in labelled
        ]


@dataclass(frozen=True)
class Tick:
    """A mark of the first day of a month, in per cent from the left."""

    left: float
    day: date

    @property
    def x(self) -> str:
        """The place as SVG writes it."""
        return f"{self.left:.2f}%"

    @property
    def at_the_edge(self) -> bool:
        """True where its words would reach out of a narrow screen."""
        return self.left > EDGE


@dataclass(frozen=True)
class Picture:
    """Lanes over the same days, with marks under them."""

    first: date
    last: date
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def draw(
    lanes: Iterable[tuple[str, int, Sequence[Span | Mark]]],
    first: date, last: date | None, today: date,
) -> Picture:  # fmt: skip
    """Lanes of (name, colour, periods and marks) from the first day to the last, or to today.

    Periods that reach outside are cut at the edges; marks outside are left out.
    """
    end = max(last or today, first) + timedelta(days=1)
    drawn = tuple(
        Lane(name, colour, tuple(_bars(found, first, end)), tuple(_marks(found, first, end)))
        for name, colour, found in lanes
    )
    return Picture(first, end - timedelta(days=1), drawn, tuple(ticks(first, end)))


def _bars(found: Sequence[Span | Mark], first: date, end: date) -> Iterator[Bar]:
    spans = (one for one in found if isinstance(one, Span))
    return (_bar(span, first, end) for span in spans if _seen(span, first, end))


def _marks(found: Sequence[Span | Mark], first: date, end: date) -> Iterator[Mark]:
    whole = (end - first).days
    for one in found:
        if isinstance(one, Mark) and first <= one.day < end:
            yield replace(one, left=100 * ((one.day - first).days + 0.5) / whole)


def _seen(span: Span, first: date, end: date) -> bool:
    until = span.until_day or end
    return span.from_day < end and (until > first or until == span.from_day == first)


def _bar(span: Span, first: date, end: date) -> Bar:
    left = max(span.from_day, first)
    right = min(span.until_day or end, end)
    whole = (end - first).days
    last_day = span.until_day - timedelta(days=1) if span.until_day else None
    return Bar(
        100 * (left - first).days / whole, 100 * (right - left).days / whole,
        span.from_day, last_day, span.label, span.kind,
    )  # fmt: skip


def ticks(first: date, end: date) -> list[Tick]:
    """Marks at the first days of months, so few that their words have room."""
    months = (end.year - first.year) * 12 + end.month - first.month
    step = next((s for s in STEPS if months / s <= MOST_TICKS), STEPS[-1])
    whole = (end - first).days
    days = (_first_of(first, n) for n in range(1, months + 1) if _falls_on(first, n, step))
    return [Tick(100 * (day - first).days / whole, day) for day in days if day < end]


def _first_of(first: date, months_on: int) -> date:
    years, month = divmod(first.month - 1 + months_on, 12)
    return date(first.year + years, month + 1, 1)


def _falls_on(first: date, months_on: int, step: int) -> bool:
    # Counted from January, so that a year's marks are the same whenever the case began.
    return (first.year * 12 + first.month - 1 + months_on) % step == 0
