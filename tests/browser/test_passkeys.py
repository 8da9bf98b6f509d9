"""Does a real browser make and use passkeys here, and do the pages on the way let everybody in?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.accounts.getting_in import code_of
from tests.browser.visit import START_PAGE, Site, complaints_of, faults_of, log_in, visiting
from tests.frame.in_browser import SIZES

pytestmark = pytest.mark.browser
WHO = "fatima"
KEYS = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def local(site: Site) -> Site:
    """The same site by a name: the standard lets no bare address have passkeys."""
    return replace(site, host="localhost", sessions={})


@pytest.fixture
def page(browser: Browser, local: Site) -> Iterator[Page]:
    """A browser in which somebody without a second factor has logged in."""
    with visiting(browser, local) as opened:
        log_in(opened, WHO)
        yield opened
        _take_away(opened)


def _take_away(page: Page) -> None:
    """Remove every way that the test added, so that the next one starts as this did."""
    page.goto("/konto/satt/")
    while page.get_by_role("link", name="Ta bort").count():
        page.get_by_role("link", name="Ta bort").first.click()
        page.get_by_role("button", name="Ta bort").click()
        page.wait_for_url("**/konto/satt/")


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """A device with keys, as Chromium makes one for tests."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEYS})
    return devices, made["authenticatorId"]


def looks_well(page: Page) -> None:
    """Nothing is wrong with the page, on a desk or on a phone."""
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert faults_of(page) == [], page.url
    page.set_viewport_size({"width": SIZES["desk"][0], "height": SIZES["desk"][1]})


def add_key(page: Page) -> None:
    """Add a passkey, looking at each page."""
    page.goto("/konto/satt/")
    page.get_by_role("link", name="Nyckel", exact=True).click()
    looks_well(page)
    page.get_by_label("Vad ska nyckeln heta?").fill("Arbetsdatorn")
    page.get_by_role("button", name="Lägg till nyckel").click()
    page.wait_for_url("**/konto/satt/koder/")


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Logga ut").first.click()
    page.wait_for_url("**/logga-in/")


def test_a_passkey_is_made_and_then_opens_by_itself(page: Page) -> None:
    authenticator(page)
    add_key(page)
    looks_well(page)
    page.get_by_role("link", name="Klar").click()
    looks_well(page)
    for name in ("Byt namn", "Ta bort"):
        page.get_by_role("link", name=name).first.click()
        looks_well(page)
        page.go_back()
    log_out(page)
    looks_well(page)
    page.get_by_role("button", name="Använd en nyckel").click()
    page.wait_for_url(START_PAGE)
    assert "Fatima Kassa" in page.content()
    assert complaints_of(page) == []


def test_a_passkey_is_a_second_factor_and_shows_again_who_one_is(page: Page) -> None:
    authenticator(page)
    add_key(page)
    page.goto("/logga-in/igen/?next=/konto/")
    looks_well(page)
    page.get_by_role("button", name="Använd en nyckel").click()
    page.wait_for_url("**/konto/")
    log_out(page)
    page.get_by_label("E-post").fill(f"{WHO}@prov.example")
    page.get_by_label("Lösenord").fill("hemligt-nog-i-prov")
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.wait_for_url("**/logga-in/kod/")
    looks_well(page)
    page.get_by_role("button", name="Använd en nyckel").click()
    page.wait_for_url(START_PAGE)
    assert complaints_of(page) == []


def test_a_browser_that_gives_no_key_says_so_and_the_form_stays(page: Page) -> None:
    devices, key = authenticator(page)
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/konto/satt/nyckel/")
    page.get_by_label("Vad ska nyckeln heta?").fill("Min egen")
    page.get_by_role("button", name="Lägg till nyckel").click()
    page.get_by_text("Ingen nyckel användes").wait_for()
    assert page.get_by_label("Vad ska nyckeln heta?").input_value() == "Min egen"
    looks_well(page)


def test_an_app_is_added_asked_for_and_taken_away(page: Page) -> None:
    page.goto("/konto/satt/app/")
    looks_well(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Kod från appen").fill(code_of(secret))
    page.get_by_role("button", name="Lägg till appen").click()
    page.wait_for_url("**/konto/satt/koder/")
    assert page.locator(".recovery-codes li").count() == 10
    first = page.locator(".recovery-codes li").first.inner_text()
    page.goto("/logga-in/igen/?next=/konto/")
    looks_well(page)
    page.get_by_label("Kod").fill("000000")
    page.get_by_role("button", name="Fortsätt").click()
    page.locator(".summary").wait_for()
    looks_well(page)
    log_out(page)
    page.get_by_label("E-post").fill(f"{WHO}@prov.example")
    page.get_by_label("Lösenord").fill("hemligt-nog-i-prov")
    page.keyboard.press("Enter")
    page.wait_for_url("**/logga-in/kod/")
    looks_well(page)
    page.get_by_label("Kod").fill(first)
    page.keyboard.press("Enter")
    page.wait_for_url(START_PAGE)
    page.goto("/konto/")
    looks_well(page)
    assert "En reservkod användes" in page.content()
    assert complaints_of(page) == []


@pytest.mark.parametrize(
    "address", ["/logga-in/igen/losenord/", "/konto/inloggad/", "/konto/api/", "/konto/satt/"]
)
def test_the_other_pages_of_ones_own_account_let_everybody_in(page: Page, address: str) -> None:
    page.goto(address)
    looks_well(page)


def test_a_token_is_made_and_shown(page: Page) -> None:
    page.goto("/konto/api/")
    page.get_by_label("Vad ska nyckeln användas till?").fill("Rapport")
    page.get_by_role("button", name="Gör nyckeln").click()
    secret: Any = page.locator("code.secret")
    secret.wait_for()
    looks_well(page)
    assert secret.inner_text().startswith("stafett_")
    page.get_by_role("button", name="Dra in").first.click()
    page.get_by_text("öppnar inget mer").wait_for()
