"""Who evaluates on whose behalf, by which key people are named, and who is invited to an interview."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.database.history import tracked
from stafett.database.noticed import BY_CIRCLE
from stafett.frame.formats import plain_day
from stafett.initiatives.models import Initiative
from stafett.parties.models import PERIOD, Authority, Position, ends_after_start
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import COVERED, CaseRow, Circle

LONGEST = timedelta(days=731)
"""No assignment lasts longer: then it is decided anew, with pseudonyms of its own."""


@tracked
class EvaluationAssignment(models.Model):
    """An authority's decision that a post may have rows without names about its people in an initiative.

    It is the authority's own decision, about no person: who may see it is said by `queries`. The rows come
    through the function `evaluation_rows` alone, which asks this table (0002_rows).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    purpose = models.CharField(_("ändamål"), max_length=300)
    columns = models.JSONField(_("uppgifter"))
    ground = models.CharField(_("rättslig grund"), max_length=300)
    ethics = models.CharField(_("etikprövning"), max_length=300)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"))
    decided_by = StaffName(_("beslutat av"), max_length=120)
    decided_on = models.DateField(_("beslutat"))
    revoked_on = models.DateField(_("återkallat"), null=True, blank=True)
    revoked_by = StaffName(_("återkallat av"), max_length=120, blank=True)
    revoked_because = models.CharField(_("varför"), max_length=300, blank=True)
    erased_on = models.DateField(_("raderat"), null=True, blank=True)
    erased_by = StaffName(_("raderat av"), max_length=120, blank=True)

    class Meta:
        ordering = ["-from_day", "-id"]
        constraints = [
            ends_after_start("assignment_to_evaluate_forward"),
            models.CheckConstraint(
                condition=Q(until_day__lte=F("from_day") + LONGEST),
                name="assignment_to_evaluate_not_too_long",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(ground="") & ~Q(ethics="") & ~Q(columns=[]),
                name="assignment_to_evaluate_says_what_for",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_by="", revoked_because="")
                | Q(revoked_on__isnull=False) & ~Q(revoked_by="") & ~Q(revoked_because=""),
                name="assignment_revoked_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None, erased_by="")
                | Q(erased_on__isnull=False) & ~Q(erased_by=""),
                name="erasure_says_who_and_when",
            ),
            ExclusionConstraint(
                name="one_assignment_to_evaluate_at_a_time",
                expressions=[
                    ("authority", RangeOperators.EQUAL),
                    ("initiative", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({plain_day(self.from_day)} – {plain_day(self.last_day)})"

    @property
    def last_day(self) -> date:
        """The last day that it is on, unless it is revoked before."""
        return self.until_day - timedelta(days=1)


class PseudonymKey(models.Model):
    """What turns people into the pseudonyms of one assignment; it is destroyed when that is revoked.

    In a row of its own, so that no earlier version of the assignment keeps it (as the log's keys, ADR 12).
    """

    assignment = models.OneToOneField(
        EvaluationAssignment, models.CASCADE, primary_key=True, related_name="key"
    )
    secret = models.BinaryField()

    class Meta:
        ordering = ["assignment"]


class InterviewRound(models.Model):
    """An invitation to be interviewed, in the evaluator's words, to some of an assignment's people.

    The words are for everybody in the round: they are about nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assignment = models.ForeignKey(EvaluationAssignment, models.PROTECT, related_name="rounds")
    text = models.TextField(_("inbjudan"), max_length=2000)
    answer_by = models.DateField(_("svar senast"))
    made_by = StaffName(_("skrevs av"), max_length=120)
    made_on = models.DateField(_("skrevs"))
    called_back_on = models.DateField(_("kallades tillbaka"), null=True, blank=True)
    called_back_by = StaffName(_("kallades tillbaka av"), max_length=120, blank=True)
    called_back_because = models.CharField(_("varför"), max_length=300, blank=True)

    class Meta:
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(called_back_on=None, called_back_by="", called_back_because="")
                | Q(called_back_on__isnull=False)
                & ~Q(called_back_by="")
                & ~Q(called_back_because=""),
                name="called_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.purpose} ({plain_day(self.made_on)})"


class State(models.TextChoices):
    """Where an invitation stands, for those who hold the person; the evaluator is told of a yes alone."""

    WAITING = "waiting", _("inte lämnad än")
    ASKED = "asked", _("lämnad, inget svar än")
    YES = "yes", _("ja")
    NO = "no", _("nej")
    NOT_ASKED = "not_asked", _("frågades inte")


OPEN = (State.WAITING, State.ASKED)
"""How an invitation stands until the person has answered, or is known not to be asked."""


@tracked
class Invitation(CaseRow):
    """That somebody has been picked for an interview: the case's own row, and what the person said.

    The evaluator, who does not know who it is, adds it through `evaluation_invite`, and is told of a yes
    through `evaluation_answers` (0004_interviews).
    """

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", **COVERED)
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="invitations", **COVERED
    )
    assignment = models.ForeignKey(EvaluationAssignment, models.PROTECT, related_name="+")
    round = models.ForeignKey(InterviewRound, models.PROTECT, related_name="+")
    state = models.CharField(_("svar"), max_length=10, choices=State, default=State.WAITING)
    contact = models.CharField(_("hur utvärderaren når personen"), max_length=200, blank=True)
    reason = models.CharField(_("varför personen inte frågades"), max_length=300, blank=True)
    answered_by = StaffName(_("antecknat av"), max_length=120, blank=True)
    answered_on = models.DateField(_("antecknat"), null=True, blank=True)
    # `evaluation_invite` says nothing of it
    end_read_by = StaffName(
        _("att den upphörde lästes av"), max_length=120, blank=True, default="", db_default=""
    )
    end_read_on = models.DateField(_("lästes"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "circle"], name="invited_once_in_an_assignment"
            ),
            models.CheckConstraint(
                condition=Q(contact="") | Q(state=State.YES), name="contact_only_with_a_yes"
            ),
            models.CheckConstraint(
                condition=Q(state=State.NOT_ASKED) & ~Q(reason="")
                | ~Q(state=State.NOT_ASKED) & Q(reason=""),
                name="not_asked_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, answered_by="", answered_on=None)
                | ~Q(state=State.WAITING) & ~Q(answered_by="") & Q(answered_on__isnull=False),
                name="an_answer_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(end_read_by="", end_read_on=None)
                | ~Q(end_read_by="") & Q(end_read_on__isnull=False, state__in=OPEN),
                name="end_read_of_what_was_open",
            ),
        ]
        indexes = [models.Index(fields=["participation"], name="invitations_of_a_case")]


__all__ = [
    "LONGEST", "OPEN", "EvaluationAssignment", "InterviewRound", "Invitation", "PseudonymKey", "State",
]  # fmt: skip
