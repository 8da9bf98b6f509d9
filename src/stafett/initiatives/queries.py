"""Reads of initiatives; each takes the viewer."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.initiatives.access import OFFICE, engagements
from stafett.initiatives.models import Branch, Engagement, Initiative
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer


def initiatives(viewer: Viewer) -> QuerySet[Initiative]:
    """The initiatives that the viewer takes part in, funds or steers; all of them for the operator."""
    everything = Initiative.objects.select_related("association", "controller")
    if viewer.operator:
        return everything
    office = {p.authority_id for p in viewer.posts if p.role == "association_office" and OFFICE}
    mine = {e.initiative_id for e in engagements(viewer)}
    return everything.filter(Q(pk__in=mine) | Q(association__authority_id__in=office))


def initiative(viewer: Viewer, code: str) -> Initiative:
    """One initiative by its code; Http404 with a sentence when it is not there for this viewer."""
    try:
        return initiatives(viewer).get(code=code)
    except Initiative.DoesNotExist:
        raise Http404(
            _("Det finns ingen insats med koden %(code)s bland dina.") % {"code": code}
        ) from None


def branches(viewer: Viewer, of: Initiative) -> QuerySet[Branch]:
    """The branches of an initiative; their names are no secret to those who see the initiative."""
    return of.branches.select_related("municipality", "controller", "holder")


def team_units(of: Branch) -> tuple[int, ...]:
    """The units that every new case in a branch lets in: those engaged there in a role that sees people."""
    seeing = Engagement.objects.filter(
        Q(branch=of) | Q(branch__isnull=True),
        initiative_id=of.initiative_id,
        until_day__isnull=True,
    ).order_by("id")
    units = [e.unit_id for e in seeing if Permission.SEE_PEOPLE in permissions_of(e.role)]
    return tuple(dict.fromkeys(units))
