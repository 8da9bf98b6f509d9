"""What fails a test that would otherwise pass in silence: see CONTRIBUTING.md, "The harness"."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet
from django.template.base import FilterExpression, VariableDoesNotExist

OURS = str(Path(__file__).resolve().parent.parent / "src" / "stafett")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Hash passwords cheaply; what is tested is never the hash."""
    before = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    settings.PASSWORD_HASHERS = before


@pytest.fixture(autouse=True, scope="session")
def _static_files_by_plain_name(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files by their own names: nothing needs to be collected before a test."""
    before = settings.STORAGES, settings.STATIC_ROOT
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    yield
    settings.STORAGES, settings.STATIC_ROOT = before


@pytest.fixture(autouse=True, scope="session")
def _a_password_is_enough() -> Iterator[None]:
    """The cast logs in with passwords alone; tests/accounts tries what stronger log-ins open."""
    before = settings.REQUIRED_LEVELS
    settings.REQUIRED_LEVELS = {}
    yield
    settings.REQUIRED_LEVELS = before


@pytest.fixture(autouse=True, scope="session")
def _count_in_memory() -> None:
    """Attempts are counted in this process's memory; tests/database has the count that all share."""
    caches.settings = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def _attempts_start_over() -> None:
    """No test has the attempts of another against it."""
    caches["default"].clear()


class UndefinedVariable(AssertionError):
    """A template prints a variable that the view never gave it."""


@pytest.fixture(autouse=True)
def _undefined_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printed variable must be there; `{% if name %}` and `|default` may ask for what is not."""
    original = FilterExpression.resolve

    def resolve(self: Any, context: Any, ignore_failures: bool = False) -> Any:
        if self.is_var and not ignore_failures and not _has_default(self):
            try:
                self.var.resolve(context)
            except VariableDoesNotExist as fault:
                raise UndefinedVariable(f"{self.token}: {fault}") from fault
        return original(self, context, ignore_failures)

    monkeypatch.setattr(FilterExpression, "resolve", resolve)


def _has_default(expression: Any) -> bool:
    return any(f.__name__.startswith("default") for f, _arguments in expression.filters)


class UnorderedQuery(AssertionError):
    """Rows were read in whatever order the database happened to give them."""


@pytest.fixture(autouse=True)
def _unordered_queries_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own code never reads several rows without saying in which order."""
    original = QuerySet._fetch_all

    def fetch(self: Any) -> None:
        original(self)
        if len(self._result_cache) > 1 and not self.ordered and _asked_by_us():
            raise UnorderedQuery(str(self.query))

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch)


def _asked_by_us() -> bool:
    frame: Any = sys._getframe(2)
    while frame and "/django/" in frame.f_code.co_filename:
        frame = frame.f_back
    return bool(frame) and frame.f_code.co_filename.startswith(OURS)


class OpenedSocket(AssertionError):
    """A test reached for the network."""


@pytest.fixture(autouse=True)
def _no_open_sockets(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Nothing in a test reaches the network; a browser test reaches this machine only."""
    original = socket.socket.connect
    here = any(request.node.get_closest_marker(mark) for mark in ("browser", "loopback"))
    allowed = {"127.0.0.1", "::1", "localhost"} if here else set()

    def connect(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_UNIX or address[0] in allowed:
            return original(self, address)
        raise OpenedSocket(f"the test opened a connection to {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)
