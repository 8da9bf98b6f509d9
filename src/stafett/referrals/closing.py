"""May a unit close that holds somebody's wait, or is to take them in?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from stafett.database.functions import is_so
from stafett.initiatives.intakes import is_last, needs_another
from stafett.parties.models import Unit


def faults_of_waiting(unit: Unit, day: date) -> str:
    """Why a unit cannot close: somebody waits there, or its authority answers for people and has no other.

    Asked of the database, since whoever closes it need not see any of them; it says only that there are some.
    """
    if is_so("referrals_unit_is_needed", unit.pk):
        return _(
            "Någon som är aktualiserad väntar hos %(unit)s. Har enheten aktualiserat: be intaget hålla ihop "
            "väntan, under Skickade. Är enheten intag: välj en annan enhet som håller ihop från början, på "
            "insatsens sida."
        ) % {"unit": unit.name}
    if is_so("referrals_authority_is_needed", unit.authority_id) and is_last(unit, day):
        return needs_another(unit)
    return ""
