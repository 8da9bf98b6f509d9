"""The keys with which another system acts in somebody's name: only a digest of each is kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from stafett.accounts.models.user import User
from stafett.accounts.rules import LONGEST_DAYS


class Token(models.Model):
    """A personal token: whoever shows it is its owner, within its scope, until it ends."""

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(_("namn"), max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(_("får skriva"), default=False)
    level = models.PositiveSmallIntegerField()
    """How sure Stafett was of its owner when it was made."""
    made_on = models.DateField()
    expires_on = models.DateField(_("sista dag"))
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="accounts_token_ends_in_time",
                condition=models.Q(expires_on__gte=models.F("made_on"))
                & models.Q(expires_on__lte=models.F("made_on") + timedelta(days=LONGEST_DAYS)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds(self, day: date) -> bool:
        """True when it opens the door on the day; the last day is included."""
        return self.revoked_at is None and self.expires_on >= day and self.user.is_active
