"""The only writes of notices: found, read, let rest, mailed or not; how it is wanted; a calendar's secret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as worker

from stafett.accounts.actions.recording import record
from stafett.accounts.models import AccountEvent, User
from stafett.accounts.rules import digest_of, new_secret
from stafett.notices.access import check_looks_after
from stafett.notices.kinds import Found, kinds
from stafett.notices.models import Choice, Feed, Mailing, Notice, choice_of
from stafett.notices.queries import failed, shown, times_of, to_mail
from stafett.notices.rules import FORGOTTEN_DAYS, KEPT_DAYS, NEXT, How, Stands, send_at
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

MOST_AT_ONCE = 500
"""So much news is kept of one look; the rest is found by the next."""


@transaction.atomic
def look_for(viewer: Viewer, now: datetime) -> int:
    """Keep what is news to a viewer and has not been told, let what is no longer so rest, and plan a mail.

    Returns how many are new.
    """
    choice = choice_of(viewer.user_id)
    wanted = [kind for kind in kinds() if kind.code not in choice.off]
    found = {(kind.code, one.thing): one for kind in wanted for one in kind.find(viewer)}
    mine = Notice.objects.filter(user=viewer.user_id).order_by("pk")
    known = {(what, thing): (key, over) for key, what, thing, over in
             mine.values_list("pk", "what", "thing", "over_at")}  # fmt: skip
    new = [pair for pair in found if pair not in known][:MOST_AT_ONCE]
    Notice.objects.bulk_create(
        [_notice(viewer, what, found[what, thing], now) for what, thing in new], ignore_conflicts=True
    )  # fmt: skip
    again = [key for pair, (key, over) in known.items() if over and pair in found]
    gone = [key for pair, (key, over) in known.items() if not over and pair not in found]
    mine.filter(pk__in=again).order_by().update(over_at=None)
    mine.filter(pk__in=gone).order_by().update(over_at=now)
    plan(viewer, choice, now)
    return len(new)


def _notice(viewer: Viewer, what: str, one: Found, now: datetime) -> Notice:
    made = Notice(
        user_id=viewer.user_id or 0, what=what, thing=one.thing, link=one.link, day=one.day, at=now
    )
    for name, value in vars(one.spine).items() if one.spine else ():
        setattr(made, name, value)
    return made


def plan(viewer: Viewer, choice: Choice, now: datetime) -> Mailing | None:
    """Let a mail be sent when there is something to mail of, unless one waits already.

    Whoever's last mail did not get through is tried once a day at most. Without an address of its own,
    which a mail leads to, the server sends none.
    """
    times = times_of(choice)
    stuck = Mailing.objects.filter(user=viewer.user_id, stands=Stands.FAILED)
    if times.how == How.AT_ONCE and stuck.exists():
        times = replace(times, how=How.DAILY)
    when = send_at(now, times)
    if not settings.ADDRESS or when is None or not to_mail(viewer).exists():
        return None
    made, new = Mailing.objects.get_or_create(
        user_id=viewer.user_id or 0,
        stands=Stands.WAITING,
        defaults={"made_at": now, "due_at": when},
    )
    if new:
        send_later(made)
    return made


def send_later(mailing: Mailing) -> None:
    """Put a mail on the worker's list for its time, in the same transaction; the job is given its key alone."""
    task = worker.configure_task("notices.send", queue="mail", schedule_at=mailing.due_at)
    task.defer(mailing_id=str(mailing.pk))


@transaction.atomic
def read(viewer: Viewer, now: datetime, keys: Iterable[UUID] | None = None) -> int:
    """Note that the viewer has read these of their notices, or all; returns how many that was."""
    rows = shown(viewer).filter(read_at=None)
    return (rows if keys is None else rows.filter(pk__in=list(keys))).update(read_at=now)


def open_one(viewer: Viewer, key: UUID, now: datetime) -> str | None:
    """Note that the viewer opens a notice; returns where it leads, None for one that is not theirs to see."""
    one = shown(viewer).filter(pk=key).first()
    read(viewer, now, [key])
    return one.link if one else None


