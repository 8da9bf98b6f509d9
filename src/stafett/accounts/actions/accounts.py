"""Opening and closing accounts, and their passwords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from stafett.accounts.actions.recording import record
from stafett.accounts.actions.signing_in import end_sessions
from stafett.accounts.actions.tokens import revoke_all
from stafett.accounts.models import AccountEvent, User
from stafett.parties.models import Staff

Kind = AccountEvent.Kind


@transaction.atomic
def open_account(
    email: str, name: str, *, by: Any, staff: Staff | None = None, password: str | None = None
) -> User:
    """Open an account for a staff member; without a password nobody can log in to it."""
    return open_accounts([(email, name, staff)], by=by, password=password)[0]


@transaction.atomic
def open_accounts(
    whom: Sequence[tuple[str, str, Staff | None]], *, by: Any, password: str | None = None
) -> list[User]:
    """Open accounts (e-mail, name, staff) that share one first password; hashed once, as it costs."""
    hashed = make_password(password)
    users = [
        User(email=e.lower(), name=name, staff=staff, password=hashed) for e, name, staff in whom
    ]
    made = User.objects.bulk_create(users)
    record(made, Kind.OPENED, by=by)
    return made


@transaction.atomic
def set_password(user: User, password: str, *, by: Any, because: str = "") -> None:
    """Give an account a new password; whoever logged in with the old one is logged out."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record([user], Kind.PASSWORD, by=by, because=because)


@transaction.atomic
def close_account(user: User, *, by: Any, because: str = "") -> None:
    """Close an account: it can no longer log in, its sessions end, and its tokens open nothing."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    record([user], Kind.CLOSED, by=by, because=because)
    end_sessions(user, by=by)
    revoke_all(user, by=by)
