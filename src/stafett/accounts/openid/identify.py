"""Who is this, without any log-in? A question to an identity provider of our own, and its answer.

The same client and the same checks as for a log-in, but no session and no account: what comes back is who
the provider says that it is, for the one thing that was asked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest
from requests import RequestException

from stafett.accounts.openid.checks import Asked, Refused
from stafett.accounts.openid.client import OpenIdAdapter
from stafett.accounts.openid.settings import Provider

UNREACHED = (OAuth2Error, RequestException, ValueError, KeyError, TypeError)
"""What a provider that cannot be reached, or answers nonsense, comes to."""
PATIENCE = 10
"""Seconds to wait for the provider."""


@dataclass(frozen=True)
class Question:
    """What is put to a provider once: the secrets that its answer must show again."""

    state: str
    nonce: str
    verifier: str


def question(digest: str) -> Question:
    """A new question about exactly the text with this digest: the nonce carries it, and comes back signed."""
    nonce = f"{secrets.token_urlsafe(32)}.{digest}"
    return Question(secrets.token_urlsafe(32), nonce, secrets.token_urlsafe(48))


def digest_in(nonce: str) -> str:
    """The digest of the text that a question was about."""
    return nonce.rpartition(".")[2]


def leads_to(request: HttpRequest, declared: Provider, asked: Question, back: str) -> str:
    """The address at the provider where somebody shows anew who they are; raises one of UNREACHED."""
    hashed = hashlib.sha256(asked.verifier.encode()).digest()
    told = {
        "response_type": "code", "client_id": declared.client_id, "redirect_uri": back,
        "scope": f"openid {declared.number_scope}".strip(), "state": asked.state,
        "nonce": asked.nonce, "acr_values": declared.acr_values, "prompt": "login", "max_age": "0",
        "code_challenge": base64.urlsafe_b64encode(hashed).decode().rstrip("="),
        "code_challenge_method": "S256",
    }  # fmt: skip
    return f"{_adapter(request, declared).authorize_url}?{urlencode(told)}"


def answered(
    request: HttpRequest, declared: Provider, asked: Question, at: float, back: str
) -> dict[str, Any]:
    """The claims of the answer to a question that was put at a time; raises Refused or one of UNREACHED."""
    adapter = _adapter(request, declared)
    adapter.asked = Asked(asked.nonce, at, again=True)
    said = request.GET.get("iss")
    if said is not None and said != adapter.published["issuer"]:
        raise Refused("iss is another provider")
    return adapter.believed(_token(adapter, declared, asked, request.GET.get("code", ""), back))


def _adapter(request: HttpRequest, declared: Provider) -> OpenIdAdapter:
    found: Any = get_adapter().get_provider(request, declared.id)
    adapter: OpenIdAdapter = found.get_oauth2_adapter(request)
    return adapter


def _token(
    adapter: OpenIdAdapter, declared: Provider, asked: Question, code: str, back: str
) -> str:
    sent = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back,
        "code_verifier": asked.verifier,
    }  # fmt: skip
    who = (declared.client_id, declared.client_secret)
    if not adapter.basic_auth:
        sent |= {"client_id": who[0], "client_secret": who[1]}
    with get_adapter().get_requests_session() as session:
        answer = session.post(
            adapter.access_token_url, data=sent, auth=who if adapter.basic_auth else None,
            timeout=PATIENCE,
        )  # fmt: skip
    answer.raise_for_status()
    return str(answer.json().get("id_token", ""))


def number_in(claims: dict[str, Any], declared: Provider) -> str:
    """The personal number that the provider says, as twelve digits; empty for none that is."""
    digits = "".join(sign for sign in str(claims.get(declared.number_claim, "")) if sign.isdigit())
    return digits if len(digits) == 12 else ""


def key_of(*what: str) -> str:
    """A digest that nobody without the server's own key can try guesses against."""
    key = hashlib.sha256(b"stafett.accounts.identified:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, "\0".join(what).encode(), hashlib.sha256).hexdigest()
