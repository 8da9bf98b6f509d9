"""Where does a report contradict itself or leave something open, what does the demo follow, and why?

The page "Vad rapporterna säger och vad som går ihop" lists every choice. The sentences are message
ids, shown through gettext; the numbers in them are read from the published figures, never typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import import_module
from typing import Any, Literal

from django.utils.translation import gettext

from stafett.demo.published import CODES, Path, at, published

Number = Path | Callable[[dict[str, Any]], int]
"""A number in a sentence: the way to it in the report's file, or how to reckon it from the file."""


@dataclass(frozen=True)
class Choice:
    """One place where the demo had to choose.

    `kind` is "contradiction" where two printed things cannot both be true, "open" where the report
    says nothing or too little. `source` is the way to the note about it in the report's file.
    """

    code: str
    cohort: str
    kind: Literal["contradiction", "open"]
    says: str
    follows: str
    why: str = ""
    source: Path = ()
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def sentence(self, part: Literal["says", "follows", "why"]) -> str:
        """One of the sentences in the reader's language, with its numbers."""
        return gettext(getattr(self, part)) % self.values if getattr(self, part) else ""

    @property
    def values(self) -> dict[str, str]:
        """The numbers as people write them: 2 297 829, and shares in whole per cent."""
        figures = published(self.cohort)
        return {name: _written(_value(number, figures)) for name, number in self.numbers.items()}


def _value(number: Number, figures: dict[str, Any]) -> int | Decimal:
    return number(figures) if callable(number) else at(figures, number)


def _written(value: int | Decimal) -> str:
    whole = int(value * 100) if isinstance(value, Decimal) else value
    return f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")


def choices(code: str) -> tuple[Choice, ...]:
    """The choices of one cohort, contradictions first; raises KeyError for an unknown cohort."""
    if code not in CODES:
        raise KeyError(code)
    listed: tuple[Choice, ...] = import_module(f"stafett.demo.cohorts.{code}.choices").CHOICES
    return tuple(sorted(listed, key=lambda choice: choice.kind != "contradiction"))


def choice(code: str) -> Choice:
    """The choice with a code, whichever cohort it belongs to; raises KeyError when there is none."""
    everything = {c.code: c for cohort in CODES for c in choices(cohort)}
    return everything[code]
