"""What this app tells the log: what its doors are called, who has a part in a case, and where cases are."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.referrals.access import seen
from stafett.referrals.models import QueueHolding, SentReferral
from stafett.safeguards.told import Shown
from stafett.safeguards.viewer import Viewer

STEPS = (
    "queue", "invite", "answer", "accept", "decline", "step_back", "take_over", "send_on",
    "contact", "sought", "take_up", "name",
)  # fmt: skip
DOORS = {
    "queue": _("såg %(whom)s i kön"),
    "api:list_queue": _("såg %(whom)s i kön, från ett annat program"),
    "api:list_selections": _("såg %(whom)s på ett urvalsmöte"),
    "sent_referrals": _("såg %(whom)s bland skickade aktualiseringar"),
    "api:list_referrals": _("såg %(whom)s bland skickade aktualiseringar"),
    "referral": _("läste aktualiseringen av %(whom)s"),
    "api:get_referral": _("hämtade aktualiseringen av %(whom)s till ett annat program"),
    "api:get_sent_referral": _(
        "hämtade en skickad aktualisering av %(whom)s till ett annat program"
    ),
    "sent_referral": _("läste en skickad aktualisering av %(whom)s"),
    **dict.fromkeys((f"referral_{step}" for step in STEPS), _("öppnade ett formulär om %(whom)s")),
    "selection": _("såg %(whom)s på ett urvalsmöte"),
    **dict.fromkeys(
        (
            "sent_withdraw",
            "sent_hand_over",
            "sent_sought",
            "sent_put_back",
            "sought_correct",
            "sought_retract",
            "sent_sought_correct",
            "sent_sought_retract",
            "api:get_queue_form",
            "api:get_sought_form",
            "api:get_sent_sought_form",
        ),
        _("öppnade ett formulär om %(whom)s"),
    ),
}


def parts(circles: Collection[UUID]) -> set[tuple[UUID, int]]:
    """The units that hold or held these referrals while they waited, and those that sent them."""
    found: set[tuple[UUID, int]] = set()
    for model in (QueueHolding, SentReferral):
        rows = model._default_manager.filter(circle_id__in=circles).order_by("pk")
        found |= set(rows.values_list("circle_id", "unit_id"))
    return found


def case_names(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, Shown]:
    """The referrals that the viewer may see and that are no participation, by their person's name."""
    rows = seen(viewer).filter(circle_id__in=circles).exclude(state="accepted")
    return {
        row.circle_id: Shown(row.circle.person.name, reverse("referral", args=[row.pk]))
        for row in rows.select_related("circle__person").order_by("pk")
    }
