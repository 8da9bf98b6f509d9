"""What has an authority of its own in cases that are closed to it, and of whom is that (ADR 23)?

Its own rows alone, as they stood when it could last see the case: what others have done since with the
case, or with the person's name, is not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.accounts.models import User
from stafett.casework.models import PART, Participation
from stafett.casework.queries.shut_out import owned
from stafett.database.noticed import LetIn, notice_circles
from stafett.database.own_data import About
from stafett.people.models import Person
from stafett.safeguards.access import (
    OWN_RECORD,
    Sat,
    may_see,
    own_record,
    own_seats,
    own_units,
    sat_in,
)
from stafett.safeguards.ended import earlier_of
from stafett.safeguards.in_words import with_names
from stafett.safeguards.kept import Seen
from stafett.safeguards.log_rules import time_of
from stafett.safeguards.models import Circle, Release, Way
from stafett.safeguards.queries.file import Said, said_by
from stafett.safeguards.queries.last_open import last_open
from stafett.safeguards.queries.own_data import Section, Thing, is_taken_back, version_of
from stafett.safeguards.telling import order_of, place_of, said_then
from stafett.safeguards.viewer import Viewer

P = TypeVar("P", bound=Model)
T = TypeVar("T")
MOST = 2_000
"""So many of the closed cases are gone through, the latest opened first."""
PAGE = 50


OPEN: Seen[tuple[UUID]] = Seen(
    lambda viewer, keys: (
        may_see(viewer, Participation.objects.filter(pk__in=keys)).order_by("pk").values_list("pk")
    )
)


def open_cases(viewer: Viewer, keys: Iterable[UUID]) -> set[UUID]:
    """Those of the cases whose page is open to the viewer."""
    asked = sorted(set(keys))
    return {key for (key,) in OPEN.by(viewer, keys=asked)} if asked else set()


@dataclass(frozen=True)
class Closed:
    """A closed case in which the viewer's authority has something of its own: whose, and what it is called."""

    circle: Circle
    name: str
    sat: Sat

    @property
    def key(self) -> UUID:
        """The key of its page."""
        return self.circle.pk


@dataclass(frozen=True)
class ClosedPage:
    """A page of the list."""

    rows: list[Closed]
    page: int
    more: bool


@dataclass(frozen=True)
class OwnRecord:
    """All that is the viewer's authority's own in one closed case."""

    case: Closed
    sections: list[Section]
    file: list[Said]
    """What Stafett is to each of the authorities whose it is."""
    gone: frozenset[str] = frozenset()
    """The keys of what has been taken back."""
    mine: frozenset[str] = frozenset()
    """The keys of what is of an authority that the viewer works with people for, and stands."""

    def only(self, key: str) -> OwnRecord:
        """The same with one thing alone; Http404 when it is not there."""
        kept = [Section(s.about, [t for t in s.things if t.key == key]) for s in self.sections]
        kept = [one for one in kept if one.things]
        if not kept:
            raise Http404
        return OwnRecord(self.case, kept, self.file)


def closed_cases(viewer: Viewer, page: int = 1) -> ClosedPage:
    """The cases whose page is closed to the viewer and where their authority has rows of its own."""
    keys = _with_own(viewer, list(_closed(viewer).values_list("pk", flat=True)[:MOST]))
    first = (page - 1) * PAGE
    some = keys[first : first + PAGE]
    return ClosedPage(_called(viewer, some), page, len(keys) > first + PAGE)


