"""The way in as the time line of a case tells it: who referred, what was offered and answered, the decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stafett.casework.models import Participation
from stafett.casework.of_case import has
from stafett.casework.timeline import Event, Kind, own_staff
from stafett.referrals.access import sent_by
from stafett.referrals.doors import OF_CASE
from stafett.referrals.models import Answer, Offer, Referral, SentReferral
from stafett.referrals.rules import STATE_WORDS, State, waiting_days
from stafett.referrals.undone import Undone, undone
from stafett.safeguards.access import Opened, may_see
from stafett.safeguards.kept import Seen
from stafett.safeguards.viewer import Viewer

WAY_IN = Kind("way_in", gettext_lazy("vägen in"))
OFFERS: Seen[Offer] = Seen(
    lambda viewer, circle: may_see(viewer, Offer.objects.filter(circle=circle)).order_by(
        "offered_on", "pk"
    )
)
SENT: Seen[SentReferral] = Seen(
    lambda viewer, circle: (
        sent_by(viewer)
        .filter(circle=circle)
        .select_related("branch__initiative", "unit")
        .order_by("pk")
    )
)
ANSWERS = {Answer.YES: gettext_lazy("Svarade ja"), Answer.NO: gettext_lazy("Svarade nej")}


def way_in_told(viewer: Viewer, case: Participation, _shown: Opened) -> Iterator[Event]:
    """What came, in the record of those who took in; what was sent, in that of whoever sent it (law 2).

    Each is told to those alone who see that row: neither side reads the other's here either.
    """
    if not has(case, Referral):
        return
    for one in OF_CASE.by(viewer, circle=case.circle_id):
        yield from _came(viewer, one)
    for sent in SENT.by(viewer, circle=case.circle_id):
        told = _("Aktualiserade till %(where)s") % {"where": sent.branch}
        by = own_staff(viewer, sent.owner_authority_id, sent.sent_by)
        yield _event(sent, sent.sent_on, told, reverse("sent_referral", args=[sent.pk]), by)


def _came(viewer: Viewer, one: Referral) -> Iterator[Event]:
    there = reverse("referral", args=[one.pk])
    who = one.referring_unit.name if one.referring_unit else one.get_origin_display()
    yield _event(one, one.received_on, _("Aktualiserad av %(who)s") % {"who": who}, there)
    for offer in OFFERS.by(viewer, circle=one.circle_id):
        yield _event(
            one, offer.offered_on, _("Inbjuden: %(what)s") % {"what": offer.what}, there,
            own_staff(viewer, one.owner_authority_id, offer.offered_by),
        )  # fmt: skip
        if offer.answered_on and (words := ANSWERS.get(Answer(offer.answer))):
            yield _event(one, offer.answered_on, str(words), there)
    for was in reversed(undone(one)):
        yield from _undone(viewer, one, was, there)
    assert one.decided_on, "a case begins in the circle of a referral by its decision"
    by = own_staff(viewer, one.owner_authority_id, one.decided_by)
    said = _decision(one, State(one.state), one.decided_on)
    told = _("%(said)s, med undantag från en regel") % {"said": said} if one.exception else said
    yield _event(one, one.decided_on, told, there, by)


def _undone(viewer: Viewer, one: Referral, was: Undone, there: str) -> Iterator[Event]:
    """A decision that was made and did not stand: both days, and who."""
    decided, undid = (
        own_staff(viewer, one.owner_authority_id, who) for who in (was.decided_by, was.by)
    )
    yield _event(one, was.decided_on, _decision(one, was.state, was.decided_on), there, decided)
    told = _("Beslutet ångrades: %(why)s") % {"why": was.why}
    yield _event(one, was.on, told, there, undid)


def _decision(one: Referral, state: State, decided_on: date) -> str:
    """What was decided, and after how long a wait."""
    days = waiting_days(one.waits_since, decided_on, decided_on)
    here = waiting_days(one.received_on, decided_on, decided_on)
    told = {"what": str(STATE_WORDS[state]).capitalize(), "days": days}
    words = ngettext(
        "%(what)s efter %(days)s dags väntan", "%(what)s efter %(days)s dagars väntan", days
    )
    said = words % told
    if here != days:
        said = _("%(said)s, varav %(here)s här") % {"said": said, "here": here}
    return said


def _event(one: Referral | SentReferral, day: date, told: str, url: str, by: str = "") -> Event:
    return Event(day, one.owner_authority_id, WAY_IN.mark, WAY_IN.words, told, url, by=by)
