"""What every test stands on: a real database used as app, one fixed cast, a strict harness."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import settings

from stafett.database.aside import close_all
from stafett.database.kept import forget
from stafett.parties.staff_names import forget_names, work_names
from stafett.safeguards.queries import follow_up
from tests import provision
from tests.cast import PASSWORD, Cast, build

pytest_plugins = ["tests.harness"]
settings.register_profile("same", derandomize=True)
if "STAFETT_SOAK" not in os.environ:
    settings.load_profile(
        "same"
    )  # what turns a test red is what was changed; `make soak` draws anew


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first: the others are shared out among the processes meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A database of the tests' own, with the cast in it; read and written as the app role."""
    name = provision.provide()
    connections.databases["default"]["NAME"] = name
    with django_db_blocker.unblock(), transaction.atomic():
        build()
    yield
    with django_db_blocker.unblock():
        connection.close()
    close_all()
    provision.remove(name)


@pytest.fixture
def cast(db: None) -> Cast:
    """The agencies and people that the tests are about."""
    forget_names()  # what another test's staff were called
    work_names()  # asked once, as in a request: a test counts what comes after
    return Cast()


@pytest.fixture
def put_together_anew() -> Iterator[None]:
    """For a test that changes what kept questions are put together of, a limit or the predicate itself."""
    forget()
    yield
    forget()


@pytest.fixture
def nobody_has_read_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test itself reads is in its periods: other tests' readings are committed too."""
    begun = timezone.now()
    original = follow_up.readings_between
    monkeypatch.setattr(
        follow_up, "readings_between", lambda *a: original(*a).filter(at__gte=begun)
    )


@pytest.fixture
def page(cast: Cast) -> Any:
    """`page("karin")` is a browser without a screen, logged in as somebody of the cast."""

    def logged_in(key: str) -> Client:
        client = Client()
        assert client.login(username=f"{key}@prov.example", password=PASSWORD)
        return client

    return logged_in
