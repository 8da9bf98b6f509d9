"""What happens to one person: participation, who holds it together, who is involved, what they live on."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.counted import LookedThrough, MonthEnd
from stafett.database.history import tracked
from stafett.database.noticed import BY_CIRCLE
from stafett.initiatives.models import Branch, Initiative, OutcomeChoice
from stafett.parties.models import PERIOD, Authority, Party, Position, Unit, ends_after_start
from stafett.parties.staff_names import StaffName
from stafett.people.models import Person
from stafett.safeguards.models import COVERED, CaseRow, Circle, RowKind, Way
from stafett.vocabulary.models import (
    EducationLevel,
    LivelihoodSource,
    Municipality,
    NextStep,
    OccupationKind,
)


class Status(models.TextChoices):
    """Where a participation stands; never an outcome."""

    REMAINING = "remaining", _("Pågår")
    PAUSED = "paused", _("Pausat")
    ENDED = "ended", _("Avslutat")
    UNKNOWN = "unknown", _("Okänd")


class Moment(models.TextChoices):
    """When a livelihood or occupation was recorded (sus.md § 2.3)."""

    START = "start", _("direkt före")
    DURING = "during", _("under tiden")
    END = "end", _("direkt efter")


DAYS_IN = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")


@tracked
class Participation(CaseRow):
    """One person's time in one initiative; coming back is a new one (D12)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.OneToOneField(
        Circle, models.PROTECT, related_name="participation", db_constraint=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="participations", db_constraint=False
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="participations", db_index=False
    )
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="participations")
    case_number = models.CharField(_("ärendenummer"), max_length=60)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("sista dag"), null=True, blank=True)
    status = models.CharField(_("läge"), max_length=10, choices=Status, default=Status.REMAINING)
    outcome = models.ForeignKey(
        OutcomeChoice, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    next_step = models.ForeignKey(
        NextStep, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    next_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("enhet som tar över"),
    )  # fmt: skip
    next_outside = models.CharField(
        _("verksamhet utanför Stafett som tar över"), max_length=160, blank=True
    )
    end_reason = models.CharField(_("avslutsorsak"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    education = models.ForeignKey(
        EducationLevel, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    referring_party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    referring_caseworker = models.CharField(
        _("remitterande handläggare"), max_length=120, blank=True
    )
    hidden = models.BooleanField(_("endast namngivna"), db_default=False, editable=False)
    """As its circle's `named_only`, kept so by the database: its case number is free for others."""

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [
            models.Index(fields=["initiative", "branch"], name="participation_in_branch"),
            models.Index(fields=["controller", "case_number"], name="participation_by_case_number"),
            models.Index(
                fields=["controller"], condition=Q(hidden=True), name="hidden_participations"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "case_number"],
                condition=Q(hidden=False),
                name="case_number_once_per_initiative",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="participation_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Status.ENDED,
                    ends_on__isnull=False,
                    outcome__isnull=False,
                    next_step__isnull=False,
                )
                | (~Q(status=Status.ENDED) & Q(ends_on__isnull=True, next_step__isnull=True)),
                name="an_exit_names_outcome_and_what_is_next",
            ),
            models.CheckConstraint(
                condition=Q(next_unit__isnull=True, next_outside="")
                | Q(next_step="holder", next_unit__isnull=True)
                | Q(next_step="holder", next_outside=""),
                name="one_takes_over_where_somebody_does",
            ),
            ExclusionConstraint(
                name="one_participation_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("initiative", RangeOperators.EQUAL),
                    (DAYS_IN, RangeOperators.OVERLAPS),
                ],
                # a register ends one time and begins the next in whatever order its rows stand
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return self.case_number

    @property
    def taker(self) -> str:
        """Who takes over after the exit, by name, where that is said."""
        return self.next_outside if self.next_unit is None else self.next_unit.name


@tracked
class Holding(CaseRow):
    """Who holds the case together, day by day: exactly one unit from start to exit (law 1).

    No overlap is held by the exclusion, no gap by the deferred trigger `casework_never_nobody`.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="holdings", **COVERED
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        indexes = [models.Index(fields=["unit", "from_day"], name="held_by_a_unit")]
        constraints = [
            ends_after_start("holding_period_forward"),
            ExclusionConstraint(
                name="one_holder_at_every_instant",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]


@tracked
class Assignment(CaseRow):
    """Who in the holding unit has the case, day by day: a post in it, never a loose person (A20).

    At most one at a time. It lies within the unit's own holding, which the deferred trigger
    `casework_assigned_within` holds. A case may be without one, and is then pointed out.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="assignments", **COVERED
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", db_index=False)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        indexes = [models.Index(fields=["unit", "position"], name="assigned_in_a_unit")]
        constraints = [
            ends_after_start("assignment_period_forward"),
            ExclusionConstraint(
                name="one_has_the_case_at_a_time",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]


class TeamPart(models.TextChoices):
    """What a post has in a case that it shares, beside the one post that has the whole of it."""

    CONTACT = "contact", _("kontaktperson")
    SECOND = "second", _("i par med kontaktpersonen")
    PAIR = "pair", _("i par med handläggaren")


@tracked
class Teammate(CaseRow):
    """A post that shares a case, day by day: its unit's contact person where others hold it (D8), or the
    second of a pair (A7).

    It stands in the controller's record, and gives nothing to see: the circle lets the unit in. The trigger
    `casework_shared_within` holds that the post is the unit's, that a pair is where its unit holds and a
    contact person where it does not, that no post has a case and shares it too, and that it lies within
    the participation's days; `casework_pair_has_a_first` that no second goes on without a first.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="teammates", **COVERED
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(_("del i ärendet"), max_length=7, choices=TeamPart)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        indexes = [models.Index(fields=["unit", "position"], name="shared_in_a_unit")]
        constraints = [
            ends_after_start("teammate_period_forward"),
            ExclusionConstraint(
                name="one_of_each_part_at_a_time",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="a_post_shares_a_case_once",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]


@tracked
class Involvement(CaseRow):
    """An authority's own case with the person inside a participation (D8: 196 over 133).

    What the register says of it is the register's; what the authority itself records is its own (law 2).
    Never outside the participation's own days: held by the triggers `involvement_within`.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="involvements", **COVERED
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        constraints = [
            ends_after_start("involvement_period_forward"),
            models.UniqueConstraint(
                fields=["participation", "party", "owner_authority", "from_day"],
                name="involvement_once_from_a_day",
            ),
            ExclusionConstraint(
                name="one_case_of_an_authority_at_a_time",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    ("party", RangeOperators.EQUAL),
                    ("owner_authority", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                # a correction writes what is new before it ends what is not told any more
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]


@tracked
class Livelihood(CaseRow):
    """A source of livelihood at the start or the end, with extent in per cent where it has one (A11)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="livelihoods", **COVERED
    )
    moment = models.CharField(_("tidpunkt"), max_length=6, choices=Moment)
    on_day = models.DateField(_("dag"))
    source = models.ForeignKey(LivelihoodSource, models.PROTECT, related_name="+", db_index=False)
    extent_percent = models.PositiveSmallIntegerField(
        _("omfattning, procent"), null=True, blank=True
    )

    class Meta:
        ordering = ["on_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "moment", "source"], name="a_source_once_per_moment"
            ),
            models.CheckConstraint(
                condition=Q(extent_percent__isnull=True)
                | Q(extent_percent__gte=1, extent_percent__lte=100),
                name="livelihood_extent_is_per_cent",
            ),
        ]


@tracked
class Occupation(CaseRow):
    """What the person did at the start or the end, in hours a week; 40 is 100 % (sus.md § 2.3)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="occupations", **COVERED
    )
    moment = models.CharField(_("tidpunkt"), max_length=6, choices=Moment)
    on_day = models.DateField(_("dag"))
    what = models.ForeignKey(OccupationKind, models.PROTECT, related_name="+", db_index=False)
    hours_a_week = models.DecimalField(
        _("timmar i veckan"), max_digits=4, decimal_places=1, null=True, blank=True
    )

    class Meta:
        ordering = ["on_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "moment", "what"], name="an_occupation_once_per_moment"
            ),
            models.CheckConstraint(
                condition=Q(hours_a_week__isnull=True)
                | Q(hours_a_week__gt=0, hours_a_week__lte=80),
                name="occupation_hours_are_a_weeks",
            ),
        ]


class Listing(models.Model):
    """In which order a unit's cases are listed: a row per case and unit in its circle.

    Derived and kept by the database (0003_listing): it only finds rows fast. Whether one of them may
    be seen is decided by `may_see`, always, so that a row too many here shows nothing to anybody.
    """

    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="listings", **COVERED
    )
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="+", **COVERED)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", **COVERED)
    sort_name = models.TextField(db_collation="C")

    class Meta:
        ordering = ["sort_name", "participation"]
        indexes = [
            models.Index(
                fields=["unit", "sort_name", "participation"], name="a_units_list_in_order"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["participation", "unit"], name="listed_once_per_unit")
        ]


class Same(models.TextChoices):
    """What the newcomer has in common with somebody protected."""

    NUMBER = "number", _("samma nummer")
    KEY = "register_key", _("samma ärendenummer i registret")
    CASE = "case_number", _("samma ärendenummer i insatsen")
    LINKED = "linked", _("en länk som säger att det är samma människa")


@tracked
class PossibleDouble(CaseRow):
    """Somebody is enrolled with what somebody protected has; whoever enrolled them was told nothing."""

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="doubles", **COVERED)
    newcomer = models.ForeignKey(
        Participation, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    same = models.CharField(_("vad som är lika"), max_length=12, choices=Same)
    told_on = models.DateField(_("dag"))
    settled_on = models.DateField(_("utrett"), null=True, blank=True)
    settled_by = StaffName(_("utrett av"), max_length=160, blank=True)
    found = models.CharField(_("vad ni kom fram till"), max_length=300, blank=True)

    class Meta:
        ordering = ["told_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "newcomer"], name="told_of_once"),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settled_by="", found="")
                | Q(settled_on__isnull=False) & ~Q(settled_by="") & ~Q(found=""),
                name="what_is_settled_says_who_and_what",
            ),
        ]


class BetweenLimits(models.Model):
    """After how many days or weeks the rules of Mellan stolarna find somebody in an initiative, by rule's code.

    Only what the initiative has said otherwise than the usual stands here.
    """

    initiative = models.OneToOneField(
        Initiative, models.CASCADE, primary_key=True, related_name="between_limits"
    )
    numbers = models.JSONField(_("antal"), default=dict)

    class Meta:
        ordering = ["initiative"]


PART = Way("participation__circle_id")
"""How what hangs on a participation leads to its circle; owner and kind it says itself."""
LISTED = Way(owner="controller_id", always=RowKind.PARTICIPATION)
"""The listing is of participations, which are the controller's own."""

KIND_OF = {
    Participation: RowKind.PARTICIPATION,
    Holding: RowKind.HOLDING,
    Assignment: RowKind.HOLDING,
    Involvement: RowKind.INVOLVEMENT,
    Livelihood: RowKind.LIVELIHOOD,
    Occupation: RowKind.OCCUPATION,
    LookedThrough: RowKind.HOLDING,
}
"""The kind that each table's rows are, which a consent can name one by one."""

__all__ = [
    "KIND_OF",
    "LISTED",
    "PART",
    "Assignment",
    "BetweenLimits",
    "Holding",
    "Involvement",
    "Listing",
    "Livelihood",
    "LookedThrough",
    "Moment",
    "MonthEnd",
    "Occupation",
    "Participation",
    "PossibleDouble",
    "Same",
    "Status",
    "TeamPart",
    "Teammate",
]