def own_record_of(viewer: Viewer, key: UUID) -> OwnRecord:
    """One of them; Http404 for every other case alike, there or not."""
    keys = _with_own(viewer, list(_closed(viewer).filter(pk=key).values_list("pk", flat=True)))
    if not keys:
        raise Http404
    case = _called(viewer, keys)[0]
    with override("sv"):
        found = list(_things(viewer, key))
    sections = [
        Section(about, [thing for _row, thing in found if place_of(thing.model)[0] == about])
        for about in About
    ]
    owners = {row.owner_authority_id for row, _thing in found}
    gone = frozenset(thing.key for row, thing in found if is_taken_back(row))
    mine = {thing.key for row, thing in found if row.owner_authority_id in viewer.works_for}
    kept = [one for one in sections if one.things]
    return OwnRecord(case, kept, said_by(viewer, owners), gone, frozenset(mine - gone))


def own_part_of(viewer: Viewer, key: UUID, rows: QuerySet[P]) -> P:
    """One part of a closed case that is the viewer's authority's own, to open; Http404 for all else alike."""
    return _part_of(viewer, key, rows)[1]


def own_part_as_it_stood(viewer: Viewer, key: UUID, rows: QuerySet[P]) -> tuple[Closed, P]:
    """The same with the case it is in, and with what the row said when the case was last open: what has
    become of it since is told only of what has been taken back."""
    case, mine = _part_of(viewer, key, rows)
    closed_at = _last_open(viewer, [key]).get(key)
    was = (
        None
        if is_taken_back(mine)
        else _as_it_stood(viewer, type(mine), [mine.pk], closed_at).get(mine.pk)
    )
    for one in mine._meta.concrete_fields if was is not None else ():
        if not one.primary_key:
            setattr(mine, one.attname, getattr(was, one.attname))
    return case, mine


def _part_of(viewer: Viewer, key: UUID, rows: QuerySet[P]) -> tuple[Closed, P]:
    mine = own_record(viewer, rows.filter(participation__circle=key), PART).order_by("pk").first()
    if mine is None or not _closed(viewer).filter(pk=key).exists():
        raise Http404
    return _called(viewer, [key])[0], mine


def closed_case_of(viewer: Viewer, rows: QuerySet[Any]) -> UUID:
    """The closed case in which one of these parts of it is the viewer's authority's own; Http404 for all else.

    For what still leads to the case's own page: a calendar, a notice, a bookmark. Nobody is shown by it.
    """
    mine = own_record(viewer, rows, Way("participation__circle_id")).order_by("pk")
    key = mine.values_list("participation__circle_id", flat=True).first()
    if key is None or not _closed(viewer).filter(pk=key).exists():
        raise Http404
    return key  # type: ignore[no-any-return]


def _closed(viewer: Viewer) -> QuerySet[Circle]:
    """The cases that their unit was in, and whose page is closed to the viewer; the latest first."""
    named, *whole = (seats.order_by().values("circle_id") for seats in own_seats(viewer))
    open_ = may_see(viewer, Participation.objects.filter(circle=OuterRef("pk")))
    rows = Circle.objects.filter(pk__in=named.union(*whole), controller_id__in=viewer.controllers)
    return rows.filter(~Exists(open_)).order_by("-pk")


def _with_own(viewer: Viewer, keys: Sequence[UUID]) -> list[UUID]:
    """Those of the cases in which something is the viewer's authority's own, in the same order."""
    found: set[Any] = set()
    for _model, way, rows in _own(viewer, keys):
        found |= set(rows.order_by(way).values_list(way, flat=True).distinct())
    return [key for key in keys if key in found]


def _own(viewer: Viewer, keys: Collection[UUID]) -> Iterator[tuple[Any, str, QuerySet[Any]]]:
    """Each table with the way to the case, and its rows that are the viewer's authority's own."""
    for model, way in owned() if keys else ():
        rows = model._default_manager.filter(**{f"{way}__in": keys})
        if model is Release:
            rows = rows.filter(outside=False)
        yield model, f"{way}_id", own_record(viewer, rows, Way(f"{way}_id"))


