"""Can a page that is asked with GET write? Only one that has declared it, with a reason (guard 2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.utils import InternalError
from django.urls import reverse

from stafett.frame.reading import writes_when_read
from stafett.parties.models import Group
from stafett.web import views
from tests.casework.conftest import Page


@pytest.fixture
def _planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start page writes something on its way."""

    def initiatives(viewer: Any) -> list[Any]:
        Group.objects.create(name="skriven i smyg")
        return []

    monkeypatch.setattr(views, "initiatives", initiatives)


@pytest.mark.usefixtures("_planted")
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_reads_cannot_write(page: Page, method: str) -> None:
    with pytest.raises(InternalError, match="read-only transaction"):
        getattr(page("karin"), method)(reverse("today"))
    assert not Group.objects.filter(name="skriven i smyg").exists()


@pytest.mark.usefixtures("_planted")
def test_a_page_that_says_why_it_writes_may(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.today, "writes_when_read", "prov", raising=False)
    assert page("karin").get(reverse("today")).status_code == 200
    assert Group.objects.filter(name="skriven i smyg").exists()


def test_the_reason_is_kept_and_must_be_there() -> None:
    @writes_when_read("räknar upp ett tal")
    def view(request: Any) -> None: ...

    assert view.writes_when_read == "räknar upp ett tal"  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="needs a reason"):
        writes_when_read("")
