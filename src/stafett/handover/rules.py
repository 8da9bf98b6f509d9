"""Two hands on the baton: where a handover can stand, who takes which step, and what must be said first.

Pure: no database, no request, no clock. Days come in as arguments. The table `STEPS` is the whole of it; the
picture in docs/features/handover.md is drawn from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.formats import plain_day

LONGEST_ALONGSIDE = timedelta(days=366)
"""So far ahead may the giver's last day alongside be moved."""


class Stand(StrEnum):
    """Where a handover stands. Until `DONE` the giver holds."""

    PROPOSED = "proposed"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


STAND_WORDS: Mapping[Stand, Promise] = {
    Stand.PROPOSED: gettext_lazy("väntar på mottagaren"),
    Stand.ASKED: gettext_lazy("mottagaren har frågat"),
    Stand.ACCEPTED: gettext_lazy("väntar på att givaren bekräftar"),
    Stand.DONE: gettext_lazy("klar"),
    Stand.DECLINED: gettext_lazy("mottagaren kunde inte ta emot"),
    Stand.WITHDRAWN: gettext_lazy("återkallad"),
    Stand.LAPSED: gettext_lazy("förföll"),
}
UNDONE_WORDS = gettext_lazy("avslutet ångrades, så de tog inte över")
"""What came of a yes from outside, once the exit that it led to has been undone."""

OPEN = frozenset({Stand.PROPOSED, Stand.ASKED, Stand.ACCEPTED})
"""Nothing is handed over yet, and nobody has let go."""


class Hand(StrEnum):
    """Whose step it is."""

    GIVER = "giver"
    RECEIVER = "receiver"
    MACHINE = "machine"


HAND_WORDS: Mapping[Hand, Promise] = {
    Hand.GIVER: gettext_lazy("givaren"),
    Hand.RECEIVER: gettext_lazy("mottagaren"),
    Hand.MACHINE: gettext_lazy("Stafett"),
}


@dataclass(frozen=True)
class Step:
    """A step that a hand can take, from which stands, to which; what is noted with it."""

    code: str
    hand: Hand
    at: frozenset[Stand]
    to: Stand
    words: Promise
    notes: Promise | str = ""
    to_if_both: Stand | None = None
    """Where it leads when the other hand has confirmed already."""
    outside: bool | None = None
    """Only with a receiver outside Stafett, or only with one in it; None is either."""


STEPS: Mapping[str, Step] = {
    step.code: step
    for step in (
        Step("ask", Hand.RECEIVER, frozenset({Stand.PROPOSED}), Stand.ASKED,
             gettext_lazy("frågar"), gettext_lazy("frågan"), outside=False),
        Step("answer", Hand.GIVER, frozenset({Stand.ASKED}), Stand.PROPOSED,
             gettext_lazy("svarar"), gettext_lazy("svaret")),
        Step("accept", Hand.RECEIVER, frozenset({Stand.PROPOSED, Stand.ASKED}), Stand.ACCEPTED,
             gettext_lazy("tar emot"), gettext_lazy("vem, och vilken befattning som har ärendet"),
             Stand.DONE, outside=False),
        Step("confirm", Hand.GIVER, frozenset({Stand.ACCEPTED}), Stand.DONE,
             gettext_lazy("bekräftar"), gettext_lazy("vem"), outside=False),
        Step("link", Hand.GIVER, frozenset({Stand.PROPOSED}), Stand.PROPOSED,
             gettext_lazy("gör en engångslänk"), gettext_lazy("till vem, vad de läser, vad det ledde till"),
             outside=True),
        Step("question_by_link", Hand.RECEIVER, frozenset({Stand.PROPOSED}), Stand.ASKED,
             gettext_lazy("frågar"), gettext_lazy("frågan"), outside=True),
        Step("take_by_link", Hand.RECEIVER, frozenset({Stand.PROPOSED, Stand.ASKED}), Stand.ACCEPTED,
             gettext_lazy("tar emot"), gettext_lazy("vem som legitimerade sig"), Stand.DONE, outside=True),
        Step("decline_by_link", Hand.RECEIVER, frozenset({Stand.PROPOSED, Stand.ASKED}), Stand.DECLINED,
             gettext_lazy("kan inte ta emot"), gettext_lazy("varför"), outside=True),
        Step("record", Hand.GIVER, OPEN, Stand.DONE,
             gettext_lazy("antecknar bekräftelsen"), gettext_lazy("vem som bekräftade, när och hur"),
             outside=True),
        Step("decline", Hand.RECEIVER, OPEN, Stand.DECLINED,
             gettext_lazy("kan inte ta emot"), gettext_lazy("varför"), outside=False),
        Step("withdraw", Hand.GIVER, OPEN, Stand.WITHDRAWN,
             gettext_lazy("återkallar"), gettext_lazy("varför")),
        Step("lapse", Hand.MACHINE, OPEN, Stand.LAPSED,
             gettext_lazy("samtycket eller ärendet är slut"), gettext_lazy("varför")),
    )
}  # fmt: skip
"""Every step, by its code. Who may take it is asked by `access`; what stands in its way here."""


