"""What somebody who does not log in is asked or given by a link, and how they showed who they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.accounts.models import User
from stafett.database.history import tracked
from stafett.database.noticed import BY_CIRCLE, AboutAPerson
from stafett.parties.models import Authority, Unit
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models.circle import Circle
from stafett.safeguards.models.consent import Consent
from stafett.safeguards.models.spine import COVERED


class LinkPurpose(models.TextChoices):
    """What a link is for."""

    CONSENT = "consent", _("samtycke med e-legitimation")
    RELEASE = "release", _("utlämnande till mottagare utan inloggning")
    HANDOVER = "handover", _("fråga till mottagare utan inloggning om att ta över")


OUTWARD = (LinkPurpose.RELEASE, LinkPurpose.HANDOVER)
"""What a receiver outside opens: it tells them of somebody, under a consent."""


class LinkState(models.TextChoices):
    """How a link stands; only one that waits opens anything."""

    WAITING = "waiting", _("väntar")
    GIVEN = "given", _("samtycket gavs")
    AGREED = "agreed", _("sa ja, som en av dem som företräder personen")
    DECLINED = "declined", _("personen sa nej")
    OPENED = "opened", _("öppnad")
    ANSWERED = "answered", _("besvarad")
    RECALLED = "recalled", _("återkallad")
    WITHDRAWN = "withdrawn", _("stängd när samtycket togs tillbaka")
    LOCKED = "locked", _("låst efter för många försök av någon annan")


@tracked
class Link(AboutAPerson):
    """A question, or something handed over, that is reached by a secret of which only a digest is kept."""

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="links", db_constraint=False)
    purpose = models.CharField(_("vad länken är till"), max_length=8, choices=LinkPurpose)
    code_digest = models.CharField(max_length=64, unique=True)
    text = models.TextField(_("det som visas"))
    digest = models.CharField(_("kontrollsumma av texten"), max_length=64)
    asked = models.JSONField(_("vad samtycket gäller"), default=dict)
    receiver = models.CharField(_("mottagare"), max_length=120, blank=True)
    organisation = models.CharField(_("mottagarens organisation"), max_length=120, blank=True)
    number_key = models.CharField(_("vems nummer som ska visas"), max_length=64)
    guardian = models.CharField(_("den som svarar i personens ställe"), max_length=160, blank=True)
    together = models.UUIDField(_("gemensam fråga"), null=True, blank=True)
    needed = models.PositiveSmallIntegerField(_("så många ska säga ja"), default=1)
    expires_at = models.DateTimeField(_("gäller till"))
    state = models.CharField(_("läge"), max_length=10, choices=LinkState, default=LinkState.WAITING)
    state_at = models.DateTimeField(_("sedan"), null=True, blank=True)
    wrong = models.PositiveSmallIntegerField(_("försök av någon annan"), default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = StaffName(_("gjord av"), max_length=120)
    made_by_user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    consent = models.OneToOneField(
        Consent, models.PROTECT, related_name="link", null=True, blank=True, db_constraint=False
    )

    decided = False
    """True when the question that it is part of is known to be answered: whoever lists them says so."""
    refused = False
    """True when it is known to be answered by another guardian's no."""

    @property
    def waits(self) -> bool:
        """True while it can be opened."""
        return self.state == LinkState.WAITING and self.expires_at > timezone.now()

    @property
    def can_be_recalled(self) -> bool:
        """True while it waits, or has a guardian's yes and not yet that of all who were asked."""
        return self.waits or (self.state == LinkState.AGREED and not self.decided)

    @property
    def standing(self) -> str:
        """How it stands, in words."""
        if self.state == LinkState.WAITING and not self.waits:
            return gettext("har gått ut")
        if self.state == LinkState.DECLINED and self.together:
            return gettext("sa nej")
        if self.state == LinkState.AGREED and self.refused:
            return gettext("sa ja, men den andra sa nej")
        return str(LinkState(self.state).label)

    @property
    def shape(self) -> str:
        """The badge's shape for that."""
        if self.state == LinkState.WAITING:
            return "waiting" if self.waits else "paused"
        if self.refused:
            return "stop"
        over_well = (LinkState.GIVEN, LinkState.AGREED, LinkState.OPENED, LinkState.ANSWERED)
        return "done" if self.state in over_well else "stop"

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LinkState.WAITING, state_at=None)
                | ~Q(state=LinkState.WAITING) & Q(state_at__isnull=False),
                name="a_link_that_is_over_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state=LinkState.GIVEN, consent__isnull=False)
                | ~Q(state=LinkState.GIVEN) & Q(consent=None),
                name="a_link_has_a_consent_when_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(purpose=LinkPurpose.CONSENT, receiver="")
                | Q(purpose__in=OUTWARD) & ~Q(receiver=""),
                name="a_link_out_of_stafett_names_its_receiver",
            ),
            models.CheckConstraint(
                condition=Q(guardian="", together=None, needed=1)
                | Q(purpose=LinkPurpose.CONSENT, together__isnull=False, needed__in=(1, 2)),
                name="only_a_consent_is_asked_of_guardians",
            ),
            models.CheckConstraint(
                condition=~Q(state=LinkState.AGREED) | Q(together__isnull=False, needed=2),
                name="only_guardians_agree_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=LinkState.ANSWERED) | Q(purpose=LinkPurpose.HANDOVER),
                name="only_a_handover_is_answered_so",
            ),
        ]


class Step(models.TextChoices):
    """What somebody shows who they are for."""

    OPEN = "open", _("för att öppna länken")
    SIGN = "sign", _("för att säga ja")


class Outcome(models.TextChoices):
    """What became of an identification; the sentences about each stand with the page."""

    OK = "ok", _("gick igenom")
    WRONG = "wrong", _("någon annan")
    WEAK = "weak", _("inte tillräckligt säkert")
    CHANGED = "changed", _("texten var en annan")
    CANCELLED = "cancelled", _("avbruten")
    FAILED = "failed", _("gick inte att lita på")
    LATE = "late", _("för sent")
    OVER = "over", _("länken gällde inte längre")


class Identification(AboutAPerson):
    """Somebody sent to an identity provider to show who they are, once, and what came of it.

    Bound to the browser that asked, to the text by its digest in the nonce, and to nothing of any log-in.
    """

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_constraint=False)
    link = models.ForeignKey(
        Link, models.PROTECT, related_name="identifications", db_constraint=False
    )
    step = models.CharField(_("till vad"), max_length=4, choices=Step)
    provider = models.CharField(_("utfärdare"), max_length=60)
    state_digest = models.CharField(max_length=64, unique=True)
    browser_digest = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=160)
    verifier = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(_("legitimerade sig"), null=True, blank=True)
    outcome = models.CharField(_("hur det gick"), max_length=10, choices=Outcome, blank=True)
    issuer = models.CharField(_("utfärdarens adress"), max_length=300, blank=True)
    subject_key = models.CharField(_("vem, som nyckel"), max_length=64, blank=True)
    acr = models.CharField(_("hur säkert"), max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, outcome="")
                | Q(used_at__isnull=False, verifier="") & ~Q(outcome=""),
                name="an_identification_is_used_once",
            )
        ]


__all__ = ["Identification", "Link", "LinkPurpose", "LinkState", "Outcome", "Step"]
