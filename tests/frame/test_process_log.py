"""Does the process log say who was refused, where and why, and nothing of whom it was about?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.log import log_response

from stafett.frame.process_log import ByPattern, refusals
from tests.cast import Cast

Page = Callable[[str], Client]
OURS = "stafett.frame.process_log"


def told(caplog: pytest.LogCaptureFixture, name: str = OURS) -> list[str]:
    """What one of our modules has told the process log."""
    return [one.getMessage() for one in caplog.records if one.name == name]


def _who(cast: Cast, who: str) -> str:
    viewer = cast.viewer(who)
    units = sorted({post.unit_id for post in viewer.posts})
    return f"account {viewer.user_id} of units {', '.join(map(str, units))}"


def test_a_case_that_is_hidden_is_told_by_pattern_and_place(
    cast: Cast, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    one = cast.enrolled()
    address = reverse("participation", args=[one.pk])
    assert page("stig").get(address).status_code == 404
    (line,) = told(caplog)
    who = _who(cast, "stig")
    assert line.startswith(
        f"refused 404 GET /deltagare/<uuid:key>/ to {who}: Http404 in stafett.casework."
    )
    assert str(one.pk) not in line


def test_what_one_may_not_do_is_told_without_the_sentence(
    cast: Cast, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    assert page("karin").get("/utvardering/insats/prov/").status_code == 403
    (line,) = told(caplog)
    assert line == (
        f"refused 403 GET /utvardering/insats/<slug:code>/ to {_who(cast, 'karin')}: "
        "PermissionDenied in stafett.evaluation.views.evaluations_page"
    )


def test_the_api_is_told_of_too(cast: Cast, page: Page, caplog: pytest.LogCaptureFixture) -> None:
    one = cast.enrolled()
    assert page("stig").get(f"/api/v1/participations/{one.pk}").status_code == 404
    assert Client().get("/api/v1/evaluations").status_code == 401
    hidden, outside = told(caplog)
    assert "Http404 in stafett.casework" in hidden
    assert str(one.pk) not in hidden
    assert outside == (
        "refused 401 GET /api/v1/evaluations to nobody logged in: AuthenticationError in no code of ours"
    )


def test_a_page_that_is_shown_and_an_address_that_there_is_not_are_not_told(
    cast: Cast, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    karin = page("karin")
    assert karin.get("/").status_code == 200
    assert karin.get("/finns/inte/").status_code == 404
    assert told(caplog) == []


def test_a_form_whose_protection_has_run_out_is_told(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    assert Client(enforce_csrf_checks=True).post("/logga-in/", {}).status_code == 403
    assert told(caplog) == [
        "refused 403 POST /logga-in/ to nobody logged in: a form whose protection has run out"
    ]


def test_whoever_has_no_post_has_no_unit(
    cast: Cast, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    request = RequestFactory().generic("BREW", "/")
    request.viewer = cast.viewer("karin").__class__(7, "x", cast.viewer("karin").day)  # type: ignore[attr-defined]
    refusals(lambda _request: HttpResponse(status=403))(request)
    assert told(caplog) == [
        "refused 403 another method / to account 7 of units none: no reason noted"
    ]


@pytest.mark.parametrize(
    ("status", "line"),
    [(404, []), (403, []), (500, ["Fel: /deltagare/<uuid:key>/ (1)"])],
)
def test_the_frameworks_own_lines_have_no_address(
    caplog: pytest.LogCaptureFixture, status: int, line: list[str]
) -> None:
    caplog.handler.addFilter(ByPattern())
    address = reverse("participation", args=["0197e5b0-0000-7000-8000-000000000001"])
    request = RequestFactory().get(address)
    log_response(
        "Fel: %s (%s)", request.path, 1, response=HttpResponse(status=status), request=request
    )
    logging.getLogger("stafett").warning("annat %s", 1)
    assert [one.getMessage() for one in caplog.records] == [*line, "annat 1"]


def test_every_handler_of_the_server_has_the_filter() -> None:
    handlers: Any = settings.LOGGING["handlers"]
    assert all("by_pattern" in one["filters"] for one in handlers.values())
