"""How often may somebody try? Counted for all processes together, and kept though the attempt is undone.

A log-in is counted before it is looked at, so that many at once all count, and given back when it
succeeds: one office behind one address is not shut out by those who know their passwords.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds."""

    name: str
    times: int
    seconds: int


@dataclass(frozen=True)
class Count:
    """A limit for somebody: the key names them by a digest, never in clear."""

    limit: Limit
    key: str

    def reached(self) -> bool:
        """Count one more; True when it is more than may be."""
        cache.add(self.key, 0, self.limit.seconds)
        try:
            return cache.incr(self.key) > self.limit.times
        except ValueError:  # it ran out in between
            cache.add(self.key, 1, self.limit.seconds)
            return False

    def give_back(self) -> None:
        """One less: it succeeded."""
        try:
            cache.decr(self.key)
        except ValueError:  # it has run out
            return


def counted(limit: Limit, *who: str) -> Count:
    """The count for somebody, in the window that is now."""
    window = int(time.time()) // limit.seconds
    digest = hashlib.sha256("\0".join(who).encode()).hexdigest()
    return Count(limit, f"limit:{limit.name}:{window}:{digest}")


def any_reached(counts: Iterable[Count]) -> bool:
    """Count each; True when any is over."""
    reached = [count.reached() for count in counts]
    return any(reached)


def log_in_counts(request: HttpRequest, email: str) -> list[Count]:
    """The counts of a log-in: this account from here, this account at all, anybody from here.

    An account that does not exist is counted like one that does.
    """
    account, here = email.strip().lower(), address_of(request)
    pair, whole, place = (
        Limit(name, times, seconds) for name, (times, seconds) in settings.LOG_IN_LIMITS.items()
    )
    return [counted(pair, account, here), counted(whole, account), counted(place, here)]


def api_count(user_id: int) -> Count:
    """The count of one account's calls of the API, by token and by session together."""
    return counted(Limit("api", settings.API_CALLS_A_MINUTE, 60), str(user_id))


def password_count(user_id: int) -> Count:
    """The count of wrong passwords of somebody who is logged in, wherever they are."""
    return counted(Limit("password", settings.WRONG_PASSWORDS_A_MINUTE, 60), str(user_id))


def token_count(request: HttpRequest) -> Count:
    """The count of tokens from here that open nothing."""
    return counted(Limit("token", settings.WRONG_TOKENS_A_MINUTE, 60), address_of(request))


def link_count(request: HttpRequest) -> Count:
    """The count of codes of links from here that open nothing."""
    return counted(Limit("link", settings.WRONG_LINKS_A_MINUTE, 60), address_of(request))


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind proxies what the nearest of ours says."""
    return str(get_adapter().get_client_ip(request))
