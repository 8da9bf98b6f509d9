"""Is the button at a promise taken, with the token that a form must carry, wherever it stands?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stafett.meetings.models import Meeting, Promise
from tests.casework.conftest import get
from tests.cast import Cast
from tests.meetings.test_pages import at
from tests.meetings.world import booked, held, of_person

Page = Callable[[str], Client]


@pytest.mark.parametrize("loose", [True, False])
def test_the_button_that_keeps_a_promise_is_taken_from_every_page_that_it_stands_on(
    cast: Cast, page: Page, loose: bool
) -> None:
    case = cast.enrolled()
    (promise,) = held(cast, booked(cast, case), of_person())
    if loose:
        Promise.objects.update(meeting=None)
    one, client = Meeting.objects.get(), page("karin")
    client.handler.enforce_csrf_checks = True
    kept = reverse("promise_kept", args=[case.pk, promise.pk])
    stands = [reverse("meetings", args=[case.pk]), *([] if loose else [at(one)])]
    for there in stands:
        form = re.search(rf'<form method="post" action="{kept}.*?</form>', get(client, there), re.S)
        assert form
        assert 'name="csrfmiddlewaretoken"' in form[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form[0]))
    assert client.post(kept, fields).status_code == 302
    promise.refresh_from_db()
    assert promise.state == "kept"