def _called(viewer: Viewer, keys: Sequence[UUID]) -> list[Closed]:
    """The cases by what each person was called when one was last told, said to be shown (law 4)."""
    rows = Circle.objects.filter(pk__in=keys).select_related("person", "controller").in_bulk()
    sat, told_at = sat_in(viewer, keys), _told_by_what_stands(viewer, keys)
    asked = {key: (one.person, told_at.get(key, [])) for key, one in rows.items()}
    people = _as_they_were(asked)
    names = {key: one.name if one else _nameless() for key, one in people.items()}
    for key in keys:
        one, let_in = rows[key], LetIn(OWN_RECORD, sat[key].since, sat[key].unit_id)
        notice_circles([(key, one.person_id, one.controller_id)], let_in)
    return [Closed(rows[key], names[key], sat[key]) for key in keys]


def as_told(viewer: Viewer, parts: Iterable[T]) -> list[T]:
    """Parts of cases, each knowing the person by the name that the viewer was last told (`names_told`)."""
    found: list[Any] = list(parts)
    told = names_told(viewer, [(one.participation_id, one.pk) for one in found])
    for one in found:
        if one.pk in told:
            one.participation.person = told[one.pk]
    return found


def names_told(viewer: Viewer, parts: Collection[tuple[UUID, UUID]]) -> dict[UUID, Person]:
    """For parts of cases whose page is closed to the viewer, by key, the person as they were last told.

    `parts` are pairs of a case and a part. That is the name of when the case last was open to the viewer's
    units, or when something of it came to their authority, this part at the latest: what the person is
    called since is not told. Of whoever is protected it is the alias (law 5); what a named post alone was told
    while they were is no name for its unit when they are not: the name from before, or none.
    """
    keys = {case for case, _part in parts}
    if not (behind := keys - open_cases(viewer, keys)):
        return {}
    cases = Participation.objects.filter(pk__in=behind).select_related("person").in_bulk()
    at = _last_told(viewer, {case.circle_id for case in cases.values()})
    asked = {
        part: (cases[key].person, [time_of(part), *at[cases[key].circle_id]])
        for key, part in parts
        if key in cases
    }
    found = _as_they_were(asked)
    return {
        part: one or Person(id=asked[part][0].pk, given_name=_nameless())
        for part, one in found.items()
    }


def _nameless() -> str:
    """What somebody is called whose name nobody here has been told."""
    return _("Namnet har inte lämnats till er")


