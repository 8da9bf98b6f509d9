"""What the time line tells of handovers, and of what was asked after the exit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.lanes import ALONGSIDE, Span
from stafett.casework.models import Participation
from stafett.casework.queries.participation import HELD
from stafett.casework.timeline import Event, Kind, own_staff, reads
from stafett.frame.formats import plain_day
from stafett.handover.access import may_know_of
from stafett.handover.models import FollowUp, Handover
from stafett.handover.queries.hands import ASKED, HANDED, TAB
from stafett.handover.rules import STAND_WORDS, Stand
from stafett.safeguards.access import Opened
from stafett.safeguards.viewer import Viewer

HANDOVER = Kind("handover", gettext_lazy("överlämning"))
ONE_DAY = timedelta(days=1)


@reads(HANDED, ASKED, HELD)
def told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """What the time line tells of handovers and follow-ups: when they were begun, and what came of them."""
    yield from _asked_afterwards(viewer, case, shown)
    url = reverse(TAB, args=[case.pk])
    for row in HANDED.of(case):
        if not may_know_of(viewer, row, shown):
            continue
        said = _("Föreslagen från %(giver)s till %(receiver)s") % {
            "giver": row.from_unit.name, "receiver": row.receiver,
        }  # fmt: skip
        by = own_staff(viewer, row.from_unit.authority_id, row.proposed_by)
        yield replace(_event(row, row.proposed_on, said, url), by=by)
        if row.closed_on:
            came_of = _("Till %(receiver)s: %(stand)s") % {
                "receiver": row.receiver, "stand": STAND_WORDS[Stand(row.stand)],
            }  # fmt: skip
            yield replace(_event(row, row.closed_on, came_of, url), by=_closer(viewer, row))
        if row.undone_on:
            undone = _("Till %(receiver)s: %(stand)s") % {
                "receiver": row.receiver, "stand": row.came_of,
            }  # fmt: skip
            yield _event(row, row.undone_on, undone, url)
        if row.meeting_on and row.is_open:
            yield _event(row, row.meeting_on, _("Överlämningsmöte"), url)
        yield from _along(case, row, url)


def _closer(viewer: Viewer, row: Handover) -> str:
    """Who confirmed last, or said no, by name where it was one's own: the receiver's, or else the giver's."""
    receivers = row.stand == Stand.DECLINED or row.closed_by == row.taken_by
    unit = row.to_unit if receivers else row.from_unit
    return own_staff(viewer, unit.authority_id, row.closed_by) if unit else ""


def _along(case: Participation, row: Handover, url: str) -> Iterator[Event]:
    """How long the giver is alongside: to the day agreed, its holding the case again, or the last day."""
    if row.stand != Stand.DONE or row.closed_on is None or row.alongside_until is None:
        return
    back = [
        held.from_day - ONE_DAY for held in HELD.of(case)
        if held.unit_id == row.from_unit_id and held.from_day >= row.closed_on
    ]  # fmt: skip
    last = min([row.alongside_until, *back, *([case.ends_on] if case.ends_on else [])])
    if last < row.closed_on:
        return
    unit = row.from_unit
    told = _("%(unit)s följer med till och med %(day)s")
    yield replace(
        _event(row, row.closed_on, told % {"unit": unit.name, "day": plain_day(last)}, url),
        authority_id=unit.authority_id,
        lasts=Span(row.closed_on, last + ONE_DAY, unit.name, ALONGSIDE),
    )


def _asked_afterwards(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    for row in ASKED.shown(case, shown):
        told = {"months": row.months, "answer": row.get_answer_display()}
        said = _("Uppföljning %(months)s månader efter avslutet: %(answer)s") % told
        day = row.asked_on or row.settled_on or row.due_on
        by = own_staff(viewer, row.owner_authority_id, row.settled_by)
        yield replace(_event(row, day, said, reverse(TAB, args=[case.pk])), by=by)


def _event(row: Handover | FollowUp, on: date, said: str, url: str) -> Event:
    return Event(on, row.owner_authority_id, HANDOVER.mark, HANDOVER.words, said, url)
