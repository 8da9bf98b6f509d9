"""Who stands between the chairs in the night between two months, by the controller's own record alone?

The rules are asked as they are for the list, by somebody who is in every case of the controller and sees
what is its own: what another authority has opened is not the controller's to keep (law 2). Whoever counts is in
no named team, and so is not shown whom one alone may see (law 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from stafett.casework.between import HeldCase, Scope
from stafett.casework.models import PART, Holding
from stafett.casework.queries.between import FACTS, HAS, MOST_CASES, found_in, limits_said
from stafett.database.days import in_force
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import answering
from stafett.safeguards.access import may_see
from stafett.safeguards.models import Member
from stafett.safeguards.viewer import Post, Viewer

BY = "månadsräkningen"
"""Who counts, as the history names it."""
ROLE = "caseworker"
"""What the one who counts is in every case: somebody who works in it."""


def looked_through(controller: int, initiative: int, day: date) -> Iterator[tuple[UUID, str]]:
    """Each open participation of a controller in an initiative, without a rule and with each that finds it."""
    viewer = _inside(controller, day)
    for cases in _in_parts(viewer, initiative):
        yield from ((key, "") for key in cases)
        scope = Scope(cases, initiative_id=initiative, said=limits_said())
        yield from dict.fromkeys(
            (gap.participation_id, rule.code)
            for rule, gap in found_in(viewer, scope)
            if rule.figures and gap.participation_id in cases
        )


def _inside(controller: int, day: date) -> Viewer:
    """Somebody who is in every case through which anybody sees what is the controller's own."""
    seats = Member.objects.filter(in_force(day), controller=controller, giver=controller)
    units = seats.order_by("unit_id").values_list("unit_id", flat=True).distinct()
    posts = tuple(Post(0, unit, controller, ROLE) for unit in units)
    return Viewer(None, BY, day, posts, (controller,), givers=(controller,))


def _in_parts(viewer: Viewer, initiative: int) -> Iterator[dict[UUID, HeldCase]]:
    """The open cases, so many at once as the list looks through; not those whose last day it is."""
    rows = list(_open(viewer, initiative).values_list(*FACTS))
    for first in range(0, len(rows), MOST_CASES):
        part = rows[first : first + MOST_CASES]
        assigned = HAS.by(viewer, cases=[row[0] for row in part])
        posts = {(one, unit): post for one, unit, post in assigned}
        yield {row[0]: HeldCase(*(*row, posts.get((row[0], row[2])))) for row in part}


def _open(viewer: Viewer, initiative: int) -> QuerySet[Holding, Any]:
    stays = Q(participation__ends_on=None) | Q(participation__ends_on__gt=viewer.day)
    held = Holding.objects.filter(in_force(viewer.day), stays, participation__initiative=initiative)
    return may_see(viewer, held, PART).order_by("from_day", "pk")


def going_on(day: date) -> Iterable[tuple[int, list[int]]]:
    """The initiatives whose months are counted, until a year after their end, with who answers for people."""
    begun = Q(starts_on__lte=day) & (
        Q(ends_on=None) | Q(ends_on__gte=day.replace(day=1, year=day.year - 1))
    )
    for one in Initiative.objects.filter(begun).order_by("pk"):
        yield one.pk, [authority.pk for authority in answering(one)]
