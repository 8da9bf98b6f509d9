"""What allauth finds here: the one kind of identity provider that Stafett has, with its own checks.

allauth looks for this module by name in every installed app. Its own OpenID Connect app is not installed:
that one neither sends a nonce nor looks at `acr`, and lets the address bar change what is asked for.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stafett.accounts.openid.client import OpenIdAdapter
from stafett.accounts.openid.settings import Provider, provider


class OpenIdProvider(OAuth2Provider):
    """An identity provider; only its `sub` is kept, with the level that its word was worth."""

    id = "openid_connect"
    name = "OpenID Connect"
    oauth2_adapter_class = OpenIdAdapter
    pkce_enabled_default = True

    def __init__(self, request: HttpRequest, app: Any = None) -> None:
        """Called by the name that the operator gave it."""
        super().__init__(request, app)
        self.name = app.name

    @property
    def declared(self) -> Provider:
        """The provider as the operator's file has it."""
        found = provider(self.app.provider_id)
        assert found is not None, self.app.provider_id
        return found

    def get_oauth2_adapter(self, request: HttpRequest) -> OpenIdAdapter:
        """What talks with the provider."""
        return OpenIdAdapter(request, self.app.provider_id)

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, str]:
        """What is asked for; nothing of it comes from the address bar."""
        return self.get_auth_params()

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Who it is, and no more: neither name nor e-mail is used."""
        return ["openid"]

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **more: Any
    ) -> HttpResponse:  # fmt: skip
        """Send the user there with a nonce of this time's own; with `again`, to show themselves anew."""
        again = bool(data and data.get("again"))
        nonce = secrets.token_urlsafe(32)
        asked = {"nonce": nonce, "acr_values": self.declared.acr_values}
        # with an age the provider has to say when the user was asked: a log-in of its own may live on
        asked |= {"max_age": str(settings.SESSION_HOURS * 3600)}
        if again:
            asked |= {"prompt": "login", "max_age": "0"}
        kept = {"nonce": nonce, "at": time.time(), "again": again}
        more = {**more, "auth_params": asked, "scope": self.get_scope_from_request(request)}
        return super().redirect(request, process, next_url=next_url, data=kept, **more)

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """Who it is to the provider."""
        return str(data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What is kept: never names or numbers, which the token may well hold."""
        return {"acr": data.get("acr", ""), "level": data["level"]}

    def extract_email_addresses(self, data: Any) -> list[EmailAddress]:
        """None: an e-mail is never what says whose an identity is."""
        return []


provider_classes = [OpenIdProvider]
