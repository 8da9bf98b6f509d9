"""What authorities have opened to each other."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from stafett.database.days import in_force
from stafett.safeguards.models import Basis, Member, Opening, Provision
from stafett.safeguards.viewer import Viewer
from stafett.safeguards.withdrawing import held_by


@dataclass(frozen=True)
class WhatEnds:
    """What closes at once when a provision ends: so many cases, and those in which the receiver has hold."""

    cases: int
    held: int


def provisions(viewer: Viewer) -> QuerySet[Provision]:
    """Those that open something of, or to, an authority that the viewer speaks for; the latest first."""
    rows = Provision.objects.select_related("giver", "receiver").order_by("-from_day", "-pk")
    return rows.filter(Q(giver__in=viewer.speaks_for) | Q(receiver__in=viewer.speaks_for))


def what_ends(viewer: Viewer, one: Provision) -> WhatEnds:
    """What would close if a provision ended now, but for those whom a named team alone sees (law 5)."""
    basis = Basis.KEEPING if one.opens == Opening.KEEPING else Basis.CONSENT
    doors = Member.objects.filter(
        in_force(viewer.day), giver=one.giver_id, unit__authority=one.receiver_id, basis=basis,
        circle__named_only=False,
    )  # fmt: skip
    keys = set(doors.order_by("circle").values_list("circle", flat=True))
    return WhatEnds(len(keys), held_by(keys, one.receiver_id) if keys else 0)
