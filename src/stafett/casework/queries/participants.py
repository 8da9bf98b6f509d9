"""Which participations are on this page of the list, in Swedish order, and how many are there?

A unit's list is walked in its own order (`Listing`) from a key, never by counting past rows; whether
each row may be seen is asked of its circle. A search is found first and put in order afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from stafett.casework.models import LISTED, Assignment, Holding, Listing, Participation, Teammate
from stafett.casework.queries.told_of import end_is_told, without_untold_ends
from stafett.casework.search import NOTHING, Sought
from stafett.database.days import in_force
from stafett.frame.addresses import addresses_of
from stafett.parties.models import Tenure
from stafett.people.letters import prefix_range
from stafett.people.models import Person
from stafett.safeguards.access import may_see_in_order
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.roles import Permission
from stafett.safeguards.selecting import selecting
from stafett.safeguards.viewer import Viewer

PAGE = 50
MOST = 1_000
"""So many are counted exactly; above it the page says "fler än 1 000"."""

Key = tuple[str, UUID]
"""A place in the list: the name it is sorted by, and the participation."""
ORDER = ("sort_name", "participation_id")
NAME_COLUMNS = ("search_family", "search_family_last", "search_given", "search_given_second")


@dataclass(frozen=True)
class Wanted:
    """Which participations are asked for; nothing said means all."""

    sought: Sought = NOTHING
    initiative_id: int | None = None
    branch_id: int | None = None
    status: str = ""
    sex: str = ""
    year: int | None = None
    mine: bool = False
    """Only those that the viewer's own posts have today."""


@dataclass(frozen=True)
class Place:
    """Where in the list: after a participation, before one, or at the end; else from the beginning."""

    after: UUID | None = None
    before: UUID | None = None
    last: bool = False

    @property
    def backwards(self) -> bool:
        """True when the page is read from its end."""
        return self.last or self.before is not None


BEGINNING = Place()


@dataclass
class Page:
    """One page of the list; `earlier` and `later` say whether there is more in each direction."""

    rows: list[Participation]
    count: int
    earlier: bool
    later: bool

    @property
    def more(self) -> bool:
        """True when there are more than are counted."""
        return self.count > MOST


def participants(viewer: Viewer, wanted: Wanted, place: Place = BEGINNING) -> Page:
    """A page of the participations that the viewer may see, with person, initiative and holder."""
    units = viewer.units_with(Permission.SEE_PEOPLE)
    if not units or not viewer.controllers:
        return Page([], 0, False, False)
    if wanted.sought:
        keys, count = _found(viewer, units, wanted)
        chosen = _cut(keys, place)
    else:
        chosen, count = _chosen(viewer, units, _listed(viewer, _condition(viewer, wanted)), place)
    return _page(viewer, chosen, count, place)


def _chosen(
    viewer: Viewer, units: tuple[int, ...], listed: QuerySet[Listing], place: Place
) -> tuple[list[Key], int]:
    """The keys of a page and one more; and how many there are, exactly up to MOST.

    At either end of the list one statement answers both: it walks on to where counting ends.
    """
    if place.after or place.before:
        return _walked(viewer, units, listed, place, PAGE + 1), _counted(units, listed)
    keys = _walked(viewer, units, listed, place, MOST + 1)
    return keys[: PAGE + 1], len(keys)


def _page(viewer: Viewer, chosen: list[Key], count: int, place: Place) -> Page:
    """The rows of up to one key too many, which only tells that there is more that way."""
    more, kept = len(chosen) > PAGE, chosen[:PAGE]
    if place.backwards:
        kept = kept[::-1]
    rows = rows_of(viewer, [key for _name, key in kept])
    came = bool(place.after or place.before)
    return Page(
        rows, count,
        earlier=more if place.backwards else bool(place.after) and bool(rows),
        later=(came and bool(rows)) if place.backwards else more,
    )  # fmt: skip


def _listed(viewer: Viewer, condition: Q) -> QuerySet[Listing]:
    return may_see_in_order(viewer, Listing.objects.filter(condition), LISTED)


