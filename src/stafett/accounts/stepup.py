"""Showing again who one is: the check that pages ask, and how strong the showing must be.

`needs_fresh_log_in` lives in the frame, so that pages on every floor may ask it; this app knows what
counts. Whoever has a second factor, or an e-ID that is worth as much, shows that: the password alone is
what an attacker at a borrowed session may also have.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from stafett.accounts.models import User
from stafett.accounts.openid.settings import Provider, providers
from stafett.frame.stepup import is_fresh, needs_fresh_log_in, remember

__all__ = ["Way", "is_fresh", "needs_fresh_log_in", "remember", "ways_of"]

KINDS = Authenticator.Type


class Way(str):
    """The name of an address where somebody shows who they are."""


def ways_of(user: User) -> list[Way]:
    """How this account can show who it is, the strongest first; the password only where it is all."""
    mine = Authenticator.objects.filter(user=user).order_by("pk")
    kinds = set(mine.values_list("type", flat=True))
    ways = [Way("mfa_reauthenticate_webauthn")] if KINDS.WEBAUTHN in kinds else []
    ways += [Way("mfa_reauthenticate")] if KINDS.TOTP in kinds or ways else []
    if bound_providers(user):
        ways.append(Way("step_up_openid"))
    if not ways and user.has_usable_password():
        ways.append(Way("account_reauthenticate"))
    return ways


def bound_providers(user: User) -> list[Provider]:
    """The identity providers whose identity is bound to the account, and that are still used here."""
    mine = SocialAccount.objects.filter(user=user).order_by("pk")
    bound = set(mine.values_list("provider", flat=True))
    return [one for one in providers() if one.id in bound]
