"""How periods of livelihood and occupation are added, corrected, ended and taken away.

After each, what they state of directly before and after is what the case records (ADR 24).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework import actions as casework
from stafett.casework.access import writes_for
from stafett.casework.actions.correcting import as_told
from stafett.casework.actions.living import source_of
from stafett.casework.following import course
from stafett.casework.models import Participation
from stafett.casework.rules import faults_of_extent
from stafett.circumstances.models import LivelihoodPeriod, OccupationPeriod
from stafett.circumstances.rules import (
    Spell,
    faults_beside,
    faults_of_hours_beside,
    faults_of_period,
)
from stafett.circumstances.stating import DID, LIVED, Sort, sort_of, state
from stafett.database.history import in_history
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

P = TypeVar("P", LivelihoodPeriod, OccupationPeriod)


@dataclass(frozen=True)
class NewPeriod:
    """A word of the list, its days, and how much: per cent of a livelihood, hours a week of an occupation."""

    word: str
    from_day: date
    last_day: date | None = None
    amount: Any = None

    @property
    def until_day(self) -> date | None:
        """The day after the last; None while it goes on."""
        return self.last_day + timedelta(days=1) if self.last_day else None


@transaction.atomic
def add(case: Participation, sort: Sort, told: NewPeriod, *, by: Viewer) -> Any:
    """Add a period to one's own authority's record of what somebody lives on, or does.

    Raises rules.Refused on days that cannot be, on the same word twice on a day, and on sources that
    exclude one another (sus.md § 2.3).
    """
    unit, authority = writes_for(by, case)
    case = _held(case)
    said = _checked(sort, told, by.day, _beside(sort, case, authority))
    with _kept_in_step(case, authority, by):
        return sort.model.objects.create(
            participation=case, controller_id=case.controller_id, owner_authority_id=authority,
            kind=sort.kind, unit_id=unit, written_by=by.name, written_on=by.day, **said,
        )  # fmt: skip


@transaction.atomic
def correct(row: P, told: NewPeriod, *, by: Viewer, because: str) -> P:
    """Correct a period; how it stood before is kept, with who and why (law 6)."""
    reason = _why(because)
    current = _mine(row, by)
    case = _held(row.participation)
    sort = sort_of(row)
    beside = _beside(sort, case, current.owner_authority_id).exclude(pk=current.pk)
    said = _checked(sort, told, by.day, beside)
    with in_history(why=reason), _kept_in_step(case, current.owner_authority_id, by, reason):
        for name, value in said.items():
            setattr(current, name, value)
        if current.until_day is None:
            current.nothing_next = ""
        current.save()
    return current


@transaction.atomic
def end(row: P, last_day: date, *, by: Viewer) -> P:
    """Say which was the last day of a period that went on, or that was to end on another."""
    current = _mine(row, by)
    case = _held(row.participation)
    faults = faults_of_period(current.from_day, last_day, by.day)
    if current.until_day is not None and last_day >= current.until_day:
        faults = {"last_day": _("Den slutar redan tidigare. Rätta perioden om det är fel.")}
    if faults:
        raise Refused(faults)
    with _kept_in_step(case, current.owner_authority_id, by):
        current.until_day = last_day + timedelta(days=1)
        current.save()
    return current


@transaction.atomic
def take_away(row: P, *, by: Viewer, because: str) -> None:
    """Take a period away that never was; that it stood there, who took it away and why is kept (law 6)."""
    reason = _why(because)
    current = _mine(row, by)
    case = _held(row.participation)
    with in_history(why=reason), _kept_in_step(case, current.owner_authority_id, by, reason):
        current.delete()


@transaction.atomic
def nothing_next(row: P, because: str, *, by: Viewer) -> P:
    """Say that nothing needs to come after a livelihood or an occupation that ends, and why."""
    current = _mine(row, by)
    if current.until_day is None:
        raise Refused({"": _("Den har inget slut. Avsluta perioden först.")})
    current.nothing_next = _why(because)
    with in_history(why=current.nothing_next):
        current.save()
    return current


def _why(because: str) -> str:
    if not because.strip():
        raise Refused({"because": _("Skriv varför.")})
    return because.strip()


def _held(case: Participation) -> Participation:
    """The case, held from here on: two who write at once come one after the other."""
    rows = Participation.objects.select_related("circle").select_for_update(of=("self",))
    return rows.get(pk=case.pk)


def _mine(row: P, by: Viewer) -> P:
    """Raise PermissionDenied unless the viewer works in the case, at the authority whose row it is."""
    writes_for(by, row.participation)
    if row.owner_authority_id not in by.works_for:
        raise PermissionDenied(_("En annan myndighet har antecknat det. Bara de kan ändra det."))
    found = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Refused({"": _("Perioden har tagits bort sedan du öppnade sidan.")})
    return found


def _beside(sort: Sort, case: Participation, authority: int) -> Any:
    rows = sort.model.objects.filter(participation=case, owner_authority_id=authority)
    return rows.select_related(sort.word).order_by("from_day", "pk")


def _checked(sort: Sort, told: NewPeriod, today: date, beside: Any) -> dict[str, Any]:
    """The period as columns; raises rules.Refused where it cannot be, or cannot stand beside the others."""
    faults = faults_of_period(told.from_day, told.last_day, today)
    if faults:
        raise Refused(faults)
    if not sort.list.objects.filter(pk=told.word).exists():
        raise Refused({"word": _("Välj ur listan.")})
    faults = faults_of_amount(sort, told.word, told.amount) or _clashes(sort, told, beside)
    if faults:
        raise Refused(faults)
    return {
        f"{sort.word}_id": told.word, "from_day": told.from_day, "until_day": told.until_day,
        sort.amount: told.amount,
    }  # fmt: skip


def faults_of_amount(sort: Sort, word: str, amount: Any) -> dict[str, str]:
    """Why a word of the list cannot have an amount; nothing where it has none."""
    found = sort.list.objects.get(pk=word)
    sentences = list(faults_of_extent([source_of(found, amount)]))
    return {"amount": " ".join(sentences)} if sentences else {}


def faults_of_company(
    case: Participation, sort: Sort, told: NewPeriod, *, by: Viewer, instead_of: Any = None
) -> dict[str, str]:
    """Why a new period, or one corrected, cannot stand beside the others of one's own authority."""
    authority = instead_of.owner_authority_id if instead_of else writes_for(by, case)[1]
    beside = _beside(sort, case, authority).exclude(pk=instead_of.pk if instead_of else None)
    return _clashes(sort, told, beside)


