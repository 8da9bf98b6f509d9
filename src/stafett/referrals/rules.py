"""How a referral goes from its first day to its decision, and who is meant to come in. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

Text = str | Promise


class State(StrEnum):
    """Where a referral stands."""

    RECEIVED = "received"
    QUEUED = "queued"
    INVITED = "invited"
    YES = "yes"
    NO = "no"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """The person's own no."""
    TAKEN_BACK = "taken_back"
    """The referrer's: another fact than that the person does not want to."""
    SENT_ON = "sent_on"


STATE_WORDS: Mapping[State, Text] = {
    State.RECEIVED: gettext_lazy("inkommen"),
    State.QUEUED: gettext_lazy("i kö"),
    State.INVITED: gettext_lazy("inbjuden"),
    State.YES: gettext_lazy("har tackat ja"),
    State.NO: gettext_lazy("har tackat nej"),
    State.ACCEPTED: gettext_lazy("antagen"),
    State.DECLINED: gettext_lazy("inte antagen"),
    State.WITHDRAWN: gettext_lazy("personen avstår"),
    State.TAKEN_BACK: gettext_lazy("tillbakatagen"),
    State.SENT_ON: gettext_lazy("skickad vidare"),
}
SHAPES: Mapping[State, str] = {
    State.RECEIVED: "note", State.QUEUED: "waiting", State.INVITED: "waiting", State.YES: "done",
    State.NO: "stop", State.ACCEPTED: "done", State.DECLINED: "stop", State.WITHDRAWN: "neutral",
    State.TAKEN_BACK: "neutral", State.SENT_ON: "neutral",
}  # fmt: skip
NEXT_WORDS: Mapping[State, Text] = {
    State.RECEIVED: gettext_lazy(
        "%(unit)s har inte börjat än. De bjuder in personen, ställer hen i kö eller beslutar."
    ),
    State.QUEUED: gettext_lazy("Personen står i kö. %(unit)s bjuder in eller beslutar."),
    State.INVITED: gettext_lazy("Personen är inbjuden. %(unit)s antecknar vad hen svarar."),
    State.YES: gettext_lazy("Personen har tackat ja. %(unit)s beslutar om hen antas."),
    State.NO: gettext_lazy(
        "Personen har tackat nej. %(unit)s bjuder in till något annat, eller avslutar."
    ),
}
"""What the referrer is told comes next, while there is no decision; `unit` is who takes in."""
CLOSED = frozenset(
    {State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.TAKEN_BACK, State.SENT_ON}
)
"""The decisions that a referral ends in; those without a participation can be undone by whoever made them."""
OPEN = frozenset(State) - CLOSED
UNANSWERED = frozenset({State.RECEIVED, State.QUEUED})
"""Where nothing has been offered yet: whoever referred has no answer."""


class Side(StrEnum):
    """Who takes a step: the unit that takes in, its meeting over the queue, or the one that referred."""

    INTAKE = "intake"
    MEETING = "meeting"
    REFERRER = "referrer"


@dataclass(frozen=True)
class Step:
    """Something that is done with a referral: from which states, to which, by whom, and what it says."""

    code: str
    words: Text
    sources: frozenset[State]
    to: State | None
    side: Side = Side.INTAKE


