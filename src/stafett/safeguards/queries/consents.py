"""Who noted a consent, as far as an authority may know: that another is involved can be a secret (law 2)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from stafett.parties.models import Authority
from stafett.safeguards.models import Consent, ConsentPart


def noters_unnamed(consents: Collection[UUID], near: Collection[int]) -> dict[UUID, Authority]:
    """Of some consents those that neither one near, the controller, nor one that the wording names noted;
    each with the authority that did. The wording is told to all who have a part in it."""
    if not consents:
        return {}
    whose = OuterRef("noted_at_unit__authority")
    parts = ConsentPart.objects.filter(consent=OuterRef("pk"))
    worded = Exists(parts.filter(Q(giver=whose) | Q(receiver=whose)))
    known = Q(noted_at_unit__authority__in=near) | Q(noted_at_unit__authority=F("controller"))
    rows = Consent.objects.filter(~worded, ~known, pk__in=consents).order_by("pk")
    rows = rows.select_related("noted_at_unit__authority")
    return {one.pk: one.noted_at_unit.authority for one in rows}