def _last_told(viewer: Viewer, keys: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """When each case last was open to the viewer's units, and when copies from it came to their authority."""
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for key, at in _last_open(viewer, keys).items():
        found[key].append(at)
    copies = Release.objects.filter(
        circle__in=keys, owner_authority__in=viewer.works_for, outside=False
    )
    for key, at in copies.order_by("pk").values_list("circle", "released_at"):
        found[key].append(at)
    return found


def _told_by_what_stands(viewer: Viewer, keys: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """The same, with what was handed over as a row of one's own that stands: a promise, an assignment."""
    found = _last_told(viewer, keys)
    for model, way, rows in _own(viewer, keys):
        if hasattr(model, "copy_of"):
            came = rows.filter(copy_of__isnull=False).order_by("pk").values_list(way, "pk")
            for key, part in came:
                found[key].append(time_of(part))
    return found


def _as_they_were(
    asked: Mapping[UUID, tuple[Person, Sequence[datetime]]],
) -> dict[UUID, Person | None]:
    """Each person as they were called at the latest of some moments when they were not protected; None of whom
    there is no such, and who is not protected now."""
    table: Any = earlier_of(Person)
    earlier: dict[UUID, list[Any]] = defaultdict(list)
    people = {person.pk for person, _moments_of in asked.values()}
    for was in table.objects.filter(pgh_obj__in=people).order_by("pgh_id"):
        earlier[was.pgh_obj_id].append(was)
    return {key: _as_of(person, at, earlier[person.pk]) for key, (person, at) in asked.items()}


def _as_of(person: Person, at: Sequence[datetime], earlier: Sequence[Any]) -> Person | None:
    if person.protection:
        return person
    stood = [next((one for one in earlier if one.pgh_created_at >= t), None) for t in sorted(at)]
    told_all = [was for was in stood if was is None or not was.protection]
    if not told_all:
        return None
    was = told_all[-1]
    if was is None:
        return person
    told = ("given_name", "family_name", "register_key", "protection", "alias")
    return Person(id=person.pk, **{name: getattr(was, name) for name in told})


def _last_open(viewer: Viewer, keys: Collection[UUID]) -> dict[UUID, datetime]:
    """When the viewer's units could last see each case's own page, whole: what a named post alone saw tells its
    unit nothing (law 5). Nothing of one they never could."""
    return last_open(keys, viewer.day, unit_id__in=own_units(viewer), position=None)


def _things(viewer: Viewer, key: UUID) -> Iterator[tuple[Any, Thing]]:
    """Each thing with its row as it stands now, by table as the apps name them."""
    closed_at = _last_open(viewer, [key]).get(key)
    tables = [
        (model, list(with_names(rows, model)))
        for model, _way, rows in sorted(_own(viewer, [key]), key=lambda one: order_of(one[0]))
    ]
    changes = {
        model: _changes(model, [] if model is Release else [row.pk for row in now], closed_at)
        for model, now in tables
    }
    own = _colleagues(viewer, [event for events in changes.values() for event in events])
    for model, now in tables:
        was = _stood(changes[model], own)
        for row in now:
            stood = row if is_taken_back(row) else was.get(row.pk, row)
            version = version_of(stood, model, row.owner_authority, files=False)
            version.words.update(said_then(model, stood))
            if stood is not row:  # why it was changed later is what became of it since
                version.words.pop("why", None)
            thing_key = f"{model._meta.label_lower}:{row.pk}"
            yield row, Thing(thing_key, model, [version])


def _as_it_stood(
    viewer: Viewer, model: type[Model], keys: Collection[Any], closed_at: datetime | None
) -> dict[Any, Any]:
    """What stood of one table's rows (`_stood`)."""
    events = _changes(model, keys, closed_at)
    return _stood(events, _colleagues(viewer, events))


def _changes(model: type[Model], keys: Collection[Any], closed_at: datetime | None) -> list[Any]:
    """What rows said before each change that was made since the case was closed, the latest first."""
    table: Any = earlier_of(model)
    if table is None or not keys:
        return []
    later = Q(pgh_created_at__gte=closed_at) if closed_at else Q()
    changes = with_names(table.objects.filter(later, pgh_obj__in=keys), table)
    return list(changes.select_related("pgh_context").order_by("-pgh_id"))


def _stood(events: Sequence[Any], own: Collection[int]) -> dict[Any, Any]:
    """The earlier versions that stood when the case was closed, or since at the last change that their own
    staff made; those that nobody else has changed after that have none."""
    found: dict[Any, Any] = {}
    settled: set[Any] = set()
    for event in events:
        if _changer(event) in own:
            settled.add(event.pgh_obj_id)
        elif event.pgh_obj_id not in settled:
            found[event.pgh_obj_id] = event
    return found


def _changer(event: Any) -> int | None:
    context = event.pgh_context
    return context.metadata.get("user") if context else None


def _colleagues(viewer: Viewer, events: Iterable[Any]) -> set[int]:
    """Of those who made the changes the accounts of the viewer's own authorities' staff."""
    known = {user for event in events if (user := _changer(event)) is not None}
    rows = User.objects.filter(pk__in=known, staff__authority__in=viewer.works_for)
    return set(rows.order_by("pk").values_list("pk", flat=True)) if known else set()


__all__ = [
    "MOST", "PAGE", "Closed", "ClosedPage", "OwnRecord", "as_told", "closed_case_of",
    "closed_cases", "names_told", "open_cases", "own_part_as_it_stood", "own_part_of", "own_record_of",
]  # fmt: skip
