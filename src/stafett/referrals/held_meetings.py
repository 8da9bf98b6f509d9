"""Reads of the meetings over a queue: who was there, and what each decided of those that the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from stafett.referrals.access import seen
from stafett.referrals.models import Referral, SelectionMeeting
from stafett.referrals.rules import CLOSED, SHAPES, STATE_WORDS, State, Text
from stafett.safeguards.viewer import Viewer

EARLIER: Any = Referral.pgh_event_model  # type: ignore[attr-defined]
STAYED = gettext_lazy("står kvar i kö")


@dataclass(frozen=True)
class Decided:
    """What a meeting decided of one, and in which words."""

    one: Referral
    meeting: SelectionMeeting
    state: State
    words: str

    @property
    def badge(self) -> tuple[Text, str]:
        """What was decided, in a word and its shape."""
        if self.state not in CLOSED:
            return STAYED, SHAPES[State.QUEUED]
        return STATE_WORDS[self.state], SHAPES[self.state]


@dataclass(frozen=True)
class Held:
    """A meeting with its decisions."""

    meeting: SelectionMeeting
    decisions: list[Decided]


def meetings(viewer: Viewer) -> QuerySet[SelectionMeeting]:
    """Those that decided of somebody whom the viewer may see, the latest first.

    A meeting about none of them is not there: it would tell that somebody is whom they may not see (law 5).
    """
    mine = seen(viewer).order_by()
    then = EARLIER.objects.filter(pgh_obj__in=mine.values("pk")).order_by()
    rows = SelectionMeeting.objects.filter(
        Q(pk__in=mine.exclude(meeting=None).values("meeting"))
        | Q(pk__in=then.exclude(meeting=None).values("meeting"))
    )
    return rows.select_related("branch__initiative").order_by("-held_on", "-pk")


def with_decisions(viewer: Viewer, rows: Sequence[SelectionMeeting]) -> list[Held]:
    """The meetings, each with what it decided of those that the viewer may see."""
    found = _decided(seen(viewer), rows)
    return [Held(one, [each for each in found if each.meeting == one]) for one in rows]


def of_one(viewer: Viewer, one: Referral) -> list[Decided]:
    """What each meeting decided of a referral, the latest first."""
    return _decided(seen(viewer).filter(pk=one.pk), list(meetings(viewer).filter(_about(one))))


def _about(one: Referral) -> Q:
    then = EARLIER.objects.filter(pgh_obj=one.pk).exclude(meeting=None).order_by()
    return Q(pk=one.meeting_id) | Q(pk__in=then.values("meeting"))


def _decided(mine: QuerySet[Referral], rows: Sequence[SelectionMeeting]) -> list[Decided]:
    """As it stood when the meeting was the last that had said something of them, the longest waiting first."""
    earlier = EARLIER.objects.filter(meeting__in=rows, pgh_obj__in=mine.order_by().values("pk"))
    stood: dict[UUID, dict[UUID, tuple[str, str]]] = {}
    told = earlier.order_by("pgh_id").values_list("pgh_obj_id", "meeting_id", "state", "decision")
    for key, meeting, state, words in told:
        stood.setdefault(key, {})[meeting] = (state, words)
    people = mine.filter(Q(meeting__in=rows) | Q(pk__in=stood)).select_related("circle__person")
    by_key = {one.pk: one for one in rows}
    found = []
    for one in people.order_by(Coalesce("first_on", "received_on"), "pk"):
        was = stood.get(one.pk, {})
        if one.meeting_id in by_key:
            was[one.meeting_id] = (one.state, one.decision)
        found += [
            Decided(one, by_key[meeting], State(state), words)
            for meeting, (state, words) in was.items()
        ]
    return sorted(found, key=lambda each: (each.meeting.held_on, each.meeting.pk), reverse=True)


__all__ = ["Decided", "Held", "meetings", "of_one", "with_decisions"]
