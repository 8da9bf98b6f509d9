"""What must hold for a consent and what is done under it, in sentences.

Pure: no database, no request, no clock. Days come in as arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day

LONGEST_DAYS = 731
"""No consent lasts longer, whatever an initiative's template says: then it is asked for anew."""


class Refused(ValueError):
    """Something that cannot be done, with a sentence for each field ("" is the whole form)."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True)
class Terms:
    """How long a consent lasts: from a day, until another (not included), and when it is looked at anew."""

    from_day: date
    until_day: date
    review_on: date


def faults_of_terms(terms: Terms, today: date, longest_days: int = LONGEST_DAYS) -> dict[str, str]:
    """What is wrong with the days of a consent, as field → sentence (law.md § 5: from, to, a maximum)."""
    faults: dict[str, str] = {}
    last = terms.from_day + timedelta(days=min(longest_days, LONGEST_DAYS))
    if terms.from_day > today:
        faults["from_day"] = _(
            "Samtycket kan inte börja senare än i dag. Anteckna det när det ges."
        )
    elif terms.from_day < today - timedelta(days=31):
        faults["from_day"] = _(
            "Samtycket är mer än en månad gammalt. Fråga personen igen och skriv dagen för det."
        )
    if terms.until_day <= terms.from_day or terms.until_day <= today:
        faults["until_day"] = _("Samtycket är redan slut den dagen. Skriv en senare dag.")
    elif terms.until_day > last:
        faults["until_day"] = _("Samtycket kan räcka längst till och med %(last)s.") % {
            "last": plain_day(last - timedelta(days=1))
        }
    if not terms.from_day <= terms.review_on <= terms.until_day:
        faults["review_on"] = _("Dagen då det ses över ska ligga inom samtyckets tid.")
    return faults


def faults_of_giver(given_by: str, guardian: str, manner: str, has_scan: bool) -> dict[str, str]:
    """What is missing about who gave a consent and how, as field → sentence."""
    faults: dict[str, str] = {}
    if given_by == "guardian" and not guardian.strip():
        faults["guardian"] = _("Skriv vem som gav samtycket i personens ställe.")
    if given_by == "person" and guardian.strip():
        faults["guardian"] = _(
            "Gav personen det själv? Ta bort namnet, eller välj vem som gav det."
        )
    if manner == "paper" and not has_scan:
        faults["scan"] = _("Lägg till det undertecknade papperet som bild eller pdf.")
    return faults


MARK = 8
"""So many characters of a text's digest are written on its paper, to be compared by eye."""


def faults_of_mark(mark: str, digest: str) -> dict[str, str]:
    """What is wrong where a signed paper's mark is not that of the text to be kept; without one, nothing.

    The right one is not told: whoever has the paper reads it there, and nobody else is to write it.
    """
    written = "".join(mark.split()).lower()
    if not written or written == digest[:MARK]:
        return {}
    return {
        "mark": _(
            "Märket stämmer inte: det som är ifyllt här är inte det som står på papperet, eller så är märket "
            "felskrivet. Jämför rad för rad med papperet och rätta här, eller skriv ut ett nytt papper som "
            "personen får skriva under."
        )
    }


Part = tuple[int, int, str]
"""giver, receiver, information: one authority's leave to give another one kind of information."""


def parts_between(
    authorities: Set[int], information: Set[str], not_to: Mapping[int, Set[str]]
) -> list[Part]:
    """Everything that a team may give each other, but for what somebody is not to get.

    `not_to` is authority → kinds that it is not to receive.
    """
    return [
        (giver, receiver, kind)
        for giver in sorted(authorities)
        for receiver in sorted(authorities - {giver})
        for kind in sorted(information - not_to.get(receiver, frozenset()))
    ]
