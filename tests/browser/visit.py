"""Visits the site as somebody of the cast, and keeps whatever the browser complains of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, Route

from tests.browser.axe import serious_faults
from tests.cast import PASSWORD
from tests.frame.in_browser import SIZES

START_PAGE = re.compile(r"^http://[^/]+/$")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
EXPECTED = "Failed to load resource: the server responded with a status of"
"""What the console says of a refusal, which is an answer and no fault."""


@dataclass
class Site:
    """Where the site is, the keys of what is in it, and the sessions begun so far."""

    port: int
    keys: dict[str, Any]
    sessions: dict[str, Any] = field(default_factory=dict)
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://{self.host}:{self.port}"


@contextmanager
def visiting(
    browser: Browser,
    site: Site,
    who: str | None = None,
    *,
    size: str = "desk",
    scripts: bool = True,
) -> Iterator[Page]:
    """A page of a new visitor, logged in as `who`; what it complains of is in `complaints_of(page)`."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": height}, locale="sv-SE",
        java_script_enabled=scripts, storage_state=_session(browser, site, who) if who else None,
    )  # fmt: skip
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    _listen(page, context, site)
    try:
        yield page
    finally:
        context.close()


def complaints_of(page: Page) -> list[str]:
    """What the browser has complained of so far: errors, broken answers, requests that leave the machine."""
    found: list[str] = page.complaints  # type: ignore[attr-defined]
    return found


def _listen(page: Page, context: BrowserContext, site: Site) -> None:
    def keep(words: str) -> None:
        if not words.startswith(EXPECTED):
            complaints_of(page).append(words)

    def answer(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(site.url).netloc:
            route.continue_()
            return
        keep(f"asked outside: {route.request.url}")
        route.abort()

    def look(response: Response) -> None:
        missing = response.status == 404 and response.request.resource_type != "document"
        if response.status >= 500 or missing:
            keep(f"{response.status} {response.url}")

    context.route("**/*", answer)
    page.on("console", lambda m: keep(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: keep(str(error)))
    page.on("response", look)


def _session(browser: Browser, site: Site, who: str) -> Any:
    """The cookies of somebody logged in; each logs in once."""
    if who not in site.sessions:
        context = browser.new_context(base_url=site.url, locale="sv-SE")
        log_in(context.new_page(), who)
        site.sessions[who] = context.storage_state()
        context.close()
    return site.sessions[who]


def log_in(page: Page, who: str) -> None:
    """Fill in the log-in page and send it."""
    page.goto("/logga-in/")
    page.get_by_label("E-post").fill(who if "@" in who else f"{who}@prov.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(START_PAGE)


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in the size it has."""
    return [*serious_faults(page), *shape_faults(page)]


def shape_faults(page: Page) -> list[str]:
    """What is wrong with the page's width and headings."""
    found = []
    wider = page.evaluate(WIDER)
    if wider > 0:
        found.append(f"the page is {wider} px wider than the screen")
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    return found
