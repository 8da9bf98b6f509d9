"""Does every page have its frame: language, headings, menu, banner, messages and a way out?"""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from stafett.frame import invented
from stafett.frame.context import frame
from tests.frame.cast import KARIN, NOBODY, STEERING, Somebody
from tests.frame.conftest import Visit, request_for

pytestmark = pytest.mark.urls("tests.frame.urls")


def test_a_page_says_its_language_its_title_and_one_heading(visit: Visit) -> None:
    html = visit("/").content.decode()
    assert '<html lang="sv">' in html
    assert "<title>Provsida · Stafett</title>" in html
    assert re.findall(r"<h1>(.*)</h1>", html) == ["Provsida"]


def test_the_language_of_the_page_follows_the_reader(visit: Visit) -> None:
    with translation.override("en"):
        html = visit("/").content.decode()
    assert '<html lang="en">' in html
    assert 'value="sv" lang="sv">Svenska</button>' in html


def test_the_other_language_is_one_press_away_and_leads_back_here(visit: Visit) -> None:
    html = visit("/delar/?page=2").content.decode()
    assert '<form method="post" action="/i18n/setlang/">' in html
    assert '<input type="hidden" name="next" value="/delar/?page=2">' in html
    assert 'value="en" lang="en">English</button>' in html


def test_after_a_post_the_language_switch_leads_to_the_page_itself() -> None:
    assert frame(request_for("/delar/?page=2", KARIN, "post"))["return_to"] == "/delar/"


@pytest.mark.usefixtures("with_menu")
def test_the_menu_has_the_viewers_doors_and_marks_this_one(visit: Visit) -> None:
    html = visit("/delar/", KARIN).content.decode()
    assert 'href="/delar/" aria-current="page">Deltagare</a>' in html
    assert "Tabeller" not in html
    assert "Deltagare</a>" not in visit("/", STEERING).content.decode()


@pytest.mark.usefixtures("with_menu")
def test_whoever_is_logged_in_is_named_and_can_log_out_by_post(visit: Visit) -> None:
    html = visit("/").content.decode()
    assert "Karin Ek" in html
    assert (
        '<form method="post" action="/ut/"><input type="hidden" name="csrfmiddlewaretoken"' in html
    )
    assert "Logga ut" in html


@pytest.mark.usefixtures("with_menu")
@pytest.mark.parametrize("viewer", [None, NOBODY])
def test_a_page_works_for_nobody(visit: Visit, viewer: Somebody | None) -> None:
    html = visit("/", viewer).content.decode()
    assert "Provsida" in html
    assert "Logga ut" not in html
    assert "Idag" not in html
    assert "Om orden" in html


def test_without_a_way_out_no_button_is_shown(visit: Visit) -> None:
    assert "Logga ut" not in visit("/").content.decode()


def test_without_the_language_page_no_switch_is_shown(settings: object, visit: Visit) -> None:
    settings.ROOT_URLCONF = "tests.frame.bare_urls"  # type: ignore[attr-defined]
    html = visit("/").content.decode()
    assert "Provsida" in html
    assert "English" not in html


def test_every_page_says_that_all_is_invented_unless_who_knows_says_otherwise(
    visit: Visit,
) -> None:
    assert "Endast påhittade uppgifter." in visit("/").content.decode()
    invented.register(lambda viewer: "")
    assert 'class="synthetic"' not in visit("/").content.decode()
    invented.register(lambda viewer: "Påhittat hos <Flen>.")
    assert "Påhittat hos &lt;Flen&gt;." in visit("/").content.decode()


def test_messages_are_said_calmly_and_faults_at_once(visit: Visit) -> None:
    html = visit("/delar/0/").content.decode()
    roles = re.findall(r'class="notice notice--(\w+)" role="(\w+)"', html)
    assert roles[:3] == [("success", "status"), ("warning", "status"), ("error", "alert")]


def test_today_is_the_viewers_day() -> None:
    assert frame(request_for("/", KARIN))["today"] == KARIN.day
    assert frame(request_for("/", None))["today"].year >= 2026


def test_without_an_active_language_the_default_is_named() -> None:
    with translation.override(None, deactivate=True):
        context = frame(request_for("/"))
        assert context["language"] == "sv"
        assert [other["code"] for other in context["other_languages"]] == ["en"]


def test_the_keyboard_can_skip_to_the_content(visit: Visit) -> None:
    html = visit("/").content.decode()
    assert html.index('href="#main"') < html.index("<header")
    assert '<main id="main" tabindex="-1">' in html


def test_htmx_may_neither_evaluate_nor_remember(visit: Visit) -> None:
    html = visit("/").content.decode()
    for setting in (
        '"allowEval": false',
        '"allowScriptTags": false',
        '"includeIndicatorStyles": false',
        '"historyCacheSize": 0',
    ):
        assert setting in html
