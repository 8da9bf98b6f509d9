"""A branch's new cases begin at another unit: those who wait there follow, and so does who holds them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from stafett.initiatives.models import Branch
from stafett.referrals.actions.waiting import move_all
from stafett.referrals.models import QueueHolding, Referral
from stafett.safeguards.actions import let_in_many
from stafett.safeguards.reach import reaching
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def follow_branch(branch: Branch, by: Viewer) -> None:
    """Let the branch's unit take in those who wait there for another, and hold those whom that one held.

    Read as values: whoever changes a branch is shown nobody.
    """
    with reaching(branch.controller_id):
        _follow(branch, by)


def _follow(branch: Branch, by: Viewer) -> None:
    rows = Referral.objects.filter(branch=branch, decided_on=None).exclude(
        intake_unit=branch.holder_id
    )
    locked = rows.select_for_update().order_by("pk")
    waiting = dict(locked.values_list("pk", "circle_id"))
    let_in_many([(circle, branch.holder_id, by.day) for circle in waiting.values()], by=by)
    held = QueueHolding.objects.filter(
        referral__in=waiting, unit=F("referral__intake_unit"), until_day=None
    )
    keys = list(held.order_by("pk").values_list("pk", flat=True))
    move_all(QueueHolding.objects.filter(pk__in=keys), branch.holder_id, by.day)
    rows.update(intake_unit=branch.holder_id)
