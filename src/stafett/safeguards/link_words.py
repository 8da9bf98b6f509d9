"""What somebody at a link is told of what came of it: one heading and one sentence for each way it can end.

Pure. To whoever is not the one that the link is for, nothing is said of whom it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.safeguards.models import LinkState, Outcome, Step


@dataclass(frozen=True)
class Told:
    """What the page says, and whether it offers to begin anew."""

    heading: str | Promise
    sentence: str | Promise
    again: bool = True


NOT_DONE = _("Det gick inte igenom")
OUTCOMES = {
    Outcome.WRONG: Told(
        NOT_DONE,
        _("Länken är till någon annan än den som legitimerade sig. Inget är sparat, utom att det försöktes. "
          "Är länken till dig: prata med den som gav dig den, personnumret kan vara fel där."),
    ),
    Outcome.WEAK: Told(
        NOT_DONE,
        _("Legitimationen var inte tillräckligt säker för det här. Inget är sparat. Börja om och välj ett "
          "säkrare sätt, till exempel e-legitimation i stället för lösenord."),
    ),
    Outcome.CHANGED: Told(
        NOT_DONE,
        _("Texten är inte längre den som du legitimerade dig för, så inget är sparat. Be om en ny länk."),
    ),
    Outcome.CANCELLED: Told(NOT_DONE, _("Du avbröt legitimeringen. Inget är sparat. Börja om när du vill.")),
    Outcome.FAILED: Told(
        NOT_DONE,
        _("Svaret om vem du är kom inte fram, eller gick inte att lita på. Inget är sparat. Försök igen om en "
          "stund."),
    ),
    Outcome.LATE: Told(NOT_DONE, _("Det tog för lång tid. Inget är sparat. Börja om med koden.")),
    Outcome.OVER: Told(
        NOT_DONE,
        _("Länken gäller inte längre. Inget är sparat. Be den som gav dig den om en ny."), again=False,
    ),
}  # fmt: skip
STATES = {
    LinkState.GIVEN: Told(
        _("Tack, ditt samtycke är antecknat"),
        _("Du kan ta tillbaka det när du vill, helt eller delvis: ring eller säg det till någon som du har "
          "kontakt med. Stäng sidan när du är klar."),
        again=False,
    ),
    LinkState.AGREED: Told(
        _("Tack, ditt ja är antecknat"),
        _("Samtycket gäller när också den andra som företräder personen har sagt ja. Ångrar du dig innan dess: "
          "säg det till den som gav dig länken. Stäng sidan när du är klar."),
        again=False,
    ),
    LinkState.DECLINED: Told(
        _("Du har sagt nej"),
        _("Inget samtycke är antecknat, och inget lämnas mellan myndigheterna med stöd av det. Vill du veta "
          "vad ett nej kan betyda, fråga den som gav dig länken. Stäng sidan när du är klar."),
        again=False,
    ),
    LinkState.ANSWERED: Told(
        _("Tack, svaret är antecknat"),
        _("Den som gav dig länken ser det. Länken är nu använd: det första svaret gäller. Stäng sidan när du "
          "är klar."),
        again=False,
    ),
}  # fmt: skip
GUARDIANS = {
    LinkState.GIVEN: Told(
        _("Tack, samtycket är antecknat"),
        _("Det kan tas tillbaka när som helst, helt eller delvis, av dig eller av den som du företräder: ring "
          "eller säg det till någon som ni har kontakt med. Stäng sidan när du är klar."),
        again=False,
    ),
    LinkState.DECLINED: Told(
        _("Du har sagt nej"),
        _("Inget samtycke är antecknat, och inget lämnas mellan myndigheterna med stöd av det. Vill du veta "
          "vad ett nej kan betyda, fråga den som gav dig länken. Stäng sidan när du är klar."),
        again=False,
    ),
}  # fmt: skip
"""The same, to whoever answers in somebody's stead."""
TIMED_OUT = Told(_("Tiden gick ut"), _("Sidan har stått öppen för länge. Börja om med koden."))
EXPIRED, OTHER_NO, OTHER_ANSWERED, OTHER_SILENT = "expired", "other_no", "other_yes", "other_silent"
"""How a question stands beyond its link's own state: out of time, or by what another guardian did."""
ENDED: Mapping[str, tuple[Any, Any]] = {
    EXPIRED: (
        _("Frågan har gått ut"),
        _("Tiden för att svara är slut, och inget svar är antecknat, varken ja eller nej. Vänd dig till "
          "%(whom)s."),
    ),
    **dict.fromkeys(
        (LinkState.RECALLED, LinkState.WITHDRAWN),
        (
            _("Frågan är tagen tillbaka"),
            _("Det går inte att svara på den längre, och inget svar är antecknat. Vänd dig till %(whom)s om "
              "du undrar."),
        ),
    ),
    LinkState.LOCKED: (
        _("Länken är låst"),
        _("Någon annan har försökt för många gånger, och inget svar är antecknat. Vänd dig till %(whom)s, som "
          "kan göra en ny."),
    ),
    OTHER_NO: (
        _("Det blev inget samtycke"),
        _("Den andra som företräder personen har sagt nej, så inget samtycke är antecknat och inget lämnas "
          "med stöd av det. Vänd dig till %(whom)s om du undrar."),
    ),
    OTHER_ANSWERED: (
        _("Frågan är redan besvarad"),
        _("Den andra som företräder personen har svarat, och det räckte. Vänd dig till %(whom)s om du undrar."),
    ),
    OTHER_SILENT: (
        _("Ditt ja är antecknat, men samtycket gäller inte"),
        _("Det finns inget ja från den andra som företräder personen, och den frågan är inte öppen längre. "
          "Inget lämnas med stöd av den. Vänd dig till %(whom)s om ni vill svara på nytt."),
    ),
}  # fmt: skip
"""What whoever opened a question is told when it is over without their answer having settled it."""
ANSWERED_ALREADY = _(
    "Frågan är redan besvarad eller avslutad, kanske i en annan webbläsare. Det du tryckte nu har "
    "inte ändrat något."
)


def ended(stands: str, whom: str) -> Told | None:
    """What to say of a question that stands so, with whom to turn to; None where it is told otherwise."""
    if stands not in ENDED:
        return None
    heading, sentence = ENDED[stands]
    return Told(heading, sentence % {"whom": whom}, again=False)


def told_of(outcome: str, step: str, state: str, *, in_stead: bool = False) -> Told:
    """What to say of an identification at a link that stands so, to the person or to a guardian."""
    if outcome != Outcome.OK:
        return OUTCOMES[Outcome(outcome)]
    if state == LinkState.WAITING and step == Step.OPEN:
        return TIMED_OUT
    words = {**STATES, **GUARDIANS} if in_stead else STATES
    return words.get(LinkState(state), OUTCOMES[Outcome.OVER])
