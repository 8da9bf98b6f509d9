"""A log-in is found by a kept question, and is none once its time is out or it has been ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast


def status(client: Any) -> int:
    return client.get(reverse("today")).status_code  # type: ignore[no-any-return]


def test_a_log_in_opens_the_page_until_its_time_is_out(cast: Cast, page: Any) -> None:
    client = page("karin")
    assert status(client) == 200
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert status(client) == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert status(client) == 302


def test_a_log_in_that_was_ended_elsewhere_opens_nothing(cast: Cast, page: Any) -> None:
    client = page("karin")
    assert status(client) == 200
    Session.objects.all().delete()
    assert status(client) == 302
