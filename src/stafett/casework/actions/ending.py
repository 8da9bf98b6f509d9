"""How a participation ends, naming what it led to and what is next; and how an exit is undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_change, check_end, check_life, check_reopen
from stafett.casework.actions.correcting import as_told, correct
from stafett.casework.actions.enrolling import Doing, Enrolment, Living
from stafett.casework.actions.living import Life, check_agrees_with_periods, check_lives
from stafett.casework.exiting import faults_of_leaving
from stafett.casework.following import Course
from stafett.casework.models import Holding, Participation
from stafett.casework.odd_exits import DECEASED
from stafett.casework.rules import (
    already_ended,
    faults_of_exit,
    faults_of_taking_over,
    overlaps,
)
from stafett.frame.formats import plain_day, span
from stafett.initiatives.models import OutcomeChoice
from stafett.parties.models import Unit
from stafett.safeguards.access import may_see
from stafett.safeguards.handling import fault_of_handling
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import NextStep


@dataclass(frozen=True)
class Exit:
    """How a participation ends: last day, outcome, what is next and who takes over, life directly after."""

    ends_on: date | None
    outcome_id: int | None
    next_step_id: str | None
    end_reason: str = ""
    livelihoods: tuple[Living, ...] = ()
    occupations: tuple[Doing, ...] = ()
    next_unit_id: int | None = None
    next_outside: str = ""


Words = tuple[set[tuple[int, int]], set[str]]

EXIT_FACTS = {
    "ends_on",
    "status",
    "outcome_id",
    "next_step_id",
    "next_unit_id",
    "next_outside",
    "end_reason",
}


@transaction.atomic
def close(
    exits: Sequence[tuple[Participation, Exit]], *, by: Viewer, because: str = ""
) -> list[UUID]:
    """End participations; the holder answers through the last day (law 1, G16).

    Raises PermissionDenied while another authority holds it (`access.check_end`), and rules.Refused without
    outcome or what is next or who takes over, with a last day before the start, before the holder's first day
    or to come, with livelihood that cannot be, and with words that are not this initiative's or only
    for registers.
    """
    leaving = [participation for participation, _exit in exits]
    check_end(by, leaving)
    check_life(by, [participation for participation, exit_ in exits if _recorded(exit_)])
    hanging = faults_of_leaving(leaving, by)
    if hanging:
        raise Refused(hanging)
    words = _words_of(leaving)
    for participation, exit_ in exits:
        _check_exit(participation, exit_, words, by.day)
    lives = [Life("end", exit_.livelihoods, exit_.occupations) for _p, exit_ in exits]
    check_lives(lives)
    check_agrees_with_periods(
        [
            (Course(p.pk, p.starts_on, exit_.ends_on), life, _recorded(exit_))
            for (p, exit_), life in zip(exits, lives, strict=True)
        ]
    )
    changes = [(p, as_told(p, status="ended", **_facts_of(e))) for p, e in exits]
    told = EXIT_FACTS | {f"{kind}.end" for _p, e in exits for kind in _recorded(e)}
    return correct(changes, by=by, because=because or str(_("avslutat")), only=told)


def _facts_of(exit_: Exit) -> dict[str, Any]:
    return {name: getattr(exit_, name) for name in (f.name for f in fields(Exit))}


def _recorded(exit_: Exit) -> list[str]:
    return [kind for kind in ("livelihoods", "occupations") if getattr(exit_, kind)]


def _words_of(cases: Iterable[Participation]) -> Words:
    """The (initiative, outcome) pairs and the next steps that an exit can name."""
    initiatives = {case.initiative_id for case in cases}
    outcomes = OutcomeChoice.objects.filter(initiative_id__in=initiatives)
    steps = NextStep.objects.filter(import_only=False)
    return (
        set(outcomes.values_list("initiative_id", "pk")),
        set(steps.values_list("pk", flat=True)),
    )


def _is_dead(outcome: int | None) -> bool:
    return OutcomeChoice.objects.filter(pk=outcome or 0, common=DECEASED).exists()


def _fault_of_taker(unit: int | None) -> dict[str, str]:
    homes = Unit.objects.filter(pk=unit or 0).values_list("authority", flat=True)
    said = fault_of_handling(homes)
    return {"next_unit": said} if said else {}


def faults_of_the_dead(outcome: int | None, next_step: object) -> dict[str, str]:
    """Why it cannot have led to that somebody died and something else be next, as field → sentence."""
    if not next_step or next_step == DECEASED or not _is_dead(outcome):
        return {}
    said = _("Personen har avlidit, så ingen tar över. Välj det under Vad händer härnäst.")
    return {"next_step": said}


def _check_exit(participation: Participation, exit_: Exit, words: Words, day: date) -> None:
    faults = faults_of_the_dead(exit_.outcome_id, exit_.next_step_id)
    faults |= _faults_of(participation, exit_, participation.starts_on, words, day)
    faults |= already_ended(participation.ends_on) | _fault_of_taker(exit_.next_unit_id)
    faults = _faults_of_holder(participation, exit_.ends_on) | faults
    if faults:
        raise Refused(faults)


def _faults_of_holder(case: Participation, last_day: date | None) -> dict[str, str]:
    """Why it cannot have ended then: somebody else held it, whose hand the holder has taken it from since."""
    last = Holding.objects.filter(participation=case).order_by("-from_day", "-pk").first()
    if last is None or last_day is None or not case.starts_on < last.from_day > last_day:
        return {}
    said = _(
        "%(unit)s håller ihop ärendet från %(day)s. Sista dagen kan inte ligga före den dagen."
    )
    return {"ends_on": said % {"unit": last.unit.name, "day": plain_day(last.from_day)}}


def faults_of_return(
    case: Participation, starts_on: date, ends_on: date | None, by: Viewer
) -> dict[str, str]:
    """Why the days cannot be these: the person has another participation in the initiative then (D12)."""
    rows = Participation.objects.filter(person=case.person_id, initiative=case.initiative_id)
    seen = may_see(by, rows.exclude(pk=case.pk)).order_by("starts_on", "pk")
    for one in seen:
        if overlaps(starts_on, ends_on, one.starts_on, one.ends_on):
            said = _("Personen har ett annat deltagande i insatsen då, %(span)s. Ändra det först.")
            return {"starts_on": said % {"span": span(one.starts_on, one.ends_on)}}
    return {}


@contextmanager
def _refused_by_another(field: str) -> Iterator[None]:
    """Of another participation that one may not see it is told that the days cannot be, no more (law 2)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        diagnosis: Any = refused.__cause__
        if diagnosis.diag.constraint_name != "one_participation_at_a_time":
            raise
        said = _("Det går inte att spara de dagarna. Vänd dig till projektledaren.")
        raise Refused({field: said}) from None


