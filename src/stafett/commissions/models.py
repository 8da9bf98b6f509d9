"""An assignment (uppdrag) about a person, from one unit in the case to another, with what came of it (G9)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.commissions.rules import OPEN, Exchange, Result, State, exchanges
from stafett.database.history import tracked
from stafett.parties.models import Position, Unit
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import COVERED, CaseRow


@tracked
class Commission(CaseRow):
    """What one unit asks another to do with a person before a day; in the record of the giver's authority.

    A receiver of another authority has a row of its own, `copy_of` the giver's: each authority keeps its
    record, and state and day are one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="commissions", **COVERED
    )
    what = models.CharField(_("uppdrag"), max_length=300)
    purpose = models.CharField(_("varför"), max_length=1000)
    due_on = models.DateField(_("senast"))
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    given_by = StaffName(_("gavs av"), max_length=120)
    given_on = models.DateField(_("gavs"))
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", null=True, blank=True)
    """Who in the receiving unit does it; nobody before it is accepted, or when it is the whole unit's."""
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.GIVEN)
    question = models.CharField(_("fråga"), max_length=1000, blank=True)
    reply = models.CharField(_("svar"), max_length=1000, blank=True)
    earlier = models.JSONField(_("frågor och svar före den"), default=list, blank=True)
    """What was asked and answered before: question, answer, question, answer; an empty text is no answer."""
    because = models.CharField(_("skäl"), max_length=1000, blank=True)
    result = models.CharField(_("resultat"), max_length=12, choices=Result, blank=True)
    result_words = models.CharField(_("vad det ledde till"), max_length=2000, blank=True)
    settled_on = models.DateField(_("dag"), null=True, blank=True)
    settled_by = StaffName(_("av"), max_length=120, blank=True)
    copy_of = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["participation"], name="commissions_of_a_case"),
            models.Index(fields=["due_on"], condition=Q(state__in=OPEN), name="commissions_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(purpose=""), name="a_commission_says_what_and_why"
            ),
            models.CheckConstraint(
                condition=Q(kind="agreement"), name="a_commission_is_of_its_kind"
            ),
            models.CheckConstraint(
                condition=~Q(to_unit=F("from_unit")), name="a_commission_is_for_another_unit"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("given_on")), name="a_commission_is_due_later"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, settled_on=None, settled_by="")
                | ~Q(state__in=OPEN) & Q(settled_on__isnull=False) & ~Q(settled_by=""),
                name="a_settled_commission_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE) & ~Q(result="")
                | ~Q(state=State.DONE) & Q(result="", result_words=""),
                name="a_commission_that_is_done_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DECLINED, State.LAPSED]) | ~Q(because=""),
                name="a_commission_ends_undone_with_a_reason",
            ),
            models.UniqueConstraint(fields=["copy_of"], name="a_commission_is_received_once"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def exchanges(self) -> list[Exchange]:
        """Every question with its answer, the first one first."""
        return exchanges([*self.earlier, self.question, self.reply])


__all__ = ["Commission"]
