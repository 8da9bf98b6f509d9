"""How an authority says what Stafett is to it: its file, or a working tool."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for
from stafett.safeguards.ending_rules import faults_of_first_day
from stafett.safeguards.models import FileStatement
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def state_file(
    authority: Authority, use: str, from_day: date, because: str, *, by: Viewer
) -> FileStatement:
    """Say it from a day on, with the reason; what was said before stays as it was.

    Raises PermissionDenied unless the viewer speaks for the authority, and rules.Refused without a
    reason, and for a day that is long past or more than a year ahead.
    """
    check_answer_for(by, authority)
    faults = faults_of_first_day(from_day, by.day)
    if not because.strip():
        faults["because"] = _("Skriv varför: ett beslut, en rutin eller en plan.")
    if faults:
        raise Refused(faults)
    return FileStatement.objects.create(
        authority=authority, use=use, from_day=from_day, because=because.strip(), stated_by=by.name
    )
