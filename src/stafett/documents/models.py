"""A file in a case, with what it is: one authority's own, as a note is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from stafett.casework.models import Participation
from stafett.database.history import tracked
from stafett.documents.office import DOCX, ODT
from stafett.notes.models import Written
from stafett.safeguards.models import COVERED
from stafett.vocabulary.models import DocumentKind


class WithoutFiles(models.Manager["Document"]):
    """What documents are, without the files themselves: each is fetched when it is asked for."""

    def get_queryset(self) -> models.QuerySet[Document]:
        """The rows, with the file left where it is."""
        return super().get_queryset().defer("content")


@tracked
class Document(Written):
    """A file as it came in; about health when whoever put it there says so, and then of that kind.

    What is taken back leaves an empty row: the file stands in the history alone, as a note's text does.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="documents", **COVERED
    )
    title = models.CharField(_("vad det är, i egna ord"), max_length=160, blank=True)
    what = models.ForeignKey(
        DocumentKind, models.PROTECT, related_name="+", db_index=False, null=True, blank=True,
        verbose_name=_("slags dokument"),
    )  # fmt: skip
    file_name = models.CharField(_("filens namn"), max_length=200, blank=True)
    content_type = models.CharField(_("slag av fil"), max_length=80, blank=True)
    size = models.PositiveIntegerField(_("storlek i byte"))
    content = models.BinaryField(_("filen"))

    objects = WithoutFiles()

    class Meta:
        ordering = ["-on_day", "-id"]
        indexes = [models.Index(fields=["participation", "-on_day"], name="documents_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("note", "health")), name="a_document_is_of_its_kinds"
            ),
            models.CheckConstraint(
                condition=Q(size=Length("content")), name="a_document_says_how_large_it_is"
            ),
            models.CheckConstraint(
                condition=Q(retracted_on__isnull=True, retracted_by="", what__isnull=False, size__gt=0)
                & ~Q(title="") & ~Q(content_type="")
                | Q(retracted_on__isnull=False, title="", what__isnull=True, file_name="")
                & Q(content_type="", size=0) & ~Q(retracted_by=""),
                name="a_document_stands_whole_or_says_nothing",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def ending(self) -> str:
        """What the name of a file of its kind ends with."""
        return ENDINGS.get(self.content_type, "")


ENDINGS = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", DOCX: "docx", ODT: "odt",
}  # fmt: skip
"""How files of the kinds that are taken end, once it is known what they are."""

__all__ = ["ENDINGS", "Document"]
