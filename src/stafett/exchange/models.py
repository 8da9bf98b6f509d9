"""What came in from files: the saved way to read their columns, and each import with its outcome."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.accounts.models import User
from stafett.initiatives.models import Branch, Initiative
from stafett.parties.models import Authority


class Mapping(models.Model):
    """Which column of a register means what, kept for the next file (field key → header).

    `unread` are the headers that were there and were left out: of others the choice says nothing.
    """

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="mappings")
    name = models.CharField(_("namn"), max_length=80)
    columns = models.JSONField(_("kolumner"))
    unread = models.JSONField(_("kolumner som inte läses in"), default=list)

    class Meta:
        ordering = ["initiative", "name"]
        constraints = [models.UniqueConstraint("initiative", "name", name="mapping_name_once")]

    def __str__(self) -> str:
        return self.name


class ImportStatus(models.TextChoices):
    """How far an import has come."""

    RECEIVED = "received", _("Mottagen")
    CHECKING = "checking", _("Granskas")
    FAULTY = "faulty", _("Har fel")
    CHECKED = "checked", _("Granskad")
    APPLYING = "applying", _("Läses in")
    APPLIED = "applied", _("Inläst")
    FAILED = "failed", _("Avbröts")


class RegisterImport(models.Model):
    """One file on its way in: all of it or nothing, with its faults and what it changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="imports")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(_("fil"), max_length=255)
    digest = models.CharField(_("fingeravtryck"), max_length=64)
    content = models.BinaryField(_("innehåll"), null=True, blank=True)
    outline = models.JSONField(_("rubriker och första rader"), default=dict)
    columns = models.JSONField(_("kolumner"), default=dict)
    unread = models.JSONField(_("kolumner som inte läses in"), default=list)
    job = models.BigIntegerField(
        _("jobb"), null=True, blank=True, help_text=_("Arbetarens nummer på jobbet med filen.")
    )
    status = models.CharField(
        _("läge"), max_length=10, choices=ImportStatus, default=ImportStatus.RECEIVED
    )
    rows_total = models.PositiveIntegerField(_("rader"), default=0)
    rows_done = models.PositiveIntegerField(_("rader klara"), default=0)
    result = models.JSONField(_("resultat"), default=dict)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
