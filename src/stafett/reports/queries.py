"""Reads of reports; each takes the viewer."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.initiatives.access import scope
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import initiatives
from stafett.reports.access import can_fill, check_may_read
from stafett.reports.models import Chapter, Report
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def readable(viewer: Viewer) -> list[Initiative]:
    """The initiatives whose reports the viewer reads."""
    return [i for i in initiatives(viewer) if scope(viewer, i, Permission.SEE_REPORTS)]


def startable(viewer: Viewer) -> list[Initiative]:
    """The initiatives whose reports the viewer may start and fill."""
    return [i for i in initiatives(viewer) if can_fill(viewer, i)]


def reports(viewer: Viewer) -> QuerySet[Report]:
    """The reports that the viewer reads, the latest period first."""
    mine = [initiative.pk for initiative in readable(viewer)]
    found = Report.objects.filter(initiative_id__in=mine).select_related("initiative", "created_by")
    return found.defer("figures").order_by("-period_end", "initiative__name", "pk")


def report(viewer: Viewer, number: int) -> Report:
    """One report; Http404 with a sentence when it is not there for this viewer."""
    found = (
        Report.objects.select_related("initiative__association", "created_by")
        .filter(pk=number)
        .first()
    )
    if found is None or not initiatives(viewer).filter(pk=found.initiative_id).exists():
        raise Http404(_("Det finns ingen sådan rapport bland dina."))
    check_may_read(viewer, found.initiative)
    return found


def chapter(viewer: Viewer, of: Report, key: str) -> Chapter:
    """One chapter of a report that the viewer has been given."""
    found = of.chapters.select_related("written_by").filter(key=key).first()
    if found is None:
        raise Http404(_("Rapporten har inget sådant kapitel."))
    return found
