"""Who hands a case over to whom and how far that has come; and what came of those who have left."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.database.history import tracked
from stafett.handover.rules import OPEN, STAND_WORDS, UNDONE_WORDS, Stand
from stafett.initiatives.models import Initiative
from stafett.parties.models import Position, Unit
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import COVERED, CaseRow, Link
from stafett.vocabulary.models import LivelihoodSource, OccupationKind


class Manner(models.TextChoices):
    """How somebody outside Stafett said that they take over."""

    PHONE = "phone", _("per telefon")
    MEETING = "meeting", _("vid ett möte")
    LETTER = "letter", _("i brev")
    LINK = "link", _("genom länk")


STILL_OPEN = sorted(one.value for one in OPEN)
CAME_TO_NOTHING = [Stand.DECLINED.value, Stand.WITHDRAWN.value, Stand.LAPSED.value]
INSIDE = Q(to_unit__isnull=False, outside_name="")
OUTSIDE = Q(to_unit__isnull=True) & ~Q(outside_name="")
TAKEN_OUTSIDE = Q(stand=Stand.DONE.value, to_unit__isnull=True)
"""Somebody outside has said yes, which ended the participation; undone or not."""


@tracked
class Handover(CaseRow):
    """A case on its way from the unit that holds it to another, in Stafett or outside (law 1).

    The row is the controller's, as the holding itself is: it moves neither controller nor anybody's secrecy
    (law 3), and is told to all who are told who holds the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="handovers", **COVERED
    )
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    outside_name = models.CharField(_("mottagare utanför Stafett"), max_length=160, blank=True)
    outside_contact = models.CharField(_("hur mottagaren nås"), max_length=200, blank=True)
    what = models.TextField(_("vad som lämnas över"), max_length=2000)
    from_day = models.DateField(_("mottagaren håller ihop från"))
    meeting_on = models.DateField(_("överlämningsmöte"), null=True, blank=True)
    alongside_until = models.DateField(_("följer med till och med"), null=True, blank=True)
    stand = models.CharField(
        _("läge"), max_length=10, choices=[(one.value, STAND_WORDS[one]) for one in Stand],
        default=Stand.PROPOSED.value,
    )  # fmt: skip
    heard = models.TextField(_("vad personen säger"), max_length=1000, blank=True)
    not_heard = models.CharField(
        _("varför personen inte är tillfrågad"), max_length=300, blank=True
    )
    question = models.TextField(_("fråga"), max_length=1000, blank=True)
    answer = models.TextField(_("svar"), max_length=1000, blank=True)
    proposed_on = models.DateField(_("föreslagen"))
    proposed_by = StaffName(_("föreslagen av"), max_length=160)
    given_on = models.DateField(_("givaren bekräftade"), null=True, blank=True)
    given_by = StaffName(_("bekräftad för givaren av"), max_length=160, blank=True)
    taken_on = models.DateField(_("mottagaren bekräftade"), null=True, blank=True)
    taken_by = StaffName(_("bekräftad för mottagaren av"), max_length=160, blank=True)
    manner = models.CharField(_("hur det bekräftades"), max_length=10, choices=Manner, blank=True)
    link = models.OneToOneField(
        Link, models.PROTECT, related_name="handover", null=True, blank=True, db_constraint=False
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    closed_on = models.DateField(_("avslutad"), null=True, blank=True)
    closed_by = StaffName(_("avslutad av"), max_length=160, blank=True)
    undone_on = models.DateField(_("avslutet ångrades"), null=True, blank=True)
    because = models.CharField(_("varför det inte blev av"), max_length=300, blank=True)
    let_in = models.BooleanField(_("förslaget släppte in mottagaren"), default=False)

    class Meta:
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation"], condition=Q(stand__in=STILL_OPEN),
                name="one_open_handover_at_a_time",
            ),
            models.CheckConstraint(condition=INSIDE | OUTSIDE, name="a_handover_has_one_receiver"),
            models.CheckConstraint(
                condition=Q(to_unit__isnull=True) | ~Q(to_unit=F("from_unit")),
                name="nobody_hands_over_to_themselves",
            ),
            models.CheckConstraint(
                condition=~Q(stand=Stand.DONE.value)
                | Q(given_on__isnull=False, taken_on__isnull=False) & ~Q(given_by="") & ~Q(taken_by=""),
                name="done_when_both_hands_have_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(stand=Stand.DONE.value) | ~Q(heard="") | ~Q(not_heard=""),
                name="done_when_the_person_is_heard",
            ),
            models.CheckConstraint(
                condition=Q(stand__in=STILL_OPEN, closed_on=None, closed_by="")
                | ~Q(stand__in=STILL_OPEN) & Q(closed_on__isnull=False) & ~Q(closed_by=""),
                name="what_is_over_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(stand__in=CAME_TO_NOTHING) & ~Q(because="")
                | ~Q(stand__in=CAME_TO_NOTHING) & Q(because=""),
                name="what_did_not_happen_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(stand=Stand.DONE.value, to_unit__isnull=True) | ~Q(manner=""),
                name="confirmed_outside_says_how",
            ),
            models.CheckConstraint(
                condition=Q(link=None) | OUTSIDE, name="only_somebody_outside_answers_by_a_link"
            ),
            models.CheckConstraint(
                condition=~Q(manner=Manner.LINK) | Q(link__isnull=False),
                name="confirmed_by_the_link_that_asked",
            ),
            models.CheckConstraint(
                condition=Q(undone_on=None) | TAKEN_OUTSIDE, name="only_a_yes_from_outside_is_undone"
            ),
            models.UniqueConstraint(
                fields=["participation"], condition=TAKEN_OUTSIDE & Q(undone_on=None),
                name="one_yes_from_outside_stands",
            ),
        ]  # fmt: skip

    @property
    def outside(self) -> bool:
        """True when the receiver is not in Stafett."""
        return self.to_unit_id is None

    @property
    def is_open(self) -> bool:
        """True while the giver has not let go and nobody has said no."""
        return Stand(self.stand) in OPEN

    @property
    def came_of(self) -> Promise:
        """Where it stands in words; a yes from outside goes no further than the exit that it led to."""
        return UNDONE_WORDS if self.undone_on else STAND_WORDS[Stand(self.stand)]

    @property
    def over_on(self) -> date | None:
        """The day when it was over, or when the exit that it led to was undone."""
        return self.undone_on or self.closed_on

    @property
    def receiver(self) -> str:
        """Who takes over, by name."""
        return self.outside_name if self.to_unit is None else self.to_unit.name

    def stays_on(self, day: date) -> bool:
        """True while the giver is alongside after a handover that is done."""
        until = self.alongside_until
        return self.stand == Stand.DONE and until is not None and day <= until


