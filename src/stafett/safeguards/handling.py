"""A coordination association never handles a person: no case is opened to it (law.md § 2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from stafett.database.functions import is_so
from stafett.parties.models import Authority, PartyKind
from stafett.safeguards.rules import Refused


def handling_people(at: str = "") -> Q:
    """Those that handle people: no association's authority, and none of a kind that never does.

    `at` is the way to the authority from the rows that are asked about, `"authority__"` from units.
    """
    return Q(**{f"{at}association": None, f"{at}party__kind__handles_people": True})


def check_handles_people(authorities: Collection[int]) -> None:
    """Raise Refused, naming them, when any of some authorities is an association's."""
    said = fault_of_handling(authorities)
    if said:
        raise Refused({"": said})


def fault_of_handling(authorities: Collection[int]) -> str:
    """What is wrong with giving these authorities anything about a person; empty when nothing is."""
    theirs = Authority.objects.filter(pk__in=authorities).exclude(handling_people())
    names = list(theirs.order_by("name").values_list("name", flat=True))
    if not names:
        return ""
    return _(
        "%(names)s hanterar inga enskilda: ett samordningsförbund får siffror utan personer. Välj den "
        "myndighet som möter personen."
    ) % {"names": ", ".join(names)}  # fmt: skip


def faults_of_meeting_nobody(kind: PartyKind, day: date) -> str:
    """Why a kind cannot stop handling people: one of it keeps a register, is in a case, or in a consent.

    Asked of the database, since whoever changes the kind need not see any case; it says only that there is one.
    """
    if not is_so("safeguards_kind_is_in_cases", kind.pk, day):
        return ""
    return _(
        "Parter av slaget %(kind)s är med i ärenden eller i samtycken som gäller. Avsluta deras delar "
        "först. Är det fel slag för någon av dem: ett samordningsförbund läggs upp som en egen part."
    ) % {"kind": kind.name}  # fmt: skip


__all__ = [
    "check_handles_people",
    "fault_of_handling",
    "faults_of_meeting_nobody",
    "handling_people",
]
