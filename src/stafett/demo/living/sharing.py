"""Who shares cases in the living initiative: contact persons where another unit holds, and some pairs."""

from __future__ import annotations

from collections.abc import Iterable

from stafett.casework.actions import Sharing, share
from stafett.casework.models import Participation, TeamPart
from stafett.casework.sharing import seats_of
from stafett.database.days import in_force
from stafett.demo.living.consents import open_cases, workers
from stafett.initiatives.models import Initiative
from stafett.parties.models import Position, Tenure
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer

EVERY = 5
"""One in so many of the open cases has contact persons, or a pair where two work in the unit that holds it."""


def share_some(initiative: Initiative, *, by: Viewer) -> int:
    """Let the units that take part name whoever works there; how many parts that was."""
    at_work, number = workers(by.day), 0
    for case in list(open_cases(initiative))[::EVERY]:
        holder = case.holdings.order_by("-from_day", "-pk")[0].unit_id
        for worker in _inside(case, at_work.values(), by):
            here = worker.posts[0]
            post = Position.objects.select_related("unit").get(pk=here.position_id)
            if here.unit_id == holder:
                number += _pair(case, post, by)
            else:
                number += len(
                    share([case], Sharing(post.unit, TeamPart.CONTACT, post), by=by, because="")
                )
    return number


def _inside(case: Participation, working: Iterable[Viewer], by: Viewer) -> list[Viewer]:
    """Those whose unit is in the case by a right of its own."""
    posts = {one.posts[0].position_id: one for one in working}
    there = Position.objects.filter(pk__in=posts).select_related("unit").order_by("pk")
    return [posts[post.pk] for post in there if seats_of(post.unit, [case], by.day)]


def _pair(case: Participation, post: Position, by: Viewer) -> int:
    """Let another in the unit share the case with the one who has it, where there is another."""
    has = case.assignments.filter(in_force(by.day)).values("position")
    held = Tenure.objects.filter(in_force(by.day), position__unit=post.unit).exclude(
        position__in=has
    )
    for tenure in held.select_related("position__unit").order_by("pk"):
        if has.exists() and Permission.WORK_WITH_PEOPLE in permissions_of(tenure.position.role):
            told = Sharing(post.unit, TeamPart.PAIR, tenure.position)
            return len(share([case], told, by=by, because=""))
    return 0
