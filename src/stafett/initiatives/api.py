"""Initiatives and what was decided for them, over the API: the same forms and actions as the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Field, Router, Schema
from ninja.responses import Status

from stafett.initiatives import access, queries
from stafett.initiatives.access import Asked
from stafett.initiatives.forms import intentions
from stafett.initiatives.forms.answering import NO, YES, AnswerForm
from stafett.initiatives.models import Initiative
from stafett.initiatives.overview import GoalVersions, Overview, Versions, overview
from stafett.parties.answers import Faults, answer

router = Router(tags=["Insatser"])


class InitiativeOut(Schema):
    """An initiative in a list."""

    code: str
    name: str
    starts_on: date
    ends_on: date | None
    controller: str
    association: str | None


class BranchOut(Schema):
    """A branch with its controller and the unit that holds from the start."""

    code: str
    name: str
    municipality: str | None
    controller: str
    controller_agrees: bool | None
    holder: str


class GoalOut(Schema):
    """A goal's version that holds, with each reading and the outcome codes that it counts."""

    code: str
    version: int
    text: str
    share_percent: Decimal
    base: str
    decided_on: date | None
    reason: str
    readings: dict[str, list[str]]


class VolumeOut(Schema):
    """A plan's version that holds; `branch` is empty for the whole."""

    branch: str
    version: int
    total: int
    women: int | None
    men: int | None
    period_start: date
    period_end: date
    reason: str


class TargetGroupOut(Schema):
    """A target group's version that holds; `branch` is empty for the whole."""

    branch: str
    version: int
    age_min: int | None
    age_max: int | None
    criteria: str
    reason: str


class PromiseOut(Schema):
    """What a party promised, and why it became what it became."""

    party: str
    number: int | None
    period_start: date
    period_end: date
    reason: str


class OutcomeOut(Schema):
    """An outcome of the initiative's own and the common one it counts as."""

    code: str
    label: str
    common: str


class EndReasonOut(Schema):
    """A reason of the initiative's own why somebody leaves."""

    code: str
    label: str


class InitiativePageOut(InitiativeOut):
    """Everything on an initiative's page that is not a figure."""

    outcome_base: str
    branches: list[BranchOut]
    target_groups: list[TargetGroupOut]
    goals: list[GoalOut]
    volume_targets: list[VolumeOut]
    promises: list[PromiseOut]
    outcomes: list[OutcomeOut]
    end_reasons: list[EndReasonOut]


class VersionIn(Schema):
    """When a version was decided and why; `after` is the version that was read before."""

    decided_on: date | None = None
    reason: str = ""
    after: int | None = None


class TargetGroupIn(VersionIn):
    """The next version of the target group."""

    criteria: str
    age_min: int | None = None
    age_max: int | None = None


class VolumeIn(VersionIn):
    """The next version of the plan."""

    total: int
    women: int | None = None
    men: int | None = None
    period_start: date
    period_end: date


class PromiseIn(Schema):
    """A promise, by the party's number."""

    party: int
    number: int | None = None
    period_start: date
    period_end: date
    reason: str = ""


class AskedOut(Schema):
    """A branch whose controller is asked to answer for the records of those enrolled there."""

    initiative: str
    branch: str
    controller: str
    seen: str


class AnswerIn(Schema):
    """What the controller says, and in its own words why; `seen` is the mark of what was read before."""

    agrees: bool
    note: str = ""
    seen: str = Field(min_length=1)


class MadeOut(Schema):
    """The number of what was made."""

    id: int


@router.get("/initiatives", response=list[InitiativeOut], summary="Insatser")
def initiatives(request: Asked) -> list[dict[str, Any]]:
    """The initiatives that the one who asks is in, funds or steers."""
    return [_facts(each) for each in queries.initiatives(request.viewer)]


@router.get("/initiatives/{code}", response=InitiativePageOut, summary="En insats")
def initiative(request: Asked, code: str) -> dict[str, Any]:
    """One initiative with all that was decided for it."""
    page = overview(request.viewer, queries.initiative(request.viewer, code))
    return {**_facts(page.initiative), "outcome_base": page.initiative.outcome_base, **_page(page)}