@transaction.atomic
def choose(viewer: Viewer, told: Mapping[str, Any], now: datetime) -> Choice:
    """Keep how the viewer wants to be told; a mail that waits is sent when they now want it, or not at all."""
    choice, _made = Choice.objects.update_or_create(pk=viewer.user_id, defaults=dict(told))
    waiting = Mailing.objects.select_for_update().filter(user=viewer.user_id, stands=Stands.WAITING)
    when = send_at(now, times_of(choice))
    for one in waiting:
        if when is None:
            end(one, Stands.NOTHING, now)
        else:
            one.due_at = when
            one.save(update_fields=["due_at"])
            send_later(one)
    return choice


def end(mailing: Mailing, stands: Stands, now: datetime, *, number: int = 0) -> None:
    """Let a mail come to its end; earlier ones of the same account that failed are needed no more."""
    assert stands in NEXT[Stands(mailing.stands)]
    mailing.stands, mailing.ended_at, mailing.number = stands, now, number
    mailing.save(update_fields=["stands", "ended_at", "number", "why", "tries"])
    if stands in (Stands.SENT, Stands.FAILED):
        earlier = Mailing.objects.filter(user=mailing.user_id, stands=Stands.FAILED)
        earlier.exclude(pk=mailing.pk).update(stands=Stands.NOTHING)


@transaction.atomic
def try_again(key: UUID, now: datetime, *, by: Viewer) -> None:
    """Let a mail that failed be tried anew.

    Raises PermissionDenied, Refused when it is not among those that failed and are the viewer's to look after.
    """
    check_looks_after(by)
    mailing = failed(by).select_for_update(of=("self",)).filter(pk=key).first()
    if mailing is None:
        raise Refused({"": _("Utskicket står inte längre bland dem som inte gick fram.")})
    if Mailing.objects.filter(user=mailing.user_id, stands=Stands.WAITING).exists():
        end(mailing, Stands.NOTHING, now)
        return
    mailing.stands, mailing.ended_at, mailing.due_at = Stands.WAITING, None, now
    mailing.tries, mailing.why = 0, ""
    mailing.save(update_fields=["stands", "ended_at", "due_at", "tries", "why"])
    send_later(mailing)


@transaction.atomic
def make_feed(user: User, now: datetime, *, by: Viewer) -> str:
    """Give an account a calendar feed, and end the one it had; returns the secret, which is kept nowhere."""
    _revoke(user, now)
    secret = new_secret()
    Feed.objects.create(user=user, digest=digest_of(secret), made_at=now)
    record([user], AccountEvent.Kind.TOKEN_MADE, by=by, what=_("kalenderns adress"))
    return secret


@transaction.atomic
def revoke_feed(user: User, now: datetime, *, by: Any) -> bool:
    """End an account's calendar feed; False when there is none."""
    if not _revoke(user, now):
        return False
    record([user], AccountEvent.Kind.TOKEN_ENDED, by=by, what=_("kalenderns adress"))
    return True


def end_feed(user: User, by: Any) -> None:
    """End the feed with the account's keys: whoever may have those may have its address too."""
    revoke_feed(user, timezone.now(), by=by)


def _revoke(user: User, now: datetime) -> int:
    return Feed.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


def forget(now: datetime) -> int:
    """Let go of what was read, over or mailed long ago, at the controllers that are reached; says how many."""
    old, older = now - timedelta(days=KEPT_DAYS), now - timedelta(days=FORGOTTEN_DAYS)
    settled = Q(at__lt=old) & (Q(read_at__isnull=False) | Q(over_at__isnull=False))
    number, _tables = Notice.objects.filter(settled | Q(at__lt=older)).delete()
    done = Mailing.objects.filter(stands__in=[Stands.SENT, Stands.NOTHING], ended_at__lt=old)
    done.filter(notices=None).delete()
    return number


__all__ = [
    "choose", "end", "forget", "look_for", "make_feed", "open_one", "plan", "read", "revoke_feed", "send_later",
    "try_again",
]  # fmt: skip
