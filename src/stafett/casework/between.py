"""Which rules find those who are between the chairs? Each app registers the rules that it knows (F10 G17).

A rule is data: what it means, an example, and how it finds cases among those that somebody looks after.
The list of what they found is made by `queries.between`; nothing is stored, so that it is never old.
A rule reads values and makes no rows: whoever it has looked at is not shown; whoever the list shows is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from stafett.people.models import Person
from stafett.safeguards.kept import Seen
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

Text = str | Promise


@dataclass(frozen=True)
class HeldCase:
    """An open case as the rules need to know it: who holds it, and which post has it."""

    participation_id: UUID
    circle_id: UUID
    unit_id: int
    unit: str
    held_since: date
    starts_on: date
    initiative_id: int
    position_id: int | None = None


@dataclass(frozen=True)
class Scope:
    """Whose cases are looked through: those of some posts or units, or an initiative's; never unseen ones."""

    cases: Mapping[UUID, HeldCase]
    units: frozenset[int] = frozenset()
    """The units that answer for what is no participation yet, or no longer."""
    initiative_id: int | None = None
    """The only initiative that is asked about; None is all."""
    said: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """For each initiative that has said so, by rule, another number than the usual."""
    beside: Mapping[UUID, int] = field(default_factory=dict)
    """Open cases that others hold and the viewer's units work in, each with its initiative: what an authority
    has noted of its own there is its own to see to (law 3, A19)."""

    def limit(self, code: str, initiative_id: int) -> int:
        """How many days or weeks a rule goes by in an initiative."""
        usual = _rules[code].limit
        assert usual is not None, "asked by rules that have one alone"
        return self.said.get(initiative_id, {}).get(code, usual.number)


@dataclass(frozen=True)
class Gap:
    """Somebody whom a rule has found: since when, whose move it is, and where it is mended."""

    since: date
    who: str
    participation_id: UUID | None = None
    told: str = ""
    """What it is about, where the rule alone does not say it."""
    url: str = ""
    """Where it is mended, when that is not the rule's own page about the participation."""
    name: str = ""
    """Whom it is about, when there is no participation to tell it."""
    case_url: str = ""
    about: tuple[UUID, UUID, int] | None = None
    """The circle, person and controller then, for the log."""
    comes: date | None = None
    """The day that is coming, of what is found beforehand; `since` says from when it was."""
    initials: str = ""
    """What stands for the name in a shared room; empty for somebody protected, who has the alias."""

    done_url: str = ""
    """Where one click says that it is done; the button then leads to what else can be said of it."""
    button: Text = ""
    """What the button says, when that is not what the rule's does."""

    @property
    def when(self) -> date:
        """The day that is told: the one to come, or since when."""
        return self.comes or self.since

    @property
    def whose(self) -> str:
        """The same for everything that was found of one case, or of one who is in none yet."""
        return str(self.participation_id or (self.about and self.about[0]) or self.name)

    def is_to_come(self, today: date) -> bool:
        """True of what is found beforehand, until its day has been."""
        return self.comes is not None and self.comes >= today


def called(given: str, family: str, protection: str, alias: str) -> tuple[str, str]:
    """Somebody's name and initials of facts that were read as values; "" where there is none."""
    person = Person(given_name=given, family_name=family, protection=protection, alias=alias)
    return (alias if protection else f"{given} {family}".strip()), person.initials


def named(person: Person | None) -> tuple[str, str] | None:
    """The name and initials of somebody as the viewer was told them; None where there is nobody."""
    return (person.name, person.initials) if person else None


@dataclass(frozen=True)
class Limit:
    """How many days or weeks a rule goes by, where an initiative has not said otherwise."""

    number: int
    unit: Text
    most: int = 366


@dataclass(frozen=True)
class Rule:
    """One way of falling between the chairs."""

    code: str
    name: Text
    meaning: Text
    example: Text
    button: Text
    find: Callable[[Viewer, Scope], Iterable[Gap]] = field(repr=False)
    url_name: str = ""
    order: int = 50
    mended_by: tuple[str, ...] = (Permission.WORK_WITH_PEOPLE,)
    """Whoever has any of these is given the button."""
    limit: Limit | None = None
    """What an initiative can set otherwise."""
    weight: int = 0
    """How urgent it is: what weighs more stands first, however long the rest has waited."""
    figures: bool = True
    """Whether how many it finds is counted at a month's end; not of what finds the protected alone."""
    own_card: str = ""
    """The permission with which Idag tells what it finds in a card of its own: it is not told there twice."""
    reads: tuple[Seen[Any], ...] = field(default=(), repr=False)
    """The questions that it asks of the cases alone, as `cases`: those of all rules are asked at once."""


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Let a rule be asked from now on; called once per rule from `AppConfig.ready`."""
    if rule.code in _rules:
        raise ValueError(f"{rule.code!r} is a rule already")
    _rules[rule.code] = rule


def rules() -> list[Rule]:
    """Every rule, in the order that they are told."""
    return sorted(_rules.values(), key=lambda rule: (rule.order, rule.code))


def counted_rules() -> list[Rule]:
    """Those that figures are kept of."""
    return [rule for rule in rules() if rule.figures]
