"""The real settings plus our trial pages; requests without middleware, so that no database is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from stafett.frame import invented, menu, panels
from tests.frame.cast import KARIN, Somebody

UNDEFINED = "«undefined %s»"
TEMPLATES = Path(__file__).parent / "templates"

Visit = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def trial_settings(settings: pytest.FixtureRequest) -> None:
    """Our trial templates are found, undefined variables are seen, static files need no manifest."""
    configured = settings.TEMPLATES[0]
    options = {**configured["OPTIONS"], "string_if_invalid": UNDEFINED}
    settings.TEMPLATES = [{**configured, "DIRS": [TEMPLATES], "OPTIONS": options}]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """No app has hung anything in the frame yet."""
    monkeypatch.setattr(menu, "_items", [])
    monkeypatch.setattr(menu, "_log_out", [])
    monkeypatch.setattr(panels, "_panels", [])
    monkeypatch.setattr(invented, "_asked", [])


@pytest.fixture
def with_menu() -> Iterator[None]:
    """A menu with a door for each kind of viewer."""
    doors = [
        menu.MenuItem("Idag", "trial_start", order=10),
        menu.MenuItem("Deltagare", "trial_components", "see_people", 20),
        menu.MenuItem("Rapporter", "trial_form", order=30),
        menu.MenuItem("Tabeller", "trial_fragment", "see_figures", 40),
        menu.MenuItem("Om orden", "trial_log_out", place="footer"),
    ]
    for door in doors:
        menu.register(door)
    menu.register_log_out("trial_log_out")
    return


def request_for(path: str, viewer: Somebody | None = KARIN, method: str = "get") -> HttpRequest:
    """A request as it reaches a view: with its viewer and its messages."""
    request = getattr(RequestFactory(), method)(path)
    request.viewer = viewer
    request._messages = CookieStorage(request)
    return request


@pytest.fixture
def visit() -> Visit:
    """Ask one of the trial pages for its answer."""

    def ask(path: str, viewer: Somebody | None = KARIN, method: str = "get") -> HttpResponse:
        request = request_for(path, viewer, method)
        view, arguments, named = resolve(request.path)
        response = view(request, *arguments, **named)
        assert "«undefined" not in response.content.decode()
        return response

    return ask
