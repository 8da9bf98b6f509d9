"""Does the page shut nobody out, on a desk and on a phone?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser

from tests.browser.axe import serious_faults
from tests.frame.in_browser import HOST, SIZES, chromium, page_of

pytestmark = pytest.mark.browser

PAGE = "/demo/vad-gar-ihop/"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def asked(visit: Callable[[str], Client]) -> HttpResponse:
    """The page's answer, asked for before the browser's loop begins, where no database may be used."""
    answer = visit("ivar.hedskar").get(PAGE)
    assert answer.status_code == 200
    return answer


def test_the_page_shuts_nobody_out(asked: HttpResponse) -> None:
    with chromium() as browser:
        for size in SIZES:
            _tried(browser, asked, size)


def _tried(browser: Browser, asked: HttpResponse, size: str) -> None:
    with page_of(browser, lambda path: asked, size) as page:
        page.goto(HOST + PAGE)
        assert serious_faults(page) == []
        assert not page.evaluate(WIDER)
        assert page.complaints == []  # type: ignore[attr-defined]
        page.click('a[href="#access-unknown"] >> nth=0')
        assert page.evaluate("document.querySelector(':target').id") == "access-unknown"
