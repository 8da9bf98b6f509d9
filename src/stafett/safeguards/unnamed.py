"""What is not written of somebody entered without identity: it could never be taken away again (law 5)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from stafett.people.models import Person, Protection

KEPT = "på papper"
"""What stands for words that lead to somebody without identity; in Swedish, so that it is known."""
THEMSELVES = "personen själv"


def faults_of_names(person: Person, told: Mapping[str, str], *, only: str = "") -> dict[str, str]:
    """The fields that could say who somebody without identity is, each with what to write instead.

    `only` is what may stand, and must, where that somebody comes is told and not who.
    """
    if person.protection != Protection.WITHHELD:
        return {}
    harmless = {only} if only else {"", KEPT, THEMSELVES, person.alias.casefold()}
    instead = _("”på papper” här, eller ”personen själv”")
    if only:
        instead = _("bara ”%(only)s” här") % {"only": only}
    said = _(
        "Personen är inskriven utan identitet. Skriv %(instead)s: namn och annat som säger vem det är hör "
        "hemma i era egna papper."
    ) % {"instead": instead}
    return {name: said for name, words in told.items() if words.strip().casefold() not in harmless}


__all__ = ["KEPT", "faults_of_names"]
