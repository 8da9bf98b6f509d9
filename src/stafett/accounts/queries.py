"""Reads about one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from stafett.accounts.models import AccountEvent, Token, User
from stafett.accounts.rules import digest_of

LATEST = 20
Type = Authenticator.Type


@dataclass(frozen=True)
class Place:
    """Somewhere that an account is logged in."""

    key: int
    address: str
    browser: str
    since: datetime
    seen: datetime
    here: bool


def places_of(user: User, session_key: str | None) -> list[Place]:
    """Where an account is logged in now, this place first and then the latest used."""
    known = {one.session_key: one for one in UserSession.objects.filter(user=user).order_by("pk")}
    living = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())
    found = [_place(known[one.pk], one, session_key) for one in living.order_by("pk")]
    return sorted(found, key=lambda place: (not place.here, -place.seen.timestamp()))


def _place(known: UserSession, session: Session, session_key: str | None) -> Place:
    seen = session.get_decoded().get("seen_at")
    moment = datetime.fromtimestamp(seen, UTC) if seen else known.created_at
    here = known.session_key == session_key
    return Place(known.pk, known.ip, browser_in(known.user_agent), known.created_at, moment, here)


BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
           "Mac OS": "Mac", "Linux": "Linux"}  # fmt: skip


def browser_in(user_agent: str) -> str:
    """What a browser calls itself, in the words that people use for it; empty when it says nothing known."""
    named = (next((name for word, name in known.items() if word in user_agent), "")
             for known in (BROWSERS, SYSTEMS))  # fmt: skip
    return ", ".join(filter(None, named))


@dataclass(frozen=True)
class Methods:
    """What an account logs in with."""

    password: bool
    app: Authenticator | None
    keys: list[Authenticator]
    codes_left: int
    identities: list[SocialAccount]

    @property
    def has_second_factor(self) -> bool:
        """True when the password is not all."""
        return self.app is not None or bool(self.keys)


def methods_of(user: User) -> Methods:
    """What an account logs in with."""
    mine = list(Authenticator.objects.filter(user=user).order_by("pk"))
    by_type: dict[str, list[Authenticator]] = {kind: [] for kind in Type}
    for one in mine:
        by_type[one.type].append(one)
    codes = by_type[Type.RECOVERY_CODES]
    return Methods(
        password=user.has_usable_password(),
        app=next(iter(by_type[Type.TOTP]), None),
        keys=by_type[Type.WEBAUTHN],
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else 0,
        identities=list(SocialAccount.objects.filter(user=user).order_by("provider", "pk")),
    )


def events_of(user: User) -> QuerySet[AccountEvent]:
    """The latest that was done with an account."""
    return AccountEvent.objects.filter(user=user)[:LATEST]


def tokens_of(user: User) -> QuerySet[Token]:
    """An account's tokens, those that have ended too."""
    return Token.objects.filter(user=user).order_by("revoked_at", "-expires_on", "-pk")


def token_of(secret: str, day: date) -> Token | None:
    """The token whose secret this is, if it opens anything on the day."""
    found = Token.objects.select_related("user__staff").filter(digest=digest_of(secret)).first()
    return found if found and found.holds(day) else None


def work_name(user: Any) -> Subquery:
    """What an account's owner is called at work where their name is protected; NULL for all others.

    For rows that keep a name beside the account's key: what was written before is read by it too.
    """
    protected = User.objects.filter(pk=user, staff__real_name__gt="")
    return Subquery(protected.order_by().values("name")[:1])
