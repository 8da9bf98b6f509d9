"""A meeting about a person, who was called to it, and what each promised to do before a day (D6 G7)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.database.history import tracked
from stafett.meetings.rules import GOING_ON, Stands, State
from stafett.parties.models import Position, Unit
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import COVERED, CaseRow


class Sort(models.TextChoices):
    """What sort of meeting it is."""

    MULTI_PARTY = "multi_party", _("flerpartssamtal")
    FOLLOW_UP = "follow_up", _("uppföljning")
    OTHER = "other", _("annat möte")


class Cause(models.TextChoices):
    """Why a meeting did not come about."""

    NOT_THERE = "not_there", _("personen kom inte")
    CALLED_OFF = "called_off", _("inställt i förväg")
    OTHER = "other", _("annat skäl")


@tracked
class Meeting(CaseRow):
    """A meeting with the person: planned, then held or not; in the record of the authority that called it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="meetings", db_constraint=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", null=True, blank=True)
    sort = models.CharField(_("vad för möte"), max_length=12, choices=Sort)
    on_day = models.DateField(_("dag"))
    at = models.TimeField(_("klockan"), null=True, blank=True)
    place = models.CharField(_("plats"), max_length=160, blank=True)
    purpose = models.CharField(_("vad mötet är till för"), max_length=300)
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.PLANNED)
    goal = models.TextField(_("personens eget mål"), max_length=1_000, blank=True)
    agreed = models.TextField(_("vad vi kom överens om"), max_length=4_000, blank=True)
    cause = models.CharField(_("varför det inte blev av"), max_length=10, choices=Cause, blank=True)
    because = models.CharField(_("skäl"), max_length=300, blank=True)
    called_by = StaffName(_("kallat av"), max_length=120)
    noted_by = StaffName(_("antecknat av"), max_length=120, blank=True)
    noted_on = models.DateField(_("antecknat"), null=True, blank=True)

    class Meta:
        ordering = ["on_day", "at", "id"]
        indexes = [
            models.Index(
                fields=["on_day"], condition=Q(state=State.PLANNED), name="meetings_to_come"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "owner_authority", "on_day", "at"],
                condition=Q(state=State.PLANNED), nulls_distinct=False,
                name="one_planned_meeting_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PLANNED, noted_on=None, noted_by="", goal="", agreed="")
                | ~Q(state=State.PLANNED) & Q(noted_on__isnull=False) & ~Q(noted_by=""),
                name="what_came_of_a_meeting_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED) & ~Q(cause="") | ~Q(state=State.CANCELLED) & Q(cause=""),
                name="a_meeting_that_was_not_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | Q(noted_on__gte=F("on_day")),
                name="no_meeting_is_held_before_its_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.on_day}"


class Role(models.TextChoices):
    """As whom somebody is called to a meeting."""

    PERSON = "person", _("personen själv")
    UNIT = "unit", _("myndighet")
    OUTSIDE = "outside", _("utanför Stafett")
    SUPPORT = "support", _("stödperson")
    INTERPRETER = "interpreter", _("tolk")


BESIDE = (Role.SUPPORT, Role.INTERPRETER)
"""Those who come with the person, by name."""


@tracked
class Called(CaseRow):
    """Somebody who is called to a meeting, and whether they came.

    That another authority or an outsider is there at all can be a secret: `abroad` rows are shown to those
    alone who may also know of *myndigheters medverkan* (law 2). They end with their meeting, so they
    are of its kind.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="called", db_constraint=False)
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="+", **COVERED)
    role = models.CharField(_("som"), max_length=12, choices=Role)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    name = models.CharField(_("namn"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    by_person = models.BooleanField(_("inbjuden av personen själv"), default=False)
    came = models.BooleanField(_("var med"), null=True, blank=True)
    handed_on = models.DateField(_("fick det vi kom överens om"), null=True, blank=True)

    @property
    def abroad(self) -> bool:
        """True of somebody from another authority than the one that called, or from outside."""
        if self.role == Role.OUTSIDE:
            return True
        return self.unit is not None and self.unit.authority_id != self.owner_authority_id

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.UNIT, unit__isnull=False)
                | Q(role=Role.PERSON, unit=None, name="", organisation="")
                | Q(role=Role.OUTSIDE, unit=None) & ~(Q(name="") & Q(organisation=""))
                | Q(role__in=[Role.SUPPORT, Role.INTERPRETER], unit=None) & ~Q(name=""),
                name="who_is_called_is_said",
            ),
            models.UniqueConstraint(
                fields=["meeting", "unit"],
                condition=Q(role=Role.UNIT),
                name="a_unit_is_called_once",
            ),
            models.CheckConstraint(
                condition=Q(handed_on=None) | Q(came=True, role=Role.UNIT),
                name="handed_over_to_those_present",
            ),
        ]


class Owner(models.TextChoices):
    """Whose a promise is."""

    PERSON = "person", _("personen själv")
    UNIT = "unit", _("enhet eller befattning")
    OUTSIDE = "outside", _("någon utanför Stafett")


@tracked
class Promise(CaseRow):
    """What one owner has promised to do before a day.

    `copy_of` is filled in the receiver's own copy of a promise that was handed over to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="promises", db_constraint=False
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="promises", null=True, blank=True, db_constraint=False
    )
    what = models.CharField(_("vad"), max_length=300)
    owner = models.CharField(_("vems"), max_length=8, choices=Owner)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", null=True, blank=True)
    outside = models.CharField(_("vem utanför"), max_length=160, blank=True)
    made_on = models.DateField(_("gavs"))
    first_due_on = models.DateField(_("först till"))
    due_on = models.DateField(_("till"))
    state = models.CharField(_("läge"), max_length=8, choices=Stands, default=Stands.OPEN)
    moves = models.PositiveSmallIntegerField(_("gånger flyttat"), default=0)
    because = models.CharField(_("varför"), max_length=300, blank=True)
    settled_on = models.DateField(_("dag då det blev klart eller utgick"), null=True, blank=True)
    noted_by = StaffName(_("antecknat av"), max_length=120)
    copy_of = models.UUIDField(null=True, blank=True, editable=False)
    kept_by_its_unit = True
    """The unit that gave it keeps it as its authority's own record, also outside the case (ADR 25)."""

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state__in=GOING_ON), name="promises_to_keep"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=Owner.PERSON, unit=None, position=None, outside="")
                | Q(owner=Owner.UNIT, unit__isnull=False, outside="")
                | Q(owner=Owner.OUTSIDE, unit=None, position=None) & ~Q(outside=""),
                name="a_promise_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(state__in=GOING_ON, settled_on=None)
                | ~Q(state__in=GOING_ON) & Q(settled_on__isnull=False),
                name="a_promise_is_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(moves=0) & ~Q(state=Stands.MOVED) & Q(due_on=F("first_due_on"))
                | Q(moves__gt=0) & ~Q(state=Stands.OPEN),
                name="a_moved_promise_is_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[Stands.MOVED, Stands.DROPPED]) | ~Q(because=""),
                name="a_promise_is_moved_or_dropped_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(first_due_on__gte=F("made_on")), name="promised_for_a_day_to_come"
            ),
            models.UniqueConstraint(
                fields=["copy_of", "owner_authority"], name="a_promise_is_handed_over_once"
            ),
        ]

    def __str__(self) -> str:
        return self.what


__all__ = ["BESIDE", "Called", "Cause", "Meeting", "Owner", "Promise", "Role", "Sort"]
