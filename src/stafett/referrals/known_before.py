"""Who is known already of somebody who waits: told to those who take in, and asked about before it is done.

Nothing is told that the viewer may not see: a record, a case or a wait that is hidden from them leaves no
trace, neither in what is said nor in that it is asked (law 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.queries.duplicates import alike_among, known_like
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
    person = one.circle.person
    facts = facts_of(person)
    waiting = seen(viewer).filter(decided_on=None).values("circle__person")
    people = Person.objects.filter(pk__in=waiting, controller__in=viewer.controllers)
    alike = [*known_like(viewer, facts), *alike_among(people, facts)]
    why = {other.pk: reason.why for other, reason in alike} | {person.pk: ""}
    return [*_cases(viewer, why), *_waits(viewer, one, why)]


def _cases(viewer: Viewer, why: dict[UUID, str]) -> Iterator[KnownBefore]:
    """Those who take part or have taken part, the latest first."""
    rows = may_see(viewer, Participation.objects.filter(person__in=why))
    rows = rows.select_related("person", "initiative", "branch")
    for case in rows.order_by("-starts_on", "-pk"):
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


def _waits(viewer: Viewer, one: Referral, why: dict[UUID, str]) -> Iterator[KnownBefore]:
    """Those who wait for a decision too, here or elsewhere."""
    rows = seen(viewer).filter(decided_on=None, circle__person__in=why).exclude(pk=one.pk)
    rows = rows.select_related("circle__person", "initiative", "branch")
    for other in rows.order_by(Coalesce("first_on", "received_on"), "pk"):
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
    rows = Participation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=viewer.day),
        person=one.circle.person_id, initiative=one.initiative_id,
    )  # fmt: skip
    beside = ("person", "initiative", "branch")
    return may_see(viewer, rows).select_related(*beside).order_by("pk").first()


def already_in(who: str) -> str:
    """That somebody takes part in the initiative now, so that another participation cannot begin."""
    return _("%(who)s deltar redan i insatsen. Anta inte, med skälet att hen redan deltar.") % {
        "who": who
    }


__all__ = ["KnownBefore", "already_in", "known_before", "taking_part_now", "told_of"]
