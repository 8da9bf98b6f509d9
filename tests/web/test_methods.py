"""Is a page given to those alone who ask for it as a page?"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from stafett.safeguards.models import Reading
from tests.cast import Cast


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_no_other_way_of_asking_gives_the_page_or_says_that_it_was_changed(
    method: str, cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    before = Reading.objects.count()
    answer = page("karin").generic(method, f"/deltagare/{one.pk}/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert one.person.name not in answer.content.decode()
    assert Reading.objects.count() == before


def test_whoever_opens_the_address_of_a_button_as_a_page_is_told_so(cast: Cast, page: Any) -> None:
    answer = page("karin").get(reverse("promise_kept", args=[uuid4(), uuid4()]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    text = answer.content.decode()
    assert "Adressen hör till en knapp" in text
    assert "Till startsidan" in text


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("DELETE", 405)])
def test_pages_are_read_as_before_and_the_api_says_itself_what_it_takes(
    method: str, status: int, cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    assert page("karin").generic(method, f"/deltagare/{one.pk}/").status_code == status
    told = page("karin").generic("DELETE", f"/api/v1/participations/{one.pk}")
    assert (told.status_code, "detail" in told.json()) == (405, True)


def test_it_is_refused_before_anything_is_read() -> None:
    stack = settings.MIDDLEWARE
    where = stack.index("stafett.web.middleware.methods_of_pages")
    assert where < stack.index("stafett.safeguards.middleware.one_transaction")