def _walked(
    viewer: Viewer, units: tuple[int, ...], listed: QuerySet[Listing], place: Place, most: int
) -> list[Key]:
    """Up to so many keys, from a place in the list; each unit's list is walked by itself."""
    start = _key_of(viewer, units, place.after or place.before)
    order = [f"-{name}" for name in ORDER] if place.backwards else list(ORDER)
    beyond = _beyond(start, place.backwards) if start else Q()
    lists = [
        listed.filter(beyond, unit_id=unit).order_by(*order).values_list(*ORDER)[:most]
        for unit in units
    ]
    together = lists[0].union(*lists[1:]).order_by(*order)[:most] if lists[1:] else lists[0]
    return list(together)


def _beyond(start: Key, backwards: bool) -> Any:
    compare = TupleLessThan if backwards else TupleGreaterThan
    return compare((F("sort_name"), F("participation_id")), start)


def _key_of(viewer: Viewer, units: tuple[int, ...], participation: UUID | None) -> Key | None:
    """Where a participation stands; None when it is no longer there for this viewer."""
    if participation is None:
        return None
    there = _listed(viewer, Q(participation_id=participation, unit_id__in=units))
    return there.order_by(*ORDER).values_list(*ORDER).first()


def _counted(units: tuple[int, ...], listed: QuerySet[Listing]) -> int:
    """How many there are, exactly up to MOST; one more than that means more."""
    lists = [
        listed.filter(unit_id=unit).order_by().values_list("participation_id")[: MOST + 1]
        for unit in units
    ]
    together = lists[0].union(*lists[1:]) if lists[1:] else lists[0]
    return min(together.count(), MOST + 1)


def _found(viewer: Viewer, units: tuple[int, ...], wanted: Wanted) -> tuple[list[Key], int]:
    """The keys that a search finds, in order, at most MOST of them; and how many it found.

    What is both letters and figures is a number, and where there is no such number it is a name.
    """
    keys, count = _searched(viewer, units, wanted)
    if count or not (wanted.sought.numbers and wanted.sought.words):
        return keys, count
    return _searched(viewer, units, replace(wanted, sought=Sought(wanted.sought.words)))


def _searched(viewer: Viewer, units: tuple[int, ...], wanted: Wanted) -> tuple[list[Key], int]:
    condition = _condition(viewer, wanted) & _matching(viewer, wanted.sought) & Q(unit_id__in=units)
    some = _listed(viewer, condition).order_by().values("pk")[: (MOST + 1) * len(units)]
    rows = Listing.objects.filter(pk__in=some).order_by(*ORDER).values_list(*ORDER)
    keys = list(dict.fromkeys(rows))
    return keys[:MOST], min(len(keys), MOST + 1)


def _cut(keys: list[Key], place: Place) -> list[Key]:
    """A page and one more out of keys in order, from a place in them."""
    here = place.after or place.before
    at = next((i for i, (_name, key) in enumerate(keys) if key == here), None)
    if place.last:
        return keys[::-1][: PAGE + 1]
    if place.before:
        return keys[:at][::-1][: PAGE + 1]
    return keys[(at + 1 if at is not None else 0) :][: PAGE + 1]


def _condition(viewer: Viewer, wanted: Wanted) -> Q:
    """The filters, on the way from a listing; none by anything sensitive (law 9)."""
    told = {
        "participation__initiative_id": wanted.initiative_id,
        "participation__branch_id": wanted.branch_id,
        "participation__status": wanted.status,
        "participation__person__sex": wanted.sex,
        "participation__starts_on__gte": wanted.year and date(wanted.year, 1, 1),
        "participation__starts_on__lte": wanted.year and date(wanted.year, 12, 31),
    }
    condition = selecting(viewer, Listing, told)
    return condition & _mine(viewer) if wanted.mine else condition


def _mine(viewer: Viewer) -> Q:
    """Those that the viewer's posts have, or share; the list is of those that they may see besides."""
    has, shares = _had_by(viewer, Assignment), _had_by(viewer, Teammate)
    return Q(participation_id__in=has) | Q(participation_id__in=shares)


