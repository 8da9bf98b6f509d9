"""Reads of the list: a page of it, one person's page, the figures of a period, and who to call today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework.earlier import Corrections
from stafett.casework.timeline import Version
from stafett.frame.formats import plain_day
from stafett.outreach.access import seen, worked
from stafett.outreach.models import STANDS, About, Attempt, Entry, Led, OutreachList, OutreachWord
from stafett.outreach.rules import Course, Figures, figures, too_long_from
from stafett.referrals import queries as of_referrals
from stafett.referrals.queries import Sent
from stafett.safeguards.access import may_see, opened
from stafett.safeguards.kept import StandIn
from stafett.safeguards.viewer import Viewer

PAGE = 50
NEXT_TO = ("person", "circle", "outreach__unit", "outreach__authority")
WORDS = ("doing", "left_reason")
"""Sensitive: read by themselves, so that no statement about people joins by them (law 9)."""


def with_tries(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """The same with when each was last reached and last tried, and how many tries there are."""
    named = rows.select_related(*NEXT_TO).prefetch_related(*WORDS)
    return named.annotate(
        reached_on=Max("attempts__made_on", filter=STANDS & Q(attempts__result__reaches=True)),
        tried_on=Max("attempts__made_on", filter=STANDS), tries=Count("attempts", filter=STANDS),
    )  # fmt: skip


@dataclass(frozen=True)
class OnList:
    """Somebody on the list, as a row of it."""

    one: Entry
    late: bool
    """True when they have gone unreached for longer than the authority has said."""
    day: date
    """The day that it is told on."""

    @property
    def mark(self) -> str:
        """That it is time to reach them: the day that was set has come, or none is and it has been too long.

        Whoever has a day to come and has not been reached for long is not called for now: the day is said.
        """
        then = self.one.next_contact
        if then and then <= self.day:
            return _("dagen har kommit")
        if self.late:
            return _("inte nådd på länge") if then else _("dags att söka")
        return ""

    @property
    def reached_on(self) -> date | None:
        """The day when they were last reached."""
        found: date | None = self.one.reached_on  # type: ignore[attr-defined]
        return found

    @property
    def tried_on(self) -> date | None:
        """The day of the last try."""
        found: date | None = self.one.tried_on  # type: ignore[attr-defined]
        return found


def on_list(viewer: Viewer) -> QuerySet[Entry]:
    """Those on the list, whom to reach first at the top: those whose day has come or who have none, first
    whom nobody has ever reached, then whom nobody has reached for longest; last those of a day to come."""
    later = Case(When(next_contact__gt=viewer.day, then=F("next_contact")))
    rows = with_tries(seen(viewer).filter(left_on=None)).annotate(later=later)
    first = F("later").asc(nulls_first=True), F("reached_on").asc(nulls_first=True)
    return rows.order_by(*first, "listed_on", "pk")


def have_left(viewer: Viewer) -> QuerySet[Entry]:
    """Those who have left the list, the latest first."""
    return with_tries(seen(viewer).exclude(left_on=None)).order_by("-left_on", "-pk")


def told(viewer: Viewer, rows: Sequence[Entry]) -> list[OnList]:
    """The rows, each with whether it has gone too long."""
    return [OnList(one, _late(one, viewer.day), viewer.day) for one in rows]


def _late(one: Entry, day: date) -> bool:
    reached: date | None = one.reached_on  # type: ignore[attr-defined]
    since = too_long_from(one.listed_on, reached, one.outreach.weeks)
    return one.left_on is None and since < day


def entry(viewer: Viewer, key: UUID) -> Entry:
    """One that the viewer may see; Http404 for every other alike."""
    found = with_tries(seen(viewer)).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan person på de listor du får se."))
    return found


@dataclass(frozen=True)
class TryLine:
    """A try, and how it stood before it was corrected."""

    one: Attempt
    earlier: tuple[Version, ...] = ()

    @property
    def retracted(self) -> str:
        """What stands instead of one that was taken back."""
        assert self.one.retracted_on is not None, "told of those alone"
        told = {"day": plain_day(self.one.retracted_on), "who": self.one.retracted_by}
        return _("tillbakadraget %(day)s, antecknat av misstag (%(who)s)") % told


def in_words(one: Any) -> str:
    """A try, now or earlier, in a line: how, what came of it, and the few words."""
    said = f"{one.way}, {one.result}"
    return f"{said}: {one.words}" if one.words else said


CORRECTED = Corrections(
    ("made_on", "way_id", "result_id", "words"), in_words, attrgetter("made_on"),
    attrgetter("entry.outreach.unit.name"),
)  # fmt: skip


def _tries(viewer: Viewer, one: Entry) -> list[TryLine]:
    rows = Attempt.objects.filter(entry=one).select_related(
        "way", "result", "entry__outreach__unit"
    )
    found = list(may_see(viewer, rows).order_by("-made_on", "-pk"))
    versions = Attempt.pgh_event_model.objects.filter(entry_id=one.pk)  # type: ignore[attr-defined]
    events = versions.select_related("pgh_context", "way", "result").order_by("-pgh_id")
    earlier = CORRECTED.among(events, opened(viewer, one.circle_id), found)
    return [TryLine(each, earlier.get(each.pk, ())) for each in found]


def tries_of(viewer: Viewer, key: UUID) -> list[TryLine]:
    """Every try to reach somebody on the list; Http404 for one that the viewer may not see."""
    return _tries(viewer, entry(viewer, key))


def try_of(viewer: Viewer, one: Entry, key: UUID) -> Attempt:
    """One try to reach somebody; Http404 for every other alike."""
    for line in _tries(viewer, one):
        if line.one.pk == key:
            return line.one
    raise Http404(_("Det finns inget sådant försök."))


@dataclass(frozen=True)
class Sheet:
    """The page of one person on the list."""

    row: OnList
    tries: list[TryLine]
    led: list[tuple[Led, Sent | None]]
    """Each referral that was made, with what the unit was last told of it; None when that has ended."""
    works: bool


def sheet(viewer: Viewer, key: UUID) -> Sheet:
    """One person with every try, and what the referrals led to, as the unit may see it."""
    one = entry(viewer, key)
    led = list(may_see(viewer, Led.objects.filter(entry=one)).order_by("-on_day", "-pk"))
    by_key = of_referrals.last_told(viewer, [each.sent for each in led], one.outreach.unit_id)
    works = worked(viewer).filter(pk=one.pk).exists()
    return Sheet(
        told(viewer, [one])[0], _tries(viewer, one),
        [(each, by_key.get(each.sent)) for each in led], works,
    )  # fmt: skip


def to_contact(viewer: Viewer | StandIn) -> QuerySet[Entry]:
    """Whom the viewer's unit said that it would contact by today."""
    rows = worked(viewer).filter(left_on=None, next_contact__lte=viewer.day)
    return rows.select_related("person", "outreach__unit").order_by("next_contact", "pk")


