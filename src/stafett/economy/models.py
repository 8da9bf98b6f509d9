"""What it cost, who paid, and what that is per participant with both numbers and both dates (D17)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stafett.database.history import tracked
from stafett.initiatives.models import Branch, Initiative
from stafett.parties.models import Party


@tracked
class CostLine(models.Model):
    """An amount of one kind in one year; `booked_through` is the last day it covers."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="cost_lines")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    cost_kind = models.CharField(_("kostnadsslag"), max_length=80)
    payer = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("betalare")
    )
    kronor = models.DecimalField(_("kronor"), max_digits=14, decimal_places=2)
    booked_through = models.DateField(_("avser till och med"))

    class Meta:
        ordering = ["initiative", "year", "cost_kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="cost_year_is_a_year"
            ),
            models.CheckConstraint(
                condition=Q(booked_through__year__gte=F("year")), name="cost_booked_in_its_year"
            ),
        ]


@tracked
class CostStatement(models.Model):
    """A cost per participant that was stated: costs through one day, participants through another."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="cost_statements")
    label = models.CharField(_("benämning"), max_length=120)
    costs_through = models.DateField(_("kostnader till och med"))
    participants_through = models.DateField(_("deltagare till och med"))

    class Meta:
        ordering = ["initiative", "costs_through", "id"]
        constraints = [
            models.UniqueConstraint("initiative", "label", name="cost_statement_label_once")
        ]

    def __str__(self) -> str:
        return self.label