def _had_by(viewer: Viewer, model: type[Assignment] | type[Teammate]) -> QuerySet[Any, UUID]:
    had: QuerySet[Any] = model._default_manager.filter(
        in_force(viewer.day), unit__in=viewer.units_with(Permission.SEE_PEOPLE),
        position__in=viewer.positions, controller_id__in=viewer.controllers,
    )  # fmt: skip
    return had.order_by().values_list("participation_id", flat=True)


def _matching(viewer: Viewer, sought: Sought) -> Q:
    if not sought.numbers:
        return reduce(and_, (_beginning_with(word) for word in sought.words))
    return Q(participation_id__in=_numbered(viewer, sought))


def _beginning_with(word: str) -> Q:
    """Some part of the name begins with the word; `>=` and `<` alone, which the wall lets indexes serve."""
    first, end = prefix_range(word)
    person = "participation__person__"
    return reduce(
        or_,
        (
            Q(**{f"{person}{column}__gte": first, f"{person}{column}__lt": end})
            for column in NAME_COLUMNS
        ),
    )


def _numbered(viewer: Viewer, sought: Sought) -> list[UUID]:
    """Participations by their own number or their person's, before it is asked who may see them.

    Nobody protected is found by who they are, also by their team: by alias and case number alone.
    """
    people = Q(identity_number__in=sought.numbers) | Q(register_key__in=sought.numbers)
    people |= Q(birth_date__in=sought.births)
    for first, end in map(prefix_range, sought.prefixes):
        people |= Q(identity_number__gte=first, identity_number__lt=end)
    mine = Q(controller_id__in=viewer.controllers)
    persons = (
        Person.objects.filter(mine & people, protection="").order_by("pk").values("pk")[: MOST + 1]
    )
    by_person = Participation.objects.filter(mine, person_id__in=persons)
    by_case = Participation.objects.filter(mine, case_number__in=sought.numbers)
    found = (rows.order_by("pk").values_list("pk", flat=True) for rows in (by_person, by_case))
    return [key for keys in found for key in keys]


ROWS: Seen[Participation] = Seen(
    lambda viewer, keys: (
        Participation.objects.filter(pk__in=keys, controller_id__in=viewer.controllers)
        .select_related("person", "initiative", "branch", "outcome")
        .annotate(tells_end=end_is_told(viewer))
        .order_by("pk")
    )
)
HOLDERS: Seen[tuple[UUID, str, str | None]] = Seen(
    lambda viewer, keys: (
        Holding.objects.filter(
            in_force(viewer.day), participation_id__in=keys, controller_id__in=viewer.controllers
        )
        .order_by("pk")
        .values_list("participation_id", "unit__name", _worker(viewer))
    )
)


def _worker(viewer: Viewer | StandIn) -> Subquery:
    """Who has the held case in the unit that holds it, told to those of that unit alone (law 2)."""
    has = Assignment.objects.filter(
        in_force(viewer.day), participation=OuterRef("participation_id"), unit=OuterRef("unit_id"),
        unit_id__in=viewer.units_with(Permission.SEE_PEOPLE),
    )  # fmt: skip
    rows = Tenure.objects.filter(in_force(viewer.day), position=OuterRef("position_id"))
    there = rows.order_by("stands_in", "pk")
    return Subquery(has.order_by("pk").values(name=Subquery(there.values("staff__name")[:1]))[:1])


def rows_of(viewer: Viewer, keys: list[UUID]) -> list[Participation]:
    """Participations as their keys come, with `holder_name`, `worker_name`, `place`, `url`; they are seen."""
    rows = {row.pk: row for row in ROWS.by(viewer, keys=keys)}
    holders, address = _holders(viewer, keys), addresses_of("participation")
    for key, row in rows.items():
        row.holder_name, row.worker_name = holders.get(key, ("", ""))  # type: ignore[attr-defined]
        row.place = f"{row.initiative}, {row.branch}"  # type: ignore[attr-defined]
        row.url = address(key)  # type: ignore[attr-defined]
    return without_untold_ends(rows[key] for key in keys if key in rows)


def _holders(viewer: Viewer, keys: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Which unit holds each participation on the viewer's day, and who has it there; nobody after its exit."""
    return {key: (unit, who or "") for key, unit, who in HOLDERS.by(viewer, keys=keys)}