def _faults_of(
    participation: Participation, told: Exit | Enrolment, starts_on: date, words: Words, day: date
) -> dict[str, str]:
    outcomes, steps = words
    outcome = told.outcome_id and (participation.initiative_id, told.outcome_id) in outcomes
    step = told.next_step_id in steps
    faults = faults_of_exit(starts_on, told.ends_on, outcome, step, day)
    return faults | faults_of_taking_over(told.next_step_id, told.next_unit_id, told.next_outside)


@transaction.atomic
def correct_told(
    case: Participation, facts: Enrolment, *, by: Viewer, because: str, only: Collection[str]
) -> list[UUID]:
    """Correct what whoever works with a case tells of it, as `correct`; one that has ended stays an exit.

    So it is refused what `close` refuses, but for words that stood there already: a register has more of them.
    """
    check_change(by, [case])
    faults = (
        _faults_of_corrected(case, facts, by.day) if EXIT_FACTS & {*only} and case.ends_on else {}
    )
    if (facts.starts_on, facts.ends_on) != (case.starts_on, case.ends_on):
        faults = faults_of_return(case, facts.starts_on, facts.ends_on, by) | faults
    if faults:
        raise Refused(faults)
    with _refused_by_another("starts_on"):
        return correct([(case, facts)], by=by, because=because, only=only)


def _faults_of_corrected(case: Participation, facts: Enrolment, day: date) -> dict[str, str]:
    outcomes, steps = _words_of([case])
    outcomes, steps = (
        outcomes | {(case.initiative_id, case.outcome_id or 0)},
        steps | {case.next_step_id or ""},
    )
    faults: dict[str, str] = {}
    if (facts.outcome_id, facts.next_step_id) != (case.outcome_id, case.next_step_id):
        faults = faults_of_the_dead(facts.outcome_id, facts.next_step_id)
    if facts.next_unit_id != case.next_unit_id:
        faults |= _fault_of_taker(facts.next_unit_id)
    if facts.ends_on != case.ends_on:
        faults |= _faults_of_holder(case, facts.ends_on)
    return faults | _faults_of(case, facts, facts.starts_on, (outcomes, steps), day)


@transaction.atomic
def reopen(participations: Sequence[Participation], *, by: Viewer, because: str) -> list[UUID]:
    """Undo an exit that was recorded by mistake; the last holder holds again, history keeps the exit.

    What was recorded directly after goes with it. Raises PermissionDenied for those who may not see that, and
    rules.Refused when the person has begun anew.
    """
    check_reopen(by, participations)
    for one in participations:
        if faults := faults_of_return(one, one.starts_on, None, by):
            raise Refused({"": faults["starts_on"]})
    open_again = {"status": "remaining", "ends_on": None, "outcome_id": None, "next_step_id": None,
                  "next_unit_id": None, "next_outside": "", "end_reason": ""}  # fmt: skip
    changes = [(one, as_told(one, **open_again)) for one in participations]
    told = {*EXIT_FACTS, "livelihoods.end", "occupations.end"}
    with _refused_by_another(""):
        return correct(changes, by=by, because=because, only=told)
