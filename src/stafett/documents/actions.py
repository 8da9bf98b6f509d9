"""The only writes of documents: one is put in a case, and one can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import writes_for
from stafett.casework.models import Participation
from stafett.casework.setting_right import retract_row
from stafett.documents.models import Document
from stafett.documents.rules import faults_of_day
from stafett.frame.formats import plain_day
from stafett.notes.access import check_retract
from stafett.safeguards.actions import Scan
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import DocumentKind


@dataclass(frozen=True)
class NewDocument:
    """A file with what it is, of which day, and whether it says something of health."""

    title: str
    what: str
    on_day: date
    file: Scan
    health: bool = False


@transaction.atomic
def put(case: Participation, told: NewDocument, *, by: Viewer) -> Document:
    """Put a file in a case, for one's own authority's record.

    Raises PermissionDenied unless one works there, and Refused where it is not said what it is, or of a day
    that cannot be.
    """
    unit, authority = writes_for(by, case)
    faults = _faults_of(told, by.day)
    if faults:
        raise Refused(faults)
    file = told.file
    return Document.objects.create(
        participation=case, controller_id=case.controller_id, unit_id=unit,
        owner_authority_id=authority, written_by=by.name, on_day=told.on_day,
        kind=RowKind.HEALTH if told.health else RowKind.NOTE, title=_one_line(told.title),
        what_id=told.what, file_name=_one_line(file.file_name)[-200:],
        content_type=file.content_type, size=len(file.content), content=file.content,
    )  # fmt: skip


@transaction.atomic
def take_back(document: Document, *, by: Viewer, because: str) -> Document:
    """Take back what was put in the wrong case, or is the wrong file, with the reason: nobody opens it there
    any more.

    The file stands in the history alone, until the case's records end by decision (law 6).
    """
    check_retract(by, document)
    if not because.strip():
        raise Refused({"because": _("Skriv varför. Det sparas i historiken.")})
    current = Document.objects.select_related("unit").select_for_update(of=("self",))
    found = current.get(pk=document.pk)
    if found.retracted_on:
        raise Refused({"": gone(found)})
    return retract_row(
        found, because, by=by,
        title="", file_name="", content_type="", what=None, size=0, content=b"",
    )  # fmt: skip


def gone(document: Document) -> str:
    """What is said to whoever would open or take back what has been taken back."""
    told = {"day": plain_day(document.retracted_on or document.on_day), "unit": document.unit}
    return _("Dokumentet drogs tillbaka %(day)s. Fråga %(unit)s.") % told


def _faults_of(told: NewDocument, today: date) -> dict[str, str]:
    faults = faults_of_day(told.on_day, today)
    if not told.title.strip():
        faults["title"] = _("Skriv vad det är, några ord räcker.")
    if not DocumentKind.objects.filter(pk=told.what).exists():
        faults["what"] = _("Välj vad det är för slags dokument.")
    if not told.file.content:
        faults["file"] = _("Filen är tom. Välj en annan.")
    return faults


def _one_line(words: str) -> str:
    return " ".join(words.split())
