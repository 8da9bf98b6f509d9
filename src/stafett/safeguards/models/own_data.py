"""A person's request for their own data at one authority, the decision on it, and what it left out."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.database.history import tracked
from stafett.database.noticed import BY_CIRCLE, AboutAPerson
from stafett.database.own_data import About
from stafett.parties.models import Authority
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models.circle import Circle, unless_sealed
from stafett.safeguards.models.spine import COVERED


class AskedHow(models.TextChoices):
    """By which way somebody asked."""

    DESK = "desk", _("på plats")
    PHONE = "phone", _("per telefon")
    LETTER = "letter", _("i brev")
    OTHER = "other", _("på annat sätt")


class OwnDataState(models.TextChoices):
    """How far a request has come."""

    RECEIVED = "received", _("mottagen")
    COMPILED = "compiled", _("väntar på beslut")
    DECIDED = "decided", _("beslutad, ska lämnas")
    HANDED = "handed", _("lämnad")
    REPLACED = "replaced", _("ersatt av en ny")


@tracked
class OwnDataRequest(AboutAPerson):
    """Somebody asked one authority what it holds about them; the answer is that authority's own rows alone."""

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_constraint=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.CharField(_("vem som frågade"), max_length=160)
    asked_how = models.CharField(_("hur"), max_length=8, choices=AskedHow)
    asked_on = models.DateField(_("kom in"))
    identity_checked = models.CharField(_("hur vi vet vem det är"), max_length=200)
    received_by = StaffName(_("antecknat av"), max_length=160)
    due_on = models.DateField(_("senast"))
    prolonged_because = models.CharField(_("varför det tar längre tid"), max_length=300, blank=True)
    prolonged_on = models.DateField(_("förlängt"), null=True, blank=True)
    prolonged_by = StaffName(_("förlängt av"), max_length=160, blank=True)
    compiled_at = models.DateTimeField(_("sammanställt"), null=True, blank=True)
    compiled_by = StaffName(_("sammanställt av"), max_length=160, blank=True)
    compiled_digest = models.CharField(_("kontrollsumma"), max_length=64, blank=True)
    handed_on = models.DateField(_("lämnat"), null=True, blank=True)
    handed_how = models.CharField(_("lämnat hur"), max_length=160, blank=True)
    handed_by = StaffName(_("lämnat av"), max_length=160, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        db_constraint=False,
    )  # fmt: skip

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by="") & ~Q(identity_checked=""),
                name="a_request_says_who_and_how_one_knows",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("asked_on")), name="an_answer_is_due_after_the_question"
            ),
            models.CheckConstraint(
                condition=Q(prolonged_on__isnull=True, prolonged_because="", prolonged_by="")
                | Q(prolonged_on__isnull=False) & ~Q(prolonged_because="") & ~Q(prolonged_by=""),
                name="a_longer_time_says_why",
            ),
            models.CheckConstraint(
                condition=Q(compiled_at__isnull=True, compiled_digest="", compiled_by="")
                | Q(compiled_at__isnull=False) & ~Q(compiled_digest="") & ~Q(compiled_by=""),
                name="what_is_compiled_has_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True, handed_how="", handed_by="")
                | Q(handed_on__isnull=False, compiled_at__isnull=False)
                & ~Q(handed_how="")
                & ~Q(handed_by=""),
                name="what_is_handed_over_says_how",
            ),
        ]

    @property
    def shown_asked_by(self) -> str:
        """Who asked; sealed of somebody protected, whom it may lead to."""
        return unless_sealed(self.asked_by, self.circle.person)

    @property
    def shown_identity_checked(self) -> str:
        """How one knows who it is; sealed in the same way."""
        return unless_sealed(self.identity_checked, self.circle.person)

    @property
    def shown_handed_how(self) -> str:
        """How the answer was handed over, an address perhaps; sealed in the same way."""
        return unless_sealed(self.handed_how, self.circle.person)

    @property
    def state(self) -> OwnDataState:
        """How far it has come."""
        if hasattr(self, "replaced_by"):
            return OwnDataState.REPLACED
        if self.handed_on is not None:
            return OwnDataState.HANDED
        if hasattr(self, "decision"):
            return OwnDataState.DECIDED
        return OwnDataState.COMPILED if self.compiled_at else OwnDataState.RECEIVED


class OwnDataDecision(AboutAPerson):
    """What the authority decided to hand out of what was compiled; never changed afterwards."""

    way_to_person = ("request__circle_id", "request__circle__person_id", "controller_id")
    request = models.OneToOneField(
        OwnDataRequest, models.PROTECT, related_name="decision", db_constraint=False
    )
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    compiled_digest = models.CharField(_("kontrollsumma av sammanställningen"), max_length=64)
    handed_digest = models.CharField(_("kontrollsumma av det som lämnas"), max_length=64)
    appeal = models.TextField(_("så överklagar man"))
    decided_on = models.DateField(_("beslutat"))
    decided_by_id = models.BigIntegerField(null=True)
    decided_by = StaffName(_("beslutat av"), max_length=160)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by="") & ~Q(compiled_digest="") & ~Q(handed_digest=""),
                name="a_decision_says_who_and_of_what",
            )
        ]


class ExcludedBecause(models.TextChoices):
    """Why something is not handed out."""

    SECRECY = "secrecy", _("sekretess")
    SOMEBODY = "somebody", _("det gäller någon annan")
    OTHER = "other", _("annat")


class OwnDataExclusion(AboutAPerson):
    """A part that is not handed out: a whole heading, one thing under it, or one text of that."""

    way_to_person = (
        "decision__request__circle_id", "decision__request__circle__person_id", "controller_id"
    )  # fmt: skip
    decision = models.ForeignKey(
        OwnDataDecision, models.PROTECT, related_name="exclusions", db_constraint=False
    )
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    about = models.CharField(_("del"), max_length=16, choices=About)
    item = models.CharField(max_length=80, blank=True)
    column = models.CharField(max_length=40, blank=True)
    what = models.CharField(_("vad"), max_length=200)
    why = models.CharField(_("därför att"), max_length=8, choices=ExcludedBecause)
    ground = models.CharField(_("stöd"), max_length=200)
    because = models.CharField(_("skäl"), max_length=300)
    unsaid_because = models.CharField(
        _("varför personen inte får veta"), max_length=300, blank=True
    )

    class Meta:
        ordering = ["decision", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(ground="") & ~Q(because=""),
                name="what_is_left_out_says_why",
            ),
            models.CheckConstraint(
                condition=Q(column="") | ~Q(item=""), name="a_text_belongs_to_something"
            ),
        ]

    @property
    def said(self) -> bool:
        """True unless the person is not even told that something was left out."""
        return not self.unsaid_because


__all__ = [
    "AskedHow",
    "ExcludedBecause",
    "OwnDataDecision",
    "OwnDataExclusion",
    "OwnDataRequest",
    "OwnDataState",
]
