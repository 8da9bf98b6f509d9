"""What the worker does: seals the log, tells its heads outside; finds what is to end, and ends it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from stafett.safeguards.actions.carry_out import BY, NotEnded, carry_out
from stafett.safeguards.actions.heads import mail_heads, write_heads
from stafett.safeguards.actions.retention import warn
from stafett.safeguards.actions.seal import seal
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Ending, RetentionRule
from stafett.safeguards.once import forget
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import operator


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


@app.periodic(cron="40 4 * * *")
@app.task(queue="log", name="safeguards.forget_forms", queueing_lock="safeguards.forget_forms")
def forget_forms(timestamp: int) -> None:
    """Every night: forget which forms were sent some days ago."""
    forget()


@app.periodic(cron="20 4 * * *")
@app.task(queue="retention", name="safeguards.find_due", queueing_lock="safeguards.find_due")
def find_due(timestamp: int) -> None:
    """Every night: warn of what has been kept for long enough, and try again what was decided and not done.

    What stands in the way of one stands on its page, and keeps no other from ending.
    """
    find_all()
    for key in waiting_to_end():
        with suppress(NotEnded):
            carry_out(key, timezone.localdate())


def find_all() -> list[Ending]:
    """Warn of what has come due at each controller that has a rule; each in a transaction of its own."""
    by = operator(timezone.localdate(), BY).reaching(all_controllers())
    with acting(by, BY):
        controllers = sorted(
            set(
                RetentionRule.objects.order_by("controller_id").values_list(
                    "controller_id", flat=True
                )
            )
        )
    found: list[Ending] = []
    for controller in controllers:
        with acting(by.reaching((controller,)), BY):
            found += warn(controller, by=by)
    return found


def waiting_to_end() -> list[UUID]:
    """The endings that are decided and not done."""
    with acting(operator(timezone.localdate(), BY).reaching(all_controllers()), BY):
        rows = Ending.objects.filter(decided_on__isnull=False, done_at__isnull=True)
        return list(rows.order_by("decided_on", "pk").values_list("pk", flat=True))


@app.task(queue="retention", name="safeguards.end_decided")
def end_decided(ending_id: str) -> None:
    """End what somebody has decided on."""
    carry_out(UUID(ending_id), timezone.localdate())
