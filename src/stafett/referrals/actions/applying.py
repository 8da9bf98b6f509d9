"""How somebody comes by themselves, without logging in: what they write is added, and nothing is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from stafett.initiatives.intakes import intake_of
from stafett.people.models import IdentityKind
from stafett.people.rules import Identity
from stafett.referrals.actions.referring import taking_in
from stafett.referrals.models import OpenDoor
from stafett.safeguards.viewer import Viewer

APPLY = "SELECT referrals_apply(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Application:
    """What somebody writes of themselves: a name and how they are reached, and why."""

    key: UUID
    given_name: str
    family_name: str
    contact: str
    reason: str
    came: str
    """Whether they want to, in their own answer: nobody says it for them (G24)."""
    language: str = ""
    identity: Identity | None = None

    @property
    def born(self) -> date | None:
        """The day that the number says, where there is one."""
        return self.identity.birth_date if self.identity else None


@transaction.atomic
def apply(door: OpenDoor, told: Application, *, by: Viewer) -> None:
    """Put oneself forward to a branch whose door is open; its own unit holds it from that instant (law 1).

    The visitor's transaction reaches no controller, so that it can read nobody. The function
    `referrals_apply` adds the rows of a referral, and answers nothing: the receipt is the same for all.
    """
    branch, who = door.branch, told.identity
    units = list(dict.fromkeys([intake_of(branch, by.day).pk, *taking_in(branch)]))
    with connection.cursor() as cursor:
        cursor.execute(APPLY, [
            told.key, branch.pk, units, by.day, told.given_name, told.family_name,
            who.kind if who else IdentityKind.NONE.value, who.number if who else "",
            told.born, who.birth_year if who else None, told.language, told.contact, told.reason,
            told.came,
        ])  # fmt: skip
