"""Who can log in to the demo, and with what: one random password for each install."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

from stafett.accounts.models import User
from stafett.database.home import home
from stafett.initiatives.models import Engagement
from stafett.safeguards.roles import ROLES

SYLLABLES = "ba be bi bo da de di do fa fe fi fo ga go ka ki ko la le li lo ma mi mo na ni no ra ri ro sa si so ta ti to va vi".split()


def password() -> str:
    """The demo's password on this machine: made at random the first time, readable by its owner alone."""
    path = home() / "demo-password"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(
                "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(3))
            )
    return path.read_text()


def told() -> str:
    """The log-ins as they are printed: who, in which role and initiative, and the password once."""
    lines = [f"  {email:34} {role:28} {where}" for email, role, where in shown()]
    return "\n".join(["", "  Logga in som", *lines, "", f"  Lösenord för alla:  {password()}", ""])


def shown() -> Iterator[tuple[str, str, str]]:
    """One person for each role in each initiative: (e-mail, role, initiative)."""
    engagements = Engagement.objects.select_related("initiative", "branch").order_by(
        "initiative__invented", "initiative_id", "id"
    )
    seen = set()
    for e in engagements:
        key = (e.initiative_id, e.role)
        user = _holder(e)
        if user is None or key in seen:
            continue
        seen.add(key)
        where = f"{e.initiative.name}{', ' + e.branch.name if e.branch else ''}"
        yield user.email, str(ROLES[e.role].name), where


def _holder(engagement: Engagement) -> User | None:
    return (
        User.objects.filter(
            staff__tenures__until_day__isnull=True,
            staff__tenures__position__unit_id=engagement.unit_id,
            staff__tenures__position__role=engagement.role,
        )
        .order_by("pk")
        .first()
    )
