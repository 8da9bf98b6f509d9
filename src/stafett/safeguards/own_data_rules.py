"""When is an answer due, and what may be decided of it? Pure: days come in as arguments.

One month from when the question came in, and two more where that is said with a reason (GDPR art. 12.3).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stafett.database.own_data import About
from stafett.frame.unfilled import faults_of_unfilled
from stafett.safeguards.ending_rules import add_months

MONTHS, LONGER = 1, 3


@dataclass(frozen=True)
class Excluded:
    """What somebody decides not to hand out: a heading, a thing under it, or a text of that; and why."""

    about: About
    why: str
    ground: str
    because: str
    item: str = ""
    column: str = ""
    unsaid_because: str = ""


def due_on(asked_on: date, *, longer: bool = False) -> date:
    """The last day for the answer; the last of a month that has no such day."""
    return add_months(asked_on, LONGER if longer else MONTHS)


def faults_of_note(
    asked_by: str, identity_checked: str, asked_on: date, today: date
) -> dict[str, str]:
    """What is wrong with a request as it is noted, as field → sentence."""
    faults: dict[str, str] = {}
    if asked_on > today:
        faults["asked_on"] = _("Den dagen har inte varit än.")
    if not asked_by:
        faults["asked_by"] = _("Skriv vem som frågade.")
    if not identity_checked:
        faults["identity_checked"] = _("Skriv hur ni vet att det är rätt person.")
    return faults


def faults_of_longer(because: str, due: date, already: bool, today: date) -> dict[str, str]:
    """What is wrong with taking longer, as field → sentence."""
    if already:
        return {"": _("Tiden är redan förlängd. Det går en gång.")}
    if today > due:
        return {"": _("Tiden har gått ut. Den förlängs bara innan den sista dagen har gått.")}
    if not because:
        return {"because": _("Skriv varför, så att personen får veta det.")}
    return faults_of_unfilled({"because": because})


def faults_of_exclusions(excluded: Collection[Excluded], appeal: str) -> dict[str, str]:
    """What is wrong with what is left out, as field → sentence; nothing left out needs no reason."""
    faults: dict[str, str] = {}
    for one in excluded:
        if not one.why:
            faults[f"{one.about}_why"] = _("Välj varför det inte lämnas ut.")
        if not one.ground:
            faults[f"{one.about}_ground"] = _("Skriv vad det stöds på, med egna ord.")
        if not one.because:
            faults[f"{one.about}_because"] = _("Skriv varför det inte lämnas ut.")
        faults |= faults_of_unfilled(
            {f"{one.about}_ground": one.ground, f"{one.about}_because": one.because}
        )
    if excluded and not appeal:
        faults["appeal"] = _("Skriv hur personen överklagar när något inte lämnas ut.")
    return faults | faults_of_unfilled({"appeal": appeal})
