"""What the tests of log-ins do again and again: codes, keys, and an hour that passes."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tests.accounts.soft_key import SoftKey
from tests.cast import PASSWORD

LOG_IN, CODE, KEY = "/logga-in/", "/logga-in/kod/", "/logga-in/nyckel/"
ADD_APP, ADD_KEY = "/konto/satt/app/", "/konto/satt/nyckel/"
AT = {"SERVER_NAME": "localhost"}


def browser() -> Client:
    """A browser at an address where passkeys work."""
    return Client(**AT)  # type: ignore[arg-type]


def password(client: Client, who: str, **more: str) -> Any:
    """Log in with e-mail and password."""
    sent = {"username": f"{who}@prov.example", "password": PASSWORD, **more}
    return client.post(LOG_IN, sent)


def logged_in(who: str) -> Client:
    """A browser in which somebody has logged in through the page."""
    client = browser()
    assert password(client, who).status_code == 302
    return client


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def secret_in(response: Any) -> str:
    """What the page for adding an app gives it."""
    page = response.content.decode()
    found = re.search(r'<code class="secret">(\w+)</code>', page)
    assert found, page
    return found[1]


def add_app(client: Client) -> str:
    """Add an app for codes, and give its secret."""
    secret = secret_in(client.get(ADD_APP))
    answer = client.post(ADD_APP, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    cache.clear()  # a minute and a half later: the code that it was added by has run out
    return secret


def options_in(response: Any) -> Any:
    """The question to the key that a page holds."""
    page = response.content.decode()
    found = re.search(r'id="passkey-options" type="application/json">(.+?)</script>', page)
    assert found, page
    return json.loads(found[1])


def add_key(client: Client, name: str = "Arbetsdatorn") -> SoftKey:
    """Add a passkey, and give it."""
    key = SoftKey()
    made = key.made(options_in(client.get(ADD_KEY)))
    answer = client.post(ADD_KEY, {"name": name, "credential": made, "passwordless": "on"})
    assert answer.status_code == 302, answer.content.decode()
    return key


def codes_of(who: Any) -> list[str]:
    """Somebody's recovery codes that are left."""
    codes = Authenticator.objects.get(user=who, type="recovery_codes")
    left: list[str] = codes.wrap().get_unused_codes()
    return left


def an_hour_later(client: Client) -> Client:
    """The same session, an hour after its owner showed who they are."""
    session = client.session
    session["proved_at"] -= 3600
    session.save()
    return client


def inside(client: Client) -> bool:
    """True for somebody who is logged in and may open more than what mends the log-in."""
    return client.get("/ord/").status_code == 200