def _clashes(sort: Sort, told: NewPeriod, beside: Any) -> dict[str, str]:
    new = source_of(sort.list.objects.get(pk=told.word), told.amount)
    others = [
        (source_of(getattr(one, sort.word), getattr(one, sort.amount)), one.from_day, one.until_day)
        for one in beside
    ]
    sentences = faults_beside(new, (told.from_day, told.until_day), others)
    if sentences:
        return {"word": " ".join(dict.fromkeys(sentences))}
    hours = _faults_of_hours(told, beside) if sort is DID else []
    return {"amount": " ".join(hours)} if hours else {}


def _faults_of_hours(told: NewPeriod, beside: Any) -> list[str]:
    new = Spell(told.word, told.from_day, told.until_day, told.amount)
    return faults_of_hours_beside(
        new, [Spell(one.what_id, one.from_day, one.until_day, one.hours_a_week) for one in beside]
    )


@contextmanager
def _kept_in_step(
    case: Participation, authority: int, by: Viewer, because: str = ""
) -> Iterator[None]:
    """Lets what the case records of directly before and after follow what is written inside.

    What was stated and is not any more is not recorded any more either; only the controller's own counts.
    """
    counts = authority == case.controller_id
    before = _topics(case) if counts else set()
    yield
    topics = before | _topics(case) if counts else set()
    if topics:
        reason = because or str(_("räknat ut av perioderna"))
        casework.correct([(case, as_told(case))], by=by, because=reason, only=topics)


def _topics(case: Participation) -> set[str]:
    return set(state([course(case)]).get(case.pk, {}))


__all__ = [
    "DID",
    "LIVED",
    "NewPeriod",
    "Sort",
    "add",
    "correct",
    "end",
    "faults_of_amount",
    "faults_of_company",
    "nothing_next",
    "take_away",
]
