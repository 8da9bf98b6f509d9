"""Making and ending the tokens that other systems act with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from stafett.accounts.actions.recording import record
from stafett.accounts.models import AccountEvent, Token, User
from stafett.accounts.rules import Level, digest_of, new_secret, prefix_of

Kind = AccountEvent.Kind


@transaction.atomic
def make_token(
    user: User, name: str, *, expires_on: date, may_write: bool, level: Level, today: date, by: Any
) -> str:
    """Make a token for an account; gives its secret, which is kept nowhere."""
    secret = new_secret()
    Token.objects.create(
        user=user, name=name, prefix=prefix_of(secret), digest=digest_of(secret), may_write=may_write,
        level=level, made_on=today, expires_on=expires_on,
    )  # fmt: skip
    record([user], Kind.TOKEN_MADE, by=by, what=name)
    return secret


@transaction.atomic
def revoke(token: Token, *, by: Any) -> None:
    """End a token before its time."""
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record([token.user], Kind.TOKEN_ENDED, by=by, what=token.name)


Ends = Callable[[User, Any], None]
_also: dict[Ends, None] = {}


def end_with_keys(also: Ends) -> None:
    """Let something of an upper app that opens an account's data end whenever its keys do."""
    _also[also] = None


@transaction.atomic
def revoke_all(user: User, *, by: Any) -> int:
    """End every token of an account, and what has asked to end with them; says how many tokens."""
    for also in _also:
        also(user, by)
    living = user.tokens.filter(revoked_at__isnull=True)
    names = list(living.values_list("name", flat=True))
    living.update(revoked_at=timezone.now())
    if names:
        record([user], Kind.TOKEN_ENDED, by=by, what=", ".join(names))
    return len(names)


def note_use(token: Token, day: date) -> None:
    """Note that a token opened something on a day; written once a day."""
    if token.last_used_on != day:
        earlier = Q(last_used_on__isnull=True) | Q(last_used_on__lt=day)
        Token.objects.filter(earlier, pk=token.pk).update(last_used_on=day)