class FollowUpPlan(models.Model):
    """How many months after an exit an initiative asks how it went; the usual ones where it has not said."""

    initiative = models.OneToOneField(
        Initiative, models.CASCADE, primary_key=True, related_name="follow_up_plan"
    )
    months = models.JSONField(_("månader efter avslut"), default=list)

    class Meta:
        ordering = ["initiative"]


class Answer(models.TextChoices):
    """What came of a follow-up; `DUE` until somebody has said."""

    DUE = "due", _("väntar")
    ANSWERED = "answered", _("svarade")
    NOT_REACHED = "not_reached", _("nåddes inte")
    DECLINED = "declined", _("ville inte svara")
    LOST = "lost", _("kan inte följas upp")


class Kept(models.TextChoices):
    """Whether what the exit led to has lasted."""

    KEPT = "kept", _("ja, som vid avslutet")
    CHANGED = "changed", _("nej, något har ändrats")


@tracked
class FollowUp(CaseRow):
    """How it went for somebody, so many months after they left (A13): answered, not reached, declined, or
    that nobody can be asked of it any more, which is a loss too."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="follow_ups", **COVERED
    )
    months = models.PositiveSmallIntegerField(_("månader efter avslut"))
    due_on = models.DateField(_("dag att fråga"))
    answer = models.CharField(_("svar"), max_length=12, choices=Answer, default=Answer.DUE)
    kept = models.CharField(_("står det sig?"), max_length=8, choices=Kept, blank=True)
    source = models.ForeignKey(
        LivelihoodSource, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    what = models.ForeignKey(
        OccupationKind, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    told = models.CharField(_("med egna ord"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("antal försök"), default=0)
    tried_on = models.DateField(_("senaste försök"), null=True, blank=True)
    asked_on = models.DateField(_("dagen för svaret"), null=True, blank=True)
    settled_on = models.DateField(_("antecknat"), null=True, blank=True)
    settled_by = StaffName(_("antecknat av"), max_length=160, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "months"], name="asked_once_per_time"),
            models.CheckConstraint(
                condition=Q(answer=Answer.DUE, settled_on=None, settled_by="")
                | ~Q(answer=Answer.DUE) & Q(settled_on__isnull=False) & ~Q(settled_by=""),
                name="a_follow_up_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.ANSWERED) & ~Q(kept="")
                | ~Q(answer=Answer.ANSWERED) & Q(kept="", source=None, what=None, told=""),
                name="only_an_answer_tells_of_life",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.NOT_REACHED) | Q(attempts__gte=1),
                name="not_reached_after_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(answer__in=[Answer.ANSWERED, Answer.DECLINED]),
                name="only_who_was_reached_was_asked",
            ),
        ]


__all__ = ["Answer", "FollowUp", "FollowUpPlan", "Handover", "Kept", "Manner"]
