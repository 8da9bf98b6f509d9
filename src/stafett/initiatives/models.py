"""What agencies do together: an initiative with its branches, target group, goals and promises."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from stafett.database.history import tracked
from stafett.initiatives.rules import EARLIEST, LATEST
from stafett.parties.models import Association, Authority, Dated, Party, Unit, ends_after_start
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import APART, Information
from stafett.safeguards.rules import LONGEST_DAYS
from stafett.vocabulary.models import CommonOutcome, Municipality


class Base(models.TextChoices):
    """Whom a share of outcomes is a share of; the two can't stand in one comparison."""

    STARTERS = "starters", _("alla som började")
    LEAVERS = "leavers", _("de som avslutat")


@tracked
class Initiative(models.Model):
    """A project or activity that agencies run together (insats), with its controller (law 3)."""

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    name = models.CharField(_("namn"), max_length=160)
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    controller = models.ForeignKey(
        Authority,
        models.PROTECT,
        related_name="+",
        verbose_name=_("personuppgiftsansvarig"),
        help_text=_("Gäller där grenen inte har en egen."),
    )
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("slut"), null=True, blank=True)
    counted_on = models.DateField(
        _("räknat till och med"),
        null=True,
        blank=True,
        help_text=_("Sista dag som siffrorna avser. Tomt betyder i dag."),
    )
    outcome_base = models.CharField(
        _("utfall räknas av"), max_length=10, choices=Base, default=Base.LEAVERS
    )
    summary = models.TextField(_("kort om insatsen"), blank=True)
    invented = models.BooleanField(_("påhittad"), default=False)

    class Meta:
        ordering = ["starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="initiative_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=EARLIEST, starts_on__lte=LATEST)
                & (Q(ends_on__isnull=True) | Q(ends_on__lte=LATEST)),
                name="initiative_days_are_days",
            ),
            models.CheckConstraint(
                condition=Q(counted_on__isnull=True)
                | Q(counted_on__gte=F("starts_on"), counted_on__lte=LATEST),
                name="initiative_counted_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Branch(models.Model):
    """A local part of an initiative with its own plan and figures (F3); the whole is their sum."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="branches")
    code = models.SlugField(_("kod"), max_length=40)
    name = models.CharField(_("namn"), max_length=120)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name=_("kommun")
    )
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        verbose_name=_("håller ihop från början"),
        help_text=_("Enheten som håller ihop när registret inte säger något annat."),
    )
    plan = models.TextField(_("lokal plan"), blank=True)
    agreed = models.BooleanField(_("svarar för uppgifterna"), null=True, default=True)
    """What the controller has said to answering for the records here; None while it is asked."""
    answered_by = StaffName(_("svar av"), max_length=120, blank=True)
    answered_on = models.DateField(_("svar den"), null=True, blank=True)
    answer_note = models.CharField(_("med egna ord"), max_length=300, blank=True)

    class Meta:
        ordering = ["initiative", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed__isnull=False)
                | Q(answered_by="", answered_on__isnull=True, answer_note=""),
                name="branch_question_has_no_answer",
            ),
            models.UniqueConstraint("initiative", "code", name="branch_code_once_per_initiative"),
            models.UniqueConstraint("initiative", "name", name="branch_name_once_per_initiative"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Engagement(Dated):
    """A unit that takes part in an initiative in some role: its case team, its lead, its steering."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="engagements")
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="engagements")
    role = models.SlugField(_("roll"), max_length=40)

    class Meta:
        ordering = ["initiative", "id"]
        constraints = [ends_after_start("engagement_period_forward")]


def usually_asked() -> list[str]:
    """What a consent is usually asked for: everything but what is asked about apart (law.md § 5)."""
    return [one.value for one in Information if one not in APART]


USUAL_PURPOSE = _("att planera tillsammans, så att stödet hänger ihop och ingen behöver börja om")


def usual_purpose(language: str) -> str:
    """The purpose that is usual, in a language."""
    with override(language):
        return str(USUAL_PURPOSE)


@tracked
class ConsentTemplate(models.Model):
    """How an initiative's teams usually ask for consent, so that it takes no longer than a minute (G5)."""

    initiative = models.OneToOneField(
        Initiative, models.CASCADE, related_name="consent_template", primary_key=True
    )
    purpose = models.CharField(
        _("ändamål"), max_length=300,
        default=USUAL_PURPOSE,
    )  # fmt: skip
    purpose_en = models.CharField(_("ändamål på engelska"), max_length=300, blank=True)
    information = models.JSONField(_("frågas om"), default=usually_asked)
    longest_days = models.PositiveSmallIntegerField(_("längsta tid, dagar"), default=365)
    review_days = models.PositiveSmallIntegerField(_("ses över efter, dagar"), default=180)

    guardians_needed = models.PositiveSmallIntegerField(
        _("om två företräder personen: så många ska säga ja med e-legitimation"), default=2,
        choices=[(1, _("det räcker med en av dem")), (2, _("båda"))],
    )  # fmt: skip
    no_costs_nothing = models.BooleanField(
        _("ett nej påverkar inte rätten till ersättning, bistånd eller vård"), default=False
    )
    """What the form says as a fact: nobody's until the authorities have decided it."""

    class Meta:
        ordering = ["initiative"]
        constraints = [
            models.CheckConstraint(
                condition=Q(guardians_needed__in=(1, 2)), name="consent_template_guardians_needed"
            ),
            models.CheckConstraint(
                condition=Q(longest_days__gte=1, longest_days__lte=LONGEST_DAYS),
                name="consent_template_not_too_long",
            ),
            models.CheckConstraint(
                condition=Q(review_days__gte=1, review_days__lte=F("longest_days")),
                name="consent_template_reviewed_within",
            ),
        ]

    def purpose_in(self, language: str) -> str:
        """The purpose as a form in a language says it; empty where nobody has written it in that language."""
        if language == "en" and self.purpose_en:
            return self.purpose_en
        if any(self.purpose == usual for usual in map(usual_purpose, ("sv", "en"))):
            return usual_purpose(language)
        return self.purpose if language == "sv" else ""


