"""What of a participation is told to whom, besides that it is there, when, and who holds it (law 2).

How it ended can say that somebody is in care, ill or dead, and who referred them that an authority is
involved (`casework.sorting`). A consent to know of the course covers neither: the first is told where what
is said of health is open, and to the authority that holds the case; the second where it is open which
authorities are involved. What school somebody has is told with what they do. Each alike whatever it says,
since what is left out would else say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, F, OuterRef, Q

from stafett.casework.models import Participation
from stafett.casework.taking_over import knows_others
from stafett.parties.models import Authority
from stafett.safeguards.access import Opened, in_circle
from stafett.safeguards.kept import StandIn
from stafett.safeguards.models import Member, RowKind
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

ENDS = ("outcome", "next_step", "next_unit", "next_outside", "end_reason")
REFERRERS = ("referring_party", "referring_caseworker")
SCHOOLING = ("education",)


def end_is_told(viewer: Viewer | StandIn) -> Exists:
    """The same as `tells_end` for each row of a list of participations, but for who held it last."""
    inside = Member.objects.filter(
        in_circle(viewer), Q(kinds=[]) | Q(kinds__contains=[RowKind.HEALTH]),
        circle_id=OuterRef("circle_id"), controller_id__in=viewer.controllers,
        giver_id=F("controller_id"),
    )  # fmt: skip
    return Exists(inside)


def tells_end(viewer: Viewer, shown: Opened, case: Participation, holder: int | None) -> bool:
    """True when the viewer may know what it led to, what is next and why; `holder` is whose unit held last."""
    own = holder in viewer.authorities_with(Permission.SEE_PEOPLE)
    return own or shown.opens(case.controller_id, RowKind.HEALTH)


def tells_referrer(viewer: Viewer, shown: Opened, case: Participation) -> bool:
    """True when the viewer may know who referred: of their own party, and the controller's, all in it may."""
    if knows_others(shown, case):
        return True
    # nobody is as little told of as somebody: else it would be told that there is one
    near = {case.controller_id, *viewer.authorities_with(Permission.SEE_PEOPLE)}
    parties = (
        Authority.objects.filter(pk__in=near).order_by("pk").values_list("party_id", flat=True)
    )
    return case.referring_party_id in set(parties)


def untold_of(
    viewer: Viewer, shown: Opened, case: Participation, holder: int | None
) -> tuple[str, ...]:
    """The participation's own fields of which the viewer is told nothing, now or of earlier."""
    ends = () if tells_end(viewer, shown, case, holder) else ENDS
    return (*ends, *untold_of_start(viewer, shown, case))


def untold_of_start(viewer: Viewer, shown: Opened, case: Participation) -> tuple[str, ...]:
    """Those of them that are known from the start: who referred, and what school somebody has."""
    schooling = () if shown.opens(case.controller_id, RowKind.OCCUPATION) else SCHOOLING
    return schooling if tells_referrer(viewer, shown, case) else (*schooling, *REFERRERS)


def without(case: Participation, names: Sequence[str]) -> Participation:
    """The same participation, on a page that only reads, without these fields."""
    for name in names:
        field = case._meta.get_field(name)
        setattr(case, name, None if field.is_relation else "")
    return case


def without_untold_ends(rows: Iterable[Participation]) -> list[Participation]:
    """Participations of a list, fetched with `tells_end`, without how those ended that is not told."""
    return [row if row.tells_end else without(row, ENDS) for row in rows]  # type: ignore[attr-defined]


__all__ = [
    "ENDS", "REFERRERS", "end_is_told", "tells_end", "tells_referrer", "untold_of", "untold_of_start",
    "without",
    "without_untold_ends",
]  # fmt: skip
