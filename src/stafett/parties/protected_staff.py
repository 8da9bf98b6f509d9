"""Staff can be protected too: at work everybody reads another name, also where it is written down (law 5).

The name they work under takes the name's place, so that no page, file, log or paper has to know who is
protected; who it is stands in a column that one page reads, for those who fill posts there.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.parties.access import Viewer, check_staff
from stafett.parties.models import Staff, Tenure
from stafett.parties.refusals import Refused
from stafett.parties.staff_names import forget_names

FEWEST, MOST = 1_000, 9_999


@transaction.atomic
def protect_staff(tenure: Tenure, *, by: Viewer) -> Staff:
    """Let somebody who holds a post be called by another name from now on, also by their account.

    Changes and readings from before are read by the new name (`accounts.queries.work_name`), and so is
    what stands beside decisions (`staff_names`); papers that left the system keep the name they were
    written with. Raises PermissionDenied unless the viewer may fill the post, and Refused where it is
    so already.
    """
    staff = _locked(tenure, by)
    if staff.real_name:
        raise Refused(_("Namnet är redan ersatt."))
    staff.real_name, staff.name = staff.name, _work_name(staff)
    staff.protected_by, staff.protected_on = by.name, by.day
    return _kept(staff)


@transaction.atomic
def protect_staff_no_more(tenure: Tenure, *, by: Viewer) -> Staff:
    """Let them be called by their own name again. Raises as `protect_staff`."""
    staff = _locked(tenure, by)
    if not staff.real_name:
        raise Refused(_("Namnet är inte ersatt."))
    staff.name, staff.real_name = staff.real_name, ""
    staff.protected_by, staff.protected_on = "", None
    return _kept(staff)


def _locked(tenure: Tenure, by: Viewer) -> Staff:
    position = tenure.position
    check_staff(by, position.unit.authority, position.role)
    return Staff.objects.select_for_update(of=("self",)).get(pk=tenure.staff_id)


def _work_name(staff: Staff) -> str:
    taken = set(staff.authority.staff.order_by("pk").values_list("name", flat=True))
    free = [n for n in range(FEWEST, MOST + 1) if _named(n) not in taken]
    return _named(secrets.choice(free))


def _named(number: int) -> str:
    return _("Medarbetare %(number)s") % {"number": number}


def _kept(staff: Staff) -> Staff:
    staff.save(update_fields=["name", "real_name", "protected_by", "protected_on"])
    account = getattr(staff, "account", None)
    if account is not None:
        account.name = staff.name
        account.save(update_fields=["name"])
    forget_names()
    return staff
