"""Who has read about one person, in words for the person; and what a controller has to follow up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.accounts.queries import work_name
from stafett.frame.formats import plain_day
from stafett.safeguards.actions.log import OPERATOR
from stafett.safeguards.models import (
    Basis,
    Circle,
    LogRules,
    NamesDecision,
    Reading,
    ReadPerson,
)
from stafett.safeguards.roles import ROLES, Permission, permissions_of
from stafett.safeguards.told import comparing, ground_words, what_was_done
from stafett.safeguards.viewer import GUARDIAN, PERSON, RECEIVER, Viewer

MOST_LINES = 500
"""So many of the latest readings are gone through; a page says when there are more."""

BY_LINK = {
    PERSON: (gettext_lazy("Du själv, utan att logga in"), gettext_lazy("du legitimerade dig")),
    GUARDIAN: (
        gettext_lazy("Den som företräder dig, utan att logga in"),
        gettext_lazy("hen legitimerade sig för att svara i ditt ställe"),
    ),
    RECEIVER: (
        gettext_lazy("Mottagare utan inloggning"),
        gettext_lazy("du sa ja till det, och mottagaren legitimerade sig"),
    ),
}
"""Those who come by a link, with why it opened, as it is said to the person."""
BY_LINK_TO_STAFF = {
    PERSON: gettext_lazy("Personen själv, utan att logga in"),
    GUARDIAN: gettext_lazy("Den som företräder personen, utan att logga in"),
    RECEIVER: gettext_lazy("Mottagare utan inloggning"),
}
"""The same, as it is said to those who follow the log up."""


@dataclass(frozen=True)
class Line:
    """One or several readings of a day by the same reader, by the same door and for the same reason.

    `first` and `last` are None of what staff of another authority are told by the day.
    """

    day: date
    first: datetime | None
    last: datetime | None
    authority: str
    unit: str
    role: str
    what: str
    why: str
    times: int
    name: str = ""

    @property
    def hours(self) -> tuple[datetime, ...]:
        """The first and the last, where they are told."""
        return (self.first, self.last) if self.first and self.last else ()


@dataclass(frozen=True)
class Readers:
    """Who has read about one person in one case, the latest first, and what was decided about names."""

    lines: list[Line]
    more: bool
    decisions: list[NamesDecision]
    since: date | None
    may_decide: bool
    most: int

    @property
    def days(self) -> list[tuple[date, list[list[Line]]]]:
        """The lines by the day they are of, and there all that one reader did for one reason together: where
        the first of them stands, so that no order tells an hour that a line does not."""
        by_day = groupby(self.lines, lambda line: line.day)
        return [(day, _by_reader(lines)) for day, lines in by_day]


def _by_reader(lines: Iterable[Line]) -> list[list[Line]]:
    found: dict[tuple[str, ...], list[Line]] = {}
    for one in lines:
        found.setdefault((one.authority, one.unit, one.role, one.name, one.why), []).append(one)
    return list(found.values())


def check_reads_log(viewer: Viewer, controller: Any) -> None:
    """Raise PermissionDenied for those who do not work where the log belongs.

    Whether another authority is in the case may be a secret (law 2), and the log tells it. So it is
    shown by the authority that answers for the record, which let the others in.
    """
    if controller.pk not in viewer.authorities_with(Permission.SEE_PEOPLE):
        raise PermissionDenied(
            _("Loggen hör till %(controller)s, som svarar för uppgifterna. Be dem visa den.")
            % {"controller": controller}
        )


def readers_of(viewer: Viewer, circle: Circle) -> Readers:
    """Who has read about the person in a case that the viewer may see.

    One's own authority's readings by the minute; others' by the day, as one needs them to follow the
    person's question, and not how somebody at another authority works.
    """
    check_reads_log(viewer, circle.controller)
    decisions = list(NamesDecision.objects.filter(circle=circle).select_related("circle__person"))
    given_until = max((d.decided_at for d in decisions if d.given), default=None)
    met = ReadPerson.objects.filter(
        Q(circle_id=circle.pk) | Q(circle_id__isnull=True), person_id=circle.person_id
    )
    latest = met.order_by("-reading_id")[: MOST_LINES + 1]
    people = {person.reading_id: person for person in latest}
    read = Reading.objects.filter(pk__in=people).exclude(door__in=comparing())
    readings = called(read).order_by("-at", "-pk")
    first = Reading.objects.filter(controller_id=circle.controller_id).order_by("at", "pk").first()
    lines = _lines([(r, people[r.pk]) for r in readings[:MOST_LINES]], given_until)
    if circle.person.protection:
        lines = (replace(one, name="") if is_guardian(one.role) else one for one in lines)
    return Readers(
        _by_the_day(lines, names_of_own(viewer)),
        len(people) > MOST_LINES, decisions, timezone.localtime(first.at).date() if first else None,
        circle.controller_id in viewer.speaks_for, MOST_LINES,
    )  # fmt: skip


def is_guardian(role: str) -> bool:
    """True of the words for whoever answers in the person's stead: of somebody protected no page names them."""
    return role == str(BY_LINK[GUARDIAN][0])


