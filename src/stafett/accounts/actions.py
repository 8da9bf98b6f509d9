"""The only writes to accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from stafett.accounts.models import User
from stafett.parties.models import Staff


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
    return User.objects.bulk_create(users)


def set_password(user: User, password: str, *, by: Any) -> None:
    """Give an account a new password."""
    user.set_password(password)
    user.save(update_fields=["password"])


def close_account(user: User, *, by: Any) -> None:
    """Close an account: it can no longer log in."""
    user.is_active = False
    user.save(update_fields=["is_active"])
