"""How a controller follows its log up: thresholds, drawn samples, verdicts, and names given on request."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.database.history import tracked
from stafett.parties.models import Authority
from stafett.parties.staff_names import StaffName
from stafett.safeguards.log_rules import SHORTEST_YEARS, about_words
from stafett.safeguards.models.circle import Circle, unless_sealed
from stafett.safeguards.models.spine import COVERED


@tracked
class LogRules(models.Model):
    """What a controller wants pointed out, how much it looks at, and how long its log is kept."""

    controller = models.OneToOneField(Authority, models.PROTECT, related_name="+")
    sample = models.PositiveSmallIntegerField(
        _("läsningar i ett urval"), default=20, validators=[MinValueValidator(5), MaxValueValidator(200)],
        help_text=_("Hälften tas bland dem som har något att fråga om, resten på måfå."),
    )  # fmt: skip
    many_people = models.PositiveSmallIntegerField(
        _("många personer"), default=200, validators=[MinValueValidator(2)],
        help_text=_("Så många olika personer på den tid som står här under påpekas. En listsida är 50."),
    )  # fmt: skip
    many_minutes = models.PositiveSmallIntegerField(
        _("inom så många minuter"), default=60,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
    )  # fmt: skip
    day_begins = models.PositiveSmallIntegerField(
        _("arbetsdagen börjar klockan"), default=6, validators=[MaxValueValidator(23)],
        help_text=_("Hel timme. Läsning utanför arbetsdagen påpekas."),
    )  # fmt: skip
    day_ends = models.PositiveSmallIntegerField(
        _("arbetsdagen slutar klockan"), default=20, validators=[MaxValueValidator(24)]
    )
    weekends = models.BooleanField(
        _("lördag och söndag är arbetsdagar hos oss"), default=False,
        help_text=_("Då påpekas de inte i sig, bara läsning utanför klockslagen."),
    )  # fmt: skip
    keep_years = models.PositiveSmallIntegerField(
        _("år som loggen sparas"), default=10,
        validators=[MinValueValidator(SHORTEST_YEARS), MaxValueValidator(100)],
        help_text=_("Följer er dokumenthanteringsplan. Inget gallras av sig självt."),
    )  # fmt: skip

    class Meta:
        ordering = ["controller"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day_begins__lt=F("day_ends"), day_ends__lte=24), name="a_day_has_hours"
            )
        ]


class FollowUp(models.Model):
    """A sample of a period's readings, drawn to be looked at one by one and signed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    from_day = models.DateField(_("från och med"))
    last_day = models.DateField(_("till och med"))
    readings = models.PositiveIntegerField(_("läsningar i perioden"))
    suggested = models.PositiveIntegerField(_("läsningar med något att fråga om"))
    by_reason = models.JSONField(default=dict)
    """How many readings of the period there was each reason to ask about."""
    drawn_at = models.DateTimeField(db_default=Now())
    drawn_by_id = models.BigIntegerField(null=True)
    drawn_by = StaffName(max_length=160)
    conclusion = models.TextField(_("slutsats"), blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by_id = models.BigIntegerField(null=True)
    signed_by = StaffName(max_length=160, blank=True)

    class Meta:
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("from_day")), name="follow_up_period_forward"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by="")
                | Q(signed_at__isnull=False) & ~Q(signed_by="") & ~Q(conclusion=""),
                name="a_signed_follow_up_says_who_and_what",
            ),
        ]

    @property
    def readings_in_words(self) -> str:
        """About how many readings the period has, whoever asks."""
        return about_words(self.readings)

    @property
    def suggested_in_words(self) -> str:
        """About how many of them there is something to ask about."""
        return about_words(self.suggested)


class Verdict(models.TextChoices):
    """What the one who looked found."""

    FITTING = "fitting", _("Behövdes för arbetet")
    ASKED = "asked", _("Jag frågar den som läste")
    WRONG = "wrong", _("Behövdes inte: utreds")


class Reviewed(models.Model):
    """One reading of a sample: why it was drawn, and what was found. It outlives the reading itself."""

    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="reviewed", db_constraint=False
    )
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    reading_id = models.UUIDField()
    reasons = models.JSONField(default=list)
    verdict = models.CharField(_("bedömning"), max_length=8, choices=Verdict, blank=True)
    note = models.CharField(_("anteckning"), max_length=300, blank=True)
    by = StaffName(max_length=160, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["follow_up", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "reading_id"], name="a_reading_once_in_a_sample"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", at__isnull=True) | ~Q(verdict="") & Q(at__isnull=False),
                name="a_verdict_says_when",
            ),
        ]

    @property
    def key(self) -> str:
        """What it is called outside: a number in a series would tell by its gaps that some are hidden, and the
        reading's own key at what hour it was (law 5, docs/security/threat-model.md)."""
        return salted_hmac(
            "stafett.reviewed", f"{self.follow_up_id} {self.reading_id}"
        ).hexdigest()[:16]


class NamesDecision(models.Model):
    """Somebody asked for the names of those who had read, and the controller assessed it: yes or no."""

    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="+", db_constraint=False)
    asked_by = models.CharField(_("vem som frågade"), max_length=160)
    asked_on = models.DateField(_("när"))
    given = models.BooleanField(_("namnen lämnas ut"))
    because = models.CharField(_("skäl"), max_length=300)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by = StaffName(max_length=160)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(because="") & ~Q(asked_by=""), name="names_are_given_with_a_reason"
            )
        ]

    @property
    def shown_asked_by(self) -> str:
        """Who asked; sealed of somebody protected, whom it may lead to."""
        return unless_sealed(self.asked_by, self.circle.person)
