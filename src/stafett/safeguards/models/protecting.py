"""What a controller has decided of those who are protected: where what is needed to reach them is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stafett.database.history import tracked
from stafett.parties.models import Authority
from stafett.parties.staff_names import StaffName


class ContactKept(models.TextChoices):
    """Where a protected person's contact details are kept; no law says, so the controller does (law.md § 6).

    `ABSENT` keeps who they are out as well: they are entered by year of birth and sex, and an alias.
    """

    SEALED = "sealed", _("förseglade i Stafett, och öppnas bara av det namngivna teamet")
    PAPER = "paper", _("på papper hos oss, aldrig i Stafett")
    ABSENT = "absent", _("på papper hos oss, och namn och nummer skrivs inte heller in i Stafett")


@tracked
class ProtectedRoutine(models.Model):
    """A controller's routine for the protected, with who decided it and which day."""

    controller = models.OneToOneField(Authority, models.PROTECT, related_name="+")
    contact = models.CharField(
        _("kontaktuppgifter till den som har skydd"), max_length=6, choices=ContactKept,
        default=ContactKept.SEALED,
    )  # fmt: skip
    kept_where = models.CharField(
        _("var papperen finns"), max_length=200, blank=True,
        help_text=_(
            "Till exempel: i kassaskåpet på enheten, fråga enhetschefen. Ingen adress till någon. Skrivs "
            "namn inte in ska det där också stå vem som har vilket alias."
        ),
    )  # fmt: skip
    decided_by = StaffName(_("beslutat av"), max_length=160, blank=True, editable=False)
    decided_on = models.DateField(_("beslutat"), null=True, editable=False)

    class Meta:
        ordering = ["controller"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=ContactKept.SEALED) | ~Q(kept_where=""),
                name="papers_are_kept_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=False) & ~Q(decided_by=""),
                name="a_routine_says_who_and_when",
            ),
        ]


__all__ = ["ContactKept", "ProtectedRoutine"]
