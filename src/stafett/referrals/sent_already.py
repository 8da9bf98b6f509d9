"""Has one's own unit put the same name forward for the same branch already, and waits for the answer?

Read from what the unit keeps itself, so it tells nothing of what the receiver knows (law 2).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day
from stafett.referrals.access import sent_by
from stafett.referrals.actions.referring import NewReferral, whom_of
from stafett.referrals.known_before import KnownBefore
from stafett.referrals.models import SentReferral
from stafett.referrals.rules import OPEN
from stafett.safeguards.viewer import Viewer


def sent_already(viewer: Viewer, told: NewReferral) -> Iterator[KnownBefore]:
    """What waits under the name that is written, or the number alone, unless both tell a day of birth and they
    differ.

    Nothing of what is sent a second time with the same key: that is received once and needs no question.
    """
    mine = sent_by(viewer)
    if mine.filter(pk=told.key).exists():
        return
    written, born = " ".join(whom_of(told.facts).split()), told.facts.birth_date
    rows = mine.filter(branch=told.branch, state__in=OPEN, whom__iexact=written)
    if born:
        rows = rows.filter(Q(birth_date=None) | Q(birth_date=born))
    for one in rows.order_by("-sent_on", "-pk")[:3]:
        yield KnownBefore(_words(one), reverse("sent_referral", args=[one.pk]))


def _words(one: SentReferral) -> str:
    told = {"who": one.called, "day": plain_day(one.sent_on), "by": one.sent_by}
    return _("%(who)s skickades %(day)s av %(by)s, och det är inte avgjort.") % told


__all__ = ["sent_already"]
