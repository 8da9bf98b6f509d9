"""Whom an initiative is for and where people may come by themselves, over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import Router, Schema

from stafett.initiatives.access import can
from stafett.initiatives.models import Branch
from stafett.initiatives.queries import initiative
from stafett.parties.form_data import Filled, form_data
from stafett.referrals import queries
from stafett.referrals.access import check_rules
from stafett.referrals.api import kept
from stafett.referrals.eligibility import rules_of
from stafett.referrals.forms_leading import DoorForm, EndRuleForm, RuleForm
from stafett.referrals.models import EligibilityRule, OpenDoor
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

router = Router(tags=["Vägen in"])
WAY_IN = "/initiatives/{slug:code}/way-in"


class RuleOut(Schema):
    """A rule about whom the initiative is for; `party` is whose people it is about, empty for all."""

    key: int
    meaning: str
    example: str
    asks: str
    least: int | None
    most: int | None
    party: str


class DoorOut(Schema):
    """A branch, and whether people may come to it by themselves; what its page says while they may.

    `phone` is for whoever would rather ring; empty where the door was opened before it was asked for.
    """

    branch: str
    name: str
    open: bool
    text: str
    phone: str


class InflowOut(Schema):
    """What a party has sent beside what it promised, among the referrals that you may see."""

    party: str
    promised: int | None
    sent: int
    waiting: int
    taken_in: int
    stepped_back: int
    taken_back: int
    others: int
    reason: str


class WayInOut(Schema):
    """The way in to an initiative; inflow and exceptions for those who see its figures, else null."""

    rules: list[RuleOut]
    by_oneself: list[DoorOut]
    inflow: list[InflowOut] | None
    exceptions: int | None


@router.get(
    WAY_IN, response=WayInOut, summary="Vem en insats är till för, och var man får söka själv"
)
def get_way_in(request: Request, code: str) -> dict[str, Any]:
    """The rules that hold, each with an example; by branch whether its door is open; and the inflow (D20)."""
    found = initiative(request.viewer, code)
    leads = can(request.viewer, found, Permission.SEE_FIGURES)
    rows = OpenDoor.objects.filter(branch__initiative=found, is_open=True).order_by("pk")
    doors = {one.pk: one for one in rows}
    return {
        "rules": [_rule(one) for one in rules_of(found, request.viewer.day)],
        "by_oneself": [
            _door(one, doors.get(one.pk)) for one in found.branches.order_by("name", "pk")
        ],
        "inflow": [_inflow(one) for one in queries.inflow(request.viewer, found)] if leads else None,
        "exceptions": queries.exceptions(request.viewer, found) if leads else None,
    }  # fmt: skip


def _rule(one: EligibilityRule) -> dict[str, Any]:
    return {
        "key": one.pk, "meaning": one.meaning, "example": one.example, "asks": one.asks,
        "least": one.least, "most": one.most, "party": one.party.name if one.party else "",
    }  # fmt: skip


def _door(branch: Branch, door: OpenDoor | None) -> dict[str, Any]:
    return {
        "branch": branch.code, "name": branch.name, "open": door is not None,
        "text": door.text if door else "", "phone": door.phone if door else "",
    }  # fmt: skip


def _inflow(one: queries.Inflow) -> dict[str, Any]:
    return {
        "party": one.party, "promised": one.promised, "sent": one.sent, "waiting": one.waiting,
        "taken_in": one.taken_in, "stepped_back": one.stepped_back, "taken_back": one.taken_back,
        "others": one.others, "reason": one.reason,
    }  # fmt: skip


@router.post(f"{WAY_IN}/rules", summary="Ny regel om vem insatsen är till för")
def add_eligibility_rule(request: Request, code: str, told: Filled) -> dict[str, Any]:
    """With the fields of the page's form: `asks`, `least`, `most`, `party`, `meaning`, `example`."""
    found = initiative(request.viewer, code)
    check_rules(request.viewer, found)
    form = RuleForm(form_data(told.fields), instance=EligibilityRule(), initiative=found)
    return {"key": kept(form, request).pk}


@router.post(f"{WAY_IN}/rules/{{int:key}}/end", summary="Avsluta en regel")
def end_eligibility_rule(request: Request, code: str, key: int) -> dict[str, Any]:
    """It is asked no more from today."""
    found = initiative(request.viewer, code)
    check_rules(request.viewer, found)
    one = EligibilityRule.objects.filter(pk=key, initiative=found, until_day=None).first()
    if one is None:
        raise Http404
    return {"key": kept(EndRuleForm(form_data({}), instance=one), request).pk}


@router.post(
    f"{WAY_IN}/by-oneself/{{slug:branch}}", summary="Öppna eller stäng för den som söker själv"
)
def set_open_door(request: Request, code: str, branch: str, told: Filled) -> dict[str, Any]:
    """`is_open`, `text`: what the page that anybody can open says, and `phone`: needed while it is open.

    Text and number that are not sent stand as they do; without `is_open` it is closed.
    """
    found = initiative(request.viewer, code)
    check_rules(request.viewer, found)
    where = found.branches.filter(code=branch).first()
    if where is None:
        raise Http404
    door = OpenDoor.objects.filter(branch=where).first() or OpenDoor(branch=where)
    stands = {} if door._state.adding else {"text": door.text, "phone": door.phone}
    form = DoorForm(form_data({**stands, **told.fields}), instance=door)
    return {"open": kept(form, request).is_open}
