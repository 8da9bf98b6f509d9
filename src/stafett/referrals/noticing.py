"""What the way in lets people be told: that somebody has come to them, and what became of whom they sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from stafett.notices.kinds import Found, Kind, Spine, Told
from stafett.referrals import queries
from stafett.referrals.access import seen, sent_by, takes_in
from stafett.referrals.between_rules import held_by_the_intake
from stafett.referrals.models import Referral
from stafett.referrals.rules import State
from stafett.safeguards.viewer import Viewer

LATELY = timedelta(days=14)
SPINE = ("circle_id", "controller_id", "owner_authority_id", "kind")


def which_referral(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, Told]:
    """What tells referrals apart that are no participation: to where, and whose initials or alias."""
    rows = seen(viewer).filter(circle_id__in=circles).exclude(state=State.ACCEPTED)
    rows = rows.select_related("circle__person", "branch__initiative")
    return {row.circle_id: _told(row) for row in rows.order_by("pk")}


def _told(one: Referral) -> Told:
    where, who = str(one.branch.initiative), one.circle.person
    return Told(f"{where} · {who.initials or who.name}", where, who.name, who.initials)


def came(viewer: Viewer) -> Iterator[Found]:
    """Referrals that nobody has begun with where the viewer takes in, but those that they sent themselves."""
    own = sent_by(viewer).filter(sent_by=viewer.name).order_by().values("referral_id")
    rows = takes_in(viewer).filter(decided_on=None, state=State.RECEIVED).exclude(pk__in=own)
    return _found(rows, "received_on", "referral")


def asked_to_hold(viewer: Viewer) -> Iterator[Found]:
    """Referrals whose sender has asked those who take in to hold the wait, until they do or it is decided."""
    rows = takes_in(viewer).filter(~Exists(held_by_the_intake()), decided_on=None)
    rows = rows.filter(offered_over_on__isnull=False)
    told = rows.order_by("offered_over_on", "pk").values_list("pk", "offered_over_on", *SPINE)
    for key, on, *spine in told:
        yield Found(f"{key}:{on}", reverse("referral", args=[key]), Spine(*spine), on)


def answered(viewer: Viewer) -> Iterator[Found]:
    """What has been answered of late of what the viewer's units sent.

    Not what waits where the viewer takes in too, nor what they decided themselves: that is no news to them.
    """
    known = takes_in(viewer).filter(Q(decided_on=None) | Q(decided_by=viewer.name))
    rows = queries.answered(viewer, viewer.day - LATELY)
    rows = rows.exclude(referral_id__in=known.order_by().values("pk"))
    return _found(rows, "state_on", "sent_referral")


def _found(rows: QuerySet[Any], day: str, page: str) -> Iterator[Found]:
    told = rows.order_by(day, "pk").values_list("pk", "state", "taken_up_on", day, *SPINE)
    for key, state, again, on, *spine in told:
        thing = f"{key}:{state}:{again}" if again else f"{key}:{state}"
        yield Found(thing, reverse(page, args=[key]), Spine(*spine), on)


KINDS = (
    Kind(
        "referral_came", gettext_lazy("Ny aktualisering"),
        gettext_lazy("Någon har aktualiserats där du tar emot, och ingen har börjat med det."),
        gettext_lazy("Försäkringskassan aktualiserar någon till Stigen den 3 maj."),
        came, 40,
    ),
    Kind(
        "asked_to_hold_wait", gettext_lazy("Ni är ombedda att hålla ihop en väntan"),
        gettext_lazy(
            "Den som aktualiserade har bett er hålla ihop väntan, och gör det själv tills ni tar över."
        ),
        gettext_lazy("Försäkringskassans handläggare ska vara borta och ber Stigen hålla ihop från den 3 maj."),
        asked_to_hold, 40,
    ),
    Kind(
        "referral_answered", gettext_lazy("Svar på en aktualisering"),
        gettext_lazy(
            "Det har hänt något med någon som din enhet har aktualiserat: kö, inbjudan eller beslut, eller ett "
            "beslut som ångras."
        ),
        gettext_lazy("Den som ni aktualiserade den 3 maj är antagen den 20 maj."),
        answered, 41,
    ),
)  # fmt: skip

__all__ = ["KINDS"]
