"""What Stafett is to an authority: its file (akt) of the case, or a working tool beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stafett.parties.models import Authority
from stafett.parties.staff_names import StaffName


class Use(models.TextChoices):
    """Where the authority's own file of a case is."""

    FILE = "file", _("akten: ärendets handlingar finns här")
    TOOL = "tool", _("ett arbetsverktyg: handlingarna förs till myndighetens egen akt")


class FileStatement(models.Model):
    """An authority's own word on it from a day; the latest holds, and none is ever changed."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    use = models.CharField(_("vad Stafett är"), max_length=4, choices=Use)
    from_day = models.DateField(_("från och med"))
    because = models.CharField(_("skäl"), max_length=300)
    stated_by = StaffName(_("sagt av"), max_length=120)
    stated_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-from_day", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="a_file_statement_has_a_reason")
        ]