def after(code: str, stand: str, *, both: bool = False) -> Stand:
    """Where a step leads; raises ValueError when it cannot be taken from there."""
    step = STEPS[code]
    if Stand(stand) not in step.at:
        raise ValueError(f"{code} is no step from {stand}")
    return step.to_if_both if both and step.to_if_both else step.to


def can_take(code: str, stand: str, outside: bool) -> bool:
    """True when a step can be taken from where a handover stands, with such a receiver."""
    step = STEPS[code]
    return Stand(stand) in step.at and step.outside in (None, outside)


def why_not(code: str, stand: str) -> str:
    """Why a step cannot be taken any more: somebody else came first."""
    return _("Överlämningen står inte så längre: %(stand)s. Öppna sidan igen.") % {
        "stand": STAND_WORDS[Stand(stand)]
    }


def what_came_of(stand: Promise | str, receiver: str, day: date) -> str:
    """What is said to whoever had a form open about a handover that is over."""
    told = {"receiver": receiver, "stand": stand, "day": plain_day(day)}
    return (
        _(
            "Överlämningen till %(receiver)s är inte öppen längre: %(stand)s, %(day)s. Se under Överlämning "
            "hur det står nu."
        )
        % told
    )


def diagram() -> str:
    """The steps as a state diagram in Mermaid, for the documentation."""
    lines = ["stateDiagram-v2", "    [*] --> proposed: givaren föreslår"]
    lines += [f"    {arrow}" for arrow in dict.fromkeys(_arrows())]
    lines += [f"    {stand} --> [*]" for stand in Stand if stand not in OPEN]
    return "\n".join(lines)


def _arrows() -> Iterator[str]:
    for step in STEPS.values():
        said = f"{HAND_WORDS[step.hand]} {step.words}"
        for stand in (one for one in Stand if one in step.at):
            yield f"{stand} --> {step.to}: {said}"
            if step.to_if_both:
                yield f"{stand} --> {step.to_if_both}: {said}, givaren har bekräftat"


@dataclass(frozen=True)
class Asked:
    """What is proposed: what it is about, from when, when one meets, and how long the giver stays alongside."""

    what: str
    from_day: date
    meeting_on: date | None = None
    alongside_until: date | None = None


def faults_of_proposal(asked: Asked, today: date) -> dict[str, str]:
    """What is wrong with a proposal, as field → sentence; nothing is handed over backwards in time."""
    faults: dict[str, str] = {}
    if not asked.what.strip():
        faults["what"] = _("Skriv vad som lämnas över: vad mottagaren behöver veta och göra.")
    if asked.from_day < today:
        faults["from_day"] = _(
            "Dagen har varit. Ingen tar över bakåt i tiden: skriv i dag eller en senare dag."
        )
    if asked.meeting_on and asked.meeting_on > asked.from_day:
        faults["meeting_on"] = _(
            "Mötet ligger efter den dag då mottagaren tar över. Rätta den ena."
        )
    if asked.alongside_until and asked.alongside_until < asked.from_day:
        faults["alongside_until"] = _(
            "Sista dagen ni följer med ligger före överlämningen, %(day)s."
        ) % {"day": plain_day(asked.from_day)}
    return faults


