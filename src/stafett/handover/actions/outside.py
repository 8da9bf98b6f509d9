"""A receiver outside Stafett: the giver notes who confirmed, when and how, and that ends the participation.

A case in Stafett needs a holder in it. So what is handed over outside is an exit, with somebody named next
(law 1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.actions import Exit, close
from stafett.casework.actions.ending import faults_of_the_dead
from stafett.casework.rules import TAKES_OVER
from stafett.casework.setting_right import keep
from stafett.frame.formats import plain_day
from stafett.handover.access import check_gives
from stafett.handover.actions.steps import begin, close_link
from stafett.handover.models import Handover, Manner
from stafett.handover.rules import Stand, faults_of_hearing
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Confirmed:
    """Who at the receiver said yes, on which day and how; and what the person says of it."""

    who: str
    on: date
    manner: Manner
    heard: str = ""
    not_heard: str = ""


@transaction.atomic
def record(handover: Handover, told: Confirmed, exit_: Exit, *, by: Viewer) -> None:
    """Note that somebody outside takes over, and end the participation with them named as next.

    They may have said yes before it was proposed here, on the telephone: that day is kept beside that of
    writing.

    Raises Refused without who, when or how, when the person has not been heard, for a last day before the
    receiver's yes (law 1: nobody would hold the days between), and as `close` does.
    """
    check_gives(by, handover.participation)
    now = begin(handover, "record")
    faults = faults_of_confirming(now, told, exit_.ends_on, by.day)
    if faults:
        raise Refused(faults)
    close_link(now)
    keep(
        now, _("bekräftad utanför Stafett"), stand=Stand.DONE, taken_on=told.on, taken_by=told.who.strip(),
        manner=told.manner, given_on=by.day, given_by=by.name, closed_on=by.day, closed_by=by.name,
        heard=told.heard.strip(), not_heard=told.not_heard.strip(),
    )  # fmt: skip
    next_is = replace(exit_, next_step_id=TAKES_OVER, next_unit_id=None, next_outside=now.receiver)
    close([(now.participation, next_is)], by=by)


def faults_of_confirming(
    now: Handover, told: Confirmed, ends_on: date | None, today: date
) -> dict[str, str]:
    """Why nobody can have confirmed so, or the participation cannot end then for it, as field → sentence."""
    faults = faults_of_hearing(told.heard, told.not_heard)
    if not told.who.strip():
        faults["confirmed_by"] = _("Skriv vem hos mottagaren som bekräftade.")
    if told.on > today:
        faults["confirmed_on"] = _("Dagen har inte varit än. Anteckna när bekräftelsen har kommit.")
    elif told.on < now.participation.starts_on:
        faults["confirmed_on"] = _(
            "Deltagandet började %(day)s. Skriv den dagen eller en senare."
        ) % {"day": plain_day(now.participation.starts_on)}
    elif ends_on and ends_on < told.on:
        faults["ends_on"] = _(
            "Sista dagen ligger före den då mottagaren bekräftade. Till dess höll ni ihop ärendet: skriv den "
            "dagen eller en senare."
        )
    return faults


def faults_of_a_death(outcome: int | None) -> dict[str, str]:
    """Nobody takes over when it led to that the person died; as field → sentence."""
    if not faults_of_the_dead(outcome, TAKES_OVER):
        return {}
    return {
        "outcome": _(
            "Personen har avlidit, så ingen tar över. Återkalla överlämningen och avsluta deltagandet i "
            "stället."
        )
    }
