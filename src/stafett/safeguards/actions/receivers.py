"""Who outside opens what is released by a link: somebody at the authority that the consent names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stafett.parties.queries import names_of
from stafett.parties.rules import place_named
from stafett.people.models import Person
from stafett.safeguards.actions.consent import Item
from stafett.safeguards.rules import Refused


@dataclass(frozen=True)
class Receiver:
    """Somebody outside who is to open what is released: who they are, and for how many days they may."""

    name: str
    organisation: str
    """The authority that the consent names, or a unit of its; empty stands for the authority."""
    number: str
    """Twelve digits; only a digest of it is kept."""
    days: int = 7

    @property
    def how(self) -> str:
        """How it leaves Stafett, as the release says it."""
        return to_whom(self.name, self.organisation)


def to_whom(name: str, organisation: str) -> str:
    """How something leaves by a link, as the release says it."""
    named = ", ".join(filter(None, (name, organisation)))
    return _("engångslänk till %(receiver)s") % {"receiver": named}


def check_not_the_person(person: Person, to: Receiver) -> None:
    """Refused when whoever is to open it is the person themself, by the number that the case shows.

    Of somebody protected no link is made at all, which is said before this is asked: whatever number is
    typed then gets the same answer.
    """
    if to.number and to.number == person.identity_number and not person.protection:
        raise Refused(
            {
                "number": _(
                    "Det är personens eget nummer. En länk är till någon hos myndigheten som samtycket nämner: "
                    "skriv numret för den som ska öppna den där. Det personen själv ska ha går att lämna "
                    "direkt."
                )
            }
        )


def named_by_consent(items: Sequence[Item], said: str) -> str:
    """The receiver's organisation as the consent to these items has it; Refused where that is another."""
    authorities = {item.part.receiver_id: item.part.receiver for item in items}
    if len(authorities) > 1:
        raise Refused({"receivers": _("En länk är till en mottagare. Gör en för var och en.")})
    (authority,) = authorities.values()
    place = place_named(said or authority.name, names_of(authority))
    if not place:
        raise Refused({"organisation": other_than_consented([authority.name], said)})
    return place


def other_than_consented(names: Sequence[str], said: str) -> str:
    """Why nothing is handed over to somebody whom no consent names, and what can be done instead."""
    return _(
        "Personen har sagt ja till att ni berättar för %(names)s, inte för %(said)s. En länk går bara till den "
        "som samtycket nämner: myndigheten, eller en enhet där. Ska %(said)s få det, fråga personen om "
        "samtycke dit först. Finns de inte i Stafett lägger den som sköter parterna upp dem, och de väljs "
        "sedan under Ytterligare en enhet. Personen kan också berätta själv."
    ) % {"names": ", ".join(names), "said": said.strip()}  # fmt: skip


__all__ = [
    "Receiver",
    "check_not_the_person",
    "named_by_consent",
    "other_than_consented",
    "to_whom",
]
