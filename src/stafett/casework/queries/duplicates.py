"""Which records could be the same human: among all that a viewer sees, and for one about to be recorded.

Only records that the viewer may see are compared: a hidden one leaves no trace here either (law 5).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from stafett.casework.access import workable
from stafett.casework.models import Participation
from stafett.casework.queries.participation import seen_people
from stafett.database.noticed import looking_up, notice
from stafett.initiatives.models import Initiative
from stafett.people.actions import PersonFacts
from stafett.people.letters import for_search
from stafett.people.likeness import Known, Likeness, likeness, likenesses
from stafett.people.models import Person, PersonLink
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer

MOST_COMPARED = 5_000
"""So many records are compared at a time; a larger unit chooses an initiative first."""
MOST_PAIRS = 200
MOST_BESIDE = 20
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Pair:
    """Two records that could be one human, with a participation of each to look at."""

    first: Person
    second: Person
    first_case: Participation
    second_case: Participation
    why: str
    link: PersonLink | None = None


@dataclass(frozen=True)
class Pairs:
    """Pairs not linked and linked, and whether there were more records than could be compared."""

    suggested: list[Pair]
    linked: list[Pair]
    cut: bool


def duplicates(viewer: Viewer, initiative: Initiative | None = None) -> Pairs:
    """Records of one controller, among those the viewer sees, that could be the same human."""
    with looking_up("possible doubles"):
        cases = _case_of_each(viewer, initiative)
        people = Person.objects.filter(pk__in=cases).in_bulk()
    alike = likenesses(_known(person) for person in people.values())
    links = _links(viewer, set(people))
    suggested = [a for a in alike if (a.first, a.second) not in links][:MOST_PAIRS]
    return Pairs(
        [_pair(a.first, a.second, people, cases, a.why) for a in suggested],
        [
            _pair(link.first_id, link.second_id, people, cases, link.reason, link)
            for link in links.values()
        ],
        cut=len(cases) >= MOST_COMPARED,
    )


def _case_of_each(viewer: Viewer, initiative: Initiative | None) -> dict[UUID, Participation]:
    """One participation of each person that the viewer sees, the latest; at most MOST_COMPARED."""
    rows = may_see(viewer, Participation.objects.select_related("initiative", "branch"))
    if initiative is not None:
        rows = rows.filter(initiative=initiative)
    latest = rows.order_by("-starts_on", "-pk")[:MOST_COMPARED]
    return {row.person_id: row for row in reversed(latest)}


def _known(person: Person) -> Known:
    return Known(
        person.pk, person.controller_id, person.given_name, person.family_name,
        person.birth_date, person.birth_year, person.identity_number,
    )  # fmt: skip


def _links(viewer: Viewer, people: set[UUID]) -> dict[tuple[UUID, UUID], PersonLink]:
    found = PersonLink.objects.filter(
        controller_id__in=viewer.controllers, undone_at__isnull=True,
        first__in=people, second__in=people,
    )  # fmt: skip
    return {(link.first_id, link.second_id): link for link in found.select_related("linked_by")}


def _pair(
    first: UUID, second: UUID, people: dict[UUID, Person], cases: dict[UUID, Participation],
    why: str, link: PersonLink | None = None,
) -> Pair:  # fmt: skip
    notice([cases[first], cases[second]])
    return Pair(people[first], people[second], cases[first], cases[second], why, link)


def known_like(viewer: Viewer, facts: PersonFacts) -> list[tuple[Person, Likeness]]:
    """Records the viewer may see that could be the human about to be recorded, the surest first."""
    return alike_among(seen_people(viewer), facts)


def known_like_each(
    viewer: Viewer, wanted: Mapping[K, PersonFacts]
) -> dict[K, list[tuple[Person, Likeness]]]:
    """The same for each of several, in as many queries however many they are."""
    return alike_of_each(seen_people(viewer), wanted)


def alike_among(people: QuerySet[Person], facts: PersonFacts) -> list[tuple[Person, Likeness]]:
    """Those of these records, all of which the viewer may see, that could be the same human."""
    near = Q(birth_date=facts.birth_date) if facts.birth_date else Q(pk__in=())
    if facts.identity_number:
        near |= Q(identity_number=facts.identity_number)
    if facts.family_name:
        near |= Q(search_family=for_search(facts.family_name))
    seen = people.filter(near, controller_id=facts.controller_id).order_by("pk")
    with looking_up("alike before enrolling"):
        found = _likest(facts, seen[:MOST_COMPARED])
    return _noticed(found)


def alike_of_each(
    people: QuerySet[Person], wanted: Mapping[K, PersonFacts]
) -> dict[K, list[tuple[Person, Likeness]]]:
    """The same for each of several, in as many queries however many they are."""
    with looking_up("alike before enrolling"):
        rows = sorted(_near_any(people, list(wanted.values())).values(), key=attrgetter("pk"))
        found = {
            key: _likest(facts, islice((row for row in rows if _near(row, facts)), MOST_COMPARED))
            for key, facts in wanted.items()
        }
    return {key: _noticed(alike) for key, alike in found.items()}


def _near_any(people: QuerySet[Person], wanted: Sequence[PersonFacts]) -> dict[UUID, Person]:
    """Those that share a birth date, a number or a family name with any; of each name so many at most."""
    people = people.filter(controller_id__in={facts.controller_id for facts in wanted})
    days = {facts.birth_date for facts in wanted if facts.birth_date}
    numbers = {facts.identity_number for facts in wanted if facts.identity_number}
    sure = people.filter(Q(birth_date__in=days) | Q(identity_number__in=numbers)).order_by("pk")
    names = {for_search(facts.family_name) for facts in wanted if facts.family_name}
    nth = Window(RowNumber(), partition_by=["controller_id", "search_family"], order_by="pk")
    named = people.filter(search_family__in=names).annotate(nth=nth).order_by("pk")
    return {one.pk: one for one in (*sure, *named.filter(nth__lte=MOST_COMPARED))}


def _near(person: Person, facts: PersonFacts) -> bool:
    """That they have something in common that is looked for; of two controllers' nobody is alike (law 3)."""
    return bool(
        (facts.birth_date and person.birth_date == facts.birth_date)
        or (facts.identity_number and person.identity_number == facts.identity_number)
        or (facts.family_name and person.search_family == for_search(facts.family_name))
    )


