"""The log's follow-up, and retention, over the API: the pages' own forms and actions, so the same answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.frame.stepup import check_fresh
from stafett.safeguards.access import check_may
from stafett.safeguards.actions.follow_up import judge, sign
from stafett.safeguards.actions.retention import end_rule, lift_hold
from stafett.safeguards.deciding import decide_and_start
from stafett.safeguards.forms.log import DrawForm, JudgeForm, SignForm
from stafett.safeguards.forms.protecting import RoutineForm
from stafett.safeguards.forms.retention import HoldAllForm, RuleForm, WhyForm
from stafett.safeguards.log_rules import about
from stafett.safeguards.queries.follow_up import (
    controller_for,
    follow_up,
    followed,
    items,
    to_judge,
)
from stafett.safeguards.queries.protecting import routine_of
from stafett.safeguards.queries.retention import (
    LATEST,
    ending,
    endings_for,
    holds_for,
    rules_for,
    told,
)
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission
from stafett.safeguards.rules import Refused
from stafett.safeguards.views.log import drawn

router = Router(tags=["Loggen"])


class Period(Schema):
    """Whose log, and from which day to which, both included."""

    controller: int
    first: str
    last: str


class Judged(Schema):
    """A verdict (fitting, asked, wrong) and a note for readings of the sample, by their keys."""

    verdicts: dict[str, tuple[str, str]]


class Signed(Schema):
    """What the follow-up came to."""

    conclusion: str


@router.get("/log/follow-ups", summary="Loggens uppföljning hos dem du svarar för")
def list_follow_ups(request: Request) -> list[dict[str, Any]]:
    """Each controller with when something was last signed, and its samples. `readings` and `suggested`
    are told to one digit, and as 500 when they are fewer."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    return [
        {"controller": one.controller.pk, "name": one.controller.name,
         "last_signed": one.last_signed,
         "follow_ups": [
             {"key": f.pk, "first": f.from_day, "last": f.last_day, "readings": about(f.readings),
              "suggested": about(f.suggested), "signed_at": f.signed_at, "signed_by": f.signed_by}
             for f in one.follow_ups
         ]}
        for one in followed(request.viewer)
    ]  # fmt: skip


@router.post("/log/follow-ups", summary="Dra ett urval")
def draw_follow_up(request: Request, period: Period) -> dict[str, Any]:
    """Draw a sample of a period's readings."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    mine = [one.controller for one in followed(request.viewer)]
    form = DrawForm(period.dict(), controllers=mine, today=request.viewer.day)
    made = drawn(form, request) if form.is_valid() else None
    if made is None:
        raise _faults(form)
    return {"key": made.pk}


@router.get("/log/follow-ups/{uuid:key}", summary="Ett urval")
def get_follow_up(request: Request, key: UUID) -> dict[str, Any]:
    """The readings of a sample with why they were drawn, and their verdicts. `at` is null, and `name` the
    unit and the authority, of what another authority's staff read; `people` is null for more than five."""
    one = follow_up(request.viewer, key)
    return {
        "first": one.from_day, "last": one.last_day, "conclusion": one.conclusion,
        "signed_at": one.signed_at, "signed_by": one.signed_by,
        "readings": [
            {"key": item.reviewed.key, "reasons": item.reasons, "verdict": item.reviewed.verdict,
             "note": item.reviewed.note, "what": item.what, "role": item.role,
             "day": item.day, "at": item.at, "name": item.who, "unit": item.unit,
             "people": item.people,
             "cases": [{"name": case.name, "url": case.url} for case in item.cases]}
            for item in items(request.viewer, one)
        ],
    }  # fmt: skip


@router.post("/log/follow-ups/{uuid:key}/verdicts", summary="Bedöm läsningar i ett urval")
def judge_follow_up(request: Request, key: UUID, judged: Judged) -> dict[str, Any]:
    """Give readings their verdicts."""
    one = follow_up(request.viewer, key)
    sent = {f"verdict_{k}": v for k, (v, _n) in judged.verdicts.items()}
    sent |= {f"note_{k}": n for k, (_v, n) in judged.verdicts.items()}
    form = JudgeForm(sent, items=to_judge(request.viewer, one))
    if not form.is_valid():
        raise _faults(form)
    return {"judged": _or_422(lambda: judge(one, form.verdicts, by=request.viewer))}


@router.post("/log/follow-ups/{uuid:key}/sign", summary="Skriv under en uppföljning")
def sign_follow_up(request: Request, key: UUID, signed: Signed) -> dict[str, Any]:
    """Sign; nothing in it changes afterwards."""
    check_fresh(request)
    one = follow_up(request.viewer, key)
    form = SignForm(signed.dict())
    if not form.is_valid():
        raise _faults(form)
    _or_422(lambda: sign(one, form.cleaned_data["conclusion"], by=request.viewer))
    return {"key": key}


class Routine(Schema):
    """Where contact details of the protected are kept: sealed, or paper and where the papers are."""

    contact: str
    kept_where: str = ""


@router.get(
    "/authorities/{int:authority}/protected-routine",
    summary="En myndighets rutin för skyddade personuppgifter",
)
def get_protected_routine(request: Request, authority: int) -> dict[str, Any]:
    """The routine, with who decided it when."""
    routine = routine_of(controller_for(request.viewer, authority).pk)
    return {
        "contact": routine.contact, "kept_where": routine.kept_where,
        "decided_by": routine.decided_by, "decided_on": routine.decided_on,
    }  # fmt: skip


