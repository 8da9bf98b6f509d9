"""How many were handed over, how many left to nobody, and how many told afterwards how it went? Counts
alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.http import HttpRequest

from stafett.casework.models import PART, Holding, Participation, Status
from stafett.casework.queries.told_of import end_is_told
from stafett.handover.access import known_of
from stafett.handover.models import TAKEN_OUTSIDE, Answer, FollowUp, Handover
from stafett.handover.rules import OPEN, Stand
from stafett.initiatives.access import can, may_edit
from stafett.initiatives.models import Initiative
from stafett.safeguards.access import may_see
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

SAME_NAME = 0.4
"""From so much alike in trigrams, 0 to 1, a name is another spelling; what is less alike is somebody else, whom
nobody has asked."""


@dataclass(frozen=True)
class Figures:
    """Counts over the cases of one initiative that the viewer may see, nobody protected among them; each whole
    is the sum of its parts. Of a single case they tell no more than its page does (law 2)."""

    handovers: dict[str, int]
    exits: dict[str, int]
    untold: int
    """The exits of which the viewer is not told what is next."""
    follow_ups: dict[str, int]

    @property
    def proposed(self) -> int:
        """All handovers."""
        return sum(self.handovers.values())

    @property
    def left(self) -> int:
        """All exits."""
        return sum(self.exits.values()) + self.untold

    @property
    def due(self) -> int:
        """All follow-ups whose day has come."""
        return sum(self.follow_ups.values())


def figures(viewer: Viewer, of: Initiative) -> Figures:
    """The counts, on the viewer's own connection, so that the wall holds."""
    exits = _exits(viewer, of)
    untold = exits.pop("untold")
    return Figures(_handovers(viewer, of), exits, untold, _follow_ups(viewer, of))


def _not_hidden(of: Initiative) -> dict[str, Any]:
    """Of the initiative; nobody protected is counted, since list and figure together would tell of them."""
    return {"participation__initiative": of, "participation__hidden": False}


def _handovers(viewer: Viewer, of: Initiative) -> dict[str, int]:
    rows = known_of(viewer, Handover.objects.filter(**_not_hidden(of)))
    done = Q(stand=Stand.DONE)
    undone = Q(undone_on__isnull=False)  # the exit that it led to was, and so nobody took over
    return rows.aggregate(
        inside=Count("pk", filter=done & Q(to_unit__isnull=False)),
        outside=Count("pk", filter=done & Q(to_unit=None) & ~undone),
        open=Count("pk", filter=Q(stand__in=OPEN)),
        declined=Count("pk", filter=Q(stand=Stand.DECLINED)),
        taken_back=Count("pk", filter=Q(stand__in=[Stand.WITHDRAWN, Stand.LAPSED]) | undone),
    )


def _exits(viewer: Viewer, of: Initiative) -> dict[str, int]:
    rows = may_see(
        viewer, Participation.objects.filter(initiative=of, hidden=False, status=Status.ENDED)
    )
    mine = viewer.authorities_with(Permission.SEE_PEOPLE)
    held_last = Holding.objects.filter(
        participation=OuterRef("pk"), until_day__gt=OuterRef("ends_on"), unit__authority__in=mine
    )
    is_told = Q(tells_end=True) | Q(held_last=True)
    known = ["holder", "nobody"]
    taken = is_told & Q(next_step="holder")
    return rows.annotate(
        tells_end=end_is_told(viewer), held_last=Exists(held_last), said_yes=_said_yes()
    ).aggregate(
        holder=Count("pk", filter=taken & Q(said_yes=True)),
        unasked=Count("pk", filter=taken & Q(said_yes=False)),
        nobody=Count("pk", filter=is_told & Q(next_step="nobody")),
        other=Count("pk", filter=is_told & ~Q(next_step__in=known)),
        untold=Count("pk", filter=~is_told),
    )


def _said_yes() -> ExpressionWrapper:
    """True of an exit that somebody is known to have taken over: they confirmed it, or held it before too.

    Who confirmed goes on being next when the spelling is corrected, and not when somebody else is next.
    """
    written: Any = OuterRef("next_outside")
    alike = TrigramSimilarity("outside_name", written)
    confirmed = Handover.objects.filter(
        TAKEN_OUTSIDE, participation=OuterRef("pk"), undone_on=None
    ).annotate(alike=alike).filter(alike__gte=SAME_NAME)  # fmt: skip
    goes_on = Holding.objects.filter(
        participation=OuterRef("pk"), until_day__gt=OuterRef("ends_on"),
        unit=OuterRef("next_unit"),
    )  # fmt: skip
    known = Q(Exists(confirmed), next_unit=None) | Q(Exists(goes_on))
    return ExpressionWrapper(known, output_field=BooleanField())


def _follow_ups(viewer: Viewer, of: Initiative) -> dict[str, int]:
    back = Participation.objects.filter(
        person=OuterRef("participation__person_id"), ends_on=None, initiative=of
    )
    rows = FollowUp.objects.filter(**_not_hidden(of)).filter(
        Q(due_on__lte=viewer.day) | ~Q(answer=Answer.DUE)
    )
    seen = may_see(viewer, rows, PART).annotate(is_back=Exists(back))
    waiting = Q(answer=Answer.DUE)
    return seen.aggregate(
        answered=Count("pk", filter=Q(answer=Answer.ANSWERED)),
        not_reached=Count("pk", filter=Q(answer=Answer.NOT_REACHED)),
        declined=Count("pk", filter=Q(answer=Answer.DECLINED)),
        lost=Count("pk", filter=Q(answer=Answer.LOST)),
        back=Count("pk", filter=waiting & Q(is_back=True)),
        waiting=Count("pk", filter=waiting & Q(is_back=False)),
    )


def figures_panel(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """The table on the initiative's page, for those who see its figures; others have the frozen tables."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not can(viewer, initiative, Permission.SEE_FIGURES):
        return None
    told = figures(viewer, initiative)
    return {"figures": told, "initiative": initiative, "may_edit": may_edit(viewer, initiative)}
