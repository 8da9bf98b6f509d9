"""Which forms have been sent, so that one that is sent twice does one thing."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from stafett.accounts.models import User


class SentForm(models.Model):
    """A form that somebody has sent, by the key it was drawn with; nothing of what stood in it.

    Written in the transaction of what the form did, so it is there exactly when that is.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField()
    sent_at = models.DateTimeField(db_default=Now())
    led_to = models.TextField(blank=True)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="a_form_is_sent_once")]