class Version(models.Model):
    """A decided version of something, with its day and its reason (F4, G27).

    That they follow one another in time is held by the trigger `version_decided_in_order`.
    """

    version = models.PositiveSmallIntegerField(_("version"))
    decided_on = models.DateField(_("beslutad"), null=True, blank=True)
    reason = models.CharField(_("skäl"), max_length=300, blank=True)

    class Meta:
        abstract = True


@tracked
class TargetGroup(Version):
    """For whom the initiative is, in versions, since the group itself changes on the way (G27 F22)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="target_groups")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    age_min = models.PositiveSmallIntegerField(_("lägsta ålder"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("högsta ålder"), null=True, blank=True)
    criteria = models.TextField(_("villkor"))

    class Meta:
        ordering = ["initiative", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "branch", "version"],
                nulls_distinct=False,
                name="target_group_version_once",
            ),
            models.CheckConstraint(
                condition=Q(age_min__isnull=True)
                | Q(age_max__isnull=True)
                | Q(age_max__gte=F("age_min")),
                name="target_group_ages_forward",
            ),
        ]


@tracked
class OutcomeChoice(models.Model):
    """One of the initiative's own outcomes, mapped to the common list so that initiatives compare (D11)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="outcomes")
    code = models.SlugField(_("kod"), max_length=40)
    label = models.CharField(_("utfall"), max_length=120)
    common = models.ForeignKey(CommonOutcome, models.PROTECT, verbose_name=_("gemensamt utfall"))
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta:
        ordering = ["initiative", "order", "id"]
        constraints = [
            models.UniqueConstraint("initiative", "code", name="outcome_code_once_per_initiative"),
            models.UniqueConstraint(
                "initiative", "label", name="outcome_label_once_per_initiative"
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked
class EndReasonChoice(models.Model):
    """One of the initiative's own reasons why somebody leaves; own words may always stand beside."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="end_reasons")
    code = models.SlugField(_("kod"), max_length=40)
    label = models.CharField(_("avslutsorsak"), max_length=120)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta:
        ordering = ["initiative", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                "initiative", "code", name="end_reason_code_once_per_initiative"
            ),
            models.UniqueConstraint(
                "initiative", "label", name="end_reason_label_once_per_initiative"
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked
class Goal(Version):
    """A share to reach, in versions; which outcomes count belongs to the version (F4)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="goals")
    code = models.SlugField(_("kod"), max_length=40)
    text = models.CharField(_("mål"), max_length=300)
    share_percent = models.DecimalField(_("procent"), max_digits=5, decimal_places=2)
    base = models.CharField(_("andel av"), max_length=10, choices=Base)

    class Meta:
        ordering = ["initiative", "code", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "code", "version"], name="goal_version_once"
            ),
            models.CheckConstraint(
                condition=Q(share_percent__gte=0, share_percent__lte=100), name="goal_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class GoalReading(models.Model):
    """One way to read which outcomes count towards a goal; more than one means it was never said."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="readings")
    label = models.CharField(_("så räknat"), max_length=160)
    outcomes = models.ManyToManyField(OutcomeChoice, related_name="+", verbose_name=_("utfall"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["goal", "order", "id"]

    def __str__(self) -> str:
        return self.label


@tracked
class VolumeTarget(Version):
    """How many people are planned for a period, by sex where the plan says so (F4: 525 became 446)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="volume_targets")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    total = models.PositiveIntegerField(_("totalt"))
    women = models.PositiveIntegerField(_("kvinnor"), null=True, blank=True)
    men = models.PositiveIntegerField(_("män"), null=True, blank=True)
    period_start = models.DateField(_("planerad period, start"))
    period_end = models.DateField(_("planerad period, slut"))

    class Meta:
        ordering = ["initiative", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "branch", "version"],
                nulls_distinct=False,
                name="volume_target_version_once",
            ),
            models.CheckConstraint(
                # Both said: a sum with one of them unknown is unknown, which a check lets through.
                condition=Q(women__isnull=True, men__isnull=True)
                | Q(women__isnull=False, men__isnull=False, total=F("women") + F("men")),
                name="volume_target_sexes_sum",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="volume_period_forward"
            ),
        ]


@tracked
class PromisedInflow(models.Model):
    """What a party said it would send, and the reason written beside what it did send (D20 G23 F21)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="promises")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(
        _("utlovat antal"),
        null=True,
        blank=True,
        help_text=_("Tomt betyder att antal aldrig angavs."),
    )
    period_start = models.DateField(_("period, start"))
    period_end = models.DateField(_("period, slut"))
    reason = models.TextField(_("varför blev det som det blev"), blank=True)

    class Meta:
        ordering = ["initiative", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "party", "period_start"], name="a_promise_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="promise_period_forward"
            ),
        ]