def faults_of_moving(before: date, until: date, today: date, *, longer: bool) -> dict[str, str]:
    """Why the last day that the giver is alongside cannot be moved so, as field → sentence.

    Either hand may make it shorter; longer is said by the one that holds (A12).
    """
    if until == before:
        return {"alongside_until": _("Så står det redan. Skriv hur det ska stå.")}
    if until < today:
        return {"alongside_until": _("Dagen har varit. Skriv i dag eller en senare dag.")}
    if until > before and until > today + LONGEST_ALONGSIDE:
        return {
            "alongside_until": _(
                "Dagen ligger mer än ett år fram. Stämmer året? Välj en närmare dag."
            )
        }
    if until > before and not longer:
        return {
            "alongside_until": _(
                "Ni kan följa med kortare. Längre bestämmer den som håller ihop ärendet: be dem ändra dagen."
            )
        }
    return {}


def faults_of_hearing(heard: str, not_heard: str) -> dict[str, str]:
    """The person is heard before anybody takes over: their words, or why they were not asked; not both."""
    if heard.strip() and not_heard.strip():
        return {"not_heard": _("Har personen sagt något? Lämna då den här rutan tom.")}
    if not heard.strip() and not not_heard.strip():
        return {
            "heard": _(
                "Skriv vad personen säger om överlämningen, eller varför personen inte är tillfrågad."
            )
        }
    return {}


class Missing(StrEnum):
    """Why a unit cannot hold a case."""

    CONSENT = "consent"
    PROVISION = "provision"
    TEAM = "team"
    NOBODY = "nobody"
    CLOSES = "closes"


MISSING_WORDS: Mapping[Missing, Promise] = {
    Missing.CONSENT: gettext_lazy(
        "%(authority)s får inte veta något om ärendet: det saknas ett samtycke till att "
        "%(controller)s berättar "
        "hur det går (förloppet). Be personen om det först, under Samtycke."
    ),
    Missing.PROVISION: gettext_lazy(
        "Personen har samtyckt, men %(controller)s har inte antecknat med vilken rätt %(authority)s "
        "läser i ärendet. "
        "En chef eller projektledare där gör det under Bestämmelser."
    ),
    Missing.TEAM: gettext_lazy(
        "Ärendet ses bara av ett namngivet team, och ingen i %(unit)s är med i det. Ta med hens "
        "befattning bland dem "
        "som får se personen, under Rätta personuppgifter."
    ),
    Missing.NOBODY: gettext_lazy(
        "Ingen arbetar med personer i %(unit)s nu. Välj en annan enhet, eller be chefen där att "
        "tillsätta någon."
    ),
    Missing.CLOSES: gettext_lazy(
        "%(unit)s har fått en sista dag och tar inte över några ärenden. Välj en annan enhet."
    ),
}


def due_days(ended_on: date, months: Sequence[int]) -> list[tuple[int, date]]:
    """When somebody who has left is asked how it went, as (months, day); also the days that have passed."""
    return [(number, months_after(ended_on, number)) for number in sorted(set(months))]


EARLY = timedelta(days=30)
"""So many days before its day a follow-up can be answered: people call when they call."""


def faults_of_asking(on_day: date, due_on: date, ended_on: date, today: date) -> dict[str, str]:
    """What is wrong with the day when somebody was asked how it went, as field → sentence."""
    if on_day > today:
        return {"on_day": _("Dagen har inte varit än. Skriv dagen då ni frågade.")}
    if on_day <= ended_on:
        said = _("Personen slutade %(day)s. Skriv en dag efter det.")
        return {"on_day": said % {"day": plain_day(ended_on)}}
    if on_day < due_on - EARLY:
        said = _(
            "Uppföljningen gäller %(day)s, och kan besvaras från en månad före. Skriv en senare dag."
        )
        return {"on_day": said % {"day": plain_day(due_on)}}
    return {}


MOST_MONTHS = 60
"""So many months after an exit nobody is asked any more."""


def faults_of_months(months: Sequence[int]) -> dict[str, str]:
    """What is wrong with when an initiative asks, as field → sentence."""
    if all(1 <= number <= MOST_MONTHS for number in months):
        return {}
    return {"months": _("Skriv hela månader, från 1 till %(most)s.") % {"most": MOST_MONTHS}}


def months_after(day: date, number: int) -> date:
    """The same day of the month so many months later, or the month's last day."""
    years, month = divmod(day.month - 1 + number, 12)
    first_of_next = date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - date.resolution).day
    return date(day.year + years, month + 1, min(day.day, last))
