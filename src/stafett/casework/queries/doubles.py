"""Who is recorded that may be somebody the viewer's team protects? Told to that team alone (law 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.casework.models import Participation, PossibleDouble
from stafett.frame.formats import plain_day
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

MOST = 20


@dataclass(frozen=True)
class Told:
    """One newcomer, in words: where and when, never who it is."""

    double: PossibleDouble
    case: Participation
    words: str


def _open(viewer: StandIn, circle: UUID | None = None) -> QuerySet[PossibleDouble]:
    # what a team was told of somebody hidden is nobody else's when they are hidden no more
    open_now = PossibleDouble.objects.filter(settled_on=None, circle__named_only=True)
    rows = may_see(viewer, open_now)
    if circle is not None:
        rows = rows.filter(circle=circle)
    return rows.order_by("-told_on", "-pk")[:MOST]


OPEN: Seen[PossibleDouble] = Seen(_open)


def open_doubles(viewer: Viewer, case: Participation | None = None) -> list[Told]:
    """What the viewer's teams have been told and have not settled, the latest first; of one case or of all."""
    found = OPEN.by(viewer, **({} if case is None else {"circle": case.circle_id}))
    cases, places = _cases(found), _places(one.newcomer_id for one in found)
    return [
        Told(one, cases[one.circle_id], _in_words(one, *places[one.newcomer_id]))
        for one in found
        if one.newcomer_id in places  # a newcomer's case may have ended for good, or be hidden
    ]


def _cases(found: Iterable[PossibleDouble]) -> dict[UUID, Participation]:
    rows: QuerySet[Participation] = Participation.objects.filter(
        circle__in=[one.circle_id for one in found]
    )
    return {row.circle_id: row for row in rows.select_related("person").order_by("pk")}


def _places(newcomers: Iterable[UUID]) -> dict[UUID, tuple[str, str, str]]:
    """Initiative, branch and the branch's holder of each; not the person, who may be none of the team's.

    Of whom another team has come to protect since nothing is told any more.
    """
    rows = Participation.objects.filter(pk__in=list(newcomers), hidden=False).order_by("pk")
    places = rows.values_list("pk", "initiative__name", "branch__name", "branch__holder__name")
    return {key: place for key, *place in places}  # type: ignore[misc]


def _in_words(one: PossibleDouble, initiative: str, branch: str, holder: str) -> str:
    told: dict[str, Any] = {
        "same": one.get_same_display(),  # type: ignore[attr-defined]
        "day": plain_day(one.told_on), "initiative": initiative, "branch": branch, "holder": holder,
    }  # fmt: skip
    return (
        _(
            "Någon är inskriven i %(initiative)s, %(branch)s, med %(same)s. Det syntes %(day)s. %(holder)s "
            "håller ihop där, och har inte fått veta något."
        )
        % told
    )


def doubles_today(request: Any, _about: object) -> dict[str, Any] | None:
    """For the start page; None, and no panel, when there are none."""
    if not request.viewer.may(Permission.SEE_PEOPLE):
        return None
    told = open_doubles(request.viewer)
    return {"doubles": told} if told else None


def doubles_of_case(request: Any, case: Participation) -> dict[str, Any] | None:
    """For the participation's page: only somebody protected has any."""
    if not case.person.protection:
        return None
    told = open_doubles(request.viewer, case)
    return {"doubles": told} if told else None