@router.post(
    "/authorities/{int:authority}/protected-routine",
    summary="Besluta rutinen för skyddade personuppgifter",
)
def post_protected_routine(request: Request, authority: int, routine: Routine) -> dict[str, Any]:
    """Decide it, in the name of an authority that one answers for."""
    controller = controller_for(request.viewer, authority)
    form = RoutineForm(routine.dict(), controller=controller, viewer=request.viewer)
    _made(form)
    return {"contact": form.cleaned_data["contact"]}


def _or_422(act: Any) -> Any:
    try:
        return act()
    except Refused as refusal:
        raise HttpError(422, str(refusal)) from None


def _made(form: Any) -> Any:
    """What the form makes; 422 with its faults where it makes nothing."""
    made = form.attempt() if form.is_valid() else None
    if made is None:
        raise _faults(form)
    return made


def _faults(form: Any) -> HttpError:
    said = [f"{name}: {' '.join(map(str, words))}" for name, words in form.errors.items()]
    return HttpError(422, "\n".join(said).replace("__all__: ", ""))


class Rule(Schema):
    """For how long what is kept, counted from when, and what that stands on."""

    controller: int
    owner_authority: int | None = None
    ends: str
    start: str
    months: int
    wait_days: int = 30
    spared: str = ""
    archive: bool = True
    ground: str
    from_day: str


class Decision(Schema):
    """The decision that rows end, in words."""

    because: str


class Why(Schema):
    """Why a rule is ended, or a hold lifted."""

    because: str


class HoldAll(Schema):
    """Whose everything stays, by what sort of reason, and why."""

    controller: int
    reason: str
    because: str


@router.get("/retention", summary="Gallring hos dem du svarar för")
def list_endings(request: Request) -> dict[str, Any]:
    """What has been warned of, decided and ended, in numbers, and the rules."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    shown = [told(request.viewer, one) for one in endings_for(request.viewer)[:LATEST]]
    return {
        "endings": [
            {"key": it.one.pk, "controller": it.one.controller_id, "what": it.what, "state": it.state,
             "noticed_on": it.one.noticed_on, "ends_from": it.one.ends_from, "held": it.held,
             "before": it.before, "ended": it.ended, "after": it.after}
            for it in shown
        ],
        "rules": [
            {"key": r.pk, "controller": r.controller_id, "owner_authority": r.owner_authority_id,
             "ends": r.ends, "start": r.start, "months": r.months, "wait_days": r.wait_days,
             "spared_days": r.spared_days, "archive": r.archive, "ground": r.ground,
             "from_day": r.from_day}
            for r in rules_for(request.viewer)
        ],
        "holds": [
            {"key": h.pk, "controller": h.controller_id, "reason": h.reason, "because": h.because,
             "put_on": h.put_on, "put_by": h.put_by}
            for h in holds_for(request.viewer)
        ],
    }  # fmt: skip


@router.post("/retention/rules", summary="Anteckna en regel för gallring")
def add_retention_rule(request: Request, rule: Rule) -> dict[str, Any]:
    """Record a rule; it begins with a warning, and ends nothing by itself. Not by a key."""
    check_fresh(request)
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    return {"key": _made(RuleForm(rule.dict(), viewer=request.viewer)).pk}


@router.post("/retention/rules/{int:key}/end", summary="Avsluta en regel för gallring")
def end_retention_rule(request: Request, key: int, told: Why) -> dict[str, Any]:
    """Let a rule end today, with the reason; what it alone made due is not ended."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    rule = get_object_or_404(rules_for(request.viewer), pk=key)
    end_rule(rule, said_why(told.because), by=request.viewer)
    return {"key": key}


@router.post("/retention/holds", summary="Stoppa all gallring hos en personuppgiftsansvarig")
def put_hold_over_all(request: Request, hold: HoldAll) -> dict[str, Any]:
    """Let everything that a controller has stay, until the hold is lifted."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    return {"key": _made(HoldAllForm(hold.dict(), viewer=request.viewer)).pk}


@router.post("/retention/holds/{int:key}/lift", summary="Häv ett stopp för all gallring")
def lift_hold_over_all(request: Request, key: int, told: Why) -> dict[str, Any]:
    """Lift such a hold, with the reason."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    hold = get_object_or_404(holds_for(request.viewer), pk=key)
    lift_hold(hold, said_why(told.because), by=request.viewer)
    return {"key": key}


def said_why(because: str) -> str:
    """The reason, as the page's form takes it; a refusal for none, and for one that is too long."""
    form = WhyForm({"because": because})
    if not form.is_valid():
        raise _faults(form)
    return str(form.cleaned_data["because"])


@router.post("/retention/{uuid:key}/decision", summary="Besluta om gallring")
def decide_ending(request: Request, key: UUID, decision: Decision) -> dict[str, Any]:
    """Decide that what was warned of ends; the worker then ends it for good. Not by a key."""
    check_fresh(request)
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    one = ending(request.viewer, key)
    return {"ends": _or_422(lambda: decide_and_start(one, decision.because, by=request.viewer))}
