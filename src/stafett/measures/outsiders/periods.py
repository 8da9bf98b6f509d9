"""Which periods has an initiative closed, what has become of each, and which wait for the viewer?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiatives
from stafett.measures.access import may_speak_for, standing
from stafett.measures.models import FrozenSet, Period, Signature
from stafett.measures.outsiders.declared import SHOWN, Shown
from stafett.measures.outsiders.reading import must_sign, signatures, unsigned
from stafett.parties.models import Authority
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Standing:
    """A period with its sets, the latest version first, and with who has signed for the next one."""

    period: Period
    sets: tuple[FrozenSet, ...]
    signed: tuple[Signature, ...]
    missing: tuple[Authority, ...]
    mine: tuple[Authority, ...]
    """Those of the missing that the viewer signs for."""

    @property
    def shown(self) -> FrozenSet | None:
        """The set that outsiders see."""
        return next((one for one in self.sets if not one.withdrawn_on), None)

    @property
    def withdrawn(self) -> list[FrozenSet]:
        """Those that were wrong."""
        return [one for one in self.sets if one.withdrawn_on]


def initiative_for(viewer: Viewer, code: str) -> Initiative:
    """An initiative whose figures the viewer sees, or signs for; Http404 with a sentence otherwise."""
    found = Initiative.objects.filter(code=code).select_related("association", "controller").first()
    if found and (_sees(viewer, found) or signs_for(viewer, found)):
        return found
    raise Http404(_("Det finns ingen insats med koden %(code)s bland dina.") % {"code": code})


def _sees(viewer: Viewer, initiative: Initiative) -> bool:
    there = initiatives(viewer).filter(pk=initiative.pk).exists()
    return there and bool(standing(viewer, initiative).granted)


def signs_for(viewer: Viewer, initiative: Initiative) -> list[Authority]:
    """The authorities of the initiative that the viewer signs for."""
    return [one for one in must_sign(initiative) if may_speak_for(viewer, one)]


def periods_of(viewer: Viewer, initiative: Initiative) -> list[Standing]:
    """The initiative's periods, the latest first."""
    found = initiative.figure_periods.select_related("initiative").order_by("-ends_on")
    return [_standing(viewer, period) for period in found]


def period_of(viewer: Viewer, initiative: Initiative, through: str) -> Standing:
    """The period that ends on a day, written as 2025-12-31; Http404 with a sentence without one."""
    try:
        rows = initiative.figure_periods.filter(ends_on=date.fromisoformat(through))
        return _standing(viewer, rows.select_related("initiative").get())
    except (ValueError, Period.DoesNotExist):
        raise Http404(_("Insatsen har ingen avslutad period som slutar då.")) from None


def to_sign(viewer: Viewer, initiative: Initiative, through: str) -> Standing:
    """A period that waits for the viewer to sign; Http404 with a sentence for every other."""
    found = period_of(viewer, initiative, through)
    if not found.mine:
        raise Http404(_("Här finns inget för dig att skriva under."))
    return found


def strictest_so_far(found: Standing, chosen: int, usual: int) -> int:
    """The smallest group that would be shown: the strictest of what is chosen and what others have signed."""
    return max([chosen, *(one.strictest for one in signatures(found.period))]) or usual


def _standing(viewer: Viewer, period: Period) -> Standing:
    sets = tuple(period.sets.defer("tables").order_by("-version"))
    shown = any(not one.withdrawn_on for one in sets)
    missing = () if shown else tuple(unsigned(period))
    return Standing(
        period, sets, () if shown else tuple(signatures(period)), missing,
        tuple(one for one in missing if may_speak_for(viewer, one)),
    )  # fmt: skip


def waiting_for(viewer: Viewer) -> list[Standing]:
    """The periods that the viewer has still to sign for, the oldest first."""
    if not viewer.speaks_for:
        return []
    mine = Period.objects.filter(initiative__branches__controller__in=viewer.speaks_for)
    theirs = Period.objects.filter(initiative__controller__in=viewer.speaks_for)
    both = Period.objects.filter(pk__in={one.pk for one in (*mine, *theirs)})
    found = both.exclude(sets__withdrawn_on=None, sets__isnull=False)
    rows = found.select_related("initiative").order_by("ends_on", "pk")
    return [one for one in (_standing(viewer, period) for period in rows) if one.mine]


def tables_in(found: FrozenSet, seen: Iterable[str]) -> list[tuple[Shown, str]]:
    """The set's tables that the viewer may see, with their titles."""
    names = set(seen)
    return [
        (one, found.tables[one.key]["title"])
        for one in SHOWN
        if one.key in found.tables and one.name in names
    ]
