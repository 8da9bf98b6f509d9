"""Which words a column may hold, whatever way a register writes them, and what a misspelt one meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz, process

CLOSE_ENOUGH = 70
"""How alike, of 100, a misspelt word must be to a known one to be worth suggesting."""

PUNCTUATION = str.maketrans(dict.fromkeys("-–—_/.,:()&", " "))


def fold(text: str) -> str:
    """Text as compared: composed letters, small, single spaces; å, ä and ö stay what they are."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return " ".join(composed.translate(PUNCTUATION).split())


@dataclass(frozen=True, slots=True)
class Choice:
    """One word to choose: what it is stored as, what it is called, and other ways to write it.

    `counted` says whether an extent belongs to it; `alone` that nothing else can stand beside it;
    `waits_for` names whose yes it waits for before anybody can choose it; `closed` that nobody new comes there.
    """

    value: Hashable
    label: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    counted: bool = True
    alone: bool = False
    waits_for: str = ""
    closed: bool = False

    @property
    def names(self) -> Iterator[str]:
        """Every way to write it; "Sjukpenning, även rehabiliteringspenning" is also "Sjukpenning"."""
        yield from (self.label, *([self.code] if self.code else ()), *self.aliases)
        head, also, _rest = self.label.partition(", även ")
        if also:
            yield head


class Choices:
    """A list of words to choose from, found by label, code or alias."""

    def __init__(self, choices: Iterable[Choice] = ()) -> None:
        self._all = tuple(choices)
        self._by_name: dict[str, Choice | None] = {}
        for choice in self._all:
            for name in {fold(name) for name in choice.names}:
                known = self._by_name.get(name, choice)
                self._by_name[name] = choice if known is choice else None
        self._names = [name for name, choice in self._by_name.items() if choice]
        self._by_code = {choice.code: choice for choice in self._all if choice.code}

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def find(self, text: str) -> Choice | None:
        """The choice that the text names, or None; a code as it stands goes before any name."""
        return self._by_code.get(text) or self._by_name.get(fold(text))

    def ambiguous(self, text: str) -> bool:
        """True when several choices are called the same."""
        return self._by_name.get(fold(text), self) is None

    def suggest(self, text: str) -> str:
        """The label of the choice that the text most likely meant; empty when none is near."""
        near = process.extractOne(
            fold(text), self._names, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
        )
        choice = self._by_name[near[0]] if near else None
        return choice.label if choice else ""

    def listed(self, most: int = 12) -> str:
        """The labels in a row for a sentence, cut short when there are many."""
        labels = [choice.label for choice in self._all[:most]]
        return ", ".join(labels) + (" …" if len(self._all) > most else "")


def municipalities(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Municipalities from (code, name), found also as "Kalmar kommun" and "Flens kommun"."""
    return Choices(Choice(code, name, code, _with_suffixes(name)) for code, name in pairs)


def _with_suffixes(name: str) -> tuple[str, ...]:
    return tuple(
        f"{name}{genitive} {kind}" for genitive in ("", "s") for kind in ("kommun", "stad")
    )


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that hold for one initiative today; the database part fills them, nothing else knows them.

    `unknown_next_step` is what a missing next step is read as (design law 1: import only); None
    makes it a fault. `other_sex` says whether the initiative offers "annat" as sex. `first_day` and
    `last_day` are the initiative's own: nobody begins in it outside them.
    """

    municipalities: Choices = field(default_factory=Choices)
    branches: Choices = field(default_factory=Choices)
    outcomes: Choices = field(default_factory=Choices)
    next_steps: Choices = field(default_factory=Choices)
    end_reasons: Choices = field(default_factory=Choices)
    units: Choices = field(default_factory=Choices)
    parties: Choices = field(default_factory=Choices)
    livelihoods: Choices = field(default_factory=Choices)
    occupations: Choices = field(default_factory=Choices)
    education: Choices = field(default_factory=Choices)
    unknown_next_step: Hashable | None = None
    other_sex: bool = False
    first_day: date = date.min
    last_day: date = date.max


__all__ = ["CLOSE_ENOUGH", "Choice", "Choices", "Lists", "fold", "municipalities"]
