"""What would a period look like to outsiders if it were frozen now? Also what is frozen in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from stafett.initiatives.models import Initiative
from stafett.measures.disclosure.protect import CannotProtect
from stafett.measures.figures import TableResult
from stafett.measures.models import KeptCounts, Period
from stafett.measures.outsiders.ended import left_out
from stafett.measures.outsiders.sets import Before, Safe, StillTold, safe
from stafett.measures.tables import TABLES
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer


def protected(period: Period, threshold: int, *, by: Viewer) -> Safe:
    """The period's tables, protected together with all that outsiders have seen of the initiative.

    Raises Refused with a sentence when that can't be done.
    """
    try:
        found = safe(
            by, period.initiative, period.ends_on, threshold, seen_before(period.initiative)
        )
    except (CannotProtect, StillTold):
        raise Refused(
            _(
                "Siffrorna kan inte visas utan att små grupper röjs, tillsammans med det som visats "
                "förut. Välj en längre period eller en högre gräns."
            )
        ) from None
    return replace(found, tables=_said(found.tables, period.initiative, threshold))


def _said(
    tables: Mapping[str, TableResult], initiative: Initiative, threshold: int
) -> dict[str, TableResult]:
    """The tables, each of those about people with what they do not count because it has ended."""
    of_cases = left_out(initiative, threshold)
    kinds = {one.name: TABLES[one.name].population.ends for one in tables.values()}
    of_kind = {kind: left_out(initiative, threshold, kind) for kind in {*kinds.values()} - {""}}
    return {
        key: one
        if key == "costs"
        else replace(one, notes=(*of_cases, *of_kind.get(kinds[one.name], ()), *one.notes))
        for key, one in tables.items()
    }


def seen_before(initiative: Initiative) -> Iterator[Before]:
    """Every set that has been shown, the withdrawn ones too: what is seen is not forgotten."""
    kept = KeptCounts.objects.filter(frozen_set__period__initiative=initiative)
    for one in kept.select_related("frozen_set__period").order_by("frozen_set__pk"):
        yield Before(one.frozen_set.period.ends_on, one.counts)
