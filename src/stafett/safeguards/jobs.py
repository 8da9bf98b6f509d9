"""What the worker does for the log: seals it, and tells the chains' heads outside the database."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from stafett.safeguards.actions.heads import mail_heads, write_heads
from stafett.safeguards.actions.seal import seal


@app.periodic(cron="*/10 * * * *")
@app.task(queue="log", name="safeguards.seal_log", queueing_lock="safeguards.seal_log")
def seal_log(timestamp: int) -> None:
    """Every ten minutes: close what has been read since, and add the new heads to the file."""
    seal(timezone.now())
    if settings.LOG_HEADS:
        write_heads(Path(settings.LOG_HEADS))


@app.periodic(cron="5 6 * * *")
@app.task(queue="log", name="safeguards.mail_log_heads", queueing_lock="safeguards.mail_log_heads")
def mail_log_heads(timestamp: int) -> None:
    """Every morning: mail the heads to those who keep them."""
    if settings.LOG_HEADS_MAIL:
        mail_heads(settings.LOG_HEADS_MAIL)
