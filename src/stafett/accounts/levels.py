"""How strong must a log-in be for these roles here, and how strong was this one? What opens without a role?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stafett.accounts.models import User
from stafett.accounts.rules import POWERFUL, SEES_PEOPLE, Level, required_level
from stafett.database.days import in_force, still_on
from stafett.parties import role_names
from stafett.parties.models import Tenure

LEVEL = "level"
"""Where the session keeps how strong its log-in was."""
V = TypeVar("V")
WITHOUT_POST = frozenset(
    {"today", "words", "glossary", "word_list", "contradictions", "set_language", "security_txt",
     "tokens", "token_revoke", "api:account", "api:openapi-view", "api:openapi-json"}
)  # fmt: skip
"""What whoever has no post today may open, besides what is open to weak log-ins: nothing about anybody else."""
NO_POST = _(
    "Du har ingen befattning i dag, så det mesta är stängt för dig. Vänd dig till den som ger befattningar "
    "hos er om du ska ha en. Ditt eget konto når du under Mitt konto."
)


def kinds_of(role: str) -> list[str]:
    """The words of the table that a role falls under."""
    sees, powerful = role_names.sees_people(role), role_names.powerful(role)
    return [SEES_PEOPLE] * sees + [POWERFUL] * powerful


def required_by(roles: Iterable[str]) -> Level:
    """The level that somebody with these roles must log in with here."""
    return required_level(roles, settings.REQUIRED_LEVELS, kinds_of)


def required_of(user: User, day: date) -> Level:
    """The level that an account must log in with on a day, by the posts that its owner holds."""
    held = Tenure.objects.filter(in_force(day), still_on(day, prefix="position__"))
    mine = held.filter(staff__account=user).order_by("position_id")
    return required_by(mine.values_list("position__role", flat=True))


def level_of_session(request: HttpRequest) -> Level:
    """How strong the log-in behind a request was: the session's, or that in which its token was made."""
    token = getattr(request, "token", None)
    return Level(token.level if token else request.session.get(LEVEL, Level.ONE_FACTOR))


def has_post(viewer: Any) -> bool:
    """False for whoever has an account and no post today; the operator needs none."""
    return bool(viewer.posts) or viewer.operator


def open_to_weak_log_ins(view: V) -> V:
    """Mark a page as open to whoever has logged in too weakly: it is where that is mended."""

    @wraps(view)  # type: ignore[arg-type]
    def same(*args: Any, **named: Any) -> Any:
        return view(*args, **named)  # type: ignore[operator]

    same.open_to_weak_log_ins = True  # type: ignore[attr-defined]
    return same  # type: ignore[return-value]
