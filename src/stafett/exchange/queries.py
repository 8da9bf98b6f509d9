"""Reads of imports; each takes the viewer and shows only those into what the viewer may import."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.exchange.access import open_for_import
from stafett.exchange.models import Mapping, RegisterImport
from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer


def imports(viewer: Viewer) -> QuerySet[RegisterImport]:
    """The imports that the viewer may take part in, the newest first, without their content."""
    allowed = Q(pk__isnull=True)
    for initiative, branch in open_for_import(viewer):
        allowed |= Q(initiative=initiative, branch=branch) if branch else Q(initiative=initiative)
    found = RegisterImport.objects.filter(allowed, controller_id__in=viewer.controllers)
    return found.select_related("initiative", "branch", "uploaded_by").defer("content")


def one_import(viewer: Viewer, key: UUID) -> RegisterImport:
    """One import; Http404 with a sentence when the viewer has no such."""
    found = imports(viewer).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan inläsning bland dina."))
    return found


def saved_mappings(viewer: Viewer, initiative: Initiative) -> QuerySet[Mapping]:
    """The saved ways to read columns in an initiative; they hold headers, never people."""
    return Mapping.objects.filter(initiative=initiative).order_by("name")
