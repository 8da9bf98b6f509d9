"""What is there to begin with in a new case? In its head, until each has been done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.queries.consents import parts_in
from stafett.casework.queries.moments import moments
from stafett.meetings.access import may_call
from stafett.meetings.rules import State
from stafett.meetings.story import MEETINGS
from stafett.safeguards.access import Opened, opened
from stafett.safeguards.models import RowKind
from stafett.safeguards.viewer import Viewer

NEW = timedelta(days=60)
"""So long after its first day a case is new. Later what is lacking stands where it always does."""


def first_of_case(request: Any, case: Participation) -> dict[str, Any] | None:
    """The first steps that are left in a new case, for who works in it; None when none is."""
    viewer: Viewer = request.viewer
    if case.starts_on + NEW < viewer.day or not may_call(viewer, case):
        return None
    steps = list(_steps(viewer, case, opened(viewer, case.circle_id)))
    return {"steps": steps} if steps else None


def _steps(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[tuple[str, str]]:
    """Each in words with its form: of what the viewer may not read nobody can tell whether it lacks."""
    if not parts_in(viewer, case):
        yield _("Nytt samtycke"), reverse("note_consent", args=[case.pk])
    before = moments(shown, case)[0]
    told = before.tells_livelihood and before.tells_occupation
    if told and not (before.livelihoods or before.livelihood_ended):
        yield _("Fyll i direkt före"), reverse("livelihood_at_start", args=[case.pk])
    met = (one for one in MEETINGS.shown(case, shown) if one.state != State.CANCELLED)
    if shown.opens(case.controller_id, RowKind.AGREEMENT) and not any(met):
        yield _("Boka första mötet"), reverse("meeting_book", args=[case.pk])


__all__ = ["NEW", "first_of_case"]
