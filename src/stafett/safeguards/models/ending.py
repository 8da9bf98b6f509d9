"""How long each kind of rows is kept, what is held back, and the decisions by which rows end (law 6)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.database.history import tracked
from stafett.parties.models import Authority, ends_after_start
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models.circle import Circle
from stafett.safeguards.models.spine import COVERED, RowKind


class Ends(models.TextChoices):
    """What a rule of retention is about: the whole case, one kind of its rows, or files on their way in."""

    CASE = "case", _("hela ärendet")
    INVOLVEMENT = RowKind.INVOLVEMENT.value, RowKind.INVOLVEMENT.label
    LIVELIHOOD = RowKind.LIVELIHOOD.value, RowKind.LIVELIHOOD.label
    OCCUPATION = RowKind.OCCUPATION.value, RowKind.OCCUPATION.label
    AGREEMENT = RowKind.AGREEMENT.value, RowKind.AGREEMENT.label
    HEALTH = RowKind.HEALTH.value, RowKind.HEALTH.label
    DECISION = RowKind.DECISION.value, RowKind.DECISION.label
    NOTE = RowKind.NOTE.value, RowKind.NOTE.label
    FILE = "file", _("inlästa registerfiler")


IDENTITY = "identity"
"""What an ending is about that takes away who a person is and lets their cases stay; no rule has it."""


class Start(models.TextChoices):
    """From which day the time is counted; each has a name, so that the date can be explained."""

    CASE_END = "case_end", _("ärendets sista dag")
    CASE_YEAR_END = "case_year_end", _("slutet av året då ärendet slutade")
    PERSON_LAST = "person_last", _("sista dagen i personens sista ärende")
    ROW_DAY = "row_day", _("uppgiftens egen dag")


def controller() -> models.ForeignKey[Authority, Authority]:
    """Whose decision it is."""
    return models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)


@tracked
class RetentionRule(models.Model):
    """For how long rows of a kind are kept, by whose plan; the rows are one owner authority's, or all."""

    controller = controller()
    owner_authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ends = models.CharField(_("vad"), max_length=16, choices=Ends)
    start = models.CharField(_("räknas från"), max_length=16, choices=Start)
    months = models.PositiveSmallIntegerField(_("månader"), validators=[MaxValueValidator(1200)])
    wait_days = models.PositiveSmallIntegerField(_("dagar mellan varsel och gallring"), default=30)
    spared_days = models.JSONField(_("födelsedagar som sparas"), default=list)
    archive = models.BooleanField(_("exporteras till arkiv först"), default=True)
    ground = models.CharField(_("lagrum eller plan"), max_length=300)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)
    decided_by = StaffName(_("beslutad av"), max_length=160)
    ended_by = StaffName(_("avslutad av"), max_length=160, blank=True)
    ended_because = models.CharField(_("varför den avslutades"), max_length=300, blank=True)

    class Meta:
        ordering = ["controller", "ends", "id"]
        constraints = [
            ends_after_start("retention_rule_period_forward"),
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(decided_by=""), name="a_rule_stands_on_something"
            ),
            models.CheckConstraint(
                condition=Q(wait_days__gte=1), name="a_rule_waits_a_day_at_least"
            ),
            models.CheckConstraint(
                condition=~Q(ends=Ends.CASE, start=Start.ROW_DAY)
                & (~Q(ends=Ends.FILE) | Q(start=Start.ROW_DAY, owner_authority__isnull=True)),
                name="a_case_ends_by_its_course_and_a_file_by_its_day",
            ),
        ]


class HoldReason(models.TextChoices):
    """Why something is not ended though its time has come."""

    APPEAL = "appeal", _("överklagande pågår")
    REQUEST = "request", _("någon har begärt uppgifterna")
    AUDIT = "audit", _("granskning eller tillsyn")
    OTHER = "other", _("annat")


@tracked
class RetentionHold(models.Model):
    """Lets a case, or everything that a controller has, stay though its time has come; lifted, not removed."""

    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle = models.ForeignKey(
        Circle, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    reason = models.CharField(_("skäl"), max_length=8, choices=HoldReason)
    because = models.CharField(_("varför"), max_length=300)
    put_on = models.DateField(_("satt"))
    put_by = StaffName(max_length=160)
    lifted_on = models.DateField(_("hävt"), null=True, blank=True)
    lifted_by = StaffName(max_length=160, blank=True)
    lifted_because = models.CharField(_("varför det hävdes"), max_length=300, blank=True)

    class Meta:
        ordering = ["-put_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="a_hold_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifted_by="")
                | Q(lifted_on__isnull=False) & ~Q(lifted_by=""),
                name="a_lifted_hold_says_by_whom",
            ),
        ]


class Ending(models.Model):
    """Rows whose time has come: warned of, waited for, decided on, and ended; what is left says how many.

    A protected person's case is warned of by itself, to those who may see it (`named_circle`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = controller()
    named_circle = models.UUIDField(null=True, editable=False)
    noticed_on = models.DateField(_("varslat"))
    ends_from = models.DateField(_("kan gallras från och med"))
    archive = models.BooleanField(_("exporteras till arkiv först"), default=True)
    grounds = models.JSONField(_("enligt"), default=list)
    counts = models.JSONField(_("antal som varslades"), default=dict)
    decided_on = models.DateField(_("beslutat"), null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by = StaffName(_("beslutat av"), max_length=160, blank=True)
    because = models.CharField(_("skäl"), max_length=300, blank=True)
    archives = models.JSONField(_("arkivfiler"), default=dict)
    done_at = models.DateTimeField(_("gallrat"), null=True)
    ended = models.JSONField(_("rader före, gallrade och efter"), default=dict)
    trouble = models.CharField(_("vad som hindrade"), max_length=500, blank=True)

    class Meta:
        ordering = ["-noticed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decided_by="", done_at__isnull=True)
                | Q(decided_on__isnull=False) & ~Q(decided_by="") & ~Q(because=""),
                name="an_ending_is_decided_by_somebody_who_says_why",
            )
        ]


class EndingScope(models.Model):
    """One thing that an ending is about: a case, an authority's rows in it, of a kind, older than a day."""

    ending = models.ForeignKey(Ending, models.CASCADE, related_name="scopes")
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle_id = models.UUIDField(null=True)
    owner_id = models.BigIntegerField(null=True)
    ends = models.CharField(max_length=16, choices=[*Ends.choices, (IDENTITY, _("identitet"))])
    before = models.DateField(null=True)

    class Meta:
        ordering = ["ending", "id"]
        indexes = [models.Index(fields=["circle_id"], name="endings_of_a_circle")]


class EndingRow(models.Model):
    """A row that a decision ends, by table and key: what is not here the retention role cannot delete."""

    ending = models.ForeignKey(Ending, models.CASCADE, related_name="rows")
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    of_table = models.CharField(max_length=63)
    key = models.CharField(max_length=40)
    listed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["ending", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_table", "key", "ending"], name="a_row_once_in_an_ending"
            )
        ]
