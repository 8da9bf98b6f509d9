"""How a pause or a form that was noted wrongly is put right afterwards; what stood is kept (law 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_change
from stafett.casework.models import Participation
from stafett.circumstances.actions.courses import take_step
from stafett.circumstances.models import Form, FormPeriod, Pause
from stafett.circumstances.rules import Step, faults_of_past, meets
from stafett.database.history import in_history
from stafett.frame.formats import span
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

P = TypeVar("P", Pause, FormPeriod)


@dataclass(frozen=True)
class PastPause:
    """A pause as it was: why, from when, and from which day the person was back."""

    reason: str
    from_day: date
    back_on: date


@transaction.atomic
def correct_past_pause(row: Pause, told: PastPause, *, by: Viewer, because: str) -> Pause:
    """Put a pause that has ended right: why it was, when it began, and when the person was back.

    Raises rules.Refused on days that cannot be, beside another pause, and for one that goes on.
    """
    why, (case, current) = _why(because), _held(row, by)
    _check_ended(current)
    faults = faults_of_past(
        told.from_day, told.back_on, "back_on", (case.starts_on, case.ends_on), by.day
    )
    if not told.reason.strip():
        faults["reason"] = _("Skriv varför, några ord räcker.")
    faults = faults or _beside(current, (told.from_day, told.back_on))
    if faults:
        raise Refused(faults)
    current.reason, current.from_day = told.reason.strip(), told.from_day
    current.until_day = told.back_on
    if current.expected_on and current.expected_on <= told.from_day:
        current.expected_on = None
    with in_history(why=why):
        current.save()
    return current


@transaction.atomic
def take_away_pause(row: Pause, *, by: Viewer, because: str) -> None:
    """Take a pause away that never was; that it stood there, who took it away and why is kept (law 6).

    Whoever paused by it takes part again.
    """
    why, (case, current) = _why(because), _held(row, by)
    goes_on = current.until_day is None
    with in_history(why=why):
        current.delete()
    if goes_on:
        take_step(case, Step.RETURN, by)


@dataclass(frozen=True)
class PastForm:
    """In which form somebody took part, as it was; without a last day of the form that goes on."""

    form: str
    from_day: date
    last_day: date | None = None

    @property
    def until_day(self) -> date | None:
        """The day after the last."""
        return self.last_day + timedelta(days=1) if self.last_day else None


@transaction.atomic
def correct_form(row: FormPeriod, told: PastForm, *, by: Viewer, because: str) -> FormPeriod:
    """Put right in which form somebody took part, and when; the forms right before and after follow.

    The day of a change is one day: what ended there ends at the new one. What then is the same form as
    the one beside it becomes one period with it. Raises rules.Refused on days that cannot be.
    """
    why, (case, current) = _why(because), _held(row, by)
    until = told.until_day if current.until_day else None
    near = _Near.of(current)
    faults = _faults_of_form(case, current, told, by.day) or near.faults(told.from_day, until)
    faults = faults or _beside(current, (told.from_day, until), near.keys)
    if faults:
        raise Refused(faults)
    with in_history(why=why):
        near.give_way(told.from_day, until)
        current.form, current.from_day, current.until_day = Form(told.form), told.from_day, until
        current.save()
        near.follow(told.from_day, until)
        near.join(current)
    return current


def _faults_of_form(
    case: Participation, current: FormPeriod, told: PastForm, today: date
) -> dict[str, str]:
    if current.until_day and not told.last_day:
        return {"last_day": _("Skriv sista dagen. Formen som gäller nu står för sig.")}
    until = told.until_day if current.until_day else None
    return faults_of_past(told.from_day, until, "last_day", (case.starts_on, case.ends_on), today)


@dataclass(frozen=True)
class _Near:
    """The forms that end as this one begins, and begin as it ends."""

    before: FormPeriod | None
    after: FormPeriod | None

    @classmethod
    def of(cls, one: FormPeriod) -> _Near:
        rows = FormPeriod.objects.select_for_update(of=("self",)).filter(
            participation=one.participation_id
        )
        after = rows.filter(from_day=one.until_day).first() if one.until_day else None
        return cls(rows.filter(until_day=one.from_day).first(), after)

    @property
    def keys(self) -> set[object]:
        return {one.pk for one in (self.before, self.after) if one}

    def faults(self, first: date, until: date | None) -> dict[str, str]:
        """Why they cannot follow: nothing would be left of one."""
        if self.before and first <= self.before.from_day:
            return {"from_day": _nothing_left(self.before)}
        ends = self.after and self.after.until_day
        if self.after and until and ends and until >= ends:
            return {"last_day": _nothing_left(self.after)}
        return {}

    def give_way(self, first: date, until: date | None) -> None:
        """Those that become shorter first: no day has two forms, not even between two writes."""
        for one in self._moved(first, until, longer=False):
            one.save()

    def follow(self, first: date, until: date | None) -> None:
        for one in self._moved(first, until, longer=True):
            one.save()

    def _moved(self, first: date, until: date | None, *, longer: bool) -> Iterator[FormPeriod]:
        if self.before and self.before.until_day and (first > self.before.until_day) is longer:
            self.before.until_day = first
            yield self.before
        if self.after and until and (until < self.after.from_day) is longer:
            self.after.from_day = until
            yield self.after

    def join(self, one: FormPeriod) -> None:
        """Let what is the same form beside it be one period with it."""
        same = [each for each in (self.before, self.after) if each and each.form == one.form]
        if not same:
            return
        for each in same:
            each.delete()
        one.from_day = min(one.from_day, *(each.from_day for each in same))
        if self.after in same:
            one.until_day = self.after.until_day  # type: ignore[union-attr]
        one.save()


def _nothing_left(one: FormPeriod) -> str:
    told = {"form": one.get_form_display(), "days": span(one.from_day, one.last_day)}
    return _("Då blir inget kvar av formen bredvid, %(form)s %(days)s. Rätta den i stället.") % told


def _beside(
    current: P,
    period: tuple[date, date | None],
    besides: set[object] = frozenset(),  # type: ignore[assignment]
) -> dict[str, str]:
    """Why it cannot be then: another one of the same stands on one of the days."""
    rows = type(current)._default_manager.filter(participation=current.participation_id)
    for one in rows.exclude(pk__in={current.pk, *besides}).order_by("from_day", "pk"):
        if meets((one.from_day, one.until_day), period):
            told = {"days": span(one.from_day, one.last_day)}
            return {
                "from_day": _("De dagarna står redan i en annan, %(days)s. Rätta den först.") % told
            }
    return {}


def _check_ended(current: Pause) -> None:
    if current.until_day is None:
        raise Refused({"": _("Pausen pågår. Ändra den under Paus.")})


def _why(because: str) -> str:
    if not because.strip():
        raise Refused({"because": _("Skriv varför.")})
    return because.strip()


def _held(row: P, by: Viewer) -> tuple[Participation, P]:
    """The case and the row as they stand, held; PermissionDenied unless the viewer may change the case."""
    check_change(by, [row.participation])
    cases = Participation.objects.select_for_update(of=("self",))
    case = cases.get(pk=row.participation_id)
    found = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Refused({"": _("Den har tagits bort sedan du öppnade sidan.")})
    return case, found


__all__ = [
    "PastForm", "PastPause", "correct_form", "correct_past_pause", "take_away_pause",
]  # fmt: skip
