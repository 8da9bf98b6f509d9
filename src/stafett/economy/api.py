"""What an initiative cost, over the API: the same lines, rights and refusals as the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Router, Schema
from ninja.responses import Status

from stafett.economy import queries
from stafett.economy.forms import CostForm
from stafett.economy.models import CostLine
from stafett.initiatives.access import Asked, check
from stafett.initiatives.queries import initiative
from stafett.parties.answers import Faults, answer
from stafett.safeguards.roles import Permission

router = Router(tags=["Ekonomi"])


class CostIn(Schema):
    """An amount of one kind in one year, by the numbers of payer and branch."""

    year: int
    cost_kind: str
    kronor: Decimal
    booked_through: date
    payer: int | None = None
    branch: int | None = None


class CostOut(Schema):
    """A booked amount."""

    id: int
    year: int
    cost_kind: str
    kronor: Decimal
    booked_through: date
    payer: str | None
    branch: str | None


@router.get("/initiatives/{code}/costs", response=list[CostOut], summary="Kostnader")
def costs(request: Asked, code: str) -> list[CostOut]:
    """The booked amounts that the one who asks may see."""
    found = initiative(request.viewer, code)
    return [_cost(line) for line in queries.lines(request.viewer, found)]


@router.post(
    "/initiatives/{code}/costs", response={201: CostOut, 422: Faults}, summary="Ny kostnad"
)
def add_cost(request: Asked, code: str, payload: CostIn) -> Status[Any]:
    """Book an amount."""
    found = initiative(request.viewer, code)
    check(request.viewer, found, Permission.EDIT_INITIATIVE)
    form = CostForm(payload.dict(), initiative=found, viewer=request.viewer)
    given = answer(form, request.viewer)
    return Status(201, _cost(given.value)) if given.status_code == 201 else given


class StatementOut(Schema):
    """A cost per participant that was stated: the days through which costs and people are counted."""

    id: int
    label: str
    costs_through: date
    participants_through: date


@router.get(
    "/initiatives/{code}/cost-statements", response=list[StatementOut],
    summary="Kostnader per deltagare",
)  # fmt: skip
def cost_statements(request: Asked, code: str) -> Any:
    """What was stated; the two numbers themselves are the table `cost-per-participant`."""
    found = initiative(request.viewer, code)
    return list(queries.statements(request.viewer, found))


def _cost(line: CostLine) -> CostOut:
    return CostOut(
        id=line.pk, year=line.year, cost_kind=line.cost_kind, kronor=line.kronor,
        booked_through=line.booked_through, payer=line.payer.name if line.payer else None,
        branch=line.branch.code if line.branch else None,
    )  # fmt: skip
