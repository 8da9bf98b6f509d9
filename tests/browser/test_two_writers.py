"""When two people write one chapter at once, is nothing lost, and does each see the other's text?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visit import Site, complaints_of, visiting

pytestmark = pytest.mark.browser


def chapter(site: Site, key: str) -> str:
    """The address of a chapter that nobody has written yet."""
    return f"/rapporter/{site.keys['report']}/{key}/"


def say(page: Page, words: str) -> None:
    """Type as a person does, so that the page notices."""
    page.get_by_label("Text").press_sequentially(words)


def test_a_text_saves_itself_and_shows_what_it_becomes(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "eva") as page:
        page.goto(chapter(site, "slutsatser"))
        say(page, "Vi **lyckades**.")
        page.locator("#saved", has_text="Sparat").wait_for()
        assert page.locator("#preview strong").inner_text() == "lyckades"
        say(page, " Igen.")
        page.locator("#preview", has_text="Igen.").wait_for()
        page.goto(chapter(site, "slutsatser"))
        assert page.get_by_label("Text").input_value() == "Vi **lyckades**. Igen."
        assert complaints_of(page) == []


def test_both_texts_are_shown_and_the_second_writer_decides(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "eva") as first, visiting(browser, site, "lotta") as second:
        for page in (first, second):
            page.goto(chapter(site, "personal-resultat"))
            page.get_by_label("Text").fill("")
        say(first, "Evas text.")
        first.locator("#saved", has_text="Sparat").wait_for()
        say(second, "Lottas text.")
        second.locator("#saved", has_text="Inte sparat: Eva Led").wait_for()
        second.get_by_role("button", name="Spara och gå till rapporten").click()
        second.locator("[role=alert]", has_text="Eva Led").wait_for()
        assert second.get_by_label("Text").input_value() == "Lottas text."
        assert "Evas text." in second.locator("[aria-labelledby=theirs]").inner_text()
        second.get_by_label("Text").fill("Evas text. Lottas text.")
        second.get_by_role("button", name="Spara och gå till rapporten").click()
        second.wait_for_url(f"**/rapporter/{site.keys['report']}/")
        assert "Evas text. Lottas text." in second.locator("article").inner_text()


def test_what_was_typed_stays_when_the_connection_is_lost(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "eva") as page:
        page.goto(chapter(site, "indikatorer"))
        page.context.set_offline(True)
        say(page, "Skrivet på tåget.")
        page.locator("#messages [role=alert]").wait_for()
        assert page.get_by_label("Text").input_value() == "Skrivet på tåget."
        page.context.set_offline(False)
        say(page, " Framme.")
        page.locator("#saved", has_text="Sparat").wait_for()
