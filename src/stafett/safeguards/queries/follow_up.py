"""What a controller has followed up, what waits, and which readings of a period should be asked about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.database.noticed import looking_up
from stafett.parties.models import Authority
from stafett.safeguards.log_rules import FEW, Read, Reason, Thresholds, about_words, reasons_of
from stafett.safeguards.models import (
    Circle,
    FollowUp,
    Form,
    LogRules,
    Reading,
    ReadPerson,
    Reviewed,
    Verdict,
)
from stafett.safeguards.queries.log import (
    BY_LINK,
    called,
    name_in,
    names_of_own,
    role_words_to_staff,
    rules_of,
)
from stafett.safeguards.told import (
    Shown,
    by_machine,
    cases_for,
    units_with_a_part,
    what_was_done,
)
from stafett.safeguards.viewer import Viewer

MOST_READINGS = 20_000
"""A sample is drawn among so many at most; a longer period is taken in parts."""
MOST_CASES = 5
"""So many of a reading's cases are named, where the one who looks may see them."""

REASON_WORDS = {
    Reason.NO_PART: gettext_lazy(
        "läste ett ärende som varken läsaren eller enheten har haft del i"
    ),
    Reason.MANY: gettext_lazy("läste om många personer på kort tid"),
    Reason.HOURS: gettext_lazy("läste utanför arbetstid"),
}


class TooMany(Exception):
    """The period has more readings than a sample is drawn among."""


@dataclass(frozen=True)
class Followed:
    """What one controller has to say of its follow-up."""

    controller: Authority
    rules: LogRules
    follow_ups: Sequence[FollowUp]
    last_signed: datetime | None


def followed(viewer: Viewer) -> list[Followed]:
    """Each controller that the viewer answers for, with what has been followed up."""
    mine = Authority.objects.filter(pk__in=viewer.speaks_for & set(viewer.controllers))
    return [_followed(viewer, one) for one in mine.order_by("name", "pk")]


def _followed(viewer: Viewer, controller: Authority) -> Followed:
    theirs = FollowUp.objects.filter(controller=controller)
    hidden = _hidden_from(viewer, controller)
    shown = ~Q(reviewed__reading_id__in=_untold(controller, hidden))
    counted = theirs.annotate(
        total=Count("reviewed", filter=shown),
        done=Count("reviewed", filter=shown & ~Q(reviewed__verdict="")),
    )
    follow_ups = list(counted.order_by("-drawn_at", "-pk"))
    signed = [one.signed_at for one in follow_ups if one.signed_at]
    return Followed(controller, rules_of(controller.pk), follow_ups, max(signed, default=None))


def controller_for(viewer: Viewer, key: int) -> Authority:
    """A controller that the viewer answers for; Http404 for every other authority alike."""
    found = Authority.objects.filter(pk=key).first()
    if found is None or found.pk not in viewer.speaks_for:
        raise Http404
    return found


def follow_up(viewer: Viewer, key: UUID) -> FollowUp:
    """A follow-up of a controller that the viewer answers for; Http404 for every other alike."""
    found = FollowUp.objects.filter(pk=key, controller__in=viewer.speaks_for)
    one = found.select_related("controller").first()
    if one is None:
        raise Http404
    return one


@dataclass(frozen=True)
class Item:
    """One reading to look at: who, what and why it was drawn; and the verdict, if there is one.

    Staff of another authority are told by unit and day, as in *Vem har läst* and *Ändringar*: why it was
    drawn says what there is to ask about, and the unit where.
    """

    reviewed: Reviewed
    reading: Reading | None
    role: str
    what: str
    reasons: list[str]
    cases: list[Shown]
    people: int | None
    """How many it showed, of those whom the viewer may know of; None for more than `MOST_CASES`."""
    own: bool
    who: str = ""
    unit: str = ""
    day: date | None = None
    at: datetime | None = None
    """When, to the minute; None of another authority's staff."""

    @property
    def verdict(self) -> str:
        """The verdict in words, or nothing."""
        return str(Verdict(self.reviewed.verdict).label) if self.reviewed.verdict else ""


def items(viewer: Viewer, one: FollowUp) -> list[Item]:
    """The readings of a sample, in the order they were drawn, as far as the viewer may know of them."""
    rows = list(seen_in(viewer, one))
    read = called(Reading.objects.filter(pk__in=[row.reading_id for row in rows]))
    readings = {one.pk: one for one in read.order_by("pk")}
    circles = _circles(readings, _hidden_from(viewer, one.controller))
    seen = cases_for(viewer, {c for some in circles.values() for c in some[:MOST_CASES] if c})
    near = {one.controller.name, *names_of_own(viewer)}
    return [
        _item(viewer, row, readings.get(row.reading_id), circles[row.reading_id], seen, near)
        for row in rows
    ]


