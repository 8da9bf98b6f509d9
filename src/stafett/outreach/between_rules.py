"""The rules about those on the list: unreached for too long, not contacted on the day, too old."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, Rule, Scope, called
from stafett.frame.formats import plain_day
from stafett.outreach.access import seen
from stafett.outreach.models import STANDS, Entry
from stafett.outreach.rules import too_long_from, twenty_on
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.viewer import Viewer

FACTS = (
    "pk", "circle_id", "person_id", "controller_id", "outreach__unit__name", "person__given_name",
    "person__family_name", "person__protection", "person__alias",
)  # fmt: skip


def _units(scope: Scope) -> frozenset[int]:
    """The units whose lists are asked about; an initiative has no such list."""
    return scope.units if scope.initiative_id is None else frozenset()


def _mine(viewer: StandIn, units: Collection[int]) -> QuerySet[Entry]:
    return seen(viewer).filter(left_on=None, outreach__unit__in=units)


REACHED = Max("attempts__made_on", filter=STANDS & Q(attempts__result__reaches=True))
LISTED: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, units: (
        _mine(viewer, units)
        .annotate(last=REACHED)
        .order_by("listed_on", "pk")
        .values_list(*FACTS, "outreach__weeks", "listed_on", "last")
    )
)
LATE: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, units: (
        _mine(viewer, units)
        .filter(next_contact__lt=viewer.day)
        .order_by("next_contact", "pk")
        .values_list(*FACTS, "next_contact")
    )
)
BORN: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, units: (
        _mine(viewer, units)
        .filter(person__birth_date__isnull=False)
        .order_by("pk")
        .values_list(*FACTS, "person__birth_date")
    )
)


def _gap(told: list[Any], since: date, words: str = "") -> Gap:
    key, circle, person, controller, unit, *names = told
    name, initials = called(*names)
    there = reverse("entry", args=[key])
    about = (circle, person, controller)
    return Gap(since, unit, None, words, there, name, there, about, initials=initials)


def unreached(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those whom nobody has reached for the weeks that their authority has said."""
    for *told, weeks, listed, last in LISTED.by(viewer, units=_units(scope)):
        since = too_long_from(listed, last, weeks)
        if since < viewer.day:
            words = (
                _("nåddes senast %(day)s") % {"day": plain_day(last)} if last else _("aldrig nådd")
            )
            yield _gap(told, since, words)


def not_contacted(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who were to be contacted on a day that has been."""
    for *told, day in LATE.by(viewer, units=_units(scope)):
        yield _gap(told, day)


def turned_twenty(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who have turned twenty and still stand on the list."""
    for *told, born in BORN.by(viewer, units=_units(scope)):
        if twenty_on(born) <= viewer.day:
            yield _gap(told, twenty_on(born))


RULES = (
    Rule(
        "outreach_unreached", gettext_lazy("Ung som inte har nåtts"),
        gettext_lazy("Någon på den uppsökande listan har inte nåtts på så många veckor som ni har satt."),
        gettext_lazy("Kommunen har satt 8 veckor. Liam nåddes senast den 1 mars; den 27 april står han här."),
        gettext_lazy("Öppna"), unreached, "", 17,
    ),
    Rule(
        "outreach_not_contacted", gettext_lazy("Kontakt som inte blev av"),
        gettext_lazy("Dagen för nästa kontakt med någon på listan har varit, och inget är antecknat."),
        gettext_lazy("Enheten skulle ringa Liam den 3 maj; den 4 maj är inget försök antecknat."),
        gettext_lazy("Öppna"), not_contacted, "", 18,
    ),
    Rule(
        "outreach_turned_twenty", gettext_lazy("Fyllt 20, står kvar på listan"),
        gettext_lazy("Ansvaret gäller den som är under 20. Någon har fyllt 20 och står kvar."),
        gettext_lazy("Alva fyllde 20 den 3 maj och står kvar. Vad händer sedan? Avsluta med skäl."),
        gettext_lazy("Öppna"), turned_twenty, "", 19,
    ),
)  # fmt: skip

__all__ = ["RULES"]
