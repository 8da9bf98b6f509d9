"""Hears from Django and allauth that somebody has got in, and notes when, how strongly, and with what."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import user_logged_in as allauth_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from allauth.socialaccount.signals import social_account_added
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext as _

from stafett.accounts.actions import record
from stafett.accounts.adapters import AccountAdapter
from stafett.accounts.levels import LEVEL
from stafett.accounts.middleware import BEGUN, SEEN
from stafett.accounts.models import AccountEvent, User
from stafett.accounts.openid.client import SHOWN
from stafett.accounts.rules import level_of
from stafett.frame.stepup import remember

Kind = AccountEvent.Kind
log = logging.getLogger(__name__)


def listen() -> None:
    """Called once, when the server starts."""
    user_logged_in.connect(_began)
    user_login_failed.connect(_failed)
    allauth_logged_in.connect(_vouched)
    authenticator_used.connect(_used)
    social_account_added.connect(_bound)


def _began(request: HttpRequest, user: User, **_more: Any) -> None:
    """A session begins: whoever has just got in has just shown who they are."""
    request.session[BEGUN] = request.session[SEEN] = time.time()
    request.session[LEVEL] = int(level_of(get_authentication_records(request, user)))
    remember(request)


def _failed(
    credentials: Mapping[str, Any], request: HttpRequest | None = None, **_more: Any
) -> None:
    """A wrong password is told the process log: at which account, and from where; never what was typed.

    Not the account's own events: a refused request leaves nothing behind in the database.
    """
    place = AccountAdapter(request).get_client_ip(request) if request else "no page"
    account = User.objects.filter(email__iexact=str(credentials.get("username", ""))).first()
    which = f"account {account.pk}" if account else "no account"
    log.warning("log-in failed at %s, from %s", which, place)


def _vouched(request: HttpRequest, user: User, sociallogin: Any = None, **_more: Any) -> None:
    """The identity provider's word counts for as much as its level, and says when its owner was asked."""
    if sociallogin is not None:
        vouched = sociallogin.account.extra_data["level"]
        records = get_authentication_records(request, user)
        request.session[LEVEL] = int(level_of(records, vouched))
        if not any(one.get("method") == "mfa" for one in records):
            remember(request, shown_at(getattr(sociallogin, SHOWN, None), time.time()))


def shown_at(said: Any, now: float) -> float:
    """When whoever comes from a provider showed who they are: as it says, and never where it does not.

    A provider whose own log-in lives on lets somebody in without asking: that shows nobody.
    """
    known = isinstance(said, int | float) and not isinstance(said, bool)
    return min(float(said), now) if known else 0.0


def _used(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """A recovery code is used once, and its owner should know."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record([user], Kind.CODE_USED, by=user)


def _bound(request: Any, sociallogin: Any, **_more: Any) -> None:
    """An identity was bound by its owner, who was logged in and had just shown who they are."""
    what = sociallogin.provider.name
    record([sociallogin.user], Kind.BOUND, by=request.viewer, what=what)
    said = _("%(name)s är kopplad. Nästa gång kan du logga in med den.")
    messages.success(request, said % {"name": what})