@router.post(
    "/initiatives/{code}/target-groups", response={201: MadeOut, 422: Faults},
    summary="Målgruppens nästa version",
)  # fmt: skip
def add_target_group(request: Asked, code: str, payload: TargetGroupIn) -> Status[Any]:
    """Decide the next version of the target group."""
    found = _editable(request, code)
    return answer(intentions.TargetGroupForm(payload.dict(), initiative=found), request.viewer)


@router.post(
    "/initiatives/{code}/volume-targets", response={201: MadeOut, 422: Faults},
    summary="Planens nästa version",
)  # fmt: skip
def add_volume(request: Asked, code: str, payload: VolumeIn) -> Status[Any]:
    """Decide the next version of how many people are planned."""
    found = _editable(request, code)
    return answer(intentions.VolumeForm(payload.dict(), initiative=found), request.viewer)


@router.post(
    "/initiatives/{code}/promises", response={201: MadeOut, 422: Faults}, summary="Löfte om inflöde"
)
def add_promise(request: Asked, code: str, payload: PromiseIn) -> Status[Any]:
    """Record what a party promises to send."""
    found = _editable(request, code)
    return answer(intentions.PromiseForm(payload.dict(), initiative=found), request.viewer)


@router.get("/asked-branches", response=list[AskedOut], summary="Grenar som väntar på svar")
def asked(request: Asked) -> list[AskedOut]:
    """The branches that an authority of the one who asks is asked to answer for (law 3)."""
    return [
        AskedOut(
            initiative=b.initiative.code,
            branch=b.code,
            controller=b.controller.name,
            seen=str(AnswerForm(instance=b).initial["seen"]),
        )
        for b in queries.asked(request.viewer)
    ]


@router.post(
    "/initiatives/{code}/branches/{branch}/answer", response={201: MadeOut, 422: Faults},
    summary="Svara för uppgifterna i en gren",
)  # fmt: skip
def answer_for_records(request: Asked, code: str, branch: str, payload: AnswerIn) -> Status[Any]:
    """Say yes or no for the branch's controller; both are told when the question has changed since."""
    found = queries.asked_branch(request.viewer, code, branch)
    told = {"agrees": YES if payload.agrees else NO, "note": payload.note, "seen": payload.seen}
    return answer(AnswerForm(told, instance=found), request.viewer)


def _editable(request: Asked, code: str) -> Initiative:
    found = queries.initiative(request.viewer, code)
    access.check_edit(request.viewer, found)
    return found


def _facts(each: Initiative) -> dict[str, Any]:
    return {
        "code": each.code, "name": each.name, "starts_on": each.starts_on, "ends_on": each.ends_on,
        "controller": each.controller.name,
        "association": each.association.name if each.association else None,
    }  # fmt: skip


def _page(page: Overview) -> dict[str, Any]:
    groups = [page.target_group, *page.branch_target_groups]
    volumes = [page.volume, *page.branch_volumes]
    return {
        "branches": [
            BranchOut(
                code=b.code, name=b.name, municipality=b.municipality_id,
                controller=b.controller.name, controller_agrees=b.agreed, holder=b.holder.name,
            )
            for b in page.branches
        ],
        "target_groups": [_version(TargetGroupOut, each) for each in groups if each],
        "goals": [_goal(each) for each in page.goals],
        "volume_targets": [_version(VolumeOut, each) for each in volumes if each],
        "promises": [
            PromiseOut(
                party=p.party.name, number=p.number, period_start=p.period_start,
                period_end=p.period_end, reason=p.reason,
            )
            for p in page.promises
        ],
        "outcomes": [OutcomeOut(code=o.code, label=o.label, common=o.common_id) for o in page.outcomes],
        "end_reasons": [EndReasonOut(code=r.code, label=r.label) for r in page.end_reasons],
    }  # fmt: skip


def _version(shape: Any, each: Versions) -> Any:
    names = [name for name in shape.model_fields if name != "branch"]
    told = {name: getattr(each.latest, name) for name in names}
    return shape(branch=each.branch.code if each.branch else "", **told)


def _goal(each: GoalVersions) -> GoalOut:
    names = [name for name in GoalOut.model_fields if name != "readings"]
    readings = {
        reading.label: [outcome.code for outcome in reading.outcomes.all()]
        for reading in each.latest.readings.all()
    }
    return GoalOut(readings=readings, **{name: getattr(each.latest, name) for name in names})
