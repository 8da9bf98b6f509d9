"""Who calls to meetings and notes what came of them, and whom the record's owner may tell (law 2)."""

from __future__ import annotations

from stafett.casework.access import can_work, check_work_in
from stafett.casework.models import Participation
from stafett.database.days import in_force
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


__all__ = ["check_call", "may_call", "post_in", "told_by"]
