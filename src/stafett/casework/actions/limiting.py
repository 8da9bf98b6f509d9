"""How an initiative says after how long the rules of Mellan stolarna find somebody in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.between import rules
from stafett.casework.models import BetweenLimits
from stafett.initiatives.access import check_edit
from stafett.initiatives.models import Initiative
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def set_limits(initiative: Initiative, numbers: Mapping[str, int], *, by: Viewer) -> BetweenLimits:
    """Say after how many days or weeks each rule finds somebody; what is as usual is not kept.

    Raises rules.Refused on a number that cannot be, by the rule's code.
    """
    check_edit(by, initiative)
    limits = {rule.code: rule.limit for rule in rules() if rule.limit}
    faults = {
        code: _("Skriv ett antal mellan 1 och %(most)s.") % {"most": limits[code].most}
        for code, number in numbers.items()
        if not 1 <= number <= limits[code].most
    }
    if faults:
        raise Refused(faults)
    told = {code: number for code, number in numbers.items() if number != limits[code].number}
    return BetweenLimits.objects.update_or_create(
        initiative=initiative, defaults={"numbers": told}
    )[0]
