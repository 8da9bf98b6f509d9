"""Which cases do the figures lack because they have ended, and which figures will lack those that end now?

Everything is counted from the initiative's start, so what ends leaves figures that were told before. How
many is a count like any other: it is said where it gives nobody away, else "några".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.casework.models import Participation
from stafett.frame.formats import whole_number
from stafett.initiatives.models import Initiative
from stafett.measures.models import EndedCases, KeptCounts, Period
from stafett.measures.outsiders.reading import unsigned
from stafett.parties.models import Authority
from stafett.safeguards.models import Ending, Ends
from stafett.safeguards.queries.retention import cases_of, kind_of_ending
from stafett.safeguards.viewer import Viewer

COUNTED = (Ends.CASE, Ends.INVOLVEMENT, Ends.LIVELIHOOD, Ends.OCCUPATION)
"""What figures are made of."""


def left_out(initiative: Initiative, threshold: int, kind: str = Ends.CASE) -> list[str]:
    """A sentence for each controller some of whose cases have ended, or lost what was recorded of a kind, with
    how many where that can be said."""
    numbers: dict[str, Counter[int]] = defaultdict(Counter)
    rows = EndedCases.objects.filter(branch__initiative=initiative, kind=kind).order_by("pk")
    for name, branch, number in rows.values_list("branch__controller__name", "branch", "number"):
        numbers[name][branch] += number
    seen = (
        bool(numbers)
        and KeptCounts.objects.filter(frozen_set__period__initiative=initiative).exists()
    )
    return [
        _said(name, kind, None if seen else told_number(branches, threshold))
        for name, branches in sorted(numbers.items())
    ]


def all_left_out(initiative: Initiative, threshold: int) -> list[str]:
    """The sentences about cases and about each kind, for a page that shows no one table."""
    kinds = (Ends.CASE, Ends.LIVELIHOOD, Ends.OCCUPATION)
    return [said for kind in kinds for said in left_out(initiative, threshold, kind)]


def told_number(branches: Mapping[int, int], threshold: int) -> int | None:
    """How many of a controller's ended, where neither that nor what is beside any one branch is few."""
    number = sum(branches.values())
    rests = {number - one for one in branches.values()} - {0}
    return number if min({number, *rests}) >= threshold else None


def _said(name: str, kind: str, number: int | None) -> str:
    if kind != Ends.CASE:
        return _said_of_kind(name, kind, number)
    if number is None:
        return _("Hos %(name)s är några avslutade ärenden gallrade och räknas inte.") % {
            "name": name
        }
    return ngettext(
        "Hos %(name)s är %(n)s avslutat ärende gallrat och räknas inte.",
        "Hos %(name)s är %(n)s avslutade ärenden gallrade och räknas inte.", number,
    ) % {"name": name, "n": whole_number(number)}  # fmt: skip


def _said_of_kind(name: str, kind: str, number: int | None) -> str:
    told = {"name": name, "what": kind_of_ending(kind)}
    if number is None:
        return _(
            "Hos %(name)s har uppgifter om %(what)s gallrats i några deltaganden. De räknas som Uppgift saknas."
        ) % told  # fmt: skip
    return ngettext(
        "Hos %(name)s har uppgifter om %(what)s gallrats i %(n)s deltagande. Det räknas som Uppgift saknas.",
        "Hos %(name)s har uppgifter om %(what)s gallrats i %(n)s deltaganden. De räknas som Uppgift saknas.",
        number,
    ) % {**told, "n": whole_number(number)}  # fmt: skip


@dataclass(frozen=True)
class Lacking:
    """A closed period without figures yet, which will not have what an ending takes."""

    period: Period
    missing: list[Authority]
    """Those who have still to sign."""
    what: str
    """What of the cases its tables will lack."""


def will_lack(viewer: Viewer, ending: Ending) -> list[Lacking]:
    """The periods that are not signed by all and count what an ending takes, the earliest first."""
    about = {
        circle: found
        for circle, kinds in cases_of(viewer, ending).items()
        if (found := [kind for kind in COUNTED if kind in kinds])
    }
    began, kinds = _by_initiative(about)
    waiting = Period.objects.filter(initiative__in=began).exclude(
        pk__in=Period.objects.filter(sets__isnull=False, sets__withdrawn_on=None).values("pk")
    )
    return [
        Lacking(one, unsigned(one), ", ".join(kind_of_ending(k) for k in sorted(kinds[one.initiative_id])))
        for one in waiting.select_related("initiative").order_by("ends_on", "initiative__name", "pk")
        if began[one.initiative_id] <= one.ends_on
    ]  # fmt: skip


def _by_initiative(
    about: Mapping[UUID, Collection[str]],
) -> tuple[dict[int, date], dict[int, set[str]]]:
    """For each initiative the first day of a case that is counted, and what ends in it."""
    began: dict[int, date] = {}
    kinds: dict[int, set[str]] = defaultdict(set)
    rows = Participation.objects.filter(circle__in=list(about), hidden=False).order_by(
        "starts_on", "pk"
    )
    for circle, initiative, day in rows.values_list("circle_id", "initiative_id", "starts_on"):
        began.setdefault(initiative, day)
        kinds[initiative].update(about[circle])
    return began, kinds


__all__ = ["Lacking", "all_left_out", "left_out", "told_number", "will_lack"]
