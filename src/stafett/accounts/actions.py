"""The only writes to accounts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from stafett.accounts.models import User
from stafett.parties.models import Staff


@transaction.atomic
def open_account(
    email: str, name: str, *, by: Any, staff: Staff | None = None, password: str | None = None
) -> User:
    """Open an account for a staff member; without a password nobody can log in to it."""
    user = User(email=email.lower(), name=name, staff=staff)
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    return user


def set_password(user: User, password: str, *, by: Any) -> None:
    """Give an account a new password."""
    user.set_password(password)
    user.save(update_fields=["password"])


def close_account(user: User, *, by: Any) -> None:
    """Close an account: it can no longer log in."""
    user.is_active = False
    user.save(update_fields=["is_active"])
