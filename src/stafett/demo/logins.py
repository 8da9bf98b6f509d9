"""Who can log in to the demo, and with what: one random password for each install."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import date
from itertools import groupby, product
from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from stafett.database.days import in_force
from stafett.database.home import home, make_folders
from stafett.initiatives.models import Engagement, Initiative
from stafett.parties.models import Tenure
from stafett.safeguards.models import Reach
from stafett.safeguards.roles import ROLES

SYLLABLES = [first + last for first, last in product("bdfgklmnrstv", "aeio")]
Login = tuple[str, str, str]
"""E-mail, role with its unit, and initiative."""


def password() -> str:
    """The demo's password on this machine: made at random the first time, readable by its owner alone.

    Nine of 48 syllables, 50 bits: the demo listens on loopback only.
    """
    path = home() / "demo-password"
    return path.read_text(encoding="ascii") if path.exists() else _made(path)


def _made(path: Path) -> str:
    words = ("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(3))
    chosen = "-".join(words)
    make_folders(path.parent, 0o755 if os.geteuid() == 0 else 0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(chosen)
    return chosen


def told() -> str:
    """The log-ins as they are printed: who, in which role and initiative, and the password once."""
    lines = ["", "  Logga in som"]
    for where, logins in groupby(shown(timezone.localdate()), key=lambda login: login[2]):
        lines += ["", f"  {where}", *(f"    {email:34} {role}" for email, role, _ in logins)]
    return "\n".join([*lines, "", f"  Lösenord för alla:  {password()}", ""])


def shown(day: date) -> Iterator[Login]:
    """One person for each role in each initiative; in the invented one, first, at each authority too.

    There it differs from authority to authority who sees which cases.
    """
    for initiative in Initiative.objects.order_by("-invented", "starts_on", "code"):
        seen = set()
        for tenure in _holders(initiative, day):
            post = tenure.position
            key = (post.role, post.unit.authority_id if initiative.invented else None)
            if key not in seen:
                seen.add(key)
                role = f"{ROLES[post.role].name}, {post.unit.name}"
                yield tenure.staff.account.email, role, initiative.name


def _holders(initiative: Initiative, day: date) -> QuerySet[Tenure]:
    """Who on the day holds a post engaged in the initiative, or at a unit that is in its cases."""
    engaged = Engagement.objects.filter(
        initiative=initiative, unit=OuterRef("position__unit"), role=OuterRef("position__role")
    )
    in_cases = Reach.objects.filter(
        unit=OuterRef("position__unit"), controller__in=initiative.branches.values("controller")
    )
    return (
        Tenure.objects.filter(in_force(day))
        .filter(Exists(engaged) | Exists(in_cases), staff__account__isnull=False)
        .select_related("position__unit", "staff__account")
        .order_by("position_id", "from_day")
    )
