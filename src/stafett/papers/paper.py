"""What is a short paper made of? Facts, text, points, and lines that people sign on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    words: str


@dataclass(frozen=True)
class Under:
    """A heading within a part: one of several things there."""

    words: str


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names with what they say: "Tolk: Amina Noor"."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SignOn:
    """Lines to write on by hand, each with what is written there below it."""

    labels: tuple[str, ...]


Block = Text | Under | Points | Facts | SignOn


@dataclass(frozen=True)
class Part:
    """Some blocks under a heading, or under none."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def signed(self) -> bool:
        """True where there is a line to sign on."""
        return any(isinstance(block, SignOn) for block in self.blocks)


@dataclass(frozen=True)
class Paper:
    """A paper as it is handed to somebody. `foot` stands on each page beside its number."""

    title: str
    parts: tuple[Part, ...]
    made_on: date
    author: str
    foot: str = ""
    language: str = "sv"


def lines(text: str) -> tuple[Block, ...]:
    """Plain text as blocks: a paragraph for each line, and lines that begin with a dash as a list."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Block]:
    points: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("– "):
            points.append(line.removeprefix("– "))
            continue
        if points:
            yield Points(tuple(points))
            points = []
        if line.strip():
            yield Text(line)
