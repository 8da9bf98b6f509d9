"""Writes down what is done with an account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stafett.accounts.models import AccountEvent, User

NOBODY = "systemet"


def record(
    users: Sequence[User], kind: AccountEvent.Kind, *, by: Any, what: str = "", because: str = ""
) -> None:
    """Add that something was done with some accounts, by a viewer or by the operator."""
    name = getattr(by, "name", by) or NOBODY
    who = getattr(by, "user_id", None)
    AccountEvent.objects.bulk_create(
        AccountEvent(
            user=user, kind=kind, by_user_id=who, by_name=str(name)[:120], what=what[:200],
            because=because[:500],
        )
        for user in users
    )  # fmt: skip
