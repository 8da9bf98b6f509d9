"""Is every text there in English too, with all that the Swedish has, and does the reader choose?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.test import RequestFactory
from django.utils import translation

from stafett.accounts.views.entrance import LogInPage
from stafett.safeguards.viewer import nobody

pytestmark = pytest.mark.wide

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"
LOCALE = TOOL.parents[1] / "src" / "stafett" / "locale"
SWEDISH = LOCALE / "sv" / "LC_MESSAGES" / "django.po"
"""Django's own sentences in our words."""
MODULE = """
from django.utils.translation import gettext as now
from django.utils.translation import ngettext, npgettext, pgettext

print(f"{now('Öppna')}: {3 * 'tre'}")
now("Målet "
    "för alla")
ngettext("en sak", "%(number)s saker", 2)
pgettext("kön", "annat")
npgettext("en post", "ett fel", "fel", 2)
print("inte för människor")
"""
TEMPLATE = """{% load i18n %}{% translate "Logga in" %} <b>{% translate '95 %' as share %}</b>
{% blocktranslate count number=rows|length with who=name %}{{ who }} har en rad{% plural %}{{ who }}
har {{ number }} rader{% endblocktranslate %}"""

Texts = dict[Any, Any]


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """The tool that collects texts."""
    spec = spec_from_file_location("messages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def planted(texts: Texts, *flags: str) -> Catalog:
    """A catalogue with these texts, by their ids."""
    catalog = Catalog(locale="en")
    for swedish, english in texts.items():
        catalog.add(swedish, english, flags=flags)
    return catalog


def test_every_text_has_its_whole_english(messages: ModuleType) -> None:
    assert messages.missing(messages.collected(), messages.english()) == []


def test_texts_are_found_in_code_and_templates_by_whatever_name(
    messages: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "rules.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "page.html").write_text(TEMPLATE, encoding="utf-8")

    found = {(message.id, message.context) for message in messages.collected(tmp_path)}

    assert found - {("", None)} == {
        ("Öppna", None),
        ("Målet för alla", None),
        (("en sak", "%(number)s saker"), None),
        ("annat", "kön"),
        (("ett fel", "fel"), "en post"),
        ("Logga in", None),
        ("95 %%", None),
        (("%(who)s har en rad", "%(who)s\nhar %(number)s rader"), None),
    }


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        ("Spara", "Save"),
        ("%(part)s av %(whole)s", "of %(whole)s, %(part)s"),
        ("Sida {page} av {pages}", "Page {page} of {pages}"),
        ("minst 95 %% av <b>%(who)s</b> ", "<b>%(who)s</b>, 95 %% at least "),
        (("Ett fel.", "%(number)s fel."), ("One error.", "%(number)s errors.")),
        (("%(n)s rad", "%(n)s rader"), ("%(n)s row", "%(n)s rows")),
    ],
)
def test_a_whole_translation_is_not_missing(
    messages: ModuleType, swedish: Any, english: Any
) -> None:
    known = {swedish: english, "gammalt": "old"}

    assert messages.missing(planted({swedish: ""}), planted(known)) == []


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        ("Spara", ""),
        ("%(part)s av %(whole)s", "%(part)s"),
        ("%(part)s av alla", "%(parts)s of all"),
        ("alla", "all %(whole)s"),
        ("Sida {page} av {pages}", "Page {page}"),
        ("%(share)s, 95 %%", "%(share)s, 95 %"),
        ("<b>minst</b>", "at least"),
        ("efter ", "by"),
        (("%(n)s rad", "%(n)s rader"), ("%(n)s row", "")),
        (("%(n)s rad", "%(n)s rader"), ("one row", "%(n)s rows")),
        (("Ett fel.", "%(n)s fel."), ("One error.", "Errors.")),
        ("25 % eller 0,25", "25 % or 0.25"),
    ],
)
def test_a_translation_that_lost_something_is_missing(
    messages: ModuleType, swedish: Any, english: Any
) -> None:
    lacking = messages.missing(planted({swedish: ""}), planted({swedish: english}))

    assert lacking == [swedish if isinstance(swedish, str) else swedish[0]]


def test_a_translation_in_doubt_or_of_another_text_is_missing(messages: ModuleType) -> None:
    wanted = planted({"Spara": ""})

    assert messages.missing(wanted, planted({"Spara": "Save"}, "fuzzy")) == ["Spara"]
    assert messages.missing(wanted, planted({"Spara allt": "Save all"})) == ["Spara"]


