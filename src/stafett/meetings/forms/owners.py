"""Whose a promise can be: the person's first, then a post's or unit's, or somebody's outside."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stafett.casework.forms.choices import first
from stafett.casework.forms.moving import takers
from stafett.casework.models import Participation
from stafett.meetings.models import Meeting, Owner, Role
from stafett.parties.models import Position, Unit
from stafett.safeguards.viewer import Viewer


def owner_choices(viewer: Viewer, case: Participation, meeting: Meeting) -> list[tuple[str, Any]]:
    """The person, the posts of the unit that noted the meeting, the units called, and somebody else."""
    called = meeting.called.filter(role=Role.UNIT).values("unit_id")
    units = Unit.objects.filter(pk__in=called).exclude(pk=meeting.unit_id).order_by("name", "pk")
    posts = takers(meeting.unit, viewer)
    mine = [(f"post:{key}", words) for key, words in posts]
    mine.sort(key=lambda pair: pair[0] != f"post:{meeting.position_id}")
    return first(
        _("Välj"),
        [(Owner.PERSON.value, case.person.name), *mine,
         *((f"unit:{unit.pk}", unit.name) for unit in units), (Owner.OUTSIDE.value, _("Någon annan"))],
    )  # fmt: skip


def owner_of(chosen: str) -> tuple[Owner, int | None, int | None]:
    """What was chosen as owner, unit and post."""
    kind, _colon, key = chosen.partition(":")
    if kind == "post":
        return Owner.UNIT, Position.objects.get(pk=key).unit_id, int(key)
    if kind == "unit":
        return Owner.UNIT, int(key), None
    return Owner(kind), None, None
