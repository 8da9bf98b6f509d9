"""What a case's story tells of consents and of what was handed over: as much as the page Samtycke, and no more.

Whether another authority takes part at all can be a secret (law 2): each line is one that concerns the
viewer's own authority, or a consent that was noted there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.casework.queries.consents import authorities_of, kinds_in_words, parts_of, releases
from stafett.casework.timeline import Event, Kind
from stafett.frame.formats import plain_day
from stafett.safeguards.access import Opened
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.viewer import Viewer

CONSENT = Kind("consent", gettext_lazy("samtycke"))
RELEASE = Kind("release", gettext_lazy("utlämnande"))


def consents_told(viewer: Viewer, case: Participation, _shown: Opened) -> Iterator[Event]:
    """Each yes between two authorities, on the day that it was given; and each that was taken back."""
    parts = parts_of(viewer, [case.circle]).select_related("consent__noted_at_unit")
    given: dict[Any, list[ConsentPart]] = defaultdict(list)
    withdrawn: dict[Any, list[ConsentPart]] = defaultdict(list)
    for part in parts:
        between = (part.consent_id, part.giver_id, part.receiver_id)
        given[between].append(part)
        if part.withdrawn_on is not None:
            withdrawn[*between, part.withdrawn_on].append(part)
    yield from (_event(some, some[0].consent.from_day, _("Ja")) for some in given.values())
    for (*_between, day), some in withdrawn.items():
        yield _event(some, day, _("Taget tillbaka"))


def _event(parts: Sequence[ConsentPart], day: date, word: str) -> Event:
    first = parts[0]
    told = _("%(word)s: %(giver)s till %(receiver)s, %(kinds)s") % {
        "word": word, "giver": first.giver, "receiver": first.receiver,
        "kinds": kinds_in_words(part.information for part in parts),
    }  # fmt: skip
    whose = first.consent.noted_at_unit.authority_id
    return Event(day, whose, CONSENT.mark, CONSENT.words, told)


def releases_told(viewer: Viewer, case: Participation, _shown: Opened) -> Iterator[Event]:
    """What the viewer's authority handed over, and what it was handed, with what became of the consent."""
    mine = authorities_of(viewer)
    for copy in releases(viewer).filter(circle=case.circle_id):
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
        yield Event(copy.released_on, whose, RELEASE.mark, RELEASE.words, told)


SOURCES = ((CONSENT, consents_told), (RELEASE, releases_told))
