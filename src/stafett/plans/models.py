"""An assessment, the plan's goals and steps, and each authority's decisions and judgements."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.database.history import tracked
from stafett.parties.models import Unit
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import COVERED, CaseRow


class Written(CaseRow):
    """What all have: by whom, at which unit; the unit's authority owns it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    written_by = StaffName(_("antecknat av"), max_length=120)
    written_on = models.DateField(_("antecknat"))

    class Meta:
        abstract = True


@tracked
class Assessment(Written):
    """What one has come to know together at the start: strengths, wishes, what is in the way (kartläggning)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="assessments", **COVERED
    )
    text = models.TextField(_("kartläggning"), max_length=8000)

    class Meta:
        ordering = ["-written_on", "-id"]
        indexes = [models.Index(fields=["participation"], name="assessments_of_a_case")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_assessment_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=("agreement", "health")), name="an_assessment_is_of_its_kinds"
            ),
        ]


class State(models.TextChoices):
    """Where a goal or a step stands."""

    OPEN = "open", _("pågår")
    DONE = "done", _("klart")
    DROPPED = "dropped", _("inte längre aktuellt")


@tracked
class Goal(Written):
    """What the person wants; in the person's own words when they put it so."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="goals", **COVERED
    )
    text = models.CharField(_("mål"), max_length=1000)
    said_on = models.DateField(_("sagt på ett möte"), null=True, blank=True)
    said_at = models.UUIDField(null=True, blank=True, editable=False)
    """The meeting that it was said at, by its key: the plan knows no meetings."""
    by_person = models.BooleanField(_("personens egna ord"), default=False)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("dag"), null=True, blank=True)
    because = models.CharField(_("varför"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["participation"], name="goals_of_a_case")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_goal_says_something"),
            models.CheckConstraint(condition=Q(kind="agreement"), name="a_goal_is_of_its_kind"),
            models.CheckConstraint(
                condition=Q(said_on=None, said_at=None)
                | Q(said_on__isnull=False, said_at__isnull=False),
                name="a_goal_said_at_a_meeting_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, settled_on=None, because="")
                | Q(state=State.DONE, settled_on__isnull=False, because="")
                | Q(state=State.DROPPED, settled_on__isnull=False) & ~Q(because=""),
                name="a_goal_that_is_dropped_says_why",
            ),
        ]


@tracked
class Step(Written):
    """One thing to do towards a goal, with one owner: the person first, else a unit."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="steps", **COVERED
    )
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps", **COVERED)
    text = models.CharField(_("steg"), max_length=300)
    owner_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Who does it; nobody named is the person."""
    due_on = models.DateField(_("senast"), null=True, blank=True)
    by_person = models.BooleanField(_("tillagt av personen"), default=False)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("dag"), null=True, blank=True)
    settled_by = StaffName(_("av"), max_length=120, blank=True)
    because = models.CharField(_("varför"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["participation"], name="steps_of_a_case")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_step_says_something"),
            models.CheckConstraint(condition=Q(kind="agreement"), name="a_step_is_of_its_kind"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, settled_on=None, settled_by="", because="")
                | Q(settled_on__isnull=False) & ~Q(state=State.OPEN) & ~Q(settled_by=""),
                name="a_settled_step_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DROPPED) | ~Q(because=""),
                name="a_step_that_is_dropped_says_why",
            ),
        ]


class About(models.TextChoices):
    """What an authority has come to."""

    DECISION = "decision", _("beslut")
    JUDGEMENT = "judgement", _("bedömning")
    CERTIFICATE = "certificate", _("intyg")
    AGREEMENT = "agreement", _("överenskommelse")
    """With the person and others: about practice or support at a workplace, say (SIUS)."""


@tracked
class Decision(Written):
    """What one authority has decided, judged, certified or agreed, and for how long; others' beside it (A19).

    It is a note that it exists, not the decision: that stands in the authority's own file. What is agreed is
    of that kind (överenskommelser), so that a consent about decisions alone does not open it.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="decisions", **COVERED
    )
    about = models.CharField(_("slag"), max_length=12, choices=About)
    text = models.CharField(_("vad"), max_length=300)
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    ended_because = models.CharField(
        _("varför det inte behöver följas av något"), max_length=300, blank=True
    )
    retracted_on = models.DateField(_("tillbakadraget"), null=True, blank=True)
    """The day that it was taken back, as noted by mistake: then it says nothing more (law 6)."""
    retracted_by = StaffName(_("tillbakadraget av"), max_length=120, blank=True)

    class Meta:
        ordering = ["-from_day", "-id"]
        indexes = [models.Index(fields=["participation"], name="decisions_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(retracted_on__isnull=False), name="a_decision_says_what"
            ),
            models.CheckConstraint(
                condition=Q(retracted_on__isnull=True, retracted_by="")
                | Q(retracted_on__isnull=False, text="", until_day=None, follows=None)
                & Q(ended_because="")
                & ~Q(retracted_by=""),
                name="a_decision_that_is_retracted_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(kind="health")
                | Q(kind="agreement", about=About.AGREEMENT)
                | Q(kind="decision") & ~Q(about=About.AGREEMENT),
                name="a_decision_is_of_its_kinds",
            ),
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(until_day__gt=F("from_day")),
                name="decision_period_forward",
            ),
        ]

    @property
    def last_day(self) -> date | None:
        """The last day that it holds, when it has one."""
        return self.until_day - timedelta(days=1) if self.until_day else None

    @property
    def points_out(self) -> bool:
        """True while it ends with nothing after it, so that it is pointed out when it nears its end."""
        return (
            self.until_day is not None
            and not self.ended_because
            and not hasattr(self, "followed_by")
        )


__all__ = ["About", "Assessment", "Decision", "Goal", "State", "Step", "Written"]
