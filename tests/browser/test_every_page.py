"""Does every page that somebody can click their way to let everybody in, and keep to itself?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.visit import Site, complaints_of, faults_of, visiting
from tests.browser.walk import Walk, walk
from tests.frame.in_browser import SIZES

pytestmark = pytest.mark.browser

WALKERS = ["eva", "karin", "rakel", "leader", "evaluator", "ulf", "at_work", "per"]
"""The project leader, a coach, the office, Duellen's leader, an evaluator of several initiatives, and
one whose assignment was revoked; the coach in a case where much has been done; and one at Af to whom a
case was closed."""
ONLY_NEW = {"per"}
"""These are walked with only to what nobody before them has met."""
TABLE = Path(__file__).parents[1] / "access" / "expected.csv"
UNLINKED = {
    "login": "where one is sent without being logged in",
    "set_language": "answers a form",
    "link": "where one goes with a code that was sent; looked at among the refusals below",
    "account_login": "the same page as login",
    "release_link": "led to where an e-ID is connected; tests/links opens it",
    "calendar_feed": "what a calendar program fetches; tests/notices/test_calendar.py reads it",
    "applied": "the receipt of a form that anybody can send",
    **dict.fromkeys(
        [
            "account_reauthenticate",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_deactivate_totp",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
        ],
        "opens for whoever has such a way of logging in: test_passkeys.py looks at it",
    ),
    "remove_identity": "opens for whoever has an e-ID bound: the same page as mfa_remove_webauthn",
}
"""Pages that no link leads to, each with its reason."""


@pytest.fixture(scope="module")
def walks(browser: Browser, site: Site) -> dict[str, Walk]:
    """What each of them met."""
    found: dict[str, Walk] = {}
    for who in WALKERS:
        met = {kind for one in found.values() for kind in one.kinds}
        with visiting(browser, site, site.keys.get(who, who)) as page:
            also = site.keys["also"].get(who, ())
            found[who] = walk(page, also=also, met=met, again=who not in ONLY_NEW)
    return found


@pytest.mark.parametrize("who", WALKERS)
def test_no_page_on_the_way_shuts_anybody_out_or_is_broken(
    who: str, walks: dict[str, Walk]
) -> None:
    assert walks[who].faults == {}


def test_every_page_can_be_reached_by_following_links(walks: dict[str, Walk]) -> None:
    reached = {kind.split()[0] for one in walks.values() for kind in one.kinds}
    assert sorted(set(_pages()) - reached - UNLINKED.keys()) == []


def _pages() -> Iterator[str]:
    """Every page of the access table that somebody is shown when they open it."""
    rows = (line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    for row in csv.reader(rows):
        door, method, _thing, *answers = row
        if method == "GET" and "200" in answers and not door.startswith("api:"):
            yield door


REFUSALS = {
    "404 for nobody": (None, "/finns-inte/"),
    "404": ("karin", "/deltagare/00000000-0000-0000-0000-000000000007/"),
    "403": ("stig", "/deltagare/"),
    "log in": (None, "/logga-in/"),
    "a fault to correct": (None, "/logga-in/?sent"),
    "the page for a code, without one": (None, "/lank/"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_lets_everybody_in_too(
    name: str, size: str, browser: Browser, site: Site
) -> None:
    who, address = REFUSALS[name]
    with visiting(browser, site, who, size=size) as page:
        page.goto(address)
        if address.endswith("?sent"):
            page.get_by_label("E-post").fill("karin@prov.example")
            page.get_by_label("Lösenord").fill("fel")
            page.keyboard.press("Enter")
            page.locator(".summary").wait_for()
        assert faults_of(page) == []
        assert complaints_of(page) == []


def test_a_planted_fault_is_found(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "karin", size="phone") as page:
        page.goto("/deltagare/")
        page.evaluate(
            "document.querySelector('h1').outerHTML = '<div class=nowrap>' + 'ö'.repeat(99)"
        )
        page.evaluate("document.querySelector('main').style.minWidth = '800px'")
        page.evaluate("fetch('https://example.org/').catch(() => 0)")
        said = "\n".join([*faults_of(page), *complaints_of(page)])
        assert "0 headings of the first level" in said
        assert "wider than the screen" in said
        assert "'https://example.org/' violates the following Content Security Policy" in said
