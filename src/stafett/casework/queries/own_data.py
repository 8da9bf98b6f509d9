"""Which requests for own data wait for somebody, on Idag and on the page of the case?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from stafett.casework.models import Participation
from stafett.casework.of_case import also_ask, has
from stafett.safeguards.models import OwnDataRequest
from stafett.safeguards.queries.own_data_requests import requests_in, waiting_for

MOST = 20


@dataclass(frozen=True)
class Waiting:
    """One request with the case where it was noted, and whether its day has passed."""

    one: OwnDataRequest
    case: Participation
    late: bool


def asked_today(request: Any, _about: object) -> dict[str, Any] | None:
    """For the start page of those who answer for records; None, and no panel, when nothing waits."""
    if not request.viewer.speaks_for:
        return None
    found = list(waiting_for(request.viewer)[:MOST])
    cases = _cases(found)
    told = [_waiting(request, one, cases[one.circle_id]) for one in found if one.circle_id in cases]
    return {"asked": told} if told else None


also_ask(OwnDataRequest, "circle_id", "circle_id")


def asked_of_case(request: Any, case: Participation) -> dict[str, Any] | None:
    """For the participation's page: what is not yet handed over, of the viewer's own authorities."""
    if not has(case, OwnDataRequest):
        return None
    rows = requests_in(request.viewer, case.circle).filter(handed_on=None, replaced_by=None)
    told = [_waiting(request, one, case) for one in rows]
    return {"asked": told} if told else None


def _waiting(request: Any, one: OwnDataRequest, case: Participation) -> Waiting:
    return Waiting(one, case, one.due_on < request.viewer.day)


def _cases(found: Iterable[OwnDataRequest]) -> dict[UUID, Participation]:
    rows = Participation.objects.filter(circle__in=[one.circle_id for one in found])
    return {row.circle_id: row for row in rows.select_related("person").order_by("pk")}
