"""A promise that another authority's unit gave at a meeting: when it becomes that authority's own row (law 2).

The unit was there and said it itself, so that the promise, and nothing else, is its own record: when it is
handed over under a consent, or when the person had themself invited the unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.meetings.access import told_by
from stafett.meetings.models import Called, Meeting, Owner, Promise, Role
from stafett.meetings.rules import GOING_ON
from stafett.parties.models import Unit
from stafett.safeguards.actions import seat_for_promise
from stafett.safeguards.models import Basis, Circle, ConsentPart, Information, Member, RowKind
from stafett.safeguards.viewer import Viewer


def abroad(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """Of these the promises of another authority's units that are not that authority's own rows yet."""
    copies = Promise.objects.filter(copy_of=OuterRef("pk"))
    theirs = rows.filter(owner=Owner.UNIT, copy_of=None, meeting__isnull=False)
    return theirs.exclude(unit__authority=F("owner_authority")).filter(~Exists(copies))


def waiting(meeting: Meeting, day: date) -> dict[int, list[Promise]]:
    """By unit, what it promised at a meeting and has not got; of somebody protected for the named alone."""
    found: dict[int, list[Promise]] = defaultdict(list)
    for one in abroad(meeting.promises.select_related("unit")).order_by("pk"):
        found[one.unit_id or 0].append(one)
    circle = meeting.participation.circle
    if not circle.named_only:
        return found
    inside = Member.objects.filter(in_force(day), circle=circle, basis=Basis.ROLE)
    named = set(inside.order_by("pk").values_list("unit_id", flat=True))
    return {unit: some for unit, some in found.items() if unit in named}


def taken_back(case: Participation, pair: Iterable[int], since: date) -> bool:
    """True when the person has ended a consent between two authorities since a day: no more is told."""
    both = list(pair)
    ended = ConsentPart.objects.filter(
        circle=case.circle_id, giver__in=both, receiver__in=both, withdrawn_on__gte=since
    )
    return ended.exists()


REASON_ELSEWHERE = gettext_lazy("Skälet finns hos den som ändrade det.")
"""Stands for the reason with an authority that no consent lets be told it."""


def reason_for_others(because: str) -> str:
    """What is said of why to those whom no consent lets know it; nothing where there was none."""
    return str(REASON_ELSEWHERE) if because else ""


def give(promises: Iterable[Promise], by: Viewer) -> None:
    """Make rows of the promising authority's own of these, and let the unit reach them; each once.

    Why it was moved goes along where a consent lets it, as when it is moved later.
    """
    for promise in promises:
        unit = Unit.objects.get(pk=promise.unit_id or 0)
        told = told_by(by, promise.participation, promise.owner_authority_id)
        because = promise.because
        if unit.authority_id not in told:
            because = reason_for_others(because)
        seat_for_promise(promise.participation.circle, unit, by=by)
        Promise.objects.get_or_create(
            copy_of=promise.pk, owner_authority_id=unit.authority_id,
            defaults={
                "controller_id": promise.controller_id, "kind": RowKind.AGREEMENT,
                "participation_id": promise.participation_id, "what": promise.what,
                "owner": promise.owner, "unit_id": unit.pk, "position_id": promise.position_id,
                "made_on": promise.made_on, "first_due_on": promise.first_due_on,
                "due_on": promise.due_on, "state": promise.state, "moves": promise.moves,
                "because": because, "settled_on": promise.settled_on, "noted_by": by.name,
            },
        )  # fmt: skip


def let_givers_back(circle: UUID, by: Viewer) -> None:
    """Let the units reach again what they have promised in a circle and not done: it is their own (law 1)."""
    theirs = Promise.objects.filter(
        participation__circle=circle, copy_of__isnull=False, state__in=GOING_ON
    )
    case = Circle.objects.get(pk=circle)
    for unit in Unit.objects.filter(pk__in=theirs.order_by().values("unit")).order_by("pk"):
        seat_for_promise(case, unit, by=by)


def not_given(rows: QuerySet[Promise], day: date) -> QuerySet[Promise]:
    """Of these the promises that have not reached those who gave them, though they can today."""
    parts = ConsentPart.objects.filter(
        in_force(day), circle=OuterRef("participation__circle"), giver=OuterRef("owner_authority"),
        receiver=OuterRef("unit__authority"), accepted_on__isnull=False, withdrawn_on=None,
        information=Information.AGREEMENT,
    )  # fmt: skip
    ended = ConsentPart.objects.filter(
        circle=OuterRef("participation__circle"), giver=OuterRef("owner_authority"),
        receiver=OuterRef("unit__authority"), withdrawn_on__gte=OuterRef("made_on"),
    )  # fmt: skip
    invited = Called.objects.filter(
        meeting=OuterRef("meeting"), role=Role.UNIT, unit=OuterRef("unit"), by_person=True
    )
    return abroad(rows).filter(Q(Exists(parts)) | Q(Exists(invited)) & ~Q(Exists(ended)))


__all__ = [
    "REASON_ELSEWHERE",
    "abroad",
    "give",
    "let_givers_back",
    "not_given",
    "reason_for_others",
    "taken_back",
    "waiting",
]
