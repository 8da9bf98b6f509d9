"""The only writes of notes and contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_own, writes_for
from stafett.casework.models import Participation
from stafett.casework.setting_right import keep, retract_row
from stafett.frame.formats import plain_day
from stafett.notes.access import check_retract
from stafett.notes.models import Contact, Note, Written
from stafett.notes.rules import faults_of_again, faults_of_day
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

W = TypeVar("W", bound=Written)


@dataclass(frozen=True)
class NewNote:
    """What is noted: of which day, and whether it is about health."""

    text: str
    on_day: date
    health: bool = False


@dataclass(frozen=True)
class NewContact:
    """An attempt: how, what came of it, a few words, and when to try again."""

    on_day: date
    by: str
    result: str
    text: str = ""
    again_on: date | None = None


@transaction.atomic
def write(case: Participation, told: NewNote, *, by: Viewer) -> Note:
    """Note something for one's own authority's file. Raises Refused on a day that cannot be, and on nothing."""
    spine = _spine(case, by)
    _check_day(case, told.on_day, by)
    return Note.objects.create(**spine, **_facts(told))


@transaction.atomic
def correct(note: Note, told: NewNote, *, by: Viewer, because: str) -> Note:
    """Write a note anew, with the reason; the earlier version is kept (law 6)."""
    check_own(by, note)
    _check_day(note.participation, told.on_day, by)
    if not because.strip():
        raise Refused({"because": _("Skriv varför. Det sparas med hur det stod förut.")})
    return keep(_held(note), because, **_facts(told))


@transaction.atomic
def seek(case: Participation, told: NewContact, *, by: Viewer) -> Contact:
    """Note that one tried to reach the person, and what came of it."""
    spine = _spine(case, by)
    _check_day(case, told.on_day, by)
    faults = faults_of_again(told.again_on, by.day)
    if faults:
        raise Refused(faults)
    return Contact.objects.create(**spine, kind=RowKind.NOTE, **_attempt(told))


@transaction.atomic
def correct_contact(contact: Contact, told: NewContact, *, by: Viewer, because: str) -> Contact:
    """Write an attempt anew, with the reason; the earlier version is kept (law 6).

    The day to try again can have been, where it was that already or follows the attempt.
    """
    check_own(by, contact)
    _check_day(contact.participation, told.on_day, by)
    faults = faults_of_again(told.again_on, told.on_day)
    if not because.strip():
        faults["because"] = _("Skriv varför. Det sparas med hur det stod förut.")
    if faults:
        raise Refused(faults)
    return keep(_held(contact), because, **_attempt(told))


@transaction.atomic
def retract(written: W, *, by: Viewer, because: str) -> W:
    """Take back what was written in the wrong case, with the reason: nothing of it is read there any more.

    The text stands in the history alone, until the case's records end by decision (law 6).
    """
    check_retract(by, written)
    if not because.strip():
        raise Refused({"because": _("Skriv varför. Det sparas i historiken.")})
    emptied = {"text": "", "again_on": None} if isinstance(written, Contact) else {"text": ""}
    return retract_row(_held(written), because, by=by, **emptied)


def _held(written: W) -> W:
    """The row as it stands now, held; Refused when it has been taken back."""
    rows = type(written)._default_manager.select_for_update(of=("self",))
    current = rows.get(pk=written.pk)
    if current.retracted_on:
        raise Refused({"": gone(current)})
    return current


def gone(written: Written) -> str:
    """What is said to whoever would change what has been taken back."""
    told = {"day": plain_day(written.retracted_on or written.on_day), "unit": written.unit}
    return (
        _("Det drogs tillbaka %(day)s, för att det var skrivet i fel ärende. Fråga %(unit)s.")
        % told
    )


def _attempt(told: NewContact) -> dict[str, Any]:
    return {
        "on_day": told.on_day, "by": told.by, "result": told.result, "text": told.text.strip(),
        "again_on": told.again_on,
    }  # fmt: skip


def _spine(case: Participation, by: Viewer) -> dict[str, Any]:
    unit, authority = writes_for(by, case)
    return {
        "participation": case, "controller_id": case.controller_id, "unit_id": unit,
        "owner_authority_id": authority, "written_by": by.name,
    }  # fmt: skip


def _facts(told: NewNote) -> dict[str, Any]:
    if not told.text.strip():
        raise Refused({"text": _("Skriv något, en rad räcker.")})
    kind = RowKind.HEALTH if told.health else RowKind.NOTE
    return {"text": told.text.strip(), "on_day": told.on_day, "kind": kind}


def _check_day(case: Participation, on_day: date, by: Viewer) -> None:
    faults = faults_of_day(on_day, case.starts_on, by.day)
    if faults:
        raise Refused(faults)
