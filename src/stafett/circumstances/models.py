"""What somebody lives on and does as dated periods, pauses and return, group or individual, and thresholds."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.database.history import tracked
from stafett.initiatives.models import Initiative
from stafett.parties.models import PERIOD, Unit, ends_after_start
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import COVERED, CaseRow
from stafett.vocabulary.models import LivelihoodSource, OccupationKind


def one_at_a_time(name: str, *same: str) -> ExclusionConstraint:
    """No two rows that are the same in these have a day in common."""
    equal = [(column, RangeOperators.EQUAL) for column in ("participation", *same)]
    return ExclusionConstraint(name=name, expressions=[*equal, (PERIOD, RangeOperators.OVERLAPS)])


class Period(CaseRow):
    """What all have: from a day until another, by whom it was written at which unit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)
    written_by = StaffName(_("antecknat av"), max_length=120)
    written_on = models.DateField(_("antecknat"))

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day, when there is one."""
        return self.until_day - timedelta(days=1) if self.until_day else None


class Followed(Period):
    """What ought to be followed by something when it ends, unless it is said why nothing needs to come."""

    nothing_next = models.CharField(
        _("varför inget behöver komma efter"), max_length=300, blank=True
    )

    class Meta(Period.Meta):
        abstract = True


def settled_when_it_ends(name: str) -> models.CheckConstraint:
    """That nothing needs to come is said of what has an end."""
    return models.CheckConstraint(
        condition=Q(nothing_next="") | Q(until_day__isnull=False), name=name
    )


@tracked
class LivelihoodPeriod(Followed):
    """A source of livelihood from one day to another, with per cent where it has an extent (A11).

    Each authority's own record: the same source stands once on a day in it, and another's beside it.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="livelihood_periods", **COVERED
    )
    source = models.ForeignKey(LivelihoodSource, models.PROTECT, related_name="+", db_index=False)
    extent_percent = models.PositiveSmallIntegerField(
        _("omfattning, procent"), null=True, blank=True
    )

    class Meta:
        ordering = ["from_day", "id"]
        indexes = [models.Index(fields=["participation"], name="livelihood_over_time")]
        constraints = [
            ends_after_start("livelihood_period_forward"),
            one_at_a_time("a_source_once_on_a_day", "owner_authority", "source"),
            models.CheckConstraint(
                condition=Q(kind="livelihood"), name="a_livelihood_period_is_of_its_kind"
            ),
            models.CheckConstraint(
                condition=Q(extent_percent__isnull=True)
                | Q(extent_percent__gte=1, extent_percent__lte=100),
                name="livelihood_period_extent_is_per_cent",
            ),
            settled_when_it_ends("nothing_is_next_of_what_ends"),
        ]


@tracked
class OccupationPeriod(Followed):
    """What somebody does from one day to another, in hours a week; 40 is 100 % (sus.md § 2.3)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="occupation_periods", **COVERED
    )
    what = models.ForeignKey(OccupationKind, models.PROTECT, related_name="+", db_index=False)
    hours_a_week = models.DecimalField(
        _("timmar i veckan"), max_digits=4, decimal_places=1, null=True, blank=True
    )

    class Meta:
        ordering = ["from_day", "id"]
        indexes = [models.Index(fields=["participation"], name="occupation_over_time")]
        constraints = [
            ends_after_start("occupation_period_forward"),
            one_at_a_time("an_occupation_once_on_a_day", "owner_authority", "what"),
            models.CheckConstraint(
                condition=Q(kind="occupation"), name="an_occupation_period_is_of_its_kind"
            ),
            models.CheckConstraint(
                condition=Q(hours_a_week__isnull=True)
                | Q(hours_a_week__gt=0, hours_a_week__lte=80),
                name="occupation_period_hours_are_a_weeks",
            ),
            settled_when_it_ends("nothing_is_next_of_an_occupation_that_ends"),
        ]


@tracked
class Pause(Period):
    """When somebody pauses and comes back; who holds the case together holds it all the while (law 1).

    The controller's, as the participation is; the status of the participation goes with it.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="pauses", **COVERED
    )
    reason = models.CharField(_("varför"), max_length=300)
    expected_on = models.DateField(_("väntas tillbaka"), null=True, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        constraints = [
            ends_after_start("pause_forward"),
            one_at_a_time("one_pause_at_a_time"),
            models.CheckConstraint(condition=Q(kind="agreement"), name="a_pause_is_of_its_kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_pause_says_why"),
            models.CheckConstraint(
                condition=Q(expected_on__isnull=True) | Q(expected_on__gt=F("from_day")),
                name="a_return_comes_after_the_pause_began",
            ),
        ]


class Form(models.TextChoices):
    """In which form somebody takes part (G13)."""

    GROUP = "group", _("i grupp")
    INDIVIDUAL = "individual", _("individuellt")


@tracked
class FormPeriod(Period):
    """In which form somebody takes part, day by day: never both at once, changed without leaving (G13)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="form_periods", **COVERED
    )
    form = models.CharField(_("form"), max_length=10, choices=Form)

    class Meta:
        ordering = ["from_day", "id"]
        constraints = [
            ends_after_start("form_period_forward"),
            one_at_a_time("one_form_at_a_time"),
            models.CheckConstraint(condition=Q(kind="participation"), name="a_form_is_of_its_kind"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="a_form_is_known"),
        ]


@tracked
class NextAfterThreshold(CaseRow):
    """What is done now that somebody has reached so many hours a week (A10)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="after_thresholds", **COVERED
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    hours = models.DecimalField(_("timmar i veckan"), max_digits=4, decimal_places=1)
    text = models.CharField(_("vad som görs härnäst"), max_length=300)
    written_by = StaffName(_("antecknat av"), max_length=120)
    written_on = models.DateField(_("antecknat"))

    class Meta:
        ordering = ["-written_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="what_is_next_says_something"),
            models.CheckConstraint(
                condition=Q(kind="occupation"), name="what_is_next_is_of_its_kind"
            ),
        ]


class Thresholds(models.Model):
    """At how many hours a week, for how many weeks, an initiative flags; else the usual (A10)."""

    initiative = models.OneToOneField(
        Initiative, models.CASCADE, primary_key=True, related_name="thresholds"
    )
    hours = models.JSONField(_("timmar i veckan"), default=list)
    weeks = models.PositiveSmallIntegerField(_("i så många veckor"), default=1)
    kinds = models.JSONField(_("vad som räknas"), default=list)

    class Meta:
        ordering = ["initiative"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gte=1, weeks__lte=52), name="threshold_weeks_within_a_year"
            ),
        ]


__all__ = [
    "Form",
    "FormPeriod",
    "LivelihoodPeriod",
    "NextAfterThreshold",
    "OccupationPeriod",
    "Pause",
    "Period",
    "Thresholds",
]