def test_bringing_the_catalogue_up_to_date_keeps_the_english_there_is(
    messages: ModuleType, tmp_path: Path
) -> None:
    source, kept = tmp_path / "source", tmp_path / "locale" / "django.po"
    source.mkdir()
    (source / "page.html").write_text(TEMPLATE, encoding="utf-8")
    messages.update(kept, source)
    first = kept.read_text(encoding="utf-8")
    kept.write_text(first.replace('"Logga in"\nmsgstr ""', '"Logga in"\nmsgstr "Log in"'))
    (source / "page.html").write_text('{% load i18n %}{% translate "Logga in" %}', encoding="utf-8")

    messages.update(kept, source)

    assert [(m.id, m.string) for m in messages.english(kept) if m.id] == [("Logga in", "Log in")]
    assert "95 %%" in first
    assert "95 %%" not in kept.read_text(encoding="utf-8")
    assert "fuzzy" not in kept.read_text(encoding="utf-8"), "a doubtful catalogue is never compiled"


@pytest.fixture
def compiled(messages: ModuleType, tmp_path: Path, settings: Any) -> None:
    """The catalogue as the installation compiles it, in use."""
    for catalogue in (messages.ENGLISH, SWEDISH):
        folder = tmp_path / catalogue.relative_to(LOCALE).parent
        folder.mkdir(parents=True)
        shutil.copy(catalogue, folder)
    command = ["pybabel", "-q", "compile", "-D", "django", "-d", str(tmp_path)]
    assert not CommandLineInterface().run(command), "Babel found errors in the catalogue"
    settings.LOCALE_PATHS = [tmp_path]


def asking_for(languages: str) -> HttpRequest:
    """A request from a browser that asks for languages, by somebody who is not logged in."""
    request: Any = RequestFactory().get("/", headers={"accept-language": languages})
    request.user, request.viewer = AnonymousUser(), nobody(date(2026, 5, 3))
    request._messages = CookieStorage(request)
    return request


@pytest.mark.usefixtures("compiled", "db")
@pytest.mark.parametrize(
    ("languages", "heading", "code"),
    [
        ("en-GB,en;q=0.9", "<h1>Log in</h1>", 'lang="en"'),
        ("sv-SE,en;q=0.5", "<h1>Logga in</h1>", 'lang="sv"'),
        ("de-AT", "<h1>Logga in</h1>", 'lang="sv"'),
    ],
)
def test_the_log_in_page_speaks_the_language_that_the_browser_asks_for(
    languages: str, heading: str, code: str
) -> None:
    show: Callable[[HttpRequest], HttpResponse] = LogInPage.as_view()

    with translation.override("sv"):
        page = LocaleMiddleware(lambda request: show(request).render())(asking_for(languages))  # type: ignore[attr-defined]

    html = page.content.decode()
    assert heading in html
    assert f"<html {code}>" in html
    assert page.headers["Content-Language"] == code[6:8]


def _read(path: Path) -> Texts:
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_what_we_say_in_djangos_place_stands_for_something_that_it_says() -> None:
    djangos = Path(django.__file__).parent / "conf" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    assert set(_read(SWEDISH)) <= set(_read(djangos))


SAID: list[tuple[forms.Field, str, str]] = [
    (forms.IntegerField(min_value=0), "-1", "Skriv minst 0."),
    (forms.IntegerField(max_value=9), "10", "Skriv högst 9."),
    (forms.IntegerField(), "nio", "Skriv ett helt tal."),
    (forms.CharField(max_length=3), "fyra", "Skriv högst 3 tecken. Nu är det 4."),
    (forms.CharField(), "", "Fyll i det här."),
    (forms.CharField(), "a\x00", "Texten har tecken som inte går att spara. Ta bort dem."),
    (forms.DecimalField(max_digits=2), "123", "Skriv högst 2 siffror."),
    (forms.EmailField(), "x", "Skriv en e-postadress, till exempel namn@kommun.se."),
]


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(("field", "typed", "said"), SAID)
def test_a_field_says_what_would_be_right_in_our_tone(
    field: forms.Field, typed: str, said: str
) -> None:
    with translation.override("sv"), pytest.raises(ValidationError) as caught:
        field.clean(typed)
    assert list(caught.value) == [said]
