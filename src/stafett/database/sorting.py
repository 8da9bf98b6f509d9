"""How delicate is what a column says? Each app sorts its own columns in its module `sorting`.

It lies beneath all apps, as `history` and `walls` do, so that each can sort what it owns without
anybody below knowing of it. `safeguards.sorting` merges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model


class Sort(StrEnum):
    """What a column says about somebody."""

    HARMLESS = "harmless"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Matter(StrEnum):
    """What makes a column sensitive; the acts ban search by these (law 9)."""

    HEALTH = "health"
    LIVELIHOOD = "livelihood"
    INVOLVEMENT = "involvement"
    PROTECTION = "protection"
    REPRESENTATION = "representation"
    ORIGIN = "origin"
    FREE_TEXT = "free_text"


@dataclass(frozen=True)
class Sorted:
    """How a column is sorted, and why where it is not obvious."""

    sort: Sort
    matter: Matter | None = None
    why: str = ""


Fields = dict[str, Sorted]
Sortings = dict[type[Model], Fields]
Sensitive = tuple[Matter, str]


def sorting(
    *, harmless: str = "", personal: str = "", why: Mapping[str, str] | None = None,
    **sensitive: Sensitive,
) -> Fields:  # fmt: skip
    """A model's columns by name: the first two as words in a row, the sensitive each with its why.

    Raises ValueError when a column is sorted twice, or a why is given for one that is not sorted.
    """
    plain = [
        *((name, Sorted(Sort.HARMLESS)) for name in harmless.split()),
        *((name, Sorted(Sort.PERSONAL)) for name in personal.split()),
    ]
    found = dict(plain)
    if len(found) != len(plain) or found.keys() & sensitive.keys():
        raise ValueError("a column is sorted twice")
    for name, reason in (why or {}).items():
        if name not in found:
            raise ValueError(f"{name} has a why but no sort")
        found[name] = Sorted(found[name].sort, why=reason)
    return found | {
        name: Sorted(Sort.SENSITIVE, matter, reason) for name, (matter, reason) in sensitive.items()
    }
