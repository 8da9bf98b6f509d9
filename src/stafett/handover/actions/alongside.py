"""How long the giver is alongside after a handover, moved (A12)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.setting_right import keep
from stafett.handover.access import check_moves_alongside, has_more_to_do, holder_of, speaks_for
from stafett.handover.actions.steps import ONE_DAY, lock
from stafett.handover.models import Handover
from stafett.handover.rules import faults_of_moving
from stafett.safeguards.actions.circle import let_stay_longer, let_stay_until
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def move_alongside(row: Handover, until: date, *, by: Viewer, because: str) -> Handover:
    """Let the giver be alongside until another day, with why; the day before it is kept (law 6).

    It leaves the case when that day has passed, as was agreed at first. Raises Refused when it is
    alongside no more, and when only the giver's hand would make it longer.
    """
    case = lock(row.participation)
    current = Handover.objects.select_related("from_unit").get(pk=row.pk)
    current.participation = case
    check_moves_alongside(by, current)
    before = current.alongside_until
    if before is None or not is_alongside(current, case, by.day):
        raise Refused({"": _("%(unit)s följer inte med längre.") % {"unit": current.from_unit}})
    faults = faults_of_moving(before, until, by.day, longer=_holds(by, case))
    if not because.strip():
        faults["because"] = _("Skriv varför dagen ändras.")
    if faults:
        raise Refused(faults)
    keep(current, because.strip(), alongside_until=until)
    if not has_more_to_do(current.from_unit, case, by.day):
        if until > before:
            let_stay_longer(case.circle, current.from_unit_id, before + ONE_DAY, until + ONE_DAY)
        let_stay_until(case.circle, current.from_unit_id, until + ONE_DAY, by=by)
    return current


def is_alongside(row: Handover, case: Participation, day: date) -> bool:
    """True while the giver is alongside; one that holds the case again is not, nor anybody after the exit."""
    return case.ends_on is None and row.stays_on(day) and row.from_unit != holder_of(case, day)


def _holds(viewer: Viewer, case: Participation) -> bool:
    holder = holder_of(case, viewer.day)
    return holder is not None and speaks_for(viewer, holder.pk)


__all__ = ["is_alongside", "move_alongside"]
