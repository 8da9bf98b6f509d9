"""Do the pages work and let everybody in, in a real browser, under the strictest content policy?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import serious_faults
from tests.frame.conftest import Visit
from tests.frame.in_browser import HOST, SIZES, chromium, page_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.frame.urls"),
    pytest.mark.usefixtures("with_menu"),
]

FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return [document.activeElement.tagName, style.outlineStyle, style.outlineWidth, style.outlineColor];
}"""
LISTEN = """() => {
  const region = document.querySelector('.table-region');
  region.focus();
  window.scrolled = new Promise(done => region.addEventListener('scroll', () => done(true)));
}"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", "/delar/0/", "/delar/1/", "/formular/"])
def test_no_page_shuts_anybody_out(browser: Browser, visit: Visit, path: str, size: str) -> None:
    with page_of(browser, visit, size) as page:
        page.goto(HOST + path)
        assert serious_faults(page) == []
        assert not page.evaluate(WIDER)


def test_a_thousand_rows_shut_nobody_out_and_scroll_within_themselves(
    browser: Browser, visit: Visit
) -> None:
    with page_of(browser, visit) as page:
        page.goto(HOST + "/delar/1000/")
        assert serious_faults(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert not page.evaluate(WIDER)
        page.evaluate(LISTEN)
        page.keyboard.press("ArrowRight")
        assert page.evaluate("window.scrolled")


def test_a_planted_fault_is_found(browser: Browser, visit: Visit) -> None:
    with page_of(browser, visit) as page:
        page.goto(HOST + "/formular/")
        page.evaluate("document.querySelector('label[for=id_name]').remove()")
        assert "label" in [fault.split(":")[0] for fault in serious_faults(page)]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_asked_for_outside_and_no_policy_is_broken(
    browser: Browser, visit: Visit, size: str
) -> None:
    with page_of(browser, visit, size) as page:
        page.goto(HOST + "/delar/")
        page.wait_for_load_state("networkidle")
        assert page.complaints == []  # type: ignore[attr-defined]
        assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")


@pytest.mark.parametrize("path", ["/delar/", "/formular/"])
def test_focus_is_always_seen(browser: Browser, visit: Visit, path: str) -> None:
    with page_of(browser, visit) as page:
        page.goto(HOST + path)
        page.focus(".wordmark")
        seen = 0
        while seen < 200:
            page.keyboard.press("Tab")
            tag, style, width, colour = page.evaluate(FOCUS)
            if tag == "BODY":
                break
            assert (style, width, colour) == ("solid", "3px", "rgb(27, 30, 35)"), tag
            seen += 1
        assert seen > 20


def test_the_first_tab_offers_to_skip_the_menu(browser: Browser, visit: Visit) -> None:
    with page_of(browser, visit) as page:
        page.goto(HOST + "/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_a_form_with_faults_comes_back_with_the_summary_in_focus(
    browser: Browser, visit: Visit
) -> None:
    with page_of(browser, visit, "phone") as page:
        page.goto(HOST + "/formular/")
        assert page.evaluate("document.activeElement.className") == "summary"
        page.click(".summary a:has-text('Första dagen')")
        assert page.evaluate("document.activeElement.id") == "id_started"
        assert page.input_value("#id_started") == "2026-02-30"


def test_the_menu_of_a_phone_opens_without_script(browser: Browser, visit: Visit) -> None:
    with page_of(browser, visit, "phone", scripts=False) as page:
        page.goto(HOST + "/")
        assert not page.is_visible(".fold .menu__link >> nth=0")
        page.click("summary")
        assert page.is_visible(".fold .menu__link >> nth=0")
        assert not page.is_visible(".menu--wide")


def test_htmx_fetches_a_part_under_the_policy(browser: Browser, visit: Visit) -> None:
    with page_of(browser, visit) as page:
        page.goto(HOST + "/delar/0/")
        page.click("text=Hämta")
        assert page.locator("#fetched").inner_text() == "Hämtat."
        assert page.complaints == []  # type: ignore[attr-defined]


def test_a_part_that_fails_is_told_and_nothing_on_the_page_is_lost(
    browser: Browser, visit: Visit
) -> None:
    with page_of(browser, visit) as page:
        page.goto(HOST + "/delar/0/")
        page.fill("#id_note", "Ringde. Ingen svarade.")
        page.click("text=Misslyckas")
        page.locator("#messages [role=alert]", has_text="inget är sparat").wait_for()
        assert page.input_value("#id_note") == "Ringde. Ingen svarade."


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_folds_a_long_list_and_a_desk_and_paper_show_it_whole(
    browser: Browser, visit: Visit, scripts: bool
) -> None:
    with page_of(browser, visit, "phone", scripts=scripts) as page:
        page.goto(HOST + "/delar/1/")
        rows, more = page.locator(".trial-fold .rows > li"), page.locator(".trial-fold summary")
        shown = [page.locator(f"text=Rad {number}") for number in range(8)]
        assert [row.is_visible() for row in shown] == [True] * 3 + [False] * 5
        assert rows.count() == 8, "each stands once"
        page.emulate_media(media="print")
        assert [row.is_visible() for row in shown[:6]] == [True] * 6
        page.emulate_media(media="screen")
        more.first.click()
        assert all(row.is_visible() for row in shown), "what a desk folds goes with it"
        page.goto(HOST + "/delar/1/#rad-7")
        assert shown[6].is_visible(), "one is led back to a row that is folded"
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(HOST + "/delar/1/")
        assert [row.is_visible() for row in shown] == [True] * 6 + [False] * 2
        assert [one.is_visible() for one in more.all()] == [False, True]


def test_a_card_that_waits_unfolds_on_a_phone_and_stands_open_at_a_desk(
    browser: Browser, visit: Visit
) -> None:
    with page_of(browser, visit, "phone") as page:
        page.goto(HOST + "/delar/1/")
        words, unfold = page.locator(".trial-waits"), page.locator(".panel--folded summary")
        assert not words.is_visible()
        apart = page.evaluate(
            """() => { const at = name => document.querySelector('.panel--folded ' + name)
                .getBoundingClientRect();
              return at('.panel__count').right <= at('summary').left; }"""
        )
        assert apart, "nothing lies on something else"
        unfold.click()
        assert words.is_visible()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(HOST + "/delar/1/")
        assert (words.is_visible(), unfold.is_visible()) == (True, False)


def test_a_lost_connection_is_told(browser: Browser, visit: Visit) -> None:
    with page_of(browser, visit) as page:
        page.goto(HOST + "/delar/0/")
        page.route("**/nej/", lambda route: route.abort("internetdisconnected"))
        page.click("text=Misslyckas")
        page.locator("#messages [role=alert]", has_text="Kontrollera uppkopplingen").wait_for()


@pytest.mark.parametrize("path", ["/delar/1/", "/formular/"])
def test_nobody_is_asked_to_hit_something_smaller_than_a_thumb(
    browser: Browser, visit: Visit, path: str
) -> None:
    with page_of(browser, visit, "phone") as page:
        page.goto(HOST + path)
        low = page.evaluate(
            """() => [...document.querySelectorAll(
                'main button, main .button, main select, main textarea, main .text-field__input, '
                + 'main .few > summary, main .rows__what a:has(+ a), main .rows__what a + a'
            )].filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"""
        )
        assert low == []
