"""What the list adds to Idag: whom the unit said that it would contact by today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.frame.full_names import full_names
from stafett.outreach import queries
from stafett.outreach.models import Entry
from stafett.safeguards.kept import Seen
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

MOST = 8
TO_CONTACT: Seen[Entry] = Seen(lambda viewer: queries.to_contact(viewer)[:MOST])


def contact_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """Those to contact, who have waited longest first; None when there are none."""
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    found = TO_CONTACT.by(viewer)
    if not found:
        return None
    number = len(found) if len(found) < MOST else queries.to_contact(viewer).count()
    return {
        "rows": found, "number": number, "full_names": full_names(request),
        "today": viewer.day,
    }  # fmt: skip
