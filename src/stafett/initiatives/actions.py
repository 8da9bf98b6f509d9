"""The only writes to initiatives, their branches, engagements, goals, targets and promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from stafett.initiatives.models import (
    Branch,
    Engagement,
    Goal,
    GoalReading,
    Initiative,
    OutcomeChoice,
    PromisedInflow,
    TargetGroup,
    VolumeTarget,
)
from stafett.parties.models import Authority, Party, Unit
from stafett.safeguards.actions import extend_reach
from stafett.safeguards.roles import Permission, permissions_of


def start(
    code: str, name: str, controller: Authority, *, starts_on: date, by: Any, **facts: Any
) -> Initiative:
    """Start an initiative; facts are the model's other fields (law 3: the controller is an authority)."""
    return Initiative.objects.create(
        code=code, name=name, controller=controller, starts_on=starts_on, **facts
    )


@transaction.atomic
def open_branch(
    initiative: Initiative, code: str, name: str, holder: Unit, *, by: Any,
    controller: Authority | None = None, **facts: Any,
) -> Branch:  # fmt: skip
    """Open a branch; its controller is the initiative's unless it has its own (F3, law 3)."""
    branch = Branch.objects.create(
        initiative=initiative, code=code, name=name, holder=holder,
        controller=controller or initiative.controller, **facts,
    )  # fmt: skip
    _reach_of_whole_initiative(initiative, branch, by=by)
    return branch


def _reach_of_whole_initiative(initiative: Initiative, branch: Branch, *, by: Any) -> None:
    leads = initiative.engagements.filter(branch__isnull=True).order_by("id")
    extend_reach({(e.unit_id, branch.controller_id) for e in leads if _needs_rows(e.role)}, by=by)


def _needs_rows(role: str) -> bool:
    return bool({Permission.SEE_PEOPLE, Permission.SEE_FIGURES} & permissions_of(role))


@transaction.atomic
def engage(
    initiative: Initiative, unit: Unit, role: str, *, from_day: date, by: Any,
    branch: Branch | None = None, until_day: date | None = None,
) -> Engagement:  # fmt: skip
    """Let a unit take part in an initiative, or one branch of it, in a role."""
    engagement = Engagement.objects.create(
        initiative=initiative,
        unit=unit,
        role=role,
        branch=branch,
        from_day=from_day,
        until_day=until_day,
    )
    if _needs_rows(role):
        branches = [branch] if branch else list(initiative.branches.all())
        controllers = {b.controller_id for b in branches} or {initiative.controller_id}
        extend_reach({(unit.pk, controller) for controller in controllers}, by=by)
    return engagement


def describe_target_group(
    initiative: Initiative, criteria: str, *, by: Any, **facts: Any
) -> TargetGroup:
    """Add the next version of the target group (G27 F22)."""
    version = _next_version(initiative.target_groups.filter(branch=facts.get("branch")))
    return TargetGroup.objects.create(
        initiative=initiative, version=version, criteria=criteria, **facts
    )


def _next_version(versions: Any) -> int:
    latest = versions.order_by("-version").values_list("version", flat=True).first()
    return (latest or 0) + 1


def add_outcome(
    initiative: Initiative, code: str, label: str, common_id: str, *, by: Any, order: int = 0
) -> OutcomeChoice:
    """Add one of the initiative's own outcomes, mapped to the common list (D11)."""
    return OutcomeChoice.objects.create(
        initiative=initiative, code=code, label=label, common_id=common_id, order=order
    )


@transaction.atomic
def set_goal(
    initiative: Initiative, code: str, text: str, *, share_percent: Any, base: str,
    readings: Iterable[tuple[str, Iterable[OutcomeChoice]]], by: Any, **facts: Any,
) -> Goal:  # fmt: skip
    """Add the next version of a goal, with each way to read which outcomes count (F4)."""
    version = _next_version(initiative.goals.filter(code=code))
    goal = Goal.objects.create(
        initiative=initiative, code=code, text=text, share_percent=share_percent, base=base,
        version=version, **facts,
    )  # fmt: skip
    for order, (label, outcomes) in enumerate(readings):
        GoalReading.objects.create(goal=goal, label=label, order=order).outcomes.set(outcomes)
    return goal


def plan_volume(
    initiative: Initiative, total: int, *, period: tuple[date, date], by: Any, **facts: Any
) -> VolumeTarget:
    """Add the next version of how many people are planned for a period (F4: 525 became 446)."""
    version = _next_version(initiative.volume_targets.filter(branch=facts.get("branch")))
    return VolumeTarget.objects.create(
        initiative=initiative, total=total, version=version,
        period_start=period[0], period_end=period[1], **facts,
    )  # fmt: skip


def promise_inflow(
    initiative: Initiative,
    party: Party,
    number: int | None,
    *,
    period: tuple[date, date],
    by: Any,
    reason: str = "",
) -> PromisedInflow:
    """Record what a party said it would send; None when a number was never said (D20)."""
    return PromisedInflow.objects.create(
        initiative=initiative, party=party, number=number,
        period_start=period[0], period_end=period[1], reason=reason,
    )  # fmt: skip
