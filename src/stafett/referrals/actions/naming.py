"""How the name or number of somebody who waits is corrected: it is the record of those who take in (law 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.setting_right import reason_of
from stafett.parties.refusals import Refused
from stafett.people import actions as people
from stafett.people.models import IdentityKind, Person
from stafett.people.rules import Identity
from stafett.referrals.access import check_takes_in
from stafett.referrals.models import Referral
from stafett.referrals.rules import State
from stafett.safeguards.actions.in_turn import hold_people
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Called:
    """Who somebody is, as those who take in have it."""

    given_name: str
    family_name: str
    identity: Identity | None = None
    birth_date: date | None = None


@transaction.atomic
def correct_name(one: Referral, told: Called, *, by: Viewer, because: str) -> Referral:
    """Write anew what somebody is called, their number and birthday, with why; how it stood is kept (law 6).

    Until they are taken in; then it is corrected in the case. What the referrer wrote is theirs, and stays. A
    number that another record has is kept apart, so that nobody learns of it here (law 5). Raises Refused about
    somebody protected, of whom nothing is told here.
    """
    check_takes_in(by, one)
    person = _held(one)
    current = Referral.objects.select_for_update(of=("self",)).get(pk=one.pk)
    has_case = Participation.objects.filter(person=person.pk).exists()
    if current.state == State.ACCEPTED or has_case:
        raise Refused(_("Personen är antagen. Rätta namn och nummer i ärendet."))
    reason = reason_of(because)
    facts = _told(person, told, current)
    if not people.correct([(person, facts)], by=by, because=reason, beside_hidden=True):
        raise Refused(_("Så står det redan. Skriv hur det ska stå."))
    return current


def _held(one: Referral) -> Person:
    """The person, held as they now stand, before anything of theirs is; Refused of somebody protected."""
    hold_people([one.circle.person_id])
    person = Person.objects.get(pk=one.circle.person_id)
    if person.protection:
        raise Refused(_("Personen har skyddade personuppgifter. Här ändras inget om vem hen är."))
    return person


def _told(person: Person, told: Called, one: Referral) -> people.PersonFacts:
    who, born = told.identity, told.birth_date
    given, family = told.given_name.strip(), told.family_name.strip()
    if not (given or family or who):
        raise Refused(_("Skriv ett namn eller ett nummer."), "family_name")
    born = who.birth_date if who and who.birth_date else born
    year = born.year if born else (who.birth_year if who else person.birth_year)
    return replace(
        people.facts_of(person), given_name=given, family_name=family, birth_date=born, birth_year=year,
        identity_kind=who.kind if who else IdentityKind.NONE.value,
        identity_number=who.number if who else "", identity_issuer=who.issuer if who else "",
        register_key=person.register_key or ("" if who else f"A-{one.pk.hex[-10:].upper()}"),
    )  # fmt: skip


__all__ = ["Called", "correct_name"]
