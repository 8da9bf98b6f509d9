"""How an authority says what Stafett is to it: its file, or a working tool."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day
from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for
from stafett.safeguards.models import FileStatement
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

AHEAD = timedelta(days=366)
"""What begins later than this is a slip of the keyboard."""


@transaction.atomic
def state_file(
    authority: Authority, use: str, from_day: date, because: str, *, by: Viewer
) -> FileStatement:
    """Say it from a day on, with the reason; what was said before stays as it was.

    Raises PermissionDenied unless the viewer speaks for the authority, and rules.Refused without a
    reason or more than a year ahead.
    """
    check_answer_for(by, authority)
    faults: dict[str, str] = {}
    if not because.strip():
        faults["because"] = _("Skriv varför: ett beslut, en rutin eller en plan.")
    if from_day > by.day + AHEAD:
        faults["from_day"] = _("Skriv en dag före %(last)s.") % {
            "last": plain_day(by.day + AHEAD + timedelta(days=1))
        }
    if faults:
        raise Refused(faults)
    return FileStatement.objects.create(
        authority=authority, use=use, from_day=from_day, because=because.strip(), stated_by=by.name
    )
