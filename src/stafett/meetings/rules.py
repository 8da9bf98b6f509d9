"""What may happen to a meeting and to a promise, and what must be said then. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.formats import plain_day


class State(TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", gettext_lazy("bokat")
    HELD = "held", gettext_lazy("hölls")
    CANCELLED = "cancelled", gettext_lazy("blev inte av")


class Stands(TextChoices):
    """Where a promise stands; moved is still to be kept, on another day."""

    OPEN = "open", gettext_lazy("öppet")
    MOVED = "moved", gettext_lazy("flyttat")
    KEPT = "kept", gettext_lazy("klart")
    DROPPED = "dropped", gettext_lazy("utgår")


FAR = 366
"""Days ahead until it is asked whether the year is meant."""
FARTHEST = timedelta(days=366 * 5)
"""Farther ahead no meeting is booked: the year is a slip."""
MORNING, EVENING = time(6), time(22)
"""A meeting before the one or from the other on is asked about."""
GOING_ON = (Stands.OPEN, Stands.MOVED)
"""A promise that somebody still has to keep."""


class Step(StrEnum):
    """What can be done with a promise."""

    KEEP = "keep"
    MOVE = "move"
    DROP = "drop"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Allowed:
    """From where a step can be taken, where it leads, and whether it must say why."""

    begins: tuple[Stands, ...]
    leads: Stands
    reasoned: bool
    words: str | Lazy


STEPS: dict[Step, Allowed] = {
    Step.KEEP: Allowed(GOING_ON, Stands.KEPT, False, gettext_lazy("Klart")),
    Step.MOVE: Allowed(GOING_ON, Stands.MOVED, True, gettext_lazy("Flytta")),
    Step.DROP: Allowed(GOING_ON, Stands.DROPPED, True, gettext_lazy("Utgår")),
    Step.REOPEN: Allowed((Stands.KEPT, Stands.DROPPED), Stands.OPEN, False, gettext_lazy("Ångra")),
}
"""Every step of a promise; one that had been moved is moved again when it is reopened."""

MEETING_STEPS: dict[State, tuple[State, ...]] = {
    State.PLANNED: (State.HELD, State.CANCELLED),
    State.HELD: (),
    State.CANCELLED: (),
}
"""Where a meeting can go from each state."""


def after_step(stands: str, step: Step, moves: int) -> Stands | None:
    """Where a promise stands after a step; None when it cannot be taken from where it stands."""
    allowed = STEPS[step]
    if stands not in allowed.begins:
        return None
    if step == Step.REOPEN and moves:
        return Stands.MOVED
    return allowed.leads


def fault_of_step(stands: str, step: Step, moves: int, because: str) -> dict[str, str]:
    """Why a step cannot be taken, as field → sentence; nothing when it can."""
    if after_step(stands, step, moves) is None:
        told = {"stands": Stands(stands).label}
        return {"": _("Löftet är %(stands)s. Det har ändrats sedan du öppnade sidan.") % told}
    if STEPS[step].reasoned and not because.strip():
        return {"because": _("Skriv varför. Det sparas med löftet.")}
    return {}


def fault_of_new_day(now: date, to: date | None, today: date) -> dict[str, str]:
    """What is wrong with the day that a promise is moved to."""
    if to is None:
        return {"to": _("Skriv den nya dagen, så här: 2026-05-03.")}
    if to == now:
        return {"to": _("Det är samma dag som förut. Skriv en annan dag.")}
    if to < today:
        return {"to": _("Dagen har varit. Skriv en dag från och med i dag.")}
    return {}


def fault_of_kept_day(on: date, made_on: date, today: date) -> dict[str, str]:
    """What is wrong with the day that a promise was kept."""
    if on > today:
        return {"on": _("Dagen har inte varit än. Skriv när det blev klart.")}
    if on < made_on:
        sentence = _("Löftet gavs %(day)s. Det kan inte ha hållits före det.")
        return {"on": sentence % {"day": plain_day(made_on)}}
    return {}


def fault_of_meeting_day(
    on: date, starts_on: date, ends_on: date | None, today: date
) -> dict[str, str]:
    """What is wrong with the day of a meeting: it is within the participation, and not years away."""
    if on > today + FARTHEST:
        return {"on_day": _("Det är mer än fem år bort. Kontrollera året.")}
    if on < starts_on:
        sentence = _("Deltagandet började %(day)s. Mötet kan inte ligga före det.")
        return {"on_day": sentence % {"day": plain_day(starts_on)}}
    if ends_on is not None and on > ends_on:
        sentence = _("Deltagandet slutade %(day)s. Mötet kan inte ligga efter det.")
        return {"on_day": sentence % {"day": plain_day(ends_on)}}
    return {}


def fault_of_next_day(on: date | None, today: date) -> dict[str, str]:
    """What is wrong with the day of the meeting that one agrees on next: it is still to come."""
    if on is None or on >= today:
        return {}
    return {"next_day": _("Dagen har varit. Skriv en dag från och med i dag.")}


def questions_of_time(on: date, at: time | None, today: date) -> Iterator[str]:
    """What is odd in when a meeting is, without being wrong: asked once, never refused."""
    told = {"day": plain_day(on)}
    if on < today:
        yield _("%(day)s har varit. Är mötet hållet: boka det så, och anteckna det sedan.") % told
    if on > today + timedelta(days=FAR):
        yield _("%(day)s är om mer än ett år.") % told
    if at and not MORNING <= at < EVENING:
        yield _("Klockan %(at)s är på natten.") % {"at": f"{at:%H.%M}"}


def fault_of_guests(uncovered: Collection[str], invited: bool) -> dict[str, str]:
    """Law 2: nobody is told of the person without consent, unless the person has invited them.

    `uncovered` are the names of the authorities and outsiders that no consent covers.
    """
    if not uncovered or invited:
        return {}
    told = {"names": listed(uncovered)}
    return {
        "by_person": _(
            "Inget samtycke låter din myndighet berätta om mötet för %(names)s. Anteckna ett samtycke "
            "först, ta bort dem, eller kryssa här om personen själv har bjudit in dem."
        )
        % told
    }


def fault_of_presence(person_came: bool) -> dict[str, str]:
    """A meeting is held with the person (JO 913-2000)."""
    if person_came:
        return {}
    return {
        "came": _(
            "Personen var inte med. Mötet hålls med personen: välj i stället att det inte blev av, och "
            "erbjud en ny tid."
        )
    }


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence: "Af, FK och regionen"."""
    *first, last = list(names)
    return (
        _("%(first)s och %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )


__all__ = [
    "GOING_ON", "MEETING_STEPS", "STEPS", "Allowed", "Stands", "State", "Step", "after_step",
    "fault_of_guests", "fault_of_kept_day", "fault_of_meeting_day", "fault_of_new_day",
    "fault_of_next_day", "fault_of_presence", "fault_of_step", "listed", "questions_of_time",
]  # fmt: skip
