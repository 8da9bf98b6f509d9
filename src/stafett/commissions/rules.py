"""What may happen to an assignment from one unit to another, who does it, and what must be said then. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ANSWER_DAYS = 7
"""So many days an assignment waits for an answer before it is pointed out; an initiative can say otherwise."""
FAR = timedelta(days=366 * 2)


class State(TextChoices):
    """Where an assignment stands."""

    GIVEN = "given", gettext_lazy("väntar på svar")
    ASKED = "asked", gettext_lazy("fråga ställd")
    ACCEPTED = "accepted", gettext_lazy("pågår")
    DECLINED = "declined", gettext_lazy("tog inte emot")
    DONE = "done", gettext_lazy("avslutat")
    LAPSED = "lapsed", gettext_lazy("upphörde")


OPEN = (State.GIVEN, State.ASKED, State.ACCEPTED)
"""Somebody still has to do something."""
UNANSWERED = (State.GIVEN, State.ASKED)


class Result(TextChoices):
    """What came of it."""

    REACHED = "reached", gettext_lazy("nått")
    PARTLY = "partly", gettext_lazy("delvis nått")
    NOT_REACHED = "not_reached", gettext_lazy("inte nått")
    NOT_WANTED = "not_wanted", gettext_lazy("inte längre önskat")
    ELSEWHERE = "elsewhere", gettext_lazy("resultatet finns hos den som fick uppdraget")
    """What the giver's record says where no consent lets the result be told; nobody chooses it."""


CLOSING = (Result.REACHED, Result.PARTLY, Result.NOT_REACHED, Result.NOT_WANTED)
"""What whoever did it can say came of it."""


class Side(StrEnum):
    """Whose move a step is."""

    GIVER = "giver"
    RECEIVER = "receiver"
    NOBODY = "nobody"
    """It follows when something else ends: a consent, the case."""


class Step(StrEnum):
    """What can be done with an assignment."""

    ACCEPT = "accept"
    ASK = "ask"
    REPLY = "reply"
    DECLINE = "decline"
    MOVE = "move"
    CLOSE = "close"
    TAKE_BACK = "take_back"
    LAPSE = "lapse"


@dataclass(frozen=True)
class Allowed:
    """From where a step can be taken, where it leads (None is nowhere else), whose it is, and what is noted.

    `noted` is the field that takes the words; empty needs none.
    """

    begins: tuple[State, ...]
    leads: State | None
    side: Side
    noted: str
    words: str | Lazy


STEPS: dict[Step, Allowed] = {
    Step.ACCEPT: Allowed(UNANSWERED, State.ACCEPTED, Side.RECEIVER, "", gettext_lazy("Ta emot")),
    Step.ASK: Allowed(UNANSWERED, State.ASKED, Side.RECEIVER, "question", gettext_lazy("Fråga")),
    Step.DECLINE: Allowed(
        UNANSWERED, State.DECLINED, Side.RECEIVER, "because", gettext_lazy("Tacka nej")
    ),
    Step.CLOSE: Allowed(
        (State.ACCEPTED, State.LAPSED), State.DONE, Side.RECEIVER, "result_words",
        gettext_lazy("Avsluta med resultat"),
    ),
    Step.REPLY: Allowed((State.ASKED,), State.GIVEN, Side.GIVER, "reply", gettext_lazy("Svara")),
    Step.MOVE: Allowed(OPEN, None, Side.GIVER, "because", gettext_lazy("Flytta dagen")),
    Step.TAKE_BACK: Allowed(
        OPEN, State.DONE, Side.GIVER, "because", gettext_lazy("Önskas inte längre")
    ),
    Step.LAPSE: Allowed(OPEN, State.LAPSED, Side.NOBODY, "because", gettext_lazy("Upphör")),
}  # fmt: skip
"""Every step of an assignment."""

_NEEDS = {
    "question": gettext_lazy("Skriv vad ni behöver veta för att kunna svara."),
    "reply": gettext_lazy("Skriv svaret på frågan."),
    "because": gettext_lazy("Skriv varför. Det sparas med uppdraget."),
    "result_words": gettext_lazy("Skriv vad det ledde till, en rad räcker."),
}


def steps_from(state: str, sides: frozenset[Side]) -> list[Step]:
    """The steps that these sides can take from a state, in the order of the table."""
    return [
        step for step, way in STEPS.items() if state in way.begins and way.side in sides
    ]  # fmt: skip


def faults_of_step(state: str, step: Step, words: str) -> dict[str, str]:
    """Why a step cannot be taken, as field → sentence; nothing when it can."""
    way = STEPS[step]
    if state not in way.begins:
        told = {"stands": State(state).label}
        return {"": _("Uppdraget: %(stands)s. Det har ändrats sedan du öppnade sidan.") % told}
    if way.noted and not words.strip():
        return {"words": str(_NEEDS[way.noted])}
    return {}


def fault_of_result(result: str) -> dict[str, str]:
    """An assignment that was accepted is never settled without a result."""
    if result in CLOSING:
        return {}
    return {
        "result": _("Välj vad det ledde till: nått, delvis, inte nått eller inte längre önskat.")
    }


def faults_of_new(what: str, purpose: str, due_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with an assignment that is to be given."""
    faults = {}
    if not what.strip():
        faults["what"] = _("Skriv vad som ska göras.")
    if not purpose.strip():
        faults["purpose"] = _(
            "Skriv varför, så att den som får uppdraget förstår vad det ska leda till."
        )
    return faults | fault_of_due(due_on, today)


def fault_of_due(due_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with the day that it should be done."""
    if due_on is None:
        return {"due_on": _("Skriv till vilken dag det ska vara klart, så här: 2026-05-03.")}
    if due_on < today:
        return {"due_on": _("Dagen har redan varit. Skriv en dag från och med i dag.")}
    if due_on > today + FAR:
        return {"due_on": _("Det är mer än två år bort. Kontrollera året.")}
    return {}


@dataclass(frozen=True)
class Exchange:
    """A question of the receiver's, and what the giver answered; empty while it waits for that."""

    question: str
    reply: str


def exchanges(texts: Sequence[str]) -> list[Exchange]:
    """Texts by turns, question and answer, as exchanges; none of what was never asked."""
    pairs = zip(texts[::2], texts[1::2], strict=True)
    return [Exchange(question, reply) for question, reply in pairs if question]


def diagram() -> Iterator[str]:
    """The table of steps as a diagram, for the docs."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.GIVEN}"
    for step, way in STEPS.items():
        for begins in way.begins:
            yield f"    {begins} --> {way.leads or begins}: {step} ({way.side})"


__all__ = [
    "ANSWER_DAYS", "CLOSING", "OPEN", "STEPS", "UNANSWERED", "Allowed", "Exchange", "Result", "Side",
    "State", "Step", "diagram", "exchanges", "fault_of_due", "fault_of_result", "faults_of_new",
    "faults_of_step", "steps_from",
]  # fmt: skip
