"""Who can be asked to take over, and for whom the person's consent lets them be told of the case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stafett.casework.access import authorities_known_to
from stafett.casework.forms.choices import units_to_choose
from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.handover.access import holder_of
from stafett.meetings.access import told_by
from stafett.parties.models import Unit
from stafett.safeguards.models import Information, Opening, Provision
from stafett.safeguards.viewer import Viewer

Groups = list[tuple[Any, list[tuple[str, str]]]]


def receivers(viewer: Viewer, case: Participation) -> Groups:
    """The units to choose among: first those that may be told of the case, and the others marked.

    How the consent of the controller's record stands is what those who hand it over know; whether an authority
    is in the case decides nothing here (law 2). Of somebody protected the named team alone is there.
    """
    groups: Groups = units_to_choose(
        viewer, case, but=holder_of(case, viewer.day), only=authorities_known_to(viewer, case)
    )
    if case.circle.named_only:
        return groups
    keys = [key for _words, units in groups for key, _name in units]
    homes = dict(Unit.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "authority_id"))
    may = _may_be_told(viewer, case)
    can = [one for _words, units in groups for one in units if homes[int(one[0])] in may]
    lack = _("%(unit)s: inget samtycke gäller")
    left = [
        (words, [(k, lack % {"unit": name}) for k, name in units if homes[int(k)] not in may])
        for words, units in groups
    ]
    found = [(_("Får veta om ärendet"), can), *left]
    return [(words, units) for words, units in found if units]


def _may_be_told(viewer: Viewer, case: Participation) -> set[int]:
    """The controller itself, those that a consent in force covers, and those that need none."""
    keeping = Provision.objects.filter(
        in_force(viewer.day), giver=case.controller_id, opens=Opening.KEEPING
    )
    covered = told_by(viewer, case, case.controller_id, Information.COURSE)
    free = keeping.order_by("pk").values_list("receiver_id", flat=True)
    return {case.controller_id, *covered, *free}


__all__ = ["receivers"]
