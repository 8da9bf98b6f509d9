"""The world of the access table, made once, and everybody logged in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from uuid_utils.compat import uuid7

from tests.access.assigning import assigning
from tests.access.canaries import ROLES, VISITOR
from tests.access.endings import endings
from tests.access.evaluating import evaluating
from tests.access.handing import handing
from tests.access.meeting import meeting
from tests.access.noticing import noticing
from tests.access.outreaching import outreaching, sent_about_outreach
from tests.access.own_data import own_data, sent_about_own_data
from tests.access.readings import logged_since
from tests.access.referring import referring, sent_about_referrals
from tests.access.sending import Body, Row, bodies
from tests.access.world import World, build
from tests.cast import TODAY

Asked = Callable[[Client], Any]
Ask = Callable[[str, Asked], Any]


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages ask the clock what day it is; here it is the cast's."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    # everybody logs in once for all of the table, which takes its minutes
    monkeypatch.setattr(settings, "FRESH_MINUTES", 600)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everything that the table is about; gone again when the module's last test has ended."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        endings(made)
        evaluating(made)
        meeting(made)
        assigning(made)
        handing(made)
        referring(made)
        outreaching(made)
        noticing(made)
        own_data(made)  # last: what is compiled is out of date as soon as anything is added
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sent(world: World) -> dict[Row, Body]:
    """What is sent to the doors that need more than nothing."""
    return {
        **bodies(world), **sent_about_own_data(world), **sent_about_referrals(world),
        **sent_about_outreach(world),
    }  # fmt: skip


@pytest.fixture(scope="module")
def sessions(world: World) -> dict[str, str]:
    """The session of everybody in the cast."""
    keys = {}
    for who in ROLES:
        client = Client()
        client.force_login(world.cast.user(who))
        keys[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


@pytest.fixture(scope="module")
def ask(sessions: dict[str, str]) -> Ask:
    """`ask("karin", lambda client: client.get(…))`: what it did is undone before the next.

    Whom the log says that the answer showed or changed stands in its `logged`.
    """
    client = Client(raise_request_exception=False)

    def asked(who: str, request: Asked) -> Any:
        client.cookies.clear()
        if who != VISITOR:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
        before = uuid7()
        with transaction.atomic():
            response = request(client)
            transaction.set_rollback(True)
        response.logged = logged_since(before)
        return response

    return asked
