"""The rules about those who fall between the chairs before they have come in: no answer, either way."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import works_in_any
from stafett.casework.between import Gap, Rule, Scope, called
from stafett.frame.formats import plain_day
from stafett.parties.closing import CLOSED
from stafett.referrals.access import taken_in
from stafett.referrals.models import Answer, Offer, Referral
from stafett.referrals.rules import UNANSWERED
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.viewer import Viewer

DAYS_WITHOUT_ANSWER = 30
DAYS_AFTER_OFFER = 7
FACTS = (
    "pk", "circle_id", "circle__person_id", "controller_id", "intake_unit__name",
    "circle__person__given_name", "circle__person__family_name", "circle__person__protection",
    "circle__person__alias",
)  # fmt: skip


def _in_scope(viewer: Viewer, scope: Scope) -> dict[str, Any]:
    """Where those are taken in that are asked about: the units, or the initiative."""
    asked: dict[str, Any] = {"branches": works_in_any(viewer)}
    if scope.initiative_id is not None:
        return asked | {"initiative": scope.initiative_id}
    return asked | {"units": scope.units}


def _mine(
    viewer: StandIn, branches: Collection[int], units: Collection[int] = (), initiative: int = 0
) -> QuerySet[Referral]:
    """Those whom the viewer takes in there."""
    rows = taken_in(viewer, branches).filter(decided_on=None)
    return rows.filter(Q(initiative=initiative) if initiative else Q(intake_unit__in=units))


WAITED: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, last, **where: (
        _mine(viewer, **where)
        .filter(state__in=sorted(UNANSWERED), received_on__lt=last)
        .order_by("received_on", "pk")
        .values_list(*FACTS, "received_on")
    )
)
OFFERED: Seen[tuple[UUID, date]] = Seen(
    lambda viewer, last: (
        may_see(viewer, Offer.objects.filter(answer=Answer.WAITING, meets_on__lt=last))
        .order_by("pk")
        .values_list("referral_id", "meets_on")
    )
)
INVITED: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, keys, **where: (
        _mine(viewer, **where).filter(pk__in=keys).order_by("pk").values_list(*FACTS)
    )
)


def without_answer(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who have waited for longer than 30 days without being offered anything."""
    last = viewer.day - timedelta(days=DAYS_WITHOUT_ANSWER)
    for *told, received in WAITED.by(viewer, last=last, **_in_scope(viewer, scope)):
        yield _gap(told, received + timedelta(days=DAYS_WITHOUT_ANSWER))


def _gap(told: list[Any], since: date, words: str = "") -> Gap:
    key, circle, person, controller, unit, *names = told
    name, initials = called(*names)
    there = reverse("referral", args=[key])
    about = (circle, person, controller)
    return Gap(since, unit, None, words, there, name, there, about, initials=initials)


def offer_without_answer(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who were invited to something whose day was over a week ago, and no answer is noted."""
    last = viewer.day - timedelta(days=DAYS_AFTER_OFFER)
    met = dict(OFFERED.by(viewer, last=last))
    for told in INVITED.by(viewer, keys=list(met), **_in_scope(viewer, scope)):
        day = met[told[0]]
        words = _("inbjuden till den %(day)s") % {"day": plain_day(day)}
        yield _gap(list(told), day + timedelta(days=DAYS_AFTER_OFFER), words)


HELD_BY_CLOSED: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, branches, closed, initiative=0: (
        taken_in(viewer, branches)
        .filter(Q(initiative=initiative) if initiative else Q(), decided_on=None)
        .filter(holdings__until_day=None, holdings__unit__in=closed)
        .order_by("received_on", "pk")
        .values_list(*FACTS, "holdings__unit__name", "holdings__unit__valid_to")
    )
)


def waits_at_closed(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those whose wait is held by a unit that has closed: told to all who take in there."""
    closed = [unit for unit, _last in CLOSED(day=viewer.day)]
    asked = _in_scope(viewer, scope)
    asked.pop("units", None)
    for *told, unit, last in HELD_BY_CLOSED.by(viewer, closed=closed, **asked) if closed else ():
        words = _("%(unit)s till och med %(day)s") % {"unit": unit, "day": plain_day(last)}
        yield _gap(told, last + timedelta(days=1), words)


RULES = (
    Rule(
        "waits_at_closed", gettext_lazy("Den som håller ihop väntan finns inte längre"),
        gettext_lazy("Någon väntar i kön, och enheten som håller ihop väntan är avslutad."),
        gettext_lazy("Försäkringskassans kontor lades ned den 30 juni och Noor väntar fortfarande där."),
        gettext_lazy("Håll ihop"), waits_at_closed, "", 14,
        weight=20,
    ),
    Rule(
        "referral_without_answer", gettext_lazy("Aktualisering utan svar"),
        gettext_lazy("Någon har väntat mer än 30 dagar utan att ha blivit inbjuden eller fått besked."),
        gettext_lazy("Försäkringskassan aktualiserade Noor den 1 mars; den 2 april är hon inte inbjuden."),
        gettext_lazy("Öppna"), without_answer, "", 15,
    ),
    Rule(
        "offer_without_answer", gettext_lazy("Inbjudan utan svar"),
        gettext_lazy("Någon bjöds in till något för mer än en vecka sedan, och inget svar är antecknat."),
        gettext_lazy("Informationsmötet var den 3 maj; den 11 maj vet ingen om Noor kom."),
        gettext_lazy("Öppna"), offer_without_answer, "", 16,
    ),
)  # fmt: skip
