"""Shows the trial pages in a real browser under the strictest content policy, without server or database."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Route, sync_playwright

HOST = "http://testserver"
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]

Ask = Callable[[str], HttpResponse]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, closed again afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser: Browser, ask: Ask, size: str = "desk", scripts: bool = True) -> Iterator[Page]:
    """A page whose every request is answered here; what it complains of is kept in `page.complaints`."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=scripts, locale="sv-SE"
    )
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda message: _keep(page, message.type, message.text))
    page.on("pageerror", lambda error: _keep(page, "error", str(error)))
    page.route("**/*", lambda route: _answer(route, ask, page))
    try:
        yield page
    finally:
        context.close()


def _keep(page: Page, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        page.complaints.append(text)  # type: ignore[attr-defined]


def _answer(route: Route, ask: Ask, page: Page) -> None:
    address = urlsplit(route.request.url)
    if f"{address.scheme}://{address.netloc}" != HOST:
        _keep(page, "error", f"asked outside: {route.request.url}")
        route.abort()
    elif address.path.startswith("/static/"):
        _answer_with_file(route, address.path.removeprefix("/static/"))
    else:
        response = ask(route.request.url.removeprefix(HOST))
        headers = {"Content-Type": response["Content-Type"], "Content-Security-Policy": POLICY}
        route.fulfill(status=response.status_code, body=response.content, headers=headers)


def _answer_with_file(route: Route, name: str) -> None:
    found = finders.find(name)
    if found is None:
        route.fulfill(status=404, body="")
        return
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    route.fulfill(path=found, content_type=kind)
