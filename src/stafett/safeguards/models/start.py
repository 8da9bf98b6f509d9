"""When a controller lets real people be entered: its own act, which lists what it has decided first."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stafett.parties.models import Authority
from stafett.parties.staff_names import StaffName


class StartPaper(models.TextChoices):
    """What a controller decides before real people are entered; each has a draft (`start_paper`)."""

    CLASSIFICATION = "classification", _("informationsklassning")
    IMPACT = "impact", _("konsekvensbedömning")
    PROCESSOR = "processor", _("bilaga till personuppgiftsbiträdesavtal")
    RECORD = "record", _("registerförteckning")
    INFORMATION = "information", _("information till den som deltar")
    ACCESSIBILITY = "accessibility", _("tillgänglighetsredogörelse")


class StartDecision(models.Model):
    """A controller's word that real people may be entered, or no longer; the latest holds, none is changed."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="start_decisions")
    starts = models.BooleanField(_("verkliga personer får skrivas in"))
    papers = models.JSONField(_("handlingar"), default=dict)
    """Each paper by its name, with the `reference` and the day, `decided_on`, of its own decision."""
    because = models.CharField(_("varför det tas tillbaka"), max_length=300, blank=True)
    needs_two = models.BooleanField(_("två personer beslutar"), default=False)
    """What the authority says: one proposes with the papers, somebody else decides. It stays so."""
    proposed_by = StaffName(_("föreslaget av"), max_length=160, blank=True)
    proposed_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_by = StaffName(_("beslutat av"), max_length=160)
    decided_on = models.DateField(_("beslutat"))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=False) | Q(papers__has_keys=StartPaper.values),
                name="a_start_lists_every_paper",
            ),
            models.CheckConstraint(
                condition=Q(starts=False)
                | Q(needs_two=False)
                | Q(proposed_user__isnull=False, decided_user__isnull=False)
                & ~Q(proposed_user=F("decided_user")),
                name="two_decide_a_start_where_two_must",
            ),
            models.CheckConstraint(
                condition=Q(starts=True) | ~Q(because=""), name="a_start_taken_back_says_why"
            ),
        ]

    @property
    def is_proposed(self) -> bool:
        """True of papers that wait for somebody else to decide."""
        return not self.starts and bool(self.papers)

    @property
    def listed(self) -> list[tuple[str, dict[str, str]]]:
        """Each paper's label with its decision, in the order in which they are decided."""
        return [
            (str(one.label), self.papers[one.value])
            for one in StartPaper
            if one.value in self.papers
        ]