def to_judge(viewer: Viewer, one: FollowUp) -> list[Item]:
    """The readings that what is sent can be about; nobody is shown by it."""
    with looking_up("readings to judge"):
        return items(viewer, one)


def seen_in(viewer: Viewer, one: FollowUp) -> QuerySet[Reviewed]:
    """What of a sample is shown, counted and asked for: the readings of nobody else than somebody whom a team
    alone sees to those in it, whoever drew it, and whenever the protection began (law 5)."""
    rows = Reviewed.objects.filter(follow_up=one)
    hidden = _hidden_from(viewer, one.controller)
    return rows.exclude(reading_id__in=_untold(one.controller, hidden)).order_by("pk")


def _untold(controller: Authority, hidden: set[UUID | None]) -> list[UUID]:
    """The drawn readings of nobody but those whom a team alone sees, and the viewer does not.

    What showed others too is told of, as *Vem har läst* of those others does: left out whole, it would tell
    who is in a team.
    """
    if not hidden:
        return []
    drawn = Reviewed.objects.filter(controller=controller).order_by().values("reading_id")
    met = ReadPerson.objects.filter(circle_id__in=hidden, reading_id__in=drawn).order_by("pk")
    known = Q(circle_id=None) | ~Q(circle_id__in=hidden)
    others = ReadPerson.objects.filter(known, reading_id=OuterRef("reading_id"))
    return list(met.filter(~Exists(others)).values_list("reading_id", flat=True))


def _circles(
    readings: dict[UUID, Reading], hidden: set[UUID | None]
) -> dict[UUID, list[UUID | None]]:
    """The cases of readings that are about a few, None for somebody without one, as far as the viewer may know
    of them; a page of a list tells nothing by its fifty names."""
    few = [key for key, reading in readings.items() if reading.people <= MOST_CASES]
    met = ReadPerson.objects.filter(reading_id__in=few).order_by("pk")
    found: dict[UUID, list[UUID | None]] = defaultdict(list)
    for reading, circle in met.values_list("reading_id", "circle_id"):
        if circle not in hidden:
            found[reading].append(circle)
    return found


def _item(
    viewer: Viewer, row: Reviewed, reading: Reading | None, people: list[UUID | None],
    seen: dict[UUID, Shown], near: set[str],
) -> Item:  # fmt: skip
    reasons = [str(REASON_WORDS[Reason(code)]) for code in row.reasons]
    circles = [circle for circle in people if circle]
    cases = [seen[circle] for circle in circles if circle in seen]
    if reading is None:
        return Item(row, None, "", "", reasons, cases, None, own=False)
    number = len(people) if reading.people <= MOST_CASES else None
    own, day = reading.user_id == viewer.user_id, timezone.localtime(reading.at).date()
    role, what = (
        role_words_to_staff(reading.role),
        what_was_done(reading.door, reading.form, _("personen"), seen=len(cases) == len(circles)),
    )
    told: tuple[str, str, date, datetime | None] = (name_in(reading), reading.unit, day, reading.at)
    if not reading.name:  # the person's own, who is called nothing but that
        told, role = (role, "", day, reading.at), ""
    elif not (own or reading.user_id is None or reading.authority in near):
        told = (", ".join(filter(None, (reading.unit, reading.authority))), "", day, None)
    return Item(row, reading, role, what, reasons, cases, number, own, *told)


@dataclass(frozen=True)
class Sort:
    """The readings of a sample that are asked about for the same reasons."""

    words: str
    items: list[Item]


def sorted_out(some: Sequence[Item]) -> list[Sort]:
    """A sample by what is asked, what was drawn at random last."""
    found: dict[str, list[Item]] = {}
    for item in sorted(some, key=lambda one: not one.reasons):
        found.setdefault("; ".join(item.reasons), []).append(item)
    return [Sort(words, rows) for words, rows in found.items()]


@dataclass(frozen=True)
class OfAll:
    """About how many of a period's readings there was one reason to ask about."""

    words: str
    number: str
    usual: bool
    """True when it is most of them, and they are not few: then it tells of the limit."""


def reasons_in(one: FollowUp) -> list[OfAll]:
    """The reasons of a period, with how many readings each is about."""
    return [
        OfAll(
            str(REASON_WORDS[reason]),
            about_words(number),
            one.readings >= FEW and number * 2 > one.readings,
        )
        for reason in Reason
        if (number := one.by_reason.get(reason.value, 0))
    ]


def readings_between(controller: Authority, first: date, last: date) -> QuerySet[Reading]:
    """A controller's readings from a day to another, both included."""
    zone = timezone.get_current_timezone()
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    rows = Reading.objects.filter(controller=controller, at__gte=start, at__lt=end)
    return rows.order_by("at", "pk")


