"""Sends a mail that says nothing about anybody: once, when it may be sent, about what is still news then."""

from __future__ import annotations

import smtplib
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from stafett.accounts.models import User
from stafett.notices.actions import end, send_later
from stafett.notices.models import Mailing, choice_of
from stafett.notices.queries import counted, times_of, to_mail
from stafett.notices.rules import TRIES, Stands, Why, body, next_open, subject
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of

BY = "mejl om notiser"


class NotSent(Exception):
    """A mail was not taken: `why` is a word of ours, for the server's own words hold the address."""

    def __init__(self, why: Why) -> None:
        """With the reason alone."""
        super().__init__(why.value)
        self.why = why


def deliver(key: UUID, now: datetime) -> None:
    """Send a mail, or let it wait, or find that there is nothing to tell; does nothing when it has been done.

    Raises NotSent when it is to be tried again; after the last try it stands as failed.
    """
    user = User.objects.filter(mailings=key).first()
    if user is None:
        return
    viewer = viewer_of(user, timezone.localdate(now))
    try:
        with acting(viewer, BY):
            _deliver(key, user, now)
    except NotSent as trouble:
        if not note_trouble(key, trouble.why, now):
            raise


def _deliver(key: UUID, user: User, now: datetime) -> None:
    """Under the row's lock from before it is sent until that is written: two jobs send it once."""
    mailing = Mailing.objects.select_for_update().get(pk=key)
    if mailing.stands != Stands.WAITING:
        return
    viewer = viewer_of(user, timezone.localdate(now))
    when = next_open(max(now, mailing.due_at), times_of(choice_of(user.pk)))
    rows = to_mail(viewer)
    with override("sv"):
        told = counted(rows) if user.is_active else {}
    if not told:
        end(mailing, Stands.NOTHING, now)
    elif when > now:
        mailing.due_at = when
        mailing.save(update_fields=["due_at"])
        send_later(mailing)
    else:
        rows.update(mailing=mailing)
        end(mailing, Stands.SENT, now, number=sum(told.values()))
        _send(mailing, user.email, told)


def _send(mailing: Mailing, to: str, told: dict[str, int]) -> None:
    if not to:
        raise NotSent(Why.NO_ADDRESS)
    site = urlsplit(settings.ADDRESS)
    with override("sv"):
        page = settings.ADDRESS.rstrip("/") + reverse("notices")
        said = body(told, page)
        head = subject(mailing.number)
    message = EmailMessage(head, said, None, [to], headers={
        "Message-ID": f"<{mailing.pk}@{site.hostname}>", "Auto-Submitted": "auto-generated",
    })  # fmt: skip
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused:
        raise NotSent(Why.RECEIVER) from None
    except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected):
        raise NotSent(Why.NO_SERVER) from None
    except smtplib.SMTPException:
        raise NotSent(Why.REFUSED) from None
    except OSError:
        raise NotSent(Why.NO_SERVER) from None


@transaction.atomic
def note_trouble(key: UUID, why: Why, now: datetime) -> bool:
    """Count a try that failed, and why; True when it was the last, or another would be of no use."""
    mailing = Mailing.objects.select_for_update().get(pk=key)
    mailing.tries, mailing.why = mailing.tries + 1, why
    mailing.save(update_fields=["tries", "why"])
    over = mailing.tries >= TRIES or why == Why.NO_ADDRESS
    if over:
        end(mailing, Stands.FAILED, now)
    return over


__all__ = ["NotSent", "deliver", "note_trouble"]
