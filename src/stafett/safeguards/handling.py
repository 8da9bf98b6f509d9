"""A coordination association never handles a person: no case is opened to it (law.md § 2)."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.rules import Refused


def check_handles_people(authorities: Collection[int]) -> None:
    """Raise Refused, naming them, when any of some authorities is an association's."""
    said = fault_of_handling(authorities)
    if said:
        raise Refused({"": said})


def fault_of_handling(authorities: Collection[int]) -> str:
    """What is wrong with giving these authorities anything about a person; empty when nothing is."""
    theirs = Authority.objects.filter(pk__in=authorities).exclude(association=None)
    names = list(theirs.order_by("name").values_list("name", flat=True))
    if not names:
        return ""
    return _(
        "%(names)s är ett samordningsförbund och hanterar inga enskilda. Välj den myndighet som möter "
        "personen; förbundet får siffror utan personer."
    ) % {"names": ", ".join(names)}  # fmt: skip


__all__ = ["check_handles_people", "fault_of_handling"]
