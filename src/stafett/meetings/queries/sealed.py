"""Who is called with somebody protected? On the page that opens what is sealed, and on no other (law 5)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stafett.casework.models import PART, Participation
from stafett.frame.formats import plain_day
from stafett.meetings.models import BESIDE, Called
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer


def called_with(viewer: Viewer, case: Participation) -> Iterator[tuple[str, str]]:
    """Support persons and interpreters of the case's meetings, as far as the viewer may see them."""
    rows = may_see(viewer, Called.objects.filter(participation=case, role__in=BESIDE), PART)
    for row in rows.select_related("meeting").order_by("-meeting__on_day", "pk"):
        told = {"who": row.get_role_display(), "day": plain_day(row.meeting.on_day)}  # type: ignore[attr-defined]
        yield _("Kallad som %(who)s %(day)s") % told, row.name


__all__ = ["called_with"]
