"""Who is known already of somebody who waits: told to those who take in, and asked about before it is done.

Nothing is told that the viewer may not see: a record, a case or a wait that is hidden from them leaves no
trace, neither in what is said nor in that it is asked (law 5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.queries.duplicates import alike_of_each, known_like_each
from stafett.frame.formats import plain_day, span
from stafett.people.actions import facts_of
from stafett.people.models import Person
from stafett.referrals.access import seen
from stafett.referrals.models import Referral
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class KnownBefore:
    """Something about whoever may be the same human, in words, and the page that it is read on."""

    words: str
    url: str


def known_before(viewer: Viewer, one: Referral) -> list[KnownBefore]:
    """The participations and waits, among those that the viewer may see, of the person and of who is alike."""
    return known_before_each(viewer, [one])[one]


def known_before_each(
    viewer: Viewer, ones: Collection[Referral]
) -> dict[Referral, list[KnownBefore]]:
    """The same of each of several who wait, in as many queries however many they are."""
    whys = _why_alike(viewer, ones)
    people = {person for why in whys.values() for person in why}
    cases, waits = _cases(viewer, people), _waits(viewer, people)
    return {
        one: [*_cases_told(cases, why), *_waits_told(waits, one, why)] for one, why in whys.items()
    }


def _why_alike(viewer: Viewer, ones: Collection[Referral]) -> dict[Referral, dict[UUID, str]]:
    """For each the records that can be the same human, the person's own among them, with why."""
    wanted = {one: facts_of(one.circle.person) for one in ones}
    waiting = seen(viewer).filter(decided_on=None).values("circle__person")
    people = Person.objects.filter(pk__in=waiting, controller__in=viewer.controllers)
    known, alike = known_like_each(viewer, wanted), alike_of_each(people, wanted)
    return {
        one: {other.pk: reason.why for other, reason in (*known[one], *alike[one])}
        | {one.circle.person_id: ""}
        for one in ones
    }


def _cases(viewer: Viewer, people: Collection[UUID]) -> list[Participation]:
    """Those who take part or have taken part, the latest first."""
    rows = may_see(viewer, Participation.objects.filter(person__in=people))
    rows = rows.select_related("person", "initiative", "branch")
    return list(rows.order_by("-starts_on", "-pk"))


def _cases_told(cases: Collection[Participation], why: dict[UUID, str]) -> Iterator[KnownBefore]:
    for case in cases:
        if case.person_id in why:
            yield told_of(case, why[case.person_id])


def told_of(case: Participation, why: str = "") -> KnownBefore:
    """That somebody takes part or has taken part, where and when."""
    ended = case.ends_on is not None
    said = _("%(who)s deltog i %(where)s %(when)s.") if ended else _(
        "%(who)s deltar i %(where)s sedan %(when)s."
    )  # fmt: skip
    when = span(case.starts_on, case.ends_on) if ended else plain_day(case.starts_on)
    words = said % {**_who(case, case.person, why), "when": when}
    return KnownBefore(words, reverse("participation", args=[case.pk]))


def _waits(viewer: Viewer, people: Collection[UUID]) -> list[Referral]:
    """Those who wait for a decision too, here or elsewhere."""
    rows = seen(viewer).filter(decided_on=None, circle__person__in=people)
    rows = rows.select_related("circle__person", "initiative", "branch")
    return list(rows.order_by(Coalesce("first_on", "received_on"), "pk"))


def _waits_told(
    waits: Collection[Referral], one: Referral, why: dict[UUID, str]
) -> Iterator[KnownBefore]:
    for other in waits:
        if other == one or other.circle.person_id not in why:
            continue
        told = _who(other, other.circle.person, why[other.circle.person_id])
        said = _("%(who)s väntar också på besked från %(where)s, sedan %(when)s.")
        words = said % {**told, "when": plain_day(other.waits_since)}
        yield KnownBefore(words, reverse("referral", args=[other.pk]))


def _who(row: Any, person: Person, why: str) -> dict[str, str]:
    """Who it is and why it could be the same human; by the alias where the name is sealed."""
    who = (
        f"{person.name} ({why[0].lower()}{why[1:]})"
        if why and not person.protection
        else person.name
    )
    return {"who": who, "where": f"{row.initiative}, {row.branch}"}


def taking_part_now(viewer: Viewer, one: Referral) -> Participation | None:
    """The participation that stops another from beginning today, where the viewer may see it (D12)."""
    return taking_part_each(viewer, [one]).get(one)


def taking_part_each(viewer: Viewer, ones: Collection[Referral]) -> dict[Referral, Participation]:
    """The same of each of several who wait, of those that have one; in one query."""
    rows = Participation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=viewer.day),
        person__in={one.circle.person_id for one in ones},
        initiative__in={one.initiative_id for one in ones},
    )
    found: dict[tuple[UUID, int], Participation] = {}
    seen_rows = may_see(viewer, rows).select_related("person", "initiative", "branch")
    for case in seen_rows.order_by("pk"):
        found.setdefault((case.person_id, case.initiative_id), case)
    both = {one: found.get((one.circle.person_id, one.initiative_id)) for one in ones}
    return {one: case for one, case in both.items() if case}


def already_in(who: str) -> str:
    """That somebody takes part in the initiative now, so that another participation cannot begin."""
    return _("%(who)s deltar redan i insatsen. Anta inte, med skälet att hen redan deltar.") % {
        "who": who
    }


__all__ = [
    "KnownBefore", "already_in", "known_before", "known_before_each", "taking_part_each",
    "taking_part_now", "told_of",
]  # fmt: skip
