"""The cast's day for every page, and short ways to ask for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import TODAY

Page = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages ask the clock what day it is; here it is the cast's."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def get(client: Client, address: str, status: int = 200) -> str:
    """A page's text."""
    response = client.get(address)
    assert response.status_code == status, response.content[:800]
    return response.content.decode()


def send(client: Client, address: str, expected: int = 302, /, **data: Any) -> Any:
    """Open a form, fill it in over what stands there, and send it; gives the answer."""
    form = client.get(address).context["form"]
    values = {name: value for name, value in form.initial.items() if value not in (None, False)}
    response = client.post(address, {**values, **data})
    assert response.status_code == expected, faults(response)
    return response


def faults(response: Any) -> str:
    """What the error summary of a page says, without markup."""
    content = response.content.decode()
    said = re.search(r'<div class="summary".*?</div>', content, re.S)
    return " ".join(re.sub(r"<.*?>", " ", said[0] if said else content).split())


def names(text: str) -> list[str]:
    """The names in the list, in the order of the page."""
    return re.findall(r'<th scope="row"><a href="/deltagare/[^"]+">([^<]+)</a>', text)
