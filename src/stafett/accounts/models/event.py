"""What has been done with an account: who did it, when and why. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stafett.accounts.models.user import User


class AccountEvent(models.Model):
    """One act that changed how somebody gets in."""

    class Kind(models.TextChoices):
        """What was done."""

        OPENED = "opened", _("Kontot öppnades")
        CLOSED = "closed", _("Kontot stängdes")
        PASSWORD = "password", _("Lösenordet byttes")
        METHOD_ADDED = "method_added", _("Ett sätt att logga in lades till")
        METHOD_REMOVED = "method_removed", _("Ett sätt att logga in togs bort")
        METHODS_RESET = "methods_reset", _("Alla andra faktorer togs bort")
        CODES_MADE = "codes_made", _("Nya reservkoder gjordes")
        CODE_USED = "code_used", _("En reservkod användes")
        BOUND = "bound", _("En e-legitimation kopplades till kontot")
        UNBOUND = "unbound", _("En e-legitimation kopplades bort")
        TOKEN_MADE = "token_made", _("En API-nyckel gjordes")
        TOKEN_ENDED = "token_ended", _("En API-nyckel drogs in")
        LOGGED_OUT = "logged_out", _("Inloggningar avslutades")

    user = models.ForeignKey(User, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(auto_now_add=True)
    by_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    what = models.CharField(max_length=200, blank=True)
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "-at"], name="accounts_event_of_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}" if self.what else self.get_kind_display()
