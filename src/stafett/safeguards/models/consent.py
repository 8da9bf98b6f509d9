"""What the person has said yes to, what an authority's own law lets others read, and what was handed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.database.history import tracked
from stafett.database.noticed import BY_CIRCLE, AboutAPerson
from stafett.parties.models import Authority, Unit, ends_after_start
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models.circle import Circle
from stafett.safeguards.models.spine import COVERED, CaseRow, RowKind

LONGEST = timedelta(days=731)
"""No consent lasts longer, whatever an initiative's template says; it is asked for anew (law.md § 5)."""


class Information(models.TextChoices):
    """What a consent names, in the person's words; each covers some kinds of rows."""

    COURSE = "course", _("att du deltar, när, och vem som håller ihop")
    AGENCIES = "agencies", _("vilka myndigheter som har ett eget ärende med dig")
    LIVELIHOOD = "livelihood", _("vad du försörjer dig på")
    OCCUPATION = "occupation", _("vad du gör och hur många timmar i veckan")
    AGREEMENT = "agreement", _("vad ni kommer överens om, och din plan")
    DECISION = "decision", _("beslut och bedömningar som rör dig")
    HEALTH = "health", _("din hälsa och vård")


COVERS: Mapping[str, tuple[RowKind, ...]] = {
    Information.COURSE: (RowKind.PARTICIPATION, RowKind.HOLDING),
    Information.AGENCIES: (RowKind.INVOLVEMENT,),
    Information.LIVELIHOOD: (RowKind.LIVELIHOOD,),
    Information.OCCUPATION: (RowKind.OCCUPATION,),
    Information.AGREEMENT: (RowKind.AGREEMENT,),
    Information.DECISION: (RowKind.DECISION,),
    Information.HEALTH: (RowKind.HEALTH,),
}
"""Which rows each kind of information is; every kind of row is in exactly one, or in `UNOPENED`."""

APART = frozenset({Information.HEALTH})
"""What is never ticked beforehand: it is asked about by itself (law.md § 5, JO 898-2005)."""


class Manner(models.TextChoices):
    """How a consent was given."""

    PAPER = "paper", _("på papper")
    ORAL = "oral", _("muntligt")
    IDENTIFIED = "e-id", _("med e-legitimation")


class GivenBy(models.TextChoices):
    """Who gave it."""

    PERSON = "person", _("personen själv")
    GUARDIAN = "guardian", _("god man, förvaltare eller vårdnadshavare")


@tracked
class Consent(AboutAPerson):
    """One occasion on which a person said yes: to what is in its parts, in the words of `text`."""

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="consents", db_constraint=False)
    purpose = models.CharField(_("ändamål"), max_length=300)
    manner = models.CharField(_("hur"), max_length=10, choices=Manner)
    given_by = models.CharField(_("gavs av"), max_length=10, choices=GivenBy)
    guardian = models.CharField(
        _("namn på den som gav det i personens ställe"), max_length=160, blank=True
    )
    support_person = models.CharField(_("stödperson som var med"), max_length=160, blank=True)
    language = models.CharField(_("språk"), max_length=40)
    interpreter = models.CharField(_("tolk"), max_length=160, blank=True)
    text = models.TextField(_("det som visades"))
    digest = models.CharField(_("kontrollsumma av texten"), max_length=64)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"))
    review_on = models.DateField(_("ses över"))
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = StaffName(_("antecknat av"), max_length=120)
    noted_at_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-from_day", "-id"]
        constraints = [
            ends_after_start("consent_period_forward"),
            models.CheckConstraint(
                condition=Q(until_day__lte=F("from_day") + LONGEST), name="consent_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("from_day"), review_on__lte=F("until_day")),
                name="consent_reviewed_within",
            ),
            models.CheckConstraint(
                condition=Q(given_by=GivenBy.PERSON, guardian="")
                | Q(given_by=GivenBy.GUARDIAN) & ~Q(guardian=""),
                name="a_guardian_has_a_name",
            ),
        ]