def words_of(outreach: OutreachList, about: str, day: date) -> QuerySet[OutreachWord]:
    """What the unit can choose among on a day, in the order that it was written."""
    on = Q(until_day=None) | Q(until_day__gt=day)
    return OutreachWord.objects.filter(on, outreach=outreach, about=about).order_by("pk")


def all_words(outreach: OutreachList, day: date) -> list[tuple[str, list[OutreachWord]]]:
    """Every list of words with its heading."""
    return [(str(about.label), list(words_of(outreach, about, day))) for about in About]


def counted(viewer: Viewer, outreach: OutreachList, first: date, last: date) -> Figures:
    """The list's figures in a period, of those whom the viewer may see; for its own unit alone."""
    rows = seen(viewer).filter(outreach=outreach)
    keys = rows.order_by("pk").values("pk")
    tries: dict[UUID, list[tuple[date, bool]]] = defaultdict(list)
    noted = Attempt.objects.filter(entry__in=keys, retracted_on=None).order_by("pk")
    for key, day, reached in noted.values_list("entry_id", "made_on", "result__reaches"):
        tries[key].append((day, reached))
    led: dict[UUID, list[date]] = defaultdict(list)
    made = Led.objects.filter(entry__in=keys).order_by("pk")
    for key, day in made.values_list("entry_id", "on_day"):
        led[key].append(day)
    times = rows.order_by("pk").values_list("pk", "listed_on", "left_on")
    courses = [Course(came, left, tries[key], led[key]) for key, came, left in times]
    return figures(courses, first, last)


__all__ = [
    "PAGE",
    "OnList",
    "Sheet",
    "all_words",
    "counted",
    "entry",
    "have_left",
    "on_list",
    "sheet",
    "to_contact",
    "told",
    "tries_of",
    "try_of",
    "with_tries",
    "words_of",
]  # fmt: skip
