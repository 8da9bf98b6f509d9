"""Taking away who somebody protected is, where the routine keeps that out: one recorded act (law 6).

What is recorded now changes at once. The versions before it, and scanned papers, end as what is decided on
ends: listed, deleted by the retention role, and told to the ledger, so that no backup brings them back.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as worker

from stafett.people.models import Person, Protection
from stafett.safeguards.access import check_answer_for, check_in
from stafett.safeguards.actions.retention import write_scopes
from stafett.safeguards.models import IDENTITY, Circle, Ending
from stafett.safeguards.queries.due import Scope, held
from stafett.safeguards.queries.naming import unname
from stafett.safeguards.queries.protecting import keeping_out
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


def kept_out() -> str:
    """The sentence for whoever would write in who somebody is whom the routine keeps out."""
    return _(
        "Enligt er rutin skrivs den som har skyddade personuppgifter inte in med namn, nummer eller annat "
        "som säger vem det är."
    )


def may_withhold(by: Viewer, person: Person) -> bool:
    """True when there is an identity that the routine keeps out, and the viewer answers for the controller."""
    return person.controller_id in by.speaks_for and to_withhold(person)


def to_withhold(person: Person) -> bool:
    """True of somebody protected who is recorded with their identity though the routine keeps it out."""
    entered = person.protection not in ("", Protection.WITHHELD)
    return entered and bool(keeping_out([person.controller_id]))


@transaction.atomic
def withhold_identity(circle: Circle, *, because: str, by: Viewer) -> Ending:
    """Take away who the person of a case is, in all their cases; year of birth, sex and alias are left.

    For those who answer for the controller and see the case. Raises PermissionDenied for others, and
    rules.Refused where the routine does not keep them out, nothing is written, or a hold lets it stay.
    """
    person = circle.person
    check_answer_for(by, circle.controller)
    check_in(by, circle, working=False)
    if not to_withhold(person):
        raise Refused(
            {
                "": _(
                    "Er rutin säger inte att identiteten ska tas bort, eller så är den borta redan."
                )
            }
        )
    if not because.strip():
        raise Refused(
            {
                "because": _(
                    "Skriv varför, till exempel vilken rutin och vem som har gått igenom det."
                )
            }
        )
    names = f"{person.given_name} {person.family_name}".casefold().split()
    if any(len(name) > 2 and name in because.casefold() for name in names):
        raise Refused(
            {"because": _("Skriv skälet utan namnet: det står kvar när identiteten är borta.")}
        )
    circles = list(Circle.objects.filter(person=person).order_by("pk").values_list("pk", flat=True))
    everything, cases = held(circle.controller_id)
    if everything or cases & set(circles):
        raise Refused(
            {"": _("Ett stopp gör att uppgifterna ska stå kvar. Häv det först, under Gallring.")}
        )
    unname([person.pk])
    made = Ending.objects.create(
        controller_id=circle.controller_id, named_circle=circle.pk, noticed_on=by.day, ends_from=by.day,
        archive=False, grounds=[_("rutin för skyddade personuppgifter")], counts={"": {IDENTITY: len(circles)}},
        decided_on=by.day, decided_by_id=by.user_id, decided_by=by.name, because=because.strip(),
    )  # fmt: skip
    write_scopes(made, [Scope(one, None, IDENTITY) for one in circles])
    worker.configure_task("safeguards.end_decided", queue="retention").defer(ending_id=str(made.pk))
    return made


__all__ = ["kept_out", "may_withhold", "to_withhold", "withhold_identity"]
