"""What authorities have opened to each other."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from stafett.safeguards.models import Provision
from stafett.safeguards.viewer import Viewer


def provisions(viewer: Viewer) -> QuerySet[Provision]:
    """Those that open something of, or to, an authority that the viewer speaks for; the latest first."""
    rows = Provision.objects.select_related("giver", "receiver").order_by("-from_day", "-pk")
    return rows.filter(Q(giver__in=viewer.speaks_for) | Q(receiver__in=viewer.speaks_for))
