"""A person's circumstances over the API: the same rows as the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from ninja import Router

from stafett.casework.queries.participation import participation
from stafett.circumstances.queries.page import Line, life_page
from stafett.circumstances.stating import sort_of
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])


@router.get(
    "/participations/{uuid:key}/circumstances",
    operation_id="get_circumstances",
    summary="Vad en person lever på och gör över tid",
)
def get_circumstances(request: Request, key: UUID) -> dict[str, Any]:
    """Livelihood and occupation as periods, what was directly before and after, pauses, form, thresholds."""
    page = life_page(request.viewer, participation(request.viewer, key))
    return {
        "livelihoods": _lines(page.lived),
        "occupations": _lines(page.did),
        "directly": {
            moment: {"livelihoods": _keys(one.lived), "occupations": _keys(one.did)}
            for moment, one in zip(("before", "after"), page.directly, strict=False)
        },
        "pauses": [
            {"key": one.pk, "from": one.from_day, "until": one.until_day, "reason": one.reason,
             "expected_on": one.expected_on}
            for one in page.pauses
        ],
        "forms": [
            {"form": one.form, "from": one.from_day, "until": one.until_day} for one in page.forms
        ],
        "thresholds": [
            {"hours": one.reached.hours, "since": one.reached.since, "reached_on": one.reached.on,
             "until": one.reached.until, "next": one.next}
            for one in page.flags
        ],
    }  # fmt: skip


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        sort = sort_of(line.row)
        found.append({
            "key": line.row.pk, "word": getattr(line.row, f"{sort.word}_id"), "label": line.what,
            "from": line.row.from_day, "until": line.row.until_day,
            sort.amount: getattr(line.row, sort.amount), "authority": line.row.owner_authority.name,
        })  # fmt: skip
    return found


def _keys(lines: Sequence[Line]) -> list[UUID]:
    """The controller's own, which the record follows; another authority's stand in the periods."""
    return [line.row.pk for line in lines if line.row.owner_authority_id == line.row.controller_id]
