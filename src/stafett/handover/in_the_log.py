"""What this app tells the log: what its doors are called, and who has a part in a case."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from stafett.handover.models import Handover

DOORS = {
    **dict.fromkeys(
        ("handover", "api:list_handovers"), _("läste om överlämningen av ärendet om %(whom)s")
    ),
    "api:list_waiting_handovers": _("såg %(whom)s bland överlämningar som väntar"),
    **dict.fromkeys(
        (
            "propose_handover", "ask_handover", "answer_handover", "accept_handover",
            "confirm_handover", "decline_handover", "withdraw_handover", "hear_handover",
            "record_handover", "link_handover", "move_alongside", "follow_up", "correct_follow_up",
        ),
        _("öppnade ett formulär om %(whom)s"),
    ),
}  # fmt: skip


def parts(circles: Collection[UUID]) -> set[tuple[UUID, int]]:
    """The units that have been asked to take over a case: they have not strayed there."""
    rows = Handover.objects.filter(participation__circle_id__in=circles, to_unit__isnull=False)
    pairs = rows.order_by("pk").values_list("participation__circle_id", "to_unit_id")
    return {(circle, unit) for circle, unit in pairs if unit is not None}
