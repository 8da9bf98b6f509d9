"""May a unit close that holds somebody's wait, or is to take them in, and who waits when an initiative ends?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.database.functions import is_so
from stafett.frame.formats import plain_day
from stafett.initiatives.intakes import is_last, needs_another
from stafett.initiatives.models import Initiative
from stafett.parties.models import Unit
from stafett.referrals.access import seen
from stafett.referrals.models import Referral
from stafett.safeguards.viewer import Viewer


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


def who_waits(viewer: Viewer, initiative: Initiative, ends_on: date) -> str:
    """How many of those that the viewer sees wait there for a decision, and what a last day means to them."""
    rows = Referral.objects.all() if viewer.operator else seen(viewer)
    count = rows.filter(initiative=initiative, decided_on=None).count()
    if not count:
        return ""
    told = {"count": count, "day": plain_day(ends_on)}
    return (
        ngettext(
            "%(count)s som du ser väntar på besked. Efter %(day)s går det inte att anta: den som väntar då "
            "står i Mellan stolarna tills den har fått besked.",
            "%(count)s som du ser väntar på besked. Efter %(day)s går det inte att anta: de som väntar då "
            "står i Mellan stolarna tills de har fått besked.",
            count,
        )
        % told
    )
