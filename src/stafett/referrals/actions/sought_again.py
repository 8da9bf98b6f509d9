"""How a contact while somebody waited, noted wrongly, is put right: what stood is kept, with why (law 6)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.setting_right import correct_row, held_to_right, reason_of, retract_row
from stafett.frame.formats import plain_day
from stafett.referrals.access import can_sent, check_takes_in
from stafett.referrals.actions.seeking import Sought, check_day
from stafett.referrals.models import QueueContact, SentReferral
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def correct_sought(one: QueueContact, told: Sought, *, by: Viewer, because: str) -> QueueContact:
    """Note it as it should have been noted, with why; also when the wait has ended, however it did."""
    _check_own(by, one)
    current = _held(one)
    check_day(current.referral.received_on, told.on_day, by.day)
    return correct_row(
        current, because,
        on_day=told.on_day, way=told.way, result=told.result, words=told.words.strip(),
    )  # fmt: skip


@transaction.atomic
def retract_sought(one: QueueContact, *, by: Viewer, because: str) -> QueueContact:
    """Take back a contact that was noted by mistake, as one with somebody else: it counts nowhere any more.

    Its words stand in the history alone, with the reason.
    """
    _check_own(by, one)
    return retract_row(_held(one), reason_of(because), by=by, words="")


def _check_own(by: Viewer, one: QueueContact) -> None:
    """Raise PermissionDenied unless the viewer works on the side that noted it (law 2)."""
    sent = SentReferral.objects.filter(referral=one.referral_id, unit=one.unit_id).first()
    if sent is not None and can_sent(by, sent):
        return
    if one.owner_authority_id != one.referral.owner_authority_id:
        raise PermissionDenied(_("Kontakten rättas av dem som antecknade den."))
    check_takes_in(by, one.referral)


def _held(one: QueueContact) -> QueueContact:
    """The contact as it stands now, held; Refused when it has been taken back."""
    return held_to_right(QueueContact.objects.select_related("referral"), one.pk, taken_back)


def taken_back(one: QueueContact) -> str:
    """That it was taken back, when and by whom."""
    assert one.retracted_on, "told of those alone"
    told = {"day": plain_day(one.retracted_on), "who": one.retracted_by}
    return _("tillbakadragen %(day)s, antecknad av misstag (%(who)s)") % told


__all__ = ["correct_sought", "retract_sought", "taken_back"]