def names_of_own(viewer: Viewer) -> set[str]:
    """What the authorities where the viewer sees people are called; no two are called the same."""
    return {p.authority for p in viewer.posts if Permission.SEE_PEOPLE in permissions_of(p.role)}


def _by_the_day(lines: Iterable[Line], own: set[str]) -> list[Line]:
    """The lines with the hours of one's own alone: those first in their day, the others by name.

    Who reads for two authorities reads for another as well.
    Were the others in the order of their hours, their place among one's own would tell the hour.
    """
    told = [one if one.authority in own else replace(one, first=None, last=None) for one in lines]
    mine = [one for one in told if one.first]
    others = sorted(
        (one for one in told if not one.first),
        key=lambda one: (one.authority, one.unit, one.role, one.name, one.what, one.why),
    )
    return sorted([*mine, *others], key=lambda one: one.day, reverse=True)


def lines_until(
    person: UUID, circles: Collection[UUID], moment: datetime, own: set[str]
) -> list[Line]:
    """Everybody who has read about a person in these cases until a moment, the latest day first.

    By the minute those of the authorities that are called as `own`, others by the day, as `readers_of`.
    """
    decisions = NamesDecision.objects.filter(circle__in=circles, given=True)
    given_until = max(decisions.values_list("decided_at", flat=True), default=None)
    here = Q(circle_id__in=circles) | Q(circle_id__isnull=True)
    people = {
        p.reading_id: p for p in ReadPerson.objects.filter(here, person_id=person).order_by("pk")
    }
    read = Reading.objects.filter(pk__in=people, at__lte=moment).exclude(door__in=comparing())
    readings = called(read).order_by("-at", "-pk")
    return _by_the_day(_lines([(one, people[one.pk]) for one in readings], given_until), own)


def called(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """Readings with what a protected reader is called at work, also of those from before (law 5)."""
    return readings.annotate(called=work_name(OuterRef("user_id")))


def name_in(reading: Reading) -> str:
    """Who read, by what they are called at work when the reading was fetched with it (`called`)."""
    name: str = reading.called or reading.name  # type: ignore[attr-defined]
    return name


def _lines(read: list[tuple[Reading, ReadPerson]], names_until: datetime | None) -> Iterator[Line]:
    together: dict[tuple[Any, ...], list[datetime]] = {}
    for reading, person in read:
        named = names_until is not None and reading.at <= names_until
        key = (
            timezone.localtime(reading.at).date(), reading.authority, reading.unit, role_words(reading.role),
            what_was_done(reading.door, reading.form, _("dig")), why_words(reading, person),
            name_in(reading) if named else "",
        )  # fmt: skip
        together.setdefault(key, []).append(reading.at)
    for (day, authority, unit, role, what, why, name), times in together.items():
        yield Line(day, times[-1], times[0], authority, unit, role, what, why, len(times), name)


def role_words_to_staff(codes: str) -> str:
    """A reading's roles in words, to somebody else than the person."""
    return str(BY_LINK_TO_STAFF[codes]) if codes in BY_LINK_TO_STAFF else role_words(codes)


def role_words(codes: str) -> str:
    """A reading's roles in words, to the person; a code that is gone is said as it is."""
    if codes == OPERATOR:
        return _("Den som sköter servern")
    if codes in BY_LINK:
        return str(BY_LINK[codes][0])
    return ", ".join(str(ROLES[c].name) if c in ROLES else c for c in codes.split(", ") if c)


def why_words(reading: Reading, person: ReadPerson) -> str:
    """Why the door was open to the reader, as one would say it to the person."""
    if reading.role == OPERATOR:
        return _("den som sköter servern arbetade på uppdrag: %(why)s") % {"why": reading.because}
    if reading.role in BY_LINK:
        return str(BY_LINK[reading.role][1])
    day = {"day": plain_day(person.since) if person.since else ""}
    words = {
        Basis.ROLE: _("enheten är med i ärendet sedan %(day)s"),
        Basis.CONSENT: _("du sa ja till det, från %(day)s"),
        Basis.PROMISE: _("de har själva lovat något på ett möte med dig, från %(day)s"),
        Basis.KEEPING: _("de för registret åt den som svarar för uppgifterna, sedan %(day)s"),
    }
    if person.basis in words:
        return words[Basis(person.basis)] % day
    if other := ground_words(person.basis):
        return other % day
    return _("det framgår inte varför")


def rules_of(controller_id: int) -> LogRules:
    """A controller's own thresholds, or those that hold until it has set its own."""
    found = LogRules.objects.filter(controller_id=controller_id).first()
    return found or LogRules(controller_id=controller_id)