STEPS: Mapping[str, Step] = {
    step.code: step
    for step in (
        Step("queue", gettext_lazy("Ställ i kö"), OPEN - {State.QUEUED}, State.QUEUED),
        Step("invite", gettext_lazy("Bjud in"), OPEN, State.INVITED),
        Step("said_yes", gettext_lazy("Tackade ja"), frozenset({State.INVITED, State.NO}), State.YES),
        Step("said_no", gettext_lazy("Tackade nej"), frozenset({State.INVITED, State.YES}), State.NO),
        Step("accept", gettext_lazy("Anta"), OPEN - {State.NO}, State.ACCEPTED),
        Step("decline", gettext_lazy("Anta inte"), OPEN, State.DECLINED),
        Step("send_on", gettext_lazy("Skicka vidare"), OPEN, State.SENT_ON),
        Step("step_back", gettext_lazy("Personen avstår"), OPEN, State.WITHDRAWN),
        Step("withdraw", gettext_lazy("Ta tillbaka"), OPEN, State.TAKEN_BACK, Side.REFERRER),
        Step("hand_over", gettext_lazy("Be intaget hålla ihop"), OPEN, None, Side.REFERRER),
        Step("take_over", gettext_lazy("Ta över kontakten under väntan"), OPEN, None),
        Step("stay", gettext_lazy("Står kvar i kö"),
             frozenset({State.QUEUED, State.INVITED}), None, Side.MEETING),
        Step("take_up", gettext_lazy("Ångra beslutet"),
             frozenset({State.DECLINED, State.WITHDRAWN}), State.QUEUED),
        Step("put_back", gettext_lazy("Ångra att ni tog tillbaka"),
             frozenset({State.TAKEN_BACK}), State.RECEIVED, Side.REFERRER),
    )
}  # fmt: skip
"""All that can be done, in the order that it is offered. A step without `to` leaves the state as it is."""


ANSWERS = frozenset({"said_yes", "said_no"})
"""The steps of one form: what the person answered, or what a wrongly noted answer should have been."""
AGAIN: Mapping[tuple[str, State], Text] = {
    ("invite", State.INVITED): gettext_lazy("Ändra inbjudan"),
    ("answer", State.INVITED): gettext_lazy("Anteckna svaret"),
    ("answer", State.YES): gettext_lazy("Rätta svaret"),
    ("answer", State.NO): gettext_lazy("Rätta svaret"),
}
"""What a form is called from where it does something else than its step's words say."""
USUAL: Mapping[State, str] = {
    State.RECEIVED: "invite", State.QUEUED: "invite", State.NO: "invite", State.INVITED: "answer",
    State.YES: "accept",
}  # fmt: skip
"""What those who take in most often do next: the one button of the page that is filled."""


def usual_step(state: State, verdict: Verdict) -> str:
    """What is next by code, "" after the decision; a no where the rules say so and nothing has been offered.

    It is a suggestion like theirs: every other step stands beside it (law 9).
    """
    if state in UNANSWERED and verdict == Verdict.NO:
        return "decline"
    return USUAL.get(state, "")


def steps_from(state: State, side: Side) -> list[Step]:
    """What one side can do with a referral that stands there."""
    return [step for step in STEPS.values() if state in step.sources and step.side == side]


def forms_from(steps: Iterable[Step], state: State) -> dict[str, Text]:
    """The forms that take these steps, in their order, each with what its button says."""
    found: dict[str, Text] = {}
    for step in steps:
        form = "answer" if step.code in ANSWERS else step.code
        found[form] = AGAIN.get((form, state), step.words)
    return found


def diagram() -> str:
    """The states and steps as Mermaid draws them; the documentation's picture is compared with it."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.RECEIVED.value}"]
    lines += [
        f"    {source.value} --> {step.to.value}: {step.code}"
        for step in STEPS.values() if step.to for source in State if source in step.sources
    ]  # fmt: skip
    lines += [f"    {state.value} --> [*]" for state in State if state in CLOSED]
    return "\n".join(lines)


def waiting_days(received_on: date, decided_on: date | None, today: date) -> int:
    """How many days somebody has waited for a decision, or did."""
    return ((decided_on or today) - received_on).days


def waited_words(days: int, here: int) -> str:
    """How long somebody has waited, and how much of it here where they were sent on from elsewhere."""
    words = ngettext("har väntat %(n)s dag", "har väntat %(n)s dagar", days) % {"n": days}
    return (
        words
        if here == days
        else _("%(waited)s, varav %(here)s här") % {"waited": words, "here": here}
    )


class Verdict(StrEnum):
    """What a rule says of somebody: a suggestion, never a decision (law 9)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


