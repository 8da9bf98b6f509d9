"""What the worker does: looks for news, sends mails that say nothing about anybody, and forgets what is old."""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stafett.accounts.models import User
from stafett.notices import actions
from stafett.notices.queries import tellable
from stafett.notices.rules import GROWS, TRIES, WAIT
from stafett.notices.sending import deliver
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import all_controllers, viewer_of
from stafett.safeguards.viewer import operator

log = logging.getLogger(__name__)
BY = "notiser"


@app.periodic(cron="*/5 * * * *")
@app.task(queue="notices", name="notices.look", queueing_lock="notices.look")
def look(timestamp: int) -> None:
    """Every five minutes: what is news to each account; what stands in the way of one stops no other."""
    faults = [user.pk for user in tellable(timezone.localdate()) if not look_for(user)]
    if faults:
        raise RuntimeError(f"{len(faults)} accounts could not be looked at for news")


def look_for(user: User) -> bool:
    """Look as one account, which reaches what it reaches and nothing more; False when it could not be done."""
    now = timezone.now()
    viewer = viewer_of(user, timezone.localdate(now))
    try:
        with acting(viewer, BY):
            actions.look_for(viewer, now)
    except Exception as trouble:
        # neither the words of a fault nor its values: they may tell of somebody
        log.error("no news for account %s: %s", user.pk, type(trouble).__name__)
        return False
    return True


@app.task(
    queue="mail", name="notices.send",
    retry=RetryStrategy(max_attempts=TRIES, wait=WAIT, exponential_wait=GROWS),
)  # fmt: skip
def send(mailing_id: str) -> None:
    """Send one mail; another try comes by itself until the last."""
    deliver(UUID(mailing_id), timezone.now())


@app.periodic(cron="50 4 * * *")
@app.task(queue="notices", name="notices.forget", queueing_lock="notices.forget")
def forget(timestamp: int) -> None:
    """Every night: let go of what was read long ago."""
    with acting(operator(timezone.localdate(), BY).reaching(all_controllers()), BY):
        actions.forget(timezone.now())


__all__ = ["forget", "look", "look_for", "send"]
