"""Talks with an identity provider: fetches what it publishes, and believes a token only after every check."""

from __future__ import annotations

import hmac
import logging
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView
from django.http import HttpRequest
from django.urls import reverse

from stafett.accounts.openid.checks import Asked, Refused, check_answers, check_level, verified

WELL_KNOWN = "/.well-known/openid-configuration"
SHOWN = "shown_at"
"""Where a log-in keeps the moment at which the provider says that its owner showed who they are."""
log = logging.getLogger(__name__)


class OpenIdAdapter(OAuth2Adapter):
    """What allauth's flow asks about one provider."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        """For one request."""
        super().__init__(request)
        self.provider_id = provider_id
        self.asked: Asked | None = None
        self._published: dict[str, Any] | None = None

    @property
    def published(self) -> dict[str, Any]:
        """What the provider says of itself; it must be the one that the operator's file names."""
        if self._published is None:
            server = self.get_provider().declared.server_url.rstrip("/")
            found = self._fetch(f"{server}{WELL_KNOWN}")
            if str(found.get("issuer", "")).rstrip("/") != server:
                raise OAuth2Error(f"{server} calls itself {found.get('issuer')!r}")
            self._published = found
        return self._published

    def _fetch(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        return found

    @property
    def access_token_url(self) -> str:  # type: ignore[override]
        """Where the code is exchanged."""
        return str(self.published["token_endpoint"])

    @property
    def authorize_url(self) -> str:
        """Where the user is sent."""
        return str(self.published["authorization_endpoint"])

    @property
    def basic_auth(self) -> bool:  # type: ignore[override]
        """True when the provider takes our secret in a header and not in the form."""
        methods = self.published.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        return "client_secret_post" not in methods

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the user comes back."""
        return request.build_absolute_uri(
            reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        )

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """The identity that the token speaks of, once it is believed; raises OAuth2Error."""
        try:
            claims = self.believed(str(kwargs["response"].get("id_token", "")))
        except Refused as refusal:
            log.warning("log-in with %s refused: %s", self.provider_id, refusal.reason)
            raise OAuth2Error(refusal.reason) from refusal
        found = self.get_provider().sociallogin_from_response(request, claims)
        # not kept with the account: it is this log-in's own
        setattr(found, SHOWN, claims.get("auth_time"))
        return found

    def believed(self, token: str) -> dict[str, Any]:
        """The claims of a token after every check, with the level that its `acr` is worth; raises Refused."""
        declared = self.get_provider().declared
        claims = verified(
            token, self._fetch(self.published["jwks_uri"]), issuer=self.published["issuer"],
            audience=declared.client_id, algorithms=declared.algorithms,
        )  # fmt: skip
        assert self.asked is not None
        check_answers(claims, self.asked)
        level = declared.level_of(claims.get("acr"))
        check_level(claims.get("acr"), level, 1)
        return {**claims, "level": level}


class Callback(OAuth2CallbackView):
    """The user coming back: the question that was put to the provider is taken out of the session, once."""

    adapter: OpenIdAdapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, refusal = super()._get_state(request, provider)
        if state:
            self.adapter.asked = Asked(**state["data"])
            said = request.GET.get("iss")
            # RFC 9207: whoever answers says who they are, so that one provider cannot answer for another
            if said is not None and not hmac.compare_digest(
                said.encode(), str(self.adapter.published["issuer"]).encode()
            ):
                raise OAuth2Error("iss is another provider")
        return state, refusal
