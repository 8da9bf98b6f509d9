"""A report that people write and the system fills with tables (G20 D18)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stafett.accounts.models import User
from stafett.database.history import tracked
from stafett.initiatives.models import Initiative


class ReportKind(models.TextChoices):
    """Which set of fixed chapters a report has."""

    HALF_YEAR = "half_year", _("Halvårsrapport")
    FINAL = "final", _("Slutrapport")


@tracked
class Report(models.Model):
    """One report on one initiative for one period."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="reports")
    report_kind = models.CharField(_("slag"), max_length=12, choices=ReportKind)
    title = models.CharField(_("rubrik"), max_length=200)
    period_start = models.DateField(_("period, start"))
    period_end = models.DateField(_("period, slut"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    figures = models.JSONField(
        _("siffror"), default=dict, help_text=_("Tabellerna så som de senast fylldes i.")
    )
    figures_at = models.DateTimeField(_("siffrorna hämtade"), null=True, blank=True)

    class Meta:
        ordering = ["initiative", "-period_end", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="report_period_forward"
            ),
            models.UniqueConstraint(
                fields=["initiative", "report_kind", "period_start", "period_end"],
                name="a_report_once_per_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Chapter(models.Model):
    """A chapter's text in Markdown; `version` tells a writer that somebody else has written."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="chapters")
    key = models.SlugField(max_length=60)
    text = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["report", "id"]
        constraints = [models.UniqueConstraint("report", "key", name="a_chapter_once_per_report")]
