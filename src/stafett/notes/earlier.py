"""How did what is noted stand before it was corrected, when, and why was it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from operator import attrgetter
from typing import Any
from uuid import UUID

from stafett.casework.earlier import CorrectionsOfCase
from stafett.casework.models import Participation
from stafett.casework.timeline import Version
from stafett.notes.models import By, Contact, Note, Result, Written
from stafett.safeguards.access import Opened

HOW, CAME_OF_IT = dict(By.choices), dict(Result.choices)
"""In words; Django's own would be put together anew for each of hundreds."""


def in_words(contact: Any) -> str:
    """An attempt, now or earlier, in a line: how, what came of it, and the few words."""
    how, came_of_it = (
        HOW.get(contact.by, contact.by),
        CAME_OF_IT.get(contact.result, contact.result),
    )
    said = f"{how}, {came_of_it}"
    return f"{said}: {contact.text}" if contact.text else said


OF_DAY = attrgetter("on_day")
EARLIER: dict[type[Written], CorrectionsOfCase] = {
    Note: CorrectionsOfCase(Note, ("on_day", "kind", "text"), attrgetter("text"), OF_DAY),
    Contact: CorrectionsOfCase(
        Contact, ("on_day", "by", "result", "text", "again_on"), in_words, OF_DAY
    ),
}
"""What of each is told as corrected; the rest is no correction."""


def earlier_of(
    shown: Opened, written: Collection[Written], case: Participation
) -> Mapping[UUID, tuple[Version, ...]]:
    """The corrections of these rows of a case, by row, the latest first; none of what was taken back."""
    found: dict[UUID, tuple[Version, ...]] = {}
    for model, corrections in EARLIER.items():
        rows = [one for one in written if isinstance(one, model)]
        found.update(corrections.of(shown, rows, case))
    return found
