"""Handovers over the API: those of a case, those that wait for somebody, and an initiative's counts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router

from stafett.casework.access import never_a_person
from stafett.casework.queries.participation import participation
from stafett.handover.models import FollowUp
from stafett.handover.queries.figures import figures
from stafett.handover.queries.hands import Shown, hands, waiting, whose_move
from stafett.initiatives.access import check
from stafett.initiatives.queries import initiative
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

router = Router(tags=["Överlämning"])
MOST = 100


@router.get(
    "/participations/{uuid:key}/handovers",
    operation_id="list_handovers",
    summary="Ett ärendes överlämningar, och uppföljningar efter avslut",
)
def list_handovers(request: Request, key: UUID) -> dict[str, Any]:
    """The open one and those before it, with what you can do now; steps are sent as the case's forms."""
    page = hands(request.viewer, participation(request.viewer, key))
    return {
        "open": _shown(page.now) if page.now else None,
        "before": [_shown(one) for one in page.before],
        "may_propose": page.may_propose,
        "follow_ups": [_follow_up(row) for row in page.follow_ups],
    }


def _shown(one: Shown) -> dict[str, Any]:
    row, whole = one.row, one.whole
    return {
        "key": row.pk, "from": row.from_unit.name, "to": row.receiver, "outside": row.outside,
        "what": row.what if one.says_what else "", "from_day": row.from_day, "meeting_on": row.meeting_on,
        "alongside_until": row.alongside_until, "stand": row.stand, "heard": row.heard if whole else "",
        "not_heard": row.not_heard if whole else "", "question": row.question if whole else "",
        "answer": row.answer if whole else "",
        "proposed_on": row.proposed_on, "given_on": row.given_on, "taken_on": row.taken_on,
        "manner": row.manner, "link": one.link.standing if one.link else None,
        "closed_on": row.closed_on, "undone_on": row.undone_on, "because": row.because if whole else "",
        "blocked": one.blocked, "steps": [str(button.label) for button in one.buttons],
    }  # fmt: skip


def _follow_up(row: FollowUp) -> dict[str, Any]:
    return {
        "months": row.months, "due_on": row.due_on, "answer": row.answer, "kept": row.kept,
        "livelihood": row.source_id, "occupation": row.what_id, "told": row.told,
        "attempts": row.attempts, "asked_on": row.asked_on, "settled_on": row.settled_on,
    }  # fmt: skip


@router.get(
    "/handovers",
    operation_id="list_waiting_handovers",
    summary="Överlämningar som väntar på någon, där din enhet är med",
)
def list_waiting_handovers(request: Request) -> list[dict[str, Any]]:
    """The hundred oldest: whom, from whom to whom, since when, and whose move it is."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    return [
        {"participation": row.participation_id, "name": row.participation.person.name,
         "from": row.from_unit.name, "to": row.receiver, "since": row.proposed_on, "stand": row.stand,
         "who": whose_move(row)}
        for row in waiting(request.viewer)[:MOST]
    ]  # fmt: skip


@router.get(
    "/initiatives/{slug:code}/handovers",
    operation_id="get_handover_figures",
    summary="Hur många som lämnats över, slutat till ingen och följts upp",
)
def get_handover_figures(request: Request, code: str) -> dict[str, Any]:
    """Counts over the cases that you may see; each whole with its parts."""
    found = initiative(request.viewer, code)
    check(request.viewer, found, Permission.SEE_FIGURES)
    told = figures(request.viewer, found)
    return {
        "handovers": {"all": told.proposed, **told.handovers},
        "exits": {"all": told.left, **told.exits, "not_told": told.untold},
        "follow_ups": {"due": told.due, **told.follow_ups},
    }
