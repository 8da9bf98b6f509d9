"""What stands on an initiative's page: its decided versions, branches, units and promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from stafett.frame.formats import percent
from stafett.initiatives import queries
from stafett.initiatives.models import (
    Base,
    Branch,
    EndReasonChoice,
    Engagement,
    Goal,
    GoalReading,
    Initiative,
    OutcomeChoice,
    PromisedInflow,
    TargetGroup,
    Version,
    VolumeTarget,
)
from stafett.parties.models import Position, Tenure
from stafett.parties.queries import tenure_on
from stafett.parties.role_names import name_of
from stafett.parties.rules import Span, alone, last_day
from stafett.safeguards.viewer import Viewer

LEADING = ("project_leader", "local_leader", "unit_manager", "coach", "caseworker")
"""The order of roles on the page; the others come after."""


@dataclass(frozen=True)
class Versions:
    """A decided thing as it holds now, and as it was before."""

    latest: Any
    earlier: Sequence[Any]
    branch: Branch | None = None


@dataclass(frozen=True)
class GoalVersions(Versions):
    """A goal's versions."""

    @property
    def share(self) -> str:
        """The share to reach and of whom, in words."""
        told = {"share": in_per_cent(self.latest.share_percent)}
        if self.latest.base == Base.LEAVERS:
            return _("%(share)s av dem som avslutat") % told
        return _("%(share)s av alla som började") % told


def in_per_cent(number: Decimal) -> str:
    """90.00 as "90 %", 33.50 as "33,5 %"."""
    return percent(number / 100, 0 if number == int(number) else 1)


@dataclass(frozen=True)
class TakingPart:
    """A unit in a role, with who holds its posts in that role now."""

    engagement: Engagement
    holders: list[str]
    alone: bool
    now: bool

    @property
    def role_name(self) -> str:
        """The role as people call it."""
        return name_of(self.engagement.role)

    @property
    def last_day(self) -> date | None:
        """The last day; None when it still takes part."""
        return last_day(self.engagement.until_day)


@dataclass(frozen=True)
class Overview:
    """Everything on the page that is not a figure."""

    initiative: Initiative
    branches: list[Branch]
    target_group: Versions | None
    branch_target_groups: list[Versions]
    goals: list[GoalVersions]
    volume: Versions | None
    branch_volumes: list[Versions]
    taking_part: list[TakingPart]
    took_part: list[TakingPart]
    promises: list[PromisedInflow]
    outcomes: list[OutcomeChoice]
    end_reasons: list[EndReasonChoice]


def overview(viewer: Viewer, of: Initiative) -> Overview:
    """The whole page about one initiative, in a fixed number of queries."""
    decided = queries.decided_by(viewer.day)
    groups = _by_branch(of.target_groups.filter(decided).select_related("branch"))
    volumes = _by_branch(of.volume_targets.filter(decided).select_related("branch"))
    parts = _parts(viewer, of)
    return Overview(
        initiative=of,
        branches=list(queries.branches(viewer, of)),
        target_group=groups.pop(None, None),
        branch_target_groups=list(groups.values()),
        goals=_goals(of.goals.filter(decided)),
        volume=volumes.pop(None, None),
        branch_volumes=list(volumes.values()),
        taking_part=[part for part in parts if part.now],
        took_part=[part for part in parts if not part.now],
        promises=list(queries.promises(viewer, of)),
        outcomes=list(queries.outcomes(viewer, of)),
        end_reasons=list(queries.end_reasons(viewer, of)),
    )


def _by_branch(
    rows: QuerySet[TargetGroup] | QuerySet[VolumeTarget],
) -> dict[int | None, Versions]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows.order_by("branch__name", "-version"):
        found[row.branch_id].append(row)
    return {key: Versions(rows[0], rows[1:], rows[0].branch) for key, rows in found.items()}


def _goals(decided: QuerySet[Goal]) -> list[GoalVersions]:
    readings = GoalReading.objects.order_by("order", "id").prefetch_related("outcomes")
    found: dict[str, list[Goal]] = defaultdict(list)
    for goal in decided.order_by("code", "-version").prefetch_related(
        Prefetch("readings", readings)
    ):
        found[goal.code].append(goal)
    return [GoalVersions(versions[0], versions[1:]) for versions in found.values()]


def _parts(viewer: Viewer, of: Initiative) -> list[TakingPart]:
    rows = of.engagements.select_related("unit__authority__party__kind", "branch")
    engaged = sorted(rows.order_by("branch__name", "unit__name", "id"), key=_place_of_role)
    held = _holders(engaged, viewer.day)
    now = [e for e in engaged if Span(e.from_day, e.until_day).covers(viewer.day)]
    carried = alone(
        ("", e.role, person) for e in now for person in held.get((e.unit_id, e.role), {})
    )
    return [
        TakingPart(
            e, list(held.get((e.unit_id, e.role), {}).values()),
            e in now and ("", e.role) in carried, e in now,
        )
        for e in engaged
    ]  # fmt: skip


def _place_of_role(engagement: Engagement) -> int:
    """Those who lead come first, then those who work with people, then those who look on."""
    return LEADING.index(engagement.role) if engagement.role in LEADING else len(LEADING)


def _holders(engaged: Iterable[Engagement], day: date) -> dict[tuple[int, str], dict[int, str]]:
    """Who holds the units' posts in a role on a day: staff number and name."""
    units = {e.unit_id for e in engaged}
    tenures = Tenure.objects.select_related("staff").order_by("staff__name", "pk")
    posts = Position.objects.filter(unit_id__in=units).order_by("pk")
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for post in posts.prefetch_related(Prefetch("tenures", tenures)):
        if tenure := tenure_on(post, day):
            found[post.unit_id, post.role][tenure.staff_id] = tenure.staff.name
    return found


def latest_of(versions: QuerySet[Any]) -> Version | None:
    """The version that was decided last, which the next one is written from; None when none was."""
    found: Version | None = versions.order_by("-version").first()
    return found