@tracked
class ConsentPart(AboutAPerson):
    """One giver's leave to give one receiver one kind of information, until it ends or is withdrawn.

    It opens nothing before the giver has accepted it: each authority answers for what it gives out.
    """

    way_to_person = BY_CIRCLE
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="parts", db_constraint=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_constraint=False)
    giver = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    information = models.CharField(_("slag av uppgifter"), max_length=12, choices=Information)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"))
    accepted_on = models.DateField(_("godtaget av lämnaren"), null=True, blank=True)
    accepted_by = StaffName(_("godtaget genom"), max_length=120, blank=True)
    withdrawn_on = models.DateField(_("taget tillbaka"), null=True, blank=True)
    withdrawn_by = StaffName(_("antecknat av"), max_length=120, blank=True)
    withdrawn_how = models.CharField(_("hur"), max_length=200, blank=True)

    class Meta:
        ordering = ["giver", "receiver", "id"]
        indexes = [
            models.Index(fields=["giver", "receiver"], name="consented_between"),
            models.Index(
                fields=["receiver", "withdrawn_on"], name="taken_back_from",
                condition=Q(withdrawn_on__isnull=False),
            ),
        ]  # fmt: skip
        constraints = [
            ends_after_start("consent_part_period_forward"),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="consent_is_between_two_authorities"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, accepted_by="")
                | Q(accepted_on__isnull=False) & ~Q(accepted_by=""),
                name="an_accepted_part_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_by=""),
                name="a_withdrawn_part_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=["consent", "giver", "receiver", "information"],
                name="a_part_once_in_a_consent",
            ),
        ]


class ConsentScan(AboutAPerson):
    """The signed paper as it was scanned."""

    way_to_person = ("consent__circle_id", "consent__circle__person_id", "controller_id")
    consent = models.OneToOneField(
        Consent, models.CASCADE, related_name="scan", primary_key=True, db_constraint=False
    )
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    file_name = models.CharField(_("filnamn"), max_length=200)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        ordering = ["consent"]


class Opening(models.TextChoices):
    """What a recorded provision opens."""

    STANDING = "standing", _("direktåtkomst när personen har sagt ja")
    KEEPING = "keeping", _("föra registret åt oss, som personuppgiftsbiträde")


@tracked
class Provision(models.Model):
    """A giver's own word that the law, or an agreement, lets a receiver into what is the giver's.

    Without one, what a consent covers is handed over item by item (release).
    """

    giver = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    opens = models.CharField(_("vad den ger"), max_length=10, choices=Opening)
    information = models.JSONField(_("slag av uppgifter"), default=list)
    paragraph = models.CharField(_("lagrum eller avtal"), max_length=200)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)
    recorded_by = StaffName(_("antecknad av"), max_length=120)

    class Meta:
        ordering = ["giver", "receiver", "id"]
        constraints = [
            ends_after_start("provision_period_forward"),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="provision_is_between_two_authorities"
            ),
        ]


@tracked
class Release(CaseRow):
    """A copy that one authority handed over to another under a consent; it is the receiver's own.

    What was received stays with the receiver, marked when the consent is withdrawn (law 2).
    """

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="releases", db_constraint=False)
    part = models.ForeignKey(ConsentPart, models.PROTECT, related_name="releases")
    giver = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(_("om vem"), max_length=200)
    title = models.CharField(_("vad"), max_length=160)
    text = models.TextField(_("innehåll"))
    released_at = models.DateTimeField(auto_now_add=True)
    released_on = models.DateField(_("dag"))
    released_by = StaffName(_("utlämnat av"), max_length=120)
    outside = models.BooleanField(_("lämnat utanför Stafett"), default=False)
    how = models.CharField(_("hur"), max_length=160, blank=True)
    consent_withdrawn_on = models.DateField(_("samtycket togs tillbaka"), null=True, blank=True)
    link = models.ForeignKey(
        "safeguards.Link", models.PROTECT, related_name="releases", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip

    class Meta:
        ordering = ["-released_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outside=False, how="") | Q(outside=True) & ~Q(how=""),
                name="what_left_the_system_says_how",
            )
        ]


__all__ = [
    "APART",
    "COVERS",
    "LONGEST",
    "Consent",
    "ConsentPart",
    "ConsentScan",
    "GivenBy",
    "Information",
    "Manner",
    "Opening",
    "Provision",
    "Release",
]
