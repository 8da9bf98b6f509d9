"""Who calls to meetings and notes what came of them, and whom the record's owner may tell (law 2)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from stafett.casework.access import can_work, check_work_in
from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.meetings.models import Called, Meeting, Role
from stafett.parties.models import Unit
from stafett.safeguards.access import check_in
from stafett.safeguards.models import ConsentPart, Information
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def check_call(viewer: Viewer, case: Participation) -> Unit:
    """Raise PermissionDenied unless the viewer works in the case; returns the unit that they call from."""
    check_work_in(viewer, case)
    return Unit.objects.select_related("authority").get(pk=check_in(viewer, case.circle))


def may_call(viewer: Viewer, case: Participation) -> bool:
    """True for those who can book a meeting now: they work in the case, and it goes on."""
    return case.ends_on is None and can_work(viewer, case)


def post_in(viewer: Viewer, unit: int) -> int | None:
    """The viewer's own post in a unit, before one that they stand in for; None without any."""
    posts = [post for post in viewer.posts if post.unit_id == unit]
    working = set(viewer.positions_with(Permission.WORK_WITH_PEOPLE))
    found = sorted(
        (post.stands_in, post.position_id) for post in posts if post.position_id in working
    )
    return found[0][1] if found else None


def told_by(
    viewer: Viewer, case: Participation, giver: int, what: str = Information.AGREEMENT
) -> dict[int, ConsentPart]:
    """The authorities that the giver may tell what is agreed today, each with the consent that says so.

    Or, with another kind of information, that.
    """
    parts = ConsentPart.objects.filter(
        in_force(viewer.day), circle=case.circle_id, giver=giver, accepted_on__isnull=False,
        information=what, withdrawn_on=None, controller_id__in=viewer.controllers,
    ).select_related("circle", "receiver")  # fmt: skip
    return {part.receiver_id: part for part in parts.order_by("until_day", "pk")}


def covering(day: date) -> QuerySet[ConsentPart]:
    """What lets whoever called to a meeting tell an outer row's unit of it on a day."""
    return ConsentPart.objects.filter(
        in_force(day), circle=OuterRef("participation__circle"), giver=OuterRef("owner_authority"),
        receiver=OuterRef("unit__authority"), accepted_on__isnull=False,
        information=Information.AGREEMENT, withdrawn_on=None,
    )  # fmt: skip


def from_others(rows: QuerySet[Called]) -> QuerySet[Called]:
    """Of those called the units of other authorities than the one that called."""
    return rows.filter(role=Role.UNIT).exclude(unit__authority=F("owner_authority"))


def not_summoned(meeting: Meeting) -> frozenset[int]:
    """Those called who stand in no summons to a meeting to come: another authority's unit that no consent
    covers on its day, and that the person has not invited (law 2). No consent begins later than the day it
    is noted, so that one which holds then holds on every day until then too.
    """
    told = Exists(covering(meeting.on_day))
    rows = from_others(meeting.called.filter(by_person=False)).exclude(told)
    return frozenset(rows.order_by("pk").values_list("pk", flat=True))


__all__ = [
    "check_call", "covering", "from_others", "may_call", "not_summoned", "post_in", "told_by",
]  # fmt: skip
