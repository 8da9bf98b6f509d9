"""Can the main tasks be done where scripts are turned off?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.visit import Site, visiting

pytestmark = pytest.mark.browser


def test_a_participant_is_searched_for_and_opened(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "karin", scripts=False) as page:
        page.goto("/")
        page.get_by_role("navigation").get_by_role("link", name="Deltagare").first.click()
        page.get_by_label("Namn, nummer eller ärende").fill("tvilling")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=tvilling**")
        page.get_by_role("link", name="Tvilla Tvillingsson").first.click()
        assert page.locator("h1").inner_text().startswith("Tvilla Tvillingsson")


def test_what_is_typed_wrongly_comes_back_with_a_sentence_and_is_then_saved(
    browser: Browser, site: Site
) -> None:
    with visiting(browser, site, "karin", scripts=False) as page:
        page.goto(f"/deltagare/{site.keys['to_correct']}/ratta/")
        page.get_by_label("Handläggare som aktualiserade").fill("Kajsa Åhlén")
        page.locator("main form button").last.click()
        assert page.locator(".summary").is_visible()
        assert page.get_by_label("Handläggare som aktualiserade").input_value() == "Kajsa Åhlén"
        page.get_by_label("Varför").fill("Fel namn i remissen.")
        page.locator("main form button").last.click()
        page.wait_for_url(f"**/deltagare/{site.keys['to_correct']}/")
        assert "Kajsa Åhlén" in page.locator("main").inner_text()


def test_a_table_is_divided_by_sex_and_taken_away(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "eva", scripts=False) as page:
        page.goto("/siffror/insats/prov/participants/")
        page.get_by_label("Dela upp på").select_option("sex")
        page.locator("main form button").first.click()
        page.wait_for_url("**by=sex**")
        assert page.get_by_role("row", name="Kvinn").count() >= 1
        csv = page.get_by_role("link", name="CSV").get_attribute("href")
        assert page.request.get(f"{site.url}/siffror/insats/prov/participants/{csv}").ok


def test_a_chapter_is_written_and_saved(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "lotta", scripts=False) as page:
        page.goto(f"/rapporter/{site.keys['report']}/aktiviteter/")
        page.get_by_label("Text").fill("## Besök\n\nVi besökte **Vingåker**.")
        page.get_by_role("button", name="Spara och gå till rapporten").click()
        page.wait_for_url(f"**/rapporter/{site.keys['report']}/")
        assert page.locator("article strong", has_text="Vingåker").count() == 1


def test_the_language_and_the_way_out_are_buttons(browser: Browser, site: Site) -> None:
    with visiting(browser, site, scripts=False) as page:
        page.goto("/logga-in/")
        page.get_by_role("button", name="English").click()
        assert page.locator("h1").inner_text() == "Log in"
        page.get_by_role("button", name="Svenska").click()
        assert page.locator("h1").inner_text() == "Logga in"
