"""Do the pages for what went wrong say what, why and what to do, whatever else is broken?"""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.loader import get_template
from django.views import defaults
from django.views.csrf import csrf_failure

from tests.frame.cast import NOBODY
from tests.frame.conftest import request_for

pytestmark = pytest.mark.urls("tests.frame.urls")


def text(response: HttpResponse) -> str:
    html = response.content.decode()
    assert "«undefined" not in html
    assert html.count("<h1>") == 1
    return html


def test_a_refusal_shows_the_reason_that_was_given() -> None:
    refusal = PermissionDenied("Ärendet hålls ihop av Flens kommun.")
    html = text(defaults.permission_denied(request_for("/"), refusal))
    assert "Ärendet hålls ihop av Flens kommun." in html
    assert "Fråga din chef" in html


def test_a_refusal_without_reason_has_one_of_its_own() -> None:
    html = text(defaults.permission_denied(request_for("/", NOBODY), PermissionDenied()))
    assert "inte har en roll i" in html


def test_a_page_that_is_not_there_does_not_tell_whether_it_is_hidden() -> None:
    html = text(defaults.page_not_found(request_for("/borta/"), Http404("hemligt namn")))
    assert "hemligt namn" not in html
    assert "likadant ut" in html


def test_a_form_that_has_grown_old_tells_how_to_save_what_was_typed() -> None:
    response = csrf_failure(request_for("/", method="post"))
    assert response.status_code == 403
    assert "det du skrev brukar finnas kvar" in text(response)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_worst_pages_need_nothing_at_all(name: str) -> None:
    html = text(HttpResponse(get_template(name).render()))
    assert "det du skrev brukar finnas kvar" in html
    assert 'href="/"' in html
