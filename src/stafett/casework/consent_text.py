"""The words of a consent, in plain Swedish or English: exactly what was chosen, and never a general waiver.

It says which authorities, which information, for what, for how long, that one may refuse parts and change
one's mind; and that a no does not touch one's benefits where the authorities have decided that, else that one
may ask them (law.md § 5). The same text is shown, printed and kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.frame.formats import plain_day
from stafett.safeguards.models import Information
from stafett.safeguards.rules import Part, Terms

LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Told:
    """What a consent's text is made of; `names` is authority → what people call it."""

    person: str
    initiative: str
    purpose: str
    parts: Sequence[Part]
    terms: Terms
    names: Mapping[int, str]
    answers: str
    """The authority that answers for the case's own record."""
    guardians: Sequence[str] = ()
    """Who answer in the person's stead with an e-ID; on paper they have lines of their own."""
    needed: int = 1
    """So many of them have to say yes."""
    no_costs_nothing: bool = False
    """That the authorities have decided that a no does not touch what the person is entitled to."""


@dataclass(frozen=True)
class Written:
    """A text in paragraphs, with a heading and what each authority may give as a list."""

    title: str
    paragraphs: tuple[str, ...]
    gives: tuple[str, ...]
    rights: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it as plain text, a line each."""
        lines = [self.title, "", *self.paragraphs, "", *(f"– {one}" for one in self.gives), ""]
        return "\n".join([*lines, *self.rights])


def written(told: Told, language: str = "sv") -> Written:
    """The consent in words, in a language of LANGUAGES."""
    with override(language if language in LANGUAGES else "sv"):
        last = plain_day(told.terms.until_day - timedelta(days=1))
        return Written(
            _("Samtycke till att myndigheter berättar för varandra"),
            (
                *_in_stead(told),
                _("Jag, %(person)s, deltar i %(initiative)s.") % {
                    "person": told.person, "initiative": told.initiative,
                },
                _("Jag säger ja till att myndigheterna nedan lämnar det som står här till varandra, "
                  "och inget annat. Ändamålet är: %(purpose)s") % {"purpose": _stopped(told.purpose)},
            ),
            tuple(_gives(told)),
            (
                _("Det gäller från och med %(first)s till och med %(last)s. Vi går igenom det "
                  "tillsammans senast %(review)s.") % {
                    "first": plain_day(told.terms.from_day), "last": last,
                    "review": plain_day(told.terms.review_on),
                },
                *_rights(told),
            ),
        )  # fmt: skip


def _stopped(sentence: str) -> str:
    """A sentence as it ends on a paper."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _in_stead(told: Told) -> tuple[str, ...]:
    """Who answers in whose stead, and how many have to; nothing where the person answers."""
    if not told.guardians:
        return ()
    first, *more = told.guardians
    who = {"person": told.person, "first": first, "second": "".join(more)}
    if not more:
        return (_("Svaret ges av %(first)s, i stället för %(person)s.") % who,)
    if told.needed > 1:
        return (
            _("Svaret ges av %(first)s och %(second)s, i stället för %(person)s. Det gäller först när båda "
              "har sagt ja.") % who,
        )  # fmt: skip
    return (
        _("Svaret ges av %(first)s eller %(second)s, i stället för %(person)s. Det räcker att en av dem säger "
          "ja.") % who,
    )  # fmt: skip


def _rights(told: Told) -> tuple[str, ...]:
    return (
        _("Jag kan säga nej till delar av det. Jag kan ändra mig när som helst, helt eller delvis, genom "
          "att säga till någon av dem. Då lämnas inget mer. Det som redan har lämnats finns kvar hos den "
          "som fick det."),
        _("Säger jag nej påverkar det inte min rätt till ersättning, bistånd eller vård.")
        if told.no_costs_nothing
        else _("Det är frivilligt. Vad ett nej kan betyda för mig svarar varje myndighet på: jag kan fråga "
               "innan jag bestämmer mig."),
        _("Den som lämnar uppgifter antecknar det, och jag kan få veta vad som lämnats och vem som läst."),
        _("Varje myndighet svarar för det den lämnar. %(controller)s svarar för uppgifterna om att jag "
          "deltar, och för att mitt samtycke antecknas som jag gav det.") % {"controller": told.answers},
    )  # fmt: skip


def _gives(told: Told) -> list[str]:
    """One line for each giver and what it may give, with everybody who may get just that."""
    kinds: dict[tuple[int, int], list[str]] = defaultdict(list)
    for giver, receiver, information in told.parts:
        kinds[giver, receiver].append(information)
    receivers: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    for (giver, receiver), found in kinds.items():
        receivers[giver, tuple(found)].append(receiver)
    return [_line(told, giver, to, found) for (giver, found), to in receivers.items()]


def _line(told: Told, giver: int, receivers: Sequence[int], kinds: Sequence[str]) -> str:
    words = [str(one.label) for one in Information if one.value in kinds]
    return _("%(giver)s får berätta för %(receivers)s: %(kinds)s.") % {
        "giver": told.names[giver],
        # names have commas in them: an authority of a municipality is not the whole of it
        "receivers": "; ".join(told.names[one] for one in receivers),
        "kinds": "; ".join(words),
    }  # fmt: skip


def usual_terms(today: date, longest_days: int, review_days: int) -> Terms:
    """From today, as long as the initiative's template says, reviewed when it says."""
    until = today + timedelta(days=longest_days)
    return Terms(today, until, min(today + timedelta(days=review_days), until))
