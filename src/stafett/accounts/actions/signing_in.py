"""What an account logs in with, and the sessions that it has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from stafett.accounts.actions.recording import record
from stafett.accounts.actions.tokens import revoke_all
from stafett.accounts.models import AccountEvent, User

Kind = AccountEvent.Kind


class Taken(Exception):
    """The identity is bound to an account already."""


@transaction.atomic
def end_sessions(
    user: User, *, by: Any, only: Collection[int] | None = None, because: str = ""
) -> int:
    """End an account's sessions, all or those named; says how many."""
    mine = UserSession.objects.filter(user=user)
    if only is not None:
        mine = mine.filter(pk__in=only)
    keys = list(mine.order_by("pk").values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    mine.delete()
    if keys:
        record([user], Kind.LOGGED_OUT, by=by, what=str(len(keys)), because=because)
    return len(keys)


def session_has_new_key(before: str | None, after: str | None) -> None:
    """Follow a session that was given a new key, as after a new password."""
    UserSession.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def remove_methods(user: User, *, by: Any, because: str) -> int:
    """Take away every second factor of an account, as when a phone is lost; says how many.

    Whoever has its sessions or tokens may be the one who has the phone: those end too.
    """
    mine = Authenticator.objects.filter(user=user)
    number = mine.count()
    mine.delete()
    record([user], Kind.METHODS_RESET, by=by, what=str(number), because=because)
    end_sessions(user, by=by, because=because)
    revoke_all(user, by=by)
    return number


@transaction.atomic
def bind(user: User, provider: str, subject: str, *, by: Any, because: str = "") -> None:
    """Say that an identity at a provider is this account's; raises Taken when it is somebody's already."""
    try:
        with transaction.atomic():
            SocialAccount.objects.create(user=user, provider=provider, uid=subject)
    except IntegrityError:
        raise Taken from None
    record([user], Kind.BOUND, by=by, what=provider, because=because)


@transaction.atomic
def unbind(user: User, identity: SocialAccount, *, by: Any, because: str = "") -> None:
    """Say that an identity is no longer this account's."""
    record([user], Kind.UNBOUND, by=by, what=identity.provider, because=because)
    identity.delete()
