"""The way in: a referral, who holds it while it waits, what was offered, and what the referrer keeps of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.database.history import tracked
from stafett.database.noticed import BY_CIRCLE
from stafett.frame.formats import plain_day
from stafett.initiatives.models import Branch, Initiative
from stafett.notes.models import By, Result
from stafett.parties.models import PERIOD, Party, Unit, ends_after_start
from stafett.parties.staff_names import StaffName
from stafett.referrals.rules import CLOSED, STATE_WORDS, Asks, State
from stafett.safeguards.models import COVERED, CaseRow, Circle, Manner

STATES = [(state.value, words) for state, words in STATE_WORDS.items()]


class Origin(models.TextChoices):
    """By which way somebody came."""

    AGENCY = "agency", _("en myndighet")
    OUTREACH = "outreach", _("uppsökande arbete")
    SELF = "self", _("personen själv")


class Came(models.TextChoices):
    """How the person says that they came to it (G24)."""

    FREELY = "freely", _("vill själv")
    PUSHED = "pushed", _("känner sig tvungen")
    UNSURE = "unsure", _("vet inte, eller både och")
    NOT_ASKED = "not_asked", _("har inte fått frågan än")


class Because(models.TextChoices):
    """Why somebody was not taken in."""

    NOT_MEANT = "not_meant", _("är inte i målgruppen")
    NO_ROOM = "no_room", _("det finns ingen plats")
    ALREADY_IN = "already_in", _("deltar redan")
    UNREACHED = "unreached", _("gick inte att nå")
    OTHER = "other", _("annat")


@tracked
class EligibilityRule(models.Model):
    """Who is meant to come to an initiative, from a certain party or from all: data, with an example (G4).

    It suggests; a person decides (law 9). It is about nobody.
    """

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="eligibility")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    asks = models.CharField(
        _("frågar efter"), max_length=10,
        choices=[
            (Asks.AGE.value, _("ålder")), (Asks.PARTIES.value, _("antal parter som ger stöd")),
            (Asks.OWN_DAYS.value, _("dagar hos den som aktualiserade")),
        ],
    )  # fmt: skip
    least = models.PositiveSmallIntegerField(_("minst"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("högst"), null=True, blank=True)
    meaning = models.CharField(_("regel"), max_length=200)
    example = models.CharField(_("exempel"), max_length=200)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)
    decided_by = StaffName(_("beslutad av"), max_length=120)

    class Meta:
        ordering = ["initiative", "id"]
        constraints = [
            ends_after_start("eligibility_period_forward"),
            models.CheckConstraint(
                condition=Q(least__isnull=False) | Q(most__isnull=False),
                name="eligibility_has_a_limit",
            ),
            models.CheckConstraint(
                condition=~Q(meaning="") & ~Q(example=""), name="eligibility_has_an_example"
            ),
        ]


@tracked
class OpenDoor(models.Model):
    """Whether people may come to a branch by themselves, and what the page says to them (D5). About nobody.

    Doors that were open before `phone` was asked for may lack one; the page then says to ring the switchboard.
    """

    branch = models.OneToOneField(
        Branch, models.CASCADE, primary_key=True, related_name="open_door"
    )
    is_open = models.BooleanField(_("öppen"), default=False)
    text = models.TextField(_("vad sidan säger"), max_length=1000, blank=True)
    phone = models.CharField(_("telefon"), max_length=60, blank=True)
    decided_by = StaffName(_("beslutad av"), max_length=120)
    decided_on = models.DateField(_("beslutad"))

    class Meta:
        ordering = ["branch"]


class SelectionMeeting(models.Model):
    """A meeting that went through a branch's queue: when, and who was there (G6). It is about nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    held_on = models.DateField(_("dag"))
    present = models.CharField(_("vilka som var med"), max_length=400)
    noted_by = StaffName(_("antecknat av"), max_length=120)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(present=""), name="somebody_was_at_the_selection")
        ]

    def __str__(self) -> str:
        return gettext("urvalsmöte %(day)s") % {"day": plain_day(self.held_on)}


