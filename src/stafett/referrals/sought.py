"""Reads of the times that somebody was sought while they waited, each with how it stood before (law 6)."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework.earlier import Corrections
from stafett.casework.timeline import Version
from stafett.notes.models import By, Result
from stafett.referrals import queries
from stafett.referrals.actions.sought_again import taken_back
from stafett.referrals.models import QueueContact, Referral, SentReferral
from stafett.safeguards.access import opened
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class SoughtLine:
    """A contact, and how it stood before it was corrected."""

    one: QueueContact
    earlier: tuple[Version, ...] = ()

    @property
    def retracted(self) -> str:
        """What stands instead of one that was taken back; empty of one that stands."""
        return taken_back(self.one) if self.one.retracted_on else ""


def in_words(one: Any) -> str:
    """A contact, now or earlier, in a line: how, what it gave, and the few words."""
    said = f"{By(one.way).label}, {Result(one.result).label}"
    return f"{said}: {one.words}" if one.words else said


CORRECTED = Corrections(("on_day", "way", "result", "words"), in_words, attrgetter("on_day"))


def lines(viewer: Viewer, one: Referral | SentReferral) -> list[SoughtLine]:
    """The contacts of a referral that the viewer may see, the latest first: each side's own."""
    found = list(queries.contacts(viewer, one.pk))
    table: Any = QueueContact.pgh_event_model  # type: ignore[attr-defined]
    events = table.objects.filter(pgh_obj_id__in=[each.pk for each in found])
    events = events.select_related("pgh_context").order_by("-pgh_id")
    earlier = CORRECTED.among(events, opened(viewer, one.circle_id), found) if found else {}
    return [SoughtLine(each, earlier.get(each.pk, ())) for each in found]


def contact_of(viewer: Viewer, referral: UUID, key: UUID) -> QueueContact:
    """One of them; Http404 for every other alike."""
    found = queries.contacts(viewer, referral).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan kontakt bland dem du får se."))
    return found


__all__ = ["CORRECTED", "SoughtLine", "contact_of", "in_words", "lines"]
