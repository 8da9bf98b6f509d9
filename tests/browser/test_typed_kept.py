"""Is what somebody typed there after a connection that was cut, and gone when it is sent or one logs out?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.visit import Site, complaints_of, log_in, visiting

pytestmark = pytest.mark.browser
BACK = "Det du skrev här förut finns kvar."
KEPT = "Object.keys(sessionStorage).filter(name => name.startsWith('stafett.typed:'))"


def open_case(site: Site, word: str = "anteckningar/kontakt", which: str = "open") -> str:
    """A page of a case."""
    return f"/deltagare/{site.keys[which]}/{word}/"


def cut_while_sending(page: Page) -> None:
    """Send the form into nothing, and come back to the page when there is a connection again."""
    address, send = page.url, page.locator("form.acting button").first
    page.context.set_offline(True)
    send.click(no_wait_after=True)
    with pytest.raises(Error, match="INTERNET_DISCONNECTED"):
        page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.go_back()
    page.wait_for_url(address)


def test_what_was_typed_comes_back_after_a_cut_connection_and_goes_when_it_is_sent(
    browser: Browser, site: Site
) -> None:
    with visiting(browser, site, "karin") as page:
        page.goto("/")
        page.goto(open_case(site))
        text = page.get_by_label("Kort om det")
        assert page.get_by_text(BACK).count() == 0
        text.press_sequentially("Ringde från tåget")
        page.get_by_label("fick inget svar").check()
        page.reload()
        assert text.input_value() == "Ringde från tåget"
        assert page.get_by_text(BACK).is_visible()
        assert page.get_by_label("fick inget svar").is_checked()
        page.get_by_role("button", name="Spara").first.click()
        page.wait_for_url("**/anteckningar/")
        assert page.evaluate(KEPT) == []
        page.goto(open_case(site))
        assert text.input_value() == ""
        assert complaints_of(page) == []


def test_what_was_chosen_and_ticked_beside_a_text_comes_back_with_it_and_alone_does_not(
    browser: Browser, site: Site
) -> None:
    with visiting(browser, site, "karin") as page:
        page.goto(open_case(site, "anteckningar/ny"))
        health = page.get_by_label("Rör hälsa eller vård")
        health.check()
        assert page.evaluate(KEPT) == []
        page.locator("textarea[name=text]").press_sequentially("Läkaren ringde")
        page.reload()
        assert health.is_checked()
        page.goto(open_case(site, "plan/beslut"))
        about = page.get_by_label("bedömning", exact=True)
        about.check()
        page.locator("form.acting textarea, form.acting input[type=text]").first.fill("Kan prova")
        page.reload()
        assert about.is_checked()
        page.get_by_role("button", name="Ta bort det").click()
        page.get_by_text(BACK).wait_for(state="detached")
        assert not about.is_checked()


def test_sending_into_nothing_and_going_back_loses_no_text(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "karin") as page:
        page.goto(open_case(site, "anteckningar"))
        text = page.locator("textarea[name=text]")
        assert not text.is_visible()
        page.get_by_text("Ny anteckning").click()
        expect(text).to_be_focused()
        page.keyboard.type("Ringde från bussen")
        cut_while_sending(page)
        assert text.input_value() == "Ringde från bussen"
        assert text.is_visible()
        assert page.get_by_text(BACK).is_visible()
        page.get_by_role("button", name="Spara anteckningen").click()
        page.get_by_text("Antecknat.").wait_for()
        page.wait_for_load_state()
        assert text.input_value() == ""
        assert page.evaluate(KEPT) == []


def test_what_is_kept_can_be_taken_away(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "karin") as page:
        page.goto(open_case(site))
        page.get_by_label("Kort om det").press_sequentially("Fel")
        page.reload()
        page.get_by_role("button", name="Ta bort det").click()
        page.get_by_text(BACK).wait_for(state="detached")
        assert page.get_by_label("Kort om det").input_value() == ""
        assert page.evaluate(KEPT) == []


def test_logging_out_takes_it_away(browser: Browser, site: Site) -> None:
    with visiting(browser, site) as page:
        log_in(page, "karin")
        page.goto(open_case(site))
        page.get_by_label("Kort om det").press_sequentially("Bara mitt")
        assert len(page.evaluate(KEPT)) == 1
        page.get_by_role("button", name="Logga ut").first.click()
        page.wait_for_url("**/logga-in/**")
        assert page.evaluate(KEPT) == []


def test_whoever_logs_in_beside_does_not_get_what_another_typed(
    browser: Browser, site: Site
) -> None:
    """Karin skriver i en flik. I en annan loggar hon ut, och Eva in: i den första finns inget av Karins."""
    with visiting(browser, site) as page:
        log_in(page, "karin")
        page.goto(open_case(site))
        page.get_by_label("Kort om det").press_sequentially("Bara Karins")
        beside = page.context.new_page()
        beside.goto(page.url)
        beside.get_by_role("button", name="Logga ut").first.click()
        beside.wait_for_url("**/logga-in/**")
        log_in(beside, "eva")
        page.goto(open_case(site))
        assert page.get_by_label("Kort om det").input_value() == ""
        assert page.get_by_text(BACK).count() == 0
        assert page.evaluate(KEPT) == []


@pytest.mark.parametrize(
    ("word", "field"), [("anteckningar/kontakt", "text"), ("person", "family_name")]
)
def test_back_gives_nothing_of_what_another_typed(
    browser: Browser, site: Site, word: str, field: str
) -> None:
    """Karin skriver, går vidare och loggar ut. Eva loggar in i samma flik och trycker Bakåt."""
    with visiting(browser, site) as page:
        log_in(page, "karin")
        page.goto("/")
        page.goto(open_case(site, word))
        address, text = page.url, page.locator(f"form.acting [name={field}]")
        written = text.input_value()
        text.fill("Bara Karins")
        page.goto("/")
        page.get_by_role("button", name="Logga ut").first.click()
        page.wait_for_url("**/logga-in/**")
        log_in(page, "eva")
        while page.url != address:
            page.go_back()
        page.wait_for_load_state()
        assert "Eva Led" in page.locator("body").inner_text()
        assert text.input_value() == written


def test_a_page_that_nobody_is_logged_in_at_takes_it_away(browser: Browser, site: Site) -> None:
    with visiting(browser, site) as page:
        log_in(page, "karin")
        page.goto(open_case(site))
        page.get_by_label("Kort om det").press_sequentially("Bara mitt")
        page.context.clear_cookies()
        page.goto("/logga-in/")
        assert page.evaluate(KEPT) == []


@pytest.mark.parametrize(
    ("word", "which"), [("anteckningar/kontakt", "hidden"), ("person", "open")]
)
def test_nothing_is_kept_of_the_protected_or_of_who_somebody_is(
    browser: Browser, site: Site, word: str, which: str
) -> None:
    with visiting(browser, site, "karin") as page:
        page.goto(open_case(site, word, which))
        page.locator("form.acting input[type=text]").first.press_sequentially("Hemligt")
        assert page.evaluate(KEPT) == []


def test_an_empty_form_and_a_number_are_not_kept(browser: Browser, site: Site) -> None:
    with visiting(browser, site, "karin") as page:
        page.goto(open_case(site, "samtycke/nytt"))
        page.locator("form.acting details").first.evaluate(
            "one => document.querySelectorAll('details').forEach(each => { each.open = true; })"
        )
        page.locator("[name=guardian_number]").press_sequentially("19121212")
        assert page.evaluate(KEPT) == []
        text = page.locator("[name=mark]")
        text.press_sequentially("Brev 3")
        assert len(page.evaluate(KEPT)) == 1
        assert "19121212" not in page.evaluate("JSON.stringify(sessionStorage)")
        text.fill("")
        assert page.evaluate(KEPT) == []
