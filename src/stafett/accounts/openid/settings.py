"""Which identity providers are used here, and what is their word worth? Read from the operator's file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Unusable(ValueError):
    """The file cannot be used; says which provider, and what is wrong."""


@dataclass(frozen=True)
class Provider:
    """An identity provider, and the level that each `acr` it says is worth."""

    id: str
    name: str
    server_url: str
    client_id: str
    client_secret: str = field(repr=False, default="")
    levels: Mapping[str, int] = field(default_factory=dict)
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256")
    number_claim: str = ""
    """The claim that holds the personal number; none where nobody is identified by it without logging in."""
    number_scope: str = ""
    """What is asked for besides `openid` so that the number is in the ID token."""

    def level_of(self, acr: str | None) -> int:
        """What a log-in with this `acr` is worth; nothing where it is missing or not in the table."""
        return self.levels.get(acr, 0) if acr else 0

    @property
    def acr_values(self) -> str:
        """What is asked for, the best first."""
        return " ".join(sorted(self.levels, key=lambda acr: (-self.levels[acr], acr)))


def read(path: Path) -> tuple[Provider, ...]:
    """The providers that the file names; raises Unusable."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("provider", [])
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise Unusable(f"{path}: {fault}") from fault
    found = tuple(_provider(table) for table in tables)
    if len({one.id for one in found}) != len(found):
        raise Unusable(f"{path}: two providers have the same id")
    return found


def _provider(table: Mapping[str, Any]) -> Provider:
    name = table.get("id", "?")
    try:
        made = Provider(**{**table, "levels": dict(table["levels"])})
    except (KeyError, TypeError) as fault:
        raise Unusable(f"provider {name}: {fault}") from fault
    if not made.levels or not set(made.levels.values()) <= {1, 2, 3}:
        raise Unusable(f"provider {name}: levels must give each acr a level from 1 to 3")
    address = urlsplit(made.server_url)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise Unusable(f"provider {name}: server_url must begin with https://")
    return made


def providers() -> tuple[Provider, ...]:
    """The providers in use."""
    from django.conf import settings

    found: tuple[Provider, ...] = settings.OPENID_PROVIDERS
    return found


def provider(id_: str) -> Provider | None:
    """The provider with an id, if it is in use."""
    return next((one for one in providers() if one.id == id_), None)


def identifying() -> tuple[Provider, ...]:
    """Those that say a personal number, and so can tell who somebody without an account is."""
    return tuple(one for one in providers() if one.number_claim)


def for_allauth(found: tuple[Provider, ...]) -> dict[str, Any]:
    """The same, as allauth reads it."""
    apps = [
        {"provider_id": one.id, "name": one.name, "client_id": one.client_id,
         "secret": one.client_secret, "settings": {"server_url": one.server_url}}
        for one in found
    ]  # fmt: skip
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