@dataclass(frozen=True)
class ToAsk:
    """The readings of a period that a sample is drawn among, and why something should be asked about some.

    `readings` and `by_reason` count all of the period's, whoever looks and whoever is hidden.
    """

    every: list[UUID]
    asked: dict[UUID, list[Reason]]
    readings: int
    by_reason: dict[str, int]
    suggested: int


def to_ask_about(viewer: Viewer, controller: Authority, first: date, last: date) -> ToAsk:
    """The readings of a period, and those of them that something should be asked about, with why.

    Not those of nobody but somebody whom a named team alone sees, for whoever is not in it: a reading without
    a name among named ones tells that there is somebody (law 5), and of one that showed others too, they are
    what is asked about. They are followed up by those in the team who do so.
    Raises TooMany when there are more than can be gone through at once.
    """
    rows = readings_between(controller, first, last).exclude(door__in=by_machine())
    told = list(rows.values_list("pk", "at", "user_id", "form", "role")[: MOST_READINGS + 1])
    if len(told) > MOST_READINGS:
        raise TooMany
    met, limits = _met([key for key, *_rest in told]), _limits_of(controller)
    reads, hidden = _reads(told, met), _hidden_from(viewer, controller)
    whole = reasons_of(reads, limits)
    known = (
        [replace(one, people=_known(met[one.key], hidden)) for one in reads] if hidden else reads
    )
    shown = [now for now, one in zip(known, reads, strict=True) if now.people or not one.people]
    asked = reasons_of(shown, limits) if hidden else whole
    by_reason = Counter(reason.value for reasons in whole.values() for reason in reasons)
    return ToAsk([one.key for one in shown], asked, len(reads), dict(by_reason), len(whole))


def _known(met: Met, hidden: set[UUID | None]) -> frozenset[UUID]:
    return frozenset(person for person, circle, _unit in met if circle not in hidden)


def _reads(told: list[Any], met: dict[UUID, Met]) -> list[Read]:
    """Each reading with whom it was of, and whether whoever read has a part in what was read."""
    changed = _changed(told, met)
    parts = units_with_a_part({c for some in met.values() for _p, c, _u in some if c})
    return [
        Read(
            key, timezone.localtime(at), user, frozenset(person for person, _c, _u in met[key]),
            role in BY_LINK or has_part(met[key], user, parts, changed),
        )
        for key, at, user, _form, role in told
    ]  # fmt: skip


def _limits_of(controller: Authority) -> Thresholds:
    rules = rules_of(controller.pk)
    return Thresholds(
        rules.many_people, rules.many_minutes, rules.day_begins, rules.day_ends, rules.weekends
    )


def _hidden_from(viewer: Viewer, controller: Authority) -> set[UUID | None]:
    """The cases that a named team alone sees, and the viewer does not."""
    named = Circle.objects.filter(controller=controller, named_only=True).order_by("pk")
    keys = set(named.values_list("pk", flat=True))
    return set(keys - cases_for(viewer, keys).keys())


Met = list[tuple[UUID, UUID | None, int | None]]
"""The people of a reading: person, circle, and the unit that let the reader in."""


def _met(keys: list[UUID]) -> dict[UUID, Met]:
    rows = ReadPerson.objects.filter(reading_id__in=keys).order_by("pk")
    found: dict[UUID, Met] = defaultdict(list)
    for reading, *person in rows.values_list("reading_id", "person_id", "circle_id", "unit_id"):
        found[reading].append(tuple(person))  # type: ignore[arg-type]
    return found


def _changed(told: list[Any], met: dict[UUID, Met]) -> set[tuple[UUID | None, int | None]]:
    """Who has done something in which case, as (circle, user)."""
    return {
        (circle, user)
        for key, _at, user, form, _role in told
        if form == Form.CHANGE
        for _person, circle, _unit in met[key]
    }


def has_part(
    met: Met, user: int | None, parts: set[tuple[UUID, int]],
    changed: set[tuple[UUID | None, int | None]],
) -> bool:  # fmt: skip
    """True unless the reading opened one case, and neither the reader nor their unit has a part in it.

    A list shows many cases to whoever may see them; that somebody opened just this one is what asks.
    """
    circles = {(circle, unit) for _person, circle, unit in met}
    if len({person for person, _c, _u in met}) > 1:
        return True
    return any((circle, unit) in parts or (circle, user) in changed for circle, unit in circles)


def check_answers_for(viewer: Viewer, controller_id: int) -> None:
    """Raise PermissionDenied unless the viewer answers for the controller's records."""
    if controller_id not in viewer.speaks_for:
        raise PermissionDenied(
            _("Det gör den som svarar för personuppgifterna hos den personuppgiftsansvariga.")
        )
