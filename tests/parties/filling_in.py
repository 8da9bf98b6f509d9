"""Opens a page with a form as a person does, fills it in, and sends it with everything it had."""

from __future__ import annotations

import html
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

FIELD = re.compile(
    r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<(?:input|select|textarea)\b|</form>)", re.S
)
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
CHOSEN = re.compile(r'<option value="([^"]*)" selected>')


def filled_in(response: HttpResponse) -> dict[str, Any]:
    """What the browser would send if the person changed nothing."""
    sent: dict[str, Any] = {}
    page = response.content.decode()
    form = page[page.index('<form method="post" novalidate>') :]
    for tag, attributes, rest in FIELD.findall(form[: form.index("</form>") + 7]):
        given = dict(ATTRIBUTE.findall(attributes))
        _take(sent, tag, given, rest)
    unsaid = ("csrfmiddlewaretoken", "form_key")
    return {name: value for name, value in sent.items() if name not in unsaid}


def _take(sent: dict[str, Any], tag: str, given: dict[str, str], rest: str) -> None:
    name = given.get("name", "")
    if tag == "select":
        chosen = CHOSEN.search(rest)
        sent[name] = html.unescape(chosen[1]) if chosen else ""
    elif tag == "textarea":
        sent[name] = html.unescape(rest.split("</textarea>")[0].removeprefix("\n").strip("\r\n"))
    elif given.get("type") in ("checkbox", "radio"):
        if "checked" in given:
            sent.setdefault(name, []).append(
                html.unescape(given["value"]) if "value" in given else "on"
            )
    elif name:
        sent[name] = html.unescape(given.get("value", ""))


def fill_in(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Open the page, type what is given into its fields, and send it."""
    opened = client.get(address)
    assert opened.status_code == 200
    known = filled_in(opened)  # type: ignore[arg-type]
    unknown = set(typed) - set(re.findall(r'name="([^"]+)"', opened.content.decode()))
    assert not unknown, f"the page has no field {unknown}"
    return client.post(address, {**known, **typed})  # type: ignore[return-value]


def told(response: HttpResponse) -> str:
    """What the summary of faults says; the page must have been refused."""
    assert response.status_code == 422, response.headers
    page = response.content.decode()
    summary = page[page.index('class="summary"') :]
    return html.unescape(re.sub(r"<[^>]+>", "", summary[: summary.index("</div>")]))