def _likest(facts: PersonFacts, people: Iterable[Person]) -> list[tuple[Person, Likeness]]:
    """Those that could be the same human, the surest first."""
    new = Known(
        UUID(int=0), facts.controller_id, facts.given_name, facts.family_name,
        facts.birth_date, facts.birth_year, facts.identity_number,
    )  # fmt: skip
    found = [(person, likeness(new, _known(person))) for person in people]
    alike = [(person, reason) for person, reason in found if reason]
    return sorted(alike, key=lambda pair: (pair[1].rank, pair[0].pk))[:MOST_BESIDE]


def _noticed(alike: list[tuple[Person, Likeness]]) -> list[tuple[Person, Likeness]]:
    """These stand in the log as shown, which those that were only looked through do not (law 4)."""
    notice(person for person, _likeness in alike)
    return alike


def workable_pair(viewer: Viewer, first: UUID, second: UUID) -> tuple[Person, Person] | None:
    """Two records that the viewer may link: each in a case that the viewer works with."""
    mine = workable(viewer).filter(person_id__in=(first, second)).order_by("pk")
    people = {row.person_id: row.person for row in mine.select_related("person")}
    return (people[first], people[second]) if len(people) == 2 else None


def workable_link(viewer: Viewer, key: int) -> PersonLink | None:
    """A link that the viewer may undo."""
    link = PersonLink.objects.filter(
        pk=key, undone_at__isnull=True, controller_id__in=viewer.controllers
    ).first()
    if link is None or workable_pair(viewer, link.first_id, link.second_id) is None:
        return None
    return link