@tracked
class Referral(CaseRow):
    """That somebody is put forward for a branch, as its controller received it; theirs from then on (law 3).

    It ends in one decision. Until then somebody holds it, every day: see `QueueHolding` (law 1).
    """

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.OneToOneField(
        Circle, models.PROTECT, related_name="referral", db_constraint=False
    )
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="referrals")
    intake_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    origin = models.CharField(_("aktualiserad av"), max_length=8, choices=Origin)
    referring_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    referring_party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    referrer = models.CharField(_("handläggare som aktualiserade"), max_length=120, blank=True)
    reason = models.TextField(_("varför"), max_length=2000)
    asked_for = models.TextField(_("vad som efterfrågas"), max_length=2000, blank=True)
    came = models.CharField(_("vad personen själv sa"), max_length=9, choices=Came)
    own_words = models.TextField(_("med egna ord"), max_length=2000, blank=True)
    contact = models.CharField(_("hur personen nås"), max_length=200, blank=True)
    parties_needed = models.PositiveSmallIntegerField(_("antal parter"), null=True, blank=True)
    own_days = models.PositiveSmallIntegerField(
        _("dagar hos den som aktualiserade"), null=True, blank=True
    )
    consent_manner = models.CharField(
        _("hur personen sa ja"), max_length=10, choices=Manner, blank=True
    )
    consent_on = models.DateField(_("personen sa ja"), null=True, blank=True)
    received_on = models.DateField(_("inkom"))
    first_on = models.DateField(_("väntar sedan"), null=True, blank=True)
    """The day of the person's first referral, where this one came from those whom it went to; else none."""
    state = models.CharField(_("läge"), max_length=10, choices=STATES, default=State.RECEIVED.value)
    state_on = models.DateField(_("sedan"))
    offered_over_on = models.DateField(
        _("den som aktualiserade bad er hålla ihop"), null=True, blank=True
    )
    held_until = models.DateField(_("hölls i kö till"), null=True, blank=True)
    """The first day that nobody holds it in the queue: a participation's, or the one after the decision."""
    closed_on = models.DateField(_("avslutad utan deltagande"), null=True, blank=True)
    """The decision's day when it led to no participation; from it the time that it is kept is counted."""
    decided_on = models.DateField(_("beslutat"), null=True, blank=True)
    decided_by = StaffName(_("beslutat av"), max_length=120, blank=True)
    because = models.CharField(_("skäl"), max_length=10, choices=Because, blank=True)
    decision = models.CharField(_("med ord"), max_length=400, blank=True)
    exception = models.CharField(_("varför undantag"), max_length=400, blank=True)
    taken_up_on = models.DateField(_("beslutet ångrat"), null=True, blank=True)
    """The day that a decision was last undone; which it was, and every one before it, the history keeps."""
    taken_up_by = StaffName(_("ångrat av"), max_length=120, blank=True)
    taken_up_because = models.CharField(_("varför det ångrades"), max_length=400, blank=True)
    meeting = models.ForeignKey(
        SelectionMeeting, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["received_on", "id"]
        indexes = [
            models.Index(fields=["branch", "received_on"], condition=Q(decided_on=None), name="the_queue"),
            models.Index(
                fields=["branch", "decided_on"], name="alone_and_declined",
                condition=Q(origin=Origin.SELF, state="declined"),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=~Q(origin=Origin.AGENCY)
                | ~Q(consent_manner="")
                & Q(consent_on__isnull=False)
                & Q(referring_unit__isnull=False),
                name="a_referral_has_the_persons_yes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), decided_on__isnull=False)
                & ~Q(decided_by="")
                & Q(held_until__isnull=False)
                | ~Q(state__in=sorted(CLOSED)) & Q(decided_on=None, decided_by="", held_until=None),
                name="a_decision_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DECLINED.value) & ~Q(because="")
                | ~Q(state=State.DECLINED.value) & Q(because=""),
                name="who_is_not_taken_in_is_told_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                & (Q(state=State.ACCEPTED.value) | ~Q(state__in=sorted(CLOSED)))
                | Q(closed_on=models.F("decided_on"), state__in=sorted(CLOSED - {State.ACCEPTED})),
                name="closed_without_participation",
            ),
            models.CheckConstraint(
                condition=Q(first_on__isnull=True) | Q(first_on__lte=models.F("received_on")),
                name="nobody_waited_before_the_first_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_up_on=None, taken_up_by="", taken_up_because="")
                | Q(taken_up_on__isnull=False) & ~Q(taken_up_by="") & ~Q(taken_up_because=""),
                name="an_undone_decision_says_who_and_why",
            ),
        ]

    @property
    def waits_since(self) -> date:
        """The first day of the person's wait, wherever it began."""
        return self.first_on or self.received_on


@tracked
class QueueHolding(CaseRow):
    """The unit that holds a referral while it waits; exactly one every day until the decision (law 1).

    The deferred triggers `referrals_never_nobody` hold that, and that a participation takes over without gap.
    """

    way_to_person = BY_CIRCLE
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", **COVERED)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="holdings", **COVERED)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        constraints = [
            ends_after_start("queue_holding_period_forward"),
            ExclusionConstraint(
                name="one_holder_in_the_queue",
                expressions=[
                    ("referral", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def last_day(self) -> date | None:
        """The last day that it held; None while it does."""
        return self.until_day - timedelta(days=1) if self.until_day else None


class Answer(models.TextChoices):
    """What somebody answered to an offer."""

    WAITING = "waiting", _("inget svar än")
    YES = "yes", _("ja")
    NO = "no", _("nej")
    SETTLED = "settled", _("behövde inte svaras på")


@tracked
class Offer(CaseRow):
    """An invitation, to an information meeting or another way, and what the person answered (D3)."""

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", **COVERED)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="offers", **COVERED)
    what = models.CharField(_("till vad"), max_length=200)
    meets_on = models.DateField(_("dag"))
    at = models.TimeField(_("klockan"), null=True, blank=True)
    place = models.CharField(_("plats"), max_length=160, blank=True)
    offered_on = models.DateField(_("inbjuden"))
    offered_by = StaffName(_("inbjuden av"), max_length=120)
    answer = models.CharField(_("svar"), max_length=8, choices=Answer, default=Answer.WAITING)
    answered_on = models.DateField(_("svarade"), null=True, blank=True)
    said = models.CharField(_("personens ord"), max_length=400, blank=True)

    class Meta:
        ordering = ["offered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(answer=Answer.WAITING), name="one_offer_waits"
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, answered_on=None)
                | ~Q(answer=Answer.WAITING) & Q(answered_on__isnull=False),
                name="an_offer_is_answered_on_a_day",
            ),
        ]

    @property
    def answered(self) -> str:
        """What was answered; of one that needed no answer any more, whether it was changed or called off."""
        decided = self.referral.decided_on
        if self.answer == Answer.SETTLED and self.answered_on != decided:
            return gettext("ändrad eller inställd")
        return str(Answer(self.answer).label)


@tracked
class QueueContact(CaseRow):
    """One time that somebody who waits was sought, and what came of it; the authority's own that sought."""

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", **COVERED)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="contacts", **COVERED)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    on_day = models.DateField(_("dag"))
    way = models.CharField(_("hur"), max_length=10, choices=By)
    result = models.CharField(_("vad det gav"), max_length=12, choices=Result)
    words = models.CharField(_("kort om det"), max_length=300, blank=True)
    noted_by = StaffName(_("antecknat av"), max_length=120)
    after_decision = models.BooleanField(_("efter beslutet"), default=False)
    """That it was noted when the decision had been made: what was said before tells nobody of a no."""
    retracted_on = models.DateField(_("tillbakadragen"), null=True, blank=True)
    """The day that it was taken back, as noted by mistake: then it is no contact and counts nowhere."""
    retracted_by = StaffName(_("tillbakadragen av"), max_length=120, blank=True)

    class Meta:
        ordering = ["-on_day", "-id"]
        indexes = [
            models.Index(fields=["referral", "on_day"], name="sought_of_a_referral"),
            models.Index(fields=["circle"], name="sought_in_a_circle"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(retracted_on=None, retracted_by="")
                | Q(retracted_on__isnull=False, words="") & ~Q(retracted_by=""),
                name="what_was_sought_and_retracted_says_nothing",
            )
        ]


@tracked
class SentReferral(CaseRow):
    """What the referring unit keeps: whom it referred, in its own words, and what it has been told (law 2).

    It is the referring authority's own. Nothing in it comes from what the receiver knows of the person.
    """

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", **COVERED)
    referral = models.OneToOneField(
        Referral, models.CASCADE, related_name="sent", db_constraint=False
    )
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    whom = models.CharField(_("vem det gäller"), max_length=200)
    reason = models.TextField(_("varför"), max_length=2000)
    asked_for = models.TextField(_("vad som efterfrågas"), max_length=2000, blank=True)
    came = models.CharField(_("vad personen själv sa"), max_length=9, choices=Came, blank=True)
    own_words = models.TextField(_("med egna ord"), max_length=2000, blank=True)
    contact = models.CharField(_("hur personen nås"), max_length=200, blank=True)
    birth_date = models.DateField(_("födelsedag"), null=True, blank=True)
    parties_needed = models.PositiveSmallIntegerField(_("antal parter"), null=True, blank=True)
    own_days = models.PositiveSmallIntegerField(
        _("dagar hos den som aktualiserade"), null=True, blank=True
    )
    consent_manner = models.CharField(_("hur personen sa ja"), max_length=10, choices=Manner)
    consent_on = models.DateField(_("personen sa ja"))
    sent_on = models.DateField(_("skickad"))
    first_on = models.DateField(_("väntar sedan"), null=True, blank=True)
    sent_by = StaffName(_("skickad av"), max_length=120)
    state = models.CharField(_("läge"), max_length=10, choices=STATES, default=State.RECEIVED.value)
    state_on = models.DateField(_("sedan"))
    because = models.CharField(_("skäl"), max_length=10, choices=Because, blank=True)
    answer = models.CharField(_("svar"), max_length=400, blank=True)
    offered_over_on = models.DateField(_("ni bad intaget hålla ihop"), null=True, blank=True)
    held_until = models.DateField(_("ni höll ihop till"), null=True, blank=True)
    taken_up_on = models.DateField(_("beslutet ångrat"), null=True, blank=True)
    """The day that a decision was last undone; why stands as the answer, until something else happens."""

    class Meta:
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent_manner=""), name="what_was_sent_had_the_persons_yes"
            )
        ]

    @property
    def waits_since(self) -> date:
        """The first day of the person's wait, wherever it began."""
        return self.first_on or self.sent_on

    @property
    def called(self) -> str:
        """Whom it is about as the sender wrote it; the alias of somebody protected since (law 5)."""
        return self.whom or self.called_of("", self.circle.person.alias)

    @staticmethod
    def called_of(whom: str, alias: str) -> str:
        """The same of facts that were read as values."""
        return whom or alias or gettext("Namnet är borttaget")


__all__ = [
    "Answer", "Because", "Came", "EligibilityRule", "Offer", "OpenDoor", "Origin", "QueueContact",
    "QueueHolding", "Referral", "SelectionMeeting", "SentReferral",
]  # fmt: skip
