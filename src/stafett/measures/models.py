"""What outsiders see: closed periods, what each controller has signed, and the sets frozen since (law 8)."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stafett.accounts.models import User
from stafett.database.history import tracked
from stafett.initiatives.models import Branch, Initiative
from stafett.parties.models import Authority
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import Ends

PUBLIC, LEAST, MOST = 5, 3, 50
"""The lowest threshold of what anybody may ask for, the lowest of any, and the highest."""


def threshold(label: Any, least: int = LEAST) -> models.PositiveSmallIntegerField:
    """The smallest group that an audience may see."""
    limits = [MinValueValidator(least), MaxValueValidator(MOST)]
    return models.PositiveSmallIntegerField(label, default=PUBLIC, validators=limits)


@tracked
class Period(models.Model):
    """A period of an initiative that is over; the figures of a set are counted through its last day."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="figure_periods")
    starts_on = models.DateField(_("första dag"))
    ends_on = models.DateField(_("sista dag"))

    class Meta:
        ordering = ["initiative", "-ends_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="figure_period_forward"
            ),
            models.UniqueConstraint("initiative", "ends_on", name="figure_period_ends_once"),
        ]


class Signature(models.Model):
    """An authority's decision that a set may be shown, with the smallest group for each audience.

    It is for one version of one period, and is never changed: another version is signed anew.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="signatures")
    version = models.PositiveSmallIntegerField(_("version"))
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    public = threshold(_("minsta grupp för allmänheten"), PUBLIC)
    association = threshold(_("minsta grupp för förbundet"))
    steering = threshold(_("minsta grupp för styrgruppen"))
    evaluator = threshold(_("minsta grupp för utvärderaren"))
    declaration = models.CharField(_("vilka tabeller det gäller"), max_length=12)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_name = StaffName(_("undertecknat av"), max_length=120)
    signed_on = models.DateField(_("undertecknat"))

    class Meta:
        ordering = ["period", "version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "version", "authority"], name="signed_once_per_version"
            ),
            models.CheckConstraint(
                condition=Q(public__gte=PUBLIC, public__lte=MOST)
                & Q(association__gte=LEAST, association__lte=MOST)
                & Q(steering__gte=LEAST, steering__lte=MOST)
                & Q(evaluator__gte=LEAST, evaluator__lte=MOST),
                name="thresholds_within_limits",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="signed_for_good", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    @property
    def strictest(self) -> int:
        """The highest of the thresholds."""
        return max(self.public, self.association, self.steering, self.evaluator)


class FrozenSet(models.Model):
    """All tables of a period as outsiders see them, for good; a wrong one is withdrawn, never changed."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="sets")
    version = models.PositiveSmallIntegerField(_("version"))
    threshold = models.PositiveSmallIntegerField(_("minsta grupp"))
    tables = models.JSONField(_("tabeller"))
    digest = models.CharField(_("kontrollsumma"), max_length=64)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    frozen_name = StaffName(_("fastställt av"), max_length=120)
    frozen_on = models.DateField(_("fastställt"))
    withdrawn_on = models.DateField(_("återkallat"), null=True, blank=True)
    withdrawn_name = StaffName(_("återkallat av"), max_length=120, blank=True)
    withdrawn_because = models.CharField(_("varför"), max_length=500, blank=True)

    class Meta:
        ordering = ["period", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="frozen_once_per_version"),
            models.UniqueConstraint(
                fields=["period"], condition=Q(withdrawn_on=None), name="one_set_shown_per_period"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_name="", withdrawn_because="")
                | (
                    Q(withdrawn_on__isnull=False) & ~Q(withdrawn_name="") & ~Q(withdrawn_because="")
                ),
                name="withdrawn_with_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="frozen_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="frozen_unchanged",
                exclude=["withdrawn_on", "withdrawn_name", "withdrawn_because"],
            ),
        ]


class EndedCases(models.Model):
    """How many of a branch's cases an ending took, now counted nowhere; never who, never a hidden one.

    Or in how many it took what was recorded of one kind, which figures then lack.
    """

    ending = models.UUIDField(editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    kind = models.CharField(_("vad som gallrades"), max_length=16, default=Ends.CASE)
    number = models.PositiveIntegerField(_("antal"))

    class Meta:
        ordering = ["branch", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ending", "branch", "kind"], name="counted_once_in_an_ending"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="an_ending_took_somebody"),
        ]


class KeptCounts(models.Model):
    """The counts behind a set, hidden ones too: no door shows them, the next set's audit needs them."""

    frozen_set = models.OneToOneField(FrozenSet, models.PROTECT, related_name="kept")
    counts = models.JSONField(_("antal"))

    class Meta:
        ordering = ["frozen_set"]
        triggers = [
            pgtrigger.Protect(name="kept_as_is", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
