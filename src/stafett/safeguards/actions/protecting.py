"""How a controller decides its routine for the protected."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for
from stafett.safeguards.models import ContactKept, ProtectedRoutine
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def decide_routine(
    controller: Authority, *, contact: str, kept_where: str, by: Viewer
) -> ProtectedRoutine:
    """Decide where contact details of the protected are kept, and whether they are entered by name.

    Who decided, and when, is written down.

    Raises PermissionDenied unless the viewer answers for the controller, and rules.Refused for papers
    that are kept nowhere.
    """
    check_answer_for(by, controller)
    kept_where = kept_where.strip()
    if contact != ContactKept.SEALED and not kept_where:
        raise Refused({"kept_where": _("Skriv var papperen finns, så att teamet hittar dem.")})
    made, _new = ProtectedRoutine.objects.update_or_create(
        controller=controller,
        defaults={"contact": contact, "kept_where": kept_where, "decided_by": by.name,
                  "decided_on": by.day},
    )  # fmt: skip
    return made
