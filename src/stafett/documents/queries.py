"""Which documents are there in a case, and which of them may somebody open?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import PART, Participation
from stafett.casework.of_case import OfCase
from stafett.casework.queries.own_record import own_part_of
from stafett.casework.timeline import Event, Kind, noted, reads
from stafett.documents.models import Document
from stafett.frame.formats import plain_day
from stafett.notes.access import can_retract, can_write
from stafett.safeguards.access import Opened, may_see
from stafett.safeguards.queries.file import Said, said_in
from stafett.safeguards.viewer import Viewer

PAGE = 50
DOCUMENT = Kind("document", gettext_lazy("dokument"))


def _whose(rows: QuerySet[Document]) -> QuerySet[Document]:
    return rows.select_related("unit", "what").order_by("-on_day", "-pk")


DOCUMENTS: OfCase[Document] = OfCase(Document, _whose)


@dataclass(frozen=True)
class Line:
    """A document as the list shows it."""

    document: Document
    may_retract: bool

    @property
    def retracted(self) -> str:
        """What is said of what was taken back."""
        return retracted(self.document)


@dataclass(frozen=True)
class DocumentsPage:
    """The tab Dokument."""

    participation: Participation
    lines: list[Line]
    can_put: bool
    page: int
    more: bool
    file: list[Said]
    """What Stafett is to each of the viewer's authorities: its file, or a working tool."""


def documents_page(viewer: Viewer, case: Participation, page: int = 1) -> DocumentsPage:
    """A page of what the viewer may see, the latest first; the files themselves are not fetched."""
    rows = may_see(viewer, Document.objects.filter(participation=case), PART)
    first = (page - 1) * PAGE
    some = list(
        rows.select_related("unit__authority", "what").order_by("-on_day", "-pk")[
            first : first + PAGE + 1
        ]
    )
    lines = [Line(one, can_retract(viewer, one) and not one.retracted_on) for one in some[:PAGE]]
    said = said_in(viewer, case.circle_id)
    return DocumentsPage(case, lines, can_write(viewer, case), page, len(some) > PAGE, said)


def document_of(viewer: Viewer, case: Participation, key: UUID) -> Document:
    """One document of the case; Http404 alike whether it is hidden from the viewer or was never there."""
    rows = Document.objects.filter(participation=case).select_related("participation", "unit")
    found = may_see(viewer, rows, PART).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def file_of(viewer: Viewer, case: Participation, key: UUID) -> Document:
    """The same to open: Http404 also of what has been taken back."""
    found = document_of(viewer, case, key)
    if found.retracted_on:
        raise Http404
    return found


def own_file_of(viewer: Viewer, circle: UUID, key: UUID) -> Document:
    """A document of one's own authority's in a case that is closed to it, to open; Http404 for all else."""
    rows = Document.objects.filter(pk=key, retracted_on__isnull=True)
    return own_part_of(viewer, circle, rows)


def documents_standing() -> tuple[QuerySet[Any], str]:
    """What counts of documents as noted in a case."""
    return Document.objects.filter(retracted_on__isnull=True), "on_day"


@reads(DOCUMENTS)
def told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """Each document that has not been taken back, by its title, on the day that it is of."""
    tab = reverse("documents", args=[case.pk])
    for one in DOCUMENTS.shown(case, shown):
        said = retracted(one) or f"{one.what}: {one.title}"
        url = "" if one.retracted_on else f"{tab}#{one.pk}"
        yield Event(
            one.on_day, one.owner_authority_id, DOCUMENT.mark, DOCUMENT.words, said, url,
            by=noted(viewer, one.unit, one.written_by, one.on_day, one.written_at),
        )  # fmt: skip


def retracted(one: Document) -> str:
    """What stands instead of what was taken back; empty while it stands."""
    if one.retracted_on is None:
        return ""
    told = {"day": plain_day(one.retracted_on), "unit": one.unit}
    return _("tillbakadraget %(day)s (%(unit)s)") % told


__all__ = [
    "DOCUMENT", "DocumentsPage", "Line", "document_of", "documents_page", "documents_standing", "file_of",
    "own_file_of", "retracted", "told",
]  # fmt: skip
