"""Can somebody who never touches a mouse come in, change the language, and leave?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visit import Site, complaints_of, visiting
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser
MANY = 80
HERE = "document.activeElement.innerText || document.activeElement.value || ''"


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says these words."""
    for _press in range(MANY):
        page.keyboard.press("Tab")
        if words in page.evaluate(HERE):
            return
    raise AssertionError(f"{words!r} is never reached by Tab")


def test_logging_in_and_out_takes_a_keyboard_and_nothing_else(browser: Browser, site: Site) -> None:
    with visiting(browser, site) as page:
        page.goto("/deltagare/")
        page.keyboard.type("karin@prov.example")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/deltagare/")
        assert "Deltagare" in page.locator("h1").inner_text()
        tab_to(page, "Logga ut")
        page.keyboard.press("Enter")
        page.wait_for_url("**/logga-in/")
        page.goto("/deltagare/")
        assert "/logga-in/" in page.url
        assert complaints_of(page) == []


def test_a_wrong_password_is_told_and_the_address_stays(browser: Browser, site: Site) -> None:
    with visiting(browser, site) as page:
        page.goto("/logga-in/")
        page.get_by_label("E-post").fill("karin@prov.example")
        page.get_by_label("Lösenord").fill("fel")
        page.keyboard.press("Enter")
        page.locator(".summary").wait_for()
        assert page.get_by_label("E-post").input_value() == "karin@prov.example"
        assert page.get_by_label("Lösenord").input_value() == ""


def test_the_language_is_changed_and_changed_back_where_one_stands(
    browser: Browser, site: Site
) -> None:
    with visiting(browser, site, "karin") as page:
        page.goto("/deltagare/")
        page.get_by_role("button", name="English").click()
        page.wait_for_function("document.documentElement.lang == 'en'")
        assert page.locator("h1").inner_text() == "Participants"
        assert "/deltagare/" in page.url
        page.get_by_role("button", name="Svenska").click()
        page.wait_for_function("document.documentElement.lang == 'sv'")
        assert page.locator("h1").inner_text() == "Deltagare"
        assert complaints_of(page) == []
