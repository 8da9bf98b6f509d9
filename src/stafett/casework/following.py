"""What must agree with a case's own facts each time they are corrected, asked of apps that know more (ADR 24).

An app that keeps livelihood and occupation as dated periods states what they were directly before and after;
what it states is what the case records, whatever else is told. And it is told when a case's status changes.
Both register from `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from stafett.casework.models import Participation
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Course:
    """A case with the days that it is asked about."""

    participation_id: UUID
    starts_on: date
    ends_on: date | None


Words: TypeAlias = frozenset[tuple[str, object]]
"""Words of a list, each with how much of it: a source with its per cent, an occupation with its hours."""
Stated: TypeAlias = Mapping[UUID, Mapping[str, Words]]
"""For each case the topics ("livelihoods.start" …) that something is stated of, and what."""
State = Callable[[Sequence[Course]], Stated]
Follow = Callable[[Sequence[Participation], Viewer], None]

_states: list[State] = []
_follows: list[Follow] = []


def register(state: State, follow: Follow) -> None:
    """Let an app state livelihood and occupation, and be told of cases whose status changes; once."""
    if _states:
        raise ValueError("livelihood and occupation are stated already")
    _states.append(state)
    _follows.append(follow)


def stated(cases: Sequence[Course]) -> Stated:
    """What is stated of these; nothing where nobody keeps periods."""
    return _states[0](cases) if _states and cases else {}


def course(case: Participation) -> Course:
    """A case as it is recorded now."""
    return Course(case.pk, case.starts_on, case.ends_on)


def status_said(cases: Sequence[Participation], by: Viewer) -> None:
    """Tell that these have another status than before."""
    for follow in _follows if cases else ():
        follow(cases, by)
