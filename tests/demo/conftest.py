"""A database with the whole demo in it, loaded once; each test that uses it leaves it as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from stafett.accounts.models import User
from stafett.demo.cohorts import cohorts
from stafett.demo.living import living
from stafett.demo.load import let_evaluators_compare, load
from stafett.initiatives.models import Initiative
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer, operator
from tests import provision

DAY = date(2026, 3, 4)
"""The demo date of these tests."""
PASSWORD = "hemligt-nog-i-prov"


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Another database for a while."""
    before = connections.databases["default"]["NAME"]
    _use(name)
    yield
    _use(before)


def _use(name: str) -> None:
    connections["default"].close()
    connections.databases["default"]["NAME"] = name


@pytest.fixture(scope="session")
def demo_database(
    django_db_setup: None, django_db_blocker: Any, _quick_passwords: None
) -> Iterator[str]:
    """The four cohorts and the living initiative, loaded as `stafett demo load` loads them."""
    name = provision.provide(f"{provision.NAME}_demo")
    with django_db_blocker.unblock(), connected_to(name):
        for cohort in (*cohorts(), living(DAY)):
            load(cohort, today=DAY, password=PASSWORD)
        let_evaluators_compare(today=DAY)
    yield name
    provision.remove(name)


@pytest.fixture
def _in_demo_database(demo_database: str, django_db_blocker: Any) -> Iterator[None]:
    with connected_to(demo_database):
        yield


@pytest.fixture
def demo(_in_demo_database: None, db: None) -> Viewer:
    """The operator in the demo's database, outside the wall, on the demo date."""
    set_reach(all_controllers())
    return operator(DAY, "demo")


@pytest.fixture
def stigen(demo: Viewer) -> Initiative:
    """The living initiative."""
    return Initiative.objects.get(code="stigen")


@pytest.fixture
def visit(demo: Viewer) -> Callable[[str], Client]:
    """`visit("ivar.hedskar")` is a browser without a screen, logged in as somebody of the demo."""

    def logged_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}@demo.example"))
        return client

    return logged_in


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of this test's own, not made yet."""
    home = tmp_path / "home"
    monkeypatch.setenv("STAFETT_HOME", str(home))
    return home
