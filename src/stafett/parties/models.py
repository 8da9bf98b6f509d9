"""Who works together: parties, their authorities and units, the people in posts, and agreements."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from stafett.database.history import tracked
from stafett.vocabulary.models import Municipality


class DayRange(Func):
    """A half-open range of days from two columns; an empty end means still."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[)')"


PERIOD = DayRange("from_day", "until_day")


def ends_after_start(name: str) -> models.CheckConstraint:
    """The check that a period is not empty or backwards."""
    return models.CheckConstraint(
        condition=Q(until_day__isnull=True) | Q(until_day__gt=F("from_day")), name=name
    )


class Dated(models.Model):
    """A row that holds from a day until another, the latter not included."""

    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)

    class Meta:
        abstract = True


class PartyKind(models.Model):
    """A kind of party or agency; adding one is a row, never code (2003:1210 3 §)."""

    code = models.SlugField(_("kod"), primary_key=True)
    name = models.CharField(_("namn"), max_length=80)
    funding_group = models.CharField(
        _("finansieringsgrupp"),
        max_length=20,
        blank=True,
        choices=[("state", _("Staten")), ("region", _("Region")), ("municipality", _("Kommun"))],
    )
    colour = models.PositiveSmallIntegerField(_("färg och mönster"), default=8)
    handles_people = models.BooleanField(_("hanterar enskilda"), default=True)
    """False of coordination associations (law.md § 2): no case is ever opened to one."""

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """Who funds and steers (2003:1210): the state's agencies, a region, a municipality (D1)."""

    kind = models.ForeignKey(PartyKind, models.PROTECT, verbose_name=_("slag"))
    name = models.CharField(_("namn"), max_length=120, unique=True)
    short_name = models.CharField(_("kortnamn"), max_length=40)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name=_("kommun")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Authority(models.Model):
    """The legal unit of secrecy and data protection; two boards of one municipality are two."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="authorities")
    name = models.CharField(_("namn"), max_length=160, unique=True)
    organisation_number = models.CharField(_("organisationsnummer"), max_length=11, blank=True)
    data_act = models.CharField(
        _("registerförfattning"),
        max_length=80,
        blank=True,
        help_text=_(
            "Till exempel 2001:454 för socialtjänst eller 2002:546 för Arbetsförmedlingen."
        ),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("myndighet")

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Where people work; every unit belongs to exactly one authority."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="units")
    name = models.CharField(_("namn"), max_length=160)
    valid_from = models.DateField(_("finns från"), null=True, blank=True)
    valid_to = models.DateField(_("finns till"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("authority", "name", name="unit_name_once_per_authority")
        ]

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """Somebody who works at an authority; what they may do follows from their posts alone."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="staff")
    name = models.CharField(_("namn"), max_length=120)
    email = models.EmailField(_("e-post"), blank=True)
    real_name = models.CharField(_("verkligt namn"), max_length=120, blank=True)
    """Only of somebody protected: `name` is then what they are called at work (`protected_staff`)."""
    protected_by = models.CharField(_("skyddat av"), max_length=160, blank=True)
    protected_on = models.DateField(_("skyddat"), null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(real_name="", protected_by="", protected_on=None)
                | ~Q(real_name="") & ~Q(protected_by="") & Q(protected_on__isnull=False),
                name="a_protected_name_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(real_name=F("name")), name="a_protected_name_is_not_shown"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Position(Dated):
    """A post in a unit, with its role and its share of full time, also while nobody holds it (D1)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="positions")
    role = models.SlugField(_("roll"))
    title = models.CharField(_("befattning"), max_length=120)
    full_time = models.DecimalField(_("andel av heltid"), max_digits=4, decimal_places=3, default=1)

    class Meta:
        ordering = ["unit", "title", "id"]
        constraints = [
            ends_after_start("position_period_forward"),
            models.CheckConstraint(
                condition=Q(full_time__gt=0, full_time__lte=1), name="position_share_of_full_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Tenure(Dated):
    """Who holds a post, and when.

    Somebody who stands in holds it too: alone while it is vacant (vikarie), or beside the ordinary
    holder, who is away (ställföreträdare, A20). At most one of each on any day.
    """

    position = models.ForeignKey(Position, models.PROTECT, related_name="tenures")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="tenures")
    stands_in = models.BooleanField(_("vikarie"), default=False)
    note = models.CharField(_("anmärkning"), max_length=200, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        constraints = [
            ends_after_start("tenure_period_forward"),
            ExclusionConstraint(
                name="one_holder_of_a_post_at_a_time",
                expressions=[
                    ("position", RangeOperators.EQUAL),
                    ("stands_in", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="nobody_stands_in_for_themselves",
                expressions=[
                    ("position", RangeOperators.EQUAL),
                    ("staff", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Association(models.Model):
    """A coordination association (samordningsförbund); it never handles a person (law.md § 2)."""

    authority = models.OneToOneField(Authority, models.PROTECT, verbose_name=_("myndighet"))
    name = models.CharField(_("namn"), max_length=160, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked
class AssociationMember(Dated):
    """A party's share of an association's funding; on any day the shares sum to one (A2)."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="members")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    share_numerator = models.PositiveIntegerField(_("andel, täljare"))
    share_denominator = models.PositiveIntegerField(_("andel, nämnare"))

    class Meta:
        ordering = ["association", "from_day", "id"]
        constraints = [
            ends_after_start("association_member_period_forward"),
            models.CheckConstraint(
                condition=Q(share_numerator__lte=F("share_denominator"), share_denominator__gt=0),
                name="association_share_is_a_share",
            ),
            ExclusionConstraint(
                name="a_party_is_member_once_at_a_time",
                expressions=[
                    ("association", RangeOperators.EQUAL),
                    ("party", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Group(models.Model):
    """A steering group, working group or the like, with its mandate (D2 F2 G2)."""

    name = models.CharField(_("namn"), max_length=160, unique=True)
    mandate = models.TextField(_("mandat"), blank=True)
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="groups"
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("bildades av"),
    )  # fmt: skip
    """Whose it is to change when it is no association's."""
    hands_up_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("lyfter frågor till")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupMember(Dated):
    """A post's seat in a group; the seat follows the post, not the person."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    position = models.ForeignKey(Position, models.PROTECT, related_name="seats")

    class Meta:
        ordering = ["from_day", "id"]
        constraints = [ends_after_start("group_member_period_forward")]


@tracked
class Agreement(models.Model):
    """An agreement or steering document between parties, which runs out (D21 G26)."""

    title = models.CharField(_("rubrik"), max_length=200)
    parties = models.ManyToManyField(Party, related_name="agreements", verbose_name=_("parter"))
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    note = models.TextField(_("anmärkning"), blank=True)

    class Meta:
        ordering = ["valid_from", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agreement_period_forward",
            )
        ]

    def __str__(self) -> str:
        return self.title
