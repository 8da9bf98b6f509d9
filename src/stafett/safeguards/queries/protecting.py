"""What has each controller decided of those who are protected?"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from stafett.safeguards.models import ContactKept, ProtectedRoutine


def routine_of(controller: int) -> ProtectedRoutine:
    """The controller's routine, or the one that holds until it has decided."""
    found = ProtectedRoutine.objects.filter(controller_id=controller).first()
    return found or ProtectedRoutine(controller_id=controller)


def keeping_out(controllers: Collection[int]) -> frozenset[int]:
    """Which of the controllers have decided that the protected are not entered with who they are."""
    rows = ProtectedRoutine.objects.filter(controller__in=controllers, contact=ContactKept.ABSENT)
    return frozenset(rows.order_by("pk").values_list("controller_id", flat=True))


def keeping_on_paper(controllers: Collection[int]) -> frozenset[int]:
    """Which of the controllers keep how the protected are reached on paper, and enter them by name."""
    rows = ProtectedRoutine.objects.filter(controller__in=controllers, contact=ContactKept.PAPER)
    return frozenset(rows.order_by("pk").values_list("controller_id", flat=True))


def kept_out_there() -> Exists:
    """The same asked of rows that have a controller, in the question itself."""
    return Exists(
        ProtectedRoutine.objects.filter(
            controller=OuterRef("controller"), contact=ContactKept.ABSENT
        )
    )


def where_contact_is(controller: int) -> str:
    """A sentence for the team: where what is needed to reach somebody protected is kept."""
    routine = routine_of(controller)
    if routine.contact != ContactKept.SEALED:
        return _("Kontaktuppgifter finns på papper, inte här: %(where)s.") % {
            "where": routine.kept_where.rstrip(".")
        }
    return _("Kontaktuppgifter som skrivs in i Stafett visas bara här, bakom förseglingen.")
