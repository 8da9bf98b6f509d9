"""What the way in adds to others' pages: to Idag what is new and answered, to a case where it came from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from stafett.casework.access import works_in_any
from stafett.casework.models import Participation
from stafett.casework.of_case import also_ask, has
from stafett.frame.full_names import full_names
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiatives
from stafett.referrals import queries
from stafett.referrals.access import seen, sent_by, taken_in, takes_in
from stafett.referrals.models import Referral
from stafett.referrals.views import may_refer
from stafett.safeguards.kept import Seen
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

MOST = 8
LATELY = timedelta(days=14)


def _wait(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.filter(decided_on=None, state__in=("received", "yes"))


WAITS: Seen[Referral] = Seen(
    lambda viewer, branches: queries.longest_first(
        queries.with_holders(_wait(taken_in(viewer, branches)))
    )[:MOST]
)


HOLDS: Seen[tuple[UUID]] = Seen(
    lambda viewer: sent_by(viewer).filter(held_until=None).order_by("pk").values_list("pk")
)


also_ask(Referral, "circle_id", "circle_id")
OF_CASE: Seen[Referral] = Seen(
    lambda viewer, circle: (
        seen(viewer)
        .filter(circle=circle)
        .select_related("referring_unit__authority")
        .order_by("pk")
    )
)


def referral_of_case(request: HttpRequest, case: Participation) -> dict[str, Any] | None:
    """The referral that a case came from, for whoever may see it as those who take in do; else nothing."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not has(case, Referral):
        return None
    found = OF_CASE.by(viewer, circle=case.circle_id)
    return {"one": found[0]} if found else None


def new_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """Those who wait where the viewer takes in, the longest first; None when nobody does."""
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    rows = WAITS.by(viewer, branches=works_in_any(viewer))
    if not rows:
        return None
    number = len(rows) if len(rows) < MOST else _wait(takes_in(viewer)).count()
    return {
        "rows": queries.waiting(viewer, rows), "number": number, "full_names": full_names(request),
        "today": viewer.day,
    }  # fmt: skip


def answers_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """What has been answered lately of what the viewer's units sent, how many of them they hold while they
    wait, and the door to refer."""
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    rows = list(queries.answered(viewer, viewer.day - LATELY)[:MOST])
    refers = may_refer(viewer)
    holds = len(HOLDS.by(viewer))
    if not (rows or refers or holds):
        return None
    return {
        "rows": queries.told(viewer, rows), "quiet": not (rows or holds), "may_refer": refers,
        "holds": holds, "today": viewer.day,
    }  # fmt: skip


def rules_door(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """The door to whom the initiative is for, on its own page; for those who take part in it."""
    viewer = request.viewer  # type: ignore[attr-defined]
    there = initiatives(viewer).filter(pk=initiative.pk).exists()
    return {"initiative": initiative} if there else None
