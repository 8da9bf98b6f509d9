"""What is not written of somebody entered without identity: it could never be taken away again (law 5)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from stafett.people.models import Person, Protection

KEPT = "på papper"
"""What stands for words that lead to somebody without identity; in Swedish, so that it is known."""
THEMSELVES = "personen själv"


def faults_of_names(person: Person, told: Mapping[str, str]) -> dict[str, str]:
    """The fields that could say who somebody without identity is, each with what to write instead."""
    if person.protection != Protection.WITHHELD:
        return {}
    harmless = {"", KEPT, THEMSELVES, person.alias.casefold()}
    said = _(
        "Personen är inskriven utan identitet. Skriv ”på papper” här, eller ”personen själv”: namn och annat "
        "som säger vem det är hör hemma i era egna papper."
    )
    return {name: said for name, words in told.items() if words.strip().casefold() not in harmless}


__all__ = ["KEPT", "faults_of_names"]
