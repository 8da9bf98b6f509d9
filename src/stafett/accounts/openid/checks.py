"""Is an ID token what was asked for, from whom it was asked, now, and strong enough? Pure.

The signature is always checked, though the standard lets one skip it for a token that came straight from
the provider over TLS: a mistake in an address or a certificate store is then still found here.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

LEEWAY = 60
"""Seconds that two clocks may differ."""


class Refused(Exception):
    """The identity is not believed; `reason` is for the log, never for the page."""

    def __init__(self, reason: str) -> None:
        """With the reason."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Asked:
    """What was asked of the provider when the user was sent there."""

    nonce: str
    at: float
    again: bool = False
    """True when the user was to show themselves anew, not by a session they already have there."""


def verified(
    token: str, keys: Mapping[str, Any], *, issuer: str, audience: str, algorithms: tuple[str, ...]
) -> dict[str, Any]:
    """The claims of a token whose signature, issuer, audience and times are right; raises Refused."""
    key = _key_of(token, keys, algorithms)
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key=key, algorithms=list(algorithms), issuer=issuer, audience=audience, leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"], "strict_aud": False},
        )  # fmt: skip
    except jwt.PyJWTError as fault:
        raise Refused(f"{type(fault).__name__}: {fault}") from fault
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", audience) != audience or (several and "azp" not in claims):
        raise Refused("azp is somebody else")
    return claims


def _key_of(token: str, keys: Mapping[str, Any], algorithms: tuple[str, ...]) -> jwt.PyJWK:
    """The provider's key that the token says it is signed with; never one that the token brings itself."""
    try:
        head = jwt.get_unverified_header(token)
        published = jwt.PyJWKSet.from_dict(dict(keys)).keys
    except (jwt.PyJWTError, KeyError, TypeError, AttributeError) as fault:
        raise Refused(f"{type(fault).__name__}: {fault}") from fault
    if head.get("alg") not in algorithms:
        raise Refused(f"signed with {head.get('alg')!r}")
    fitting = [key for key in published if head.get("kid") in (None, key.key_id)]
    if len(fitting) != 1:
        raise Refused(f"{len(fitting)} keys fit kid {head.get('kid')!r}")
    return fitting[0]


def check_answers(claims: Mapping[str, Any], asked: Asked) -> None:
    """Raise Refused unless the token answers this very question, and anew where that was asked."""
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce, asked.nonce):
        raise Refused("the nonce is not the one sent")
    if claims["iat"] < asked.at - LEEWAY:
        raise Refused("the token was made before it was asked for")
    if asked.again and not _shown_since(claims.get("auth_time"), asked.at):
        raise Refused("auth_time does not say that the user was asked anew")


def _shown_since(moment: Any, asked_at: float) -> bool:
    return isinstance(moment, int | float) and moment >= asked_at - LEEWAY


def check_level(acr: str | None, level: int, required: int) -> None:
    """Raise Refused when the provider's word is worth nothing here, or less than the account requires."""
    if level < max(1, required):
        raise Refused(f"acr {acr!r} is level {level}, and {max(1, required)} is required")
