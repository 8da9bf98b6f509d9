"""At how many hours a week an initiative flags, and what is noted when somebody has reached it (A10)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import writes_for
from stafett.casework.models import Participation
from stafett.circumstances.models import NextAfterThreshold, Thresholds
from stafett.circumstances.rules import faults_of_thresholds
from stafett.initiatives.access import check_edit
from stafett.initiatives.models import Initiative
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def set_thresholds(
    initiative: Initiative,
    hours: Sequence[Decimal],
    weeks: int,
    kinds: Sequence[str] = (),
    *,
    by: Viewer,
) -> Thresholds:
    """Say at how many hours a week, for how many weeks, it is flagged; no hours is never, no kinds is all."""
    check_edit(by, initiative)
    faults = faults_of_thresholds(hours, weeks)
    if faults:
        raise Refused(faults)
    told = {
        "hours": [str(one) for one in sorted(set(hours))],
        "weeks": weeks,
        "kinds": sorted(kinds),
    }
    return Thresholds.objects.update_or_create(initiative=initiative, defaults=told)[0]


@transaction.atomic
def note_next(case: Participation, hours: Decimal, text: str, *, by: Viewer) -> NextAfterThreshold:
    """Note what is done now that somebody has reached so many hours a week."""
    unit, authority = writes_for(by, case)
    if not text.strip():
        raise Refused({"text": _("Skriv vad som görs härnäst, en rad räcker.")})
    return NextAfterThreshold.objects.create(
        participation=case, controller_id=case.controller_id, owner_authority_id=authority,
        kind=RowKind.OCCUPATION, unit_id=unit, hours=hours, text=text.strip(), written_by=by.name,
        written_on=by.day,
    )  # fmt: skip
