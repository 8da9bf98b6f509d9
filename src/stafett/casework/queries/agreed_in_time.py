"""What a case's story tells of consents and of what was handed over: as much as the page Samtycke, and no more.

Whether another authority takes part at all can be a secret (law 2): each line is one that concerns the
viewer's own authority, or a consent that was noted there. In whose record it stands is told to those who may
know of that authority.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.casework.queries.consent_words import kinds_in_words
from stafett.casework.queries.consents import (
    authorities_of,
    parts_in,
    releases_in,
    unnamed,
)
from stafett.casework.timeline import Event, Kind, own_staff
from stafett.frame.formats import plain_day
from stafett.safeguards.access import Opened
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.viewer import Viewer

CONSENT = Kind("consent", gettext_lazy("samtycke"))
RELEASE = Kind("release", gettext_lazy("utlämnande"))


def consents_told(viewer: Viewer, case: Participation, _shown: Opened) -> Iterator[Event]:
    """Each consent on the day that it was given, and what of it was taken back; its page has all of it."""
    parts = parts_in(viewer, case)
    given: dict[Any, list[ConsentPart]] = defaultdict(list)
    for part in parts:
        given[part.consent_id].append(part)
    hidden = unnamed(viewer, given, case)
    for key, some in given.items():
        noted = some[0].consent
        whose = None if key in hidden else noted.noted_at_unit.authority_id
        told = _("Ja till att lämna uppgifter: %(between)s") % {"between": _all_of(some)}
        by = own_staff(viewer, whose, noted.noted_by)
        yield _event(case, whose, noted.from_day, told, by)
        for day in {part.withdrawn_on for part in some if part.withdrawn_on}:
            taken = [part for part in some if part.withdrawn_on == day]
            yield _event(case, whose, day, _taken_back(taken, whole=len(taken) == len(some)))


def _taken_back(taken: Sequence[ConsentPart], *, whole: bool) -> str:
    """Between whom, and where it was some of it alone, what."""
    if whole:
        return _("Taget tillbaka: %(between)s") % {"between": _all_of(taken)}
    return _("Delvis taget tillbaka: %(between)s. Det gäller %(kinds)s") % {
        "between": "; ".join(dict.fromkeys(
            _("%(giver)s till %(receiver)s") % {"giver": one.giver, "receiver": one.receiver}
            for one in taken
        )),
        "kinds": kinds_in_words(part.information for part in taken),
    }  # fmt: skip


def _all_of(parts: Sequence[ConsentPart]) -> str:
    """The authorities that the parts are between, by name."""
    return "; ".join(sorted({str(who) for one in parts for who in (one.giver, one.receiver)}))


def _event(case: Participation, whose: int | None, day: date, told: str, by: str = "") -> Event:
    address = reverse("consents", args=[case.pk])
    return Event(day, whose, CONSENT.mark, CONSENT.words, told, address, by=by)


def releases_told(viewer: Viewer, case: Participation, _shown: Opened) -> Iterator[Event]:
    """What the viewer's authority handed over, and what it was handed; marked where the consent is over."""
    mine = authorities_of(viewer)
    for copy in releases_in(viewer, case):
        received = copy.owner_authority_id in mine and not copy.outside
        words = {"what": copy.title, "giver": copy.giver, "receiver": copy.owner_authority}
        told = (
            _("Fick från %(giver)s: %(what)s") if received else _("Lämnade ut till %(receiver)s: %(what)s")
        ) % words  # fmt: skip
        if copy.consent_withdrawn_on:
            ended = _("samtycket togs tillbaka %(day)s") % {
                "day": plain_day(copy.consent_withdrawn_on)
            }
            told = f"{told} ({ended})"
        whose = copy.owner_authority_id if received else copy.giver_id
        by = "" if received else own_staff(viewer, whose, copy.released_by)
        yield Event(copy.released_on, whose, RELEASE.mark, RELEASE.words, told, by=by)


SOURCES = ((CONSENT, consents_told), (RELEASE, releases_told))
