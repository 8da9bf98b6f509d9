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
from stafett.casework.queries.changers import Changers, changers
from stafett.casework.queries.consent_words import kinds_in_words
from stafett.casework.queries.consents import (
    authorities_of,
    knows_all,
    parts_in,
    releases_in,
    unnamed,
)
from stafett.casework.timeline import Event, Kind, own_staff
from stafett.frame.formats import plain_day
from stafett.safeguards.access import Opened
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.viewer import Viewer

EARLIER: Any = ConsentPart.pgh_event_model  # type: ignore[attr-defined]
CONSENT = Kind("consent", gettext_lazy("samtycke"))
RELEASE = Kind("release", gettext_lazy("utlämnande"))


def consents_told(viewer: Viewer, case: Participation, _shown: Opened) -> Iterator[Event]:
    """Each consent on the day that it was given, and what of it was taken back; its page has all of it."""
    parts = parts_in(viewer, case)
    given: dict[Any, list[ConsentPart]] = defaultdict(list)
    for part in parts:
        given[part.consent_id].append(part)
    hidden, takers = unnamed(viewer, given, case), _taken_back_by(viewer, case, parts)
    for key, some in given.items():
        noted = some[0].consent
        whose = None if key in hidden else noted.noted_at_unit.authority_id
        told = _("Ja till att lämna uppgifter: %(between)s") % {"between": _all_of(some)}
        by = own_staff(viewer, whose, noted.noted_by)
        yield _event(case, whose, noted.from_day, told, by)
        for day in {part.withdrawn_on for part in some if part.withdrawn_on}:
            taken = [part for part in some if part.withdrawn_on == day]
            by = ", ".join(sorted({takers[part.pk] for part in taken} - {""}))
            yield _event(case, whose, day, _taken_back(taken, whole=len(taken) == len(some)), by)


def _taken_back_by(
    viewer: Viewer, case: Participation, parts: Sequence[ConsentPart]
) -> dict[Any, str]:
    """Who noted that each was taken back: to the controller's own staff by name and others by unit, as under
    *Ändringar*; to all others that they did it themselves, and no more, as the page Samtycke does."""
    gone = [part for part in parts if part.withdrawn_on]
    if not gone or not knows_all(viewer, case.circle):
        return {one.pk: _own_name(viewer, one) for one in gone}
    stood = EARLIER.objects.filter(pgh_obj__in=[one.pk for one in gone], withdrawn_on=None)
    rows = stood.order_by("pgh_id").values_list("pgh_obj_id", "pgh_context__metadata")
    users = {key: (told or {}).get("user") for key, told in rows}
    by = changers(viewer, filter(None, users.values()), None, case.circle_id)
    return {one.pk: _noter(viewer, one, users.get(one.pk), by) for one in gone}


def _own_name(viewer: Viewer, part: ConsentPart) -> str:
    return part.withdrawn_by if part.withdrawn_by == viewer.name else ""


def _noter(viewer: Viewer, part: ConsentPart, user: int | None, by: Changers) -> str:
    assert part.withdrawn_on is not None
    if user is None:  # by no account: it cannot be told whose staff that was
        return _own_name(viewer, part)
    own = by.is_own(user, part.withdrawn_on)
    return part.withdrawn_by if own else by.unit(user, part.withdrawn_on)


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