VERDICT_WORDS: Mapping[Verdict, Text] = {
    Verdict.YES: gettext_lazy("ja"),
    Verdict.NO: gettext_lazy("nej"),
    Verdict.UNKNOWN: gettext_lazy("vet inte"),
}
VERDICT_SHAPES = {Verdict.YES: "done", Verdict.NO: "stop", Verdict.UNKNOWN: "waiting"}


class Asks(StrEnum):
    """What a rule of eligibility asks about."""

    AGE = "age"
    PARTIES = "parties"
    OWN_DAYS = "own_days"


@dataclass(frozen=True)
class Wanted:
    """A rule: what it asks about, and the least and the most that it lets in; None is no limit."""

    asks: Asks
    least: int | None
    most: int | None = None


@dataclass(frozen=True)
class Known:
    """What the rules may know of somebody; None is not known. Nothing sensitive is asked."""

    born: date | int | None
    """The day, or the year where only that is known."""
    parties: int | None
    own_days: int | None


@dataclass(frozen=True)
class Judged:
    """What a rule says, and why."""

    verdict: Verdict
    why: str


def judge(rule: Wanted, known: Known, day: date) -> Judged:
    """What one rule says of somebody on a day."""
    low, high = _amount(rule.asks, known, day)
    if low is None or high is None:
        return Judged(Verdict.UNKNOWN, _not_known(rule.asks))
    within = [_within(rule, low), _within(rule, high)]
    if within[0] != within[1]:
        return Judged(Verdict.UNKNOWN, _("Bara födelseåret är känt: det avgör inte."))
    return Judged(Verdict.YES if within[0] else Verdict.NO, _said(rule.asks, high))


def _within(rule: Wanted, amount: int) -> bool:
    most = rule.most if rule.most is not None else amount
    return (rule.least or 0) <= amount <= most


def _amount(asks: Asks, known: Known, day: date) -> tuple[int | None, int | None]:
    """The least and the most that it can be."""
    if asks == Asks.AGE:
        return _ages(known.born, day)
    number = known.parties if asks == Asks.PARTIES else known.own_days
    return number, number


def _ages(born: date | int | None, day: date) -> tuple[int | None, int | None]:
    if born is None:
        return None, None
    if isinstance(born, int):
        return day.year - born - 1, day.year - born
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return age, age


def _not_known(asks: Asks) -> str:
    return {
        Asks.AGE: _("Åldern är inte känd."),
        Asks.PARTIES: _("Det står inte hur många parter personen behöver stöd av."),
        Asks.OWN_DAYS: _("Det står inte hur länge personen har varit hos den som aktualiserade."),
    }[asks]


def _said(asks: Asks, amount: int) -> str:
    if asks == Asks.AGE:
        return _("Personen är %(n)s år.") % {"n": amount}
    if asks == Asks.PARTIES:
        words = ngettext("Behöver stöd av %(n)s part.", "Behöver stöd av %(n)s parter.", amount)
        return words % {"n": amount}
    words = ngettext(
        "Har varit %(n)s dag hos den som aktualiserade.",
        "Har varit %(n)s dagar hos den som aktualiserade.",
        amount,
    )
    return words % {"n": amount}


def together(judged: Iterable[Judged]) -> Verdict:
    """What the rules say together: no if any does, else unknown if any is, else yes."""
    found = {one.verdict for one in judged}
    if Verdict.NO in found:
        return Verdict.NO
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.YES


__all__ = [
    "CLOSED", "NEXT_WORDS", "OPEN", "SHAPES", "STATE_WORDS", "STEPS", "UNANSWERED", "VERDICT_SHAPES",
    "VERDICT_WORDS", "Asks", "Judged", "Known", "Side", "State", "Step", "Verdict", "Wanted", "diagram",
    "forms_from", "judge", "steps_from", "together", "usual_step", "waited_words", "waiting_days",
]  # fmt: skip
