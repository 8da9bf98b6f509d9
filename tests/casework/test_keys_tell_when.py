"""A key in an address tells when its row was made: is none given where the time itself is not told?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.notes.actions import NewNote, correct, write
from stafett.safeguards.actions.follow_up import draw
from stafett.safeguards.log_rules import time_of
from stafett.safeguards.models import Reading
from tests.casework.conftest import Page, get
from tests.cast import TODAY, Cast

KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def keys_in(text: str) -> set[str]:
    return set(KEY.findall(text))


def read_by_others(cast: Cast, page: Page) -> Participation:
    """A case that Karin's own and other authorities' staff have read and written in."""
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    made = write(one, NewNote("Vi ses.", TODAY), by=cast.as_("karin"))
    correct(made, NewNote("Vi sågs.", TODAY), by=cast.as_("karin"), because="prov")
    for who in ("per", "karin"):
        cast.as_everyone()
        get(page(who), f"/deltagare/{one.pk}/")
    cast.as_everyone()
    return one


def test_a_key_tells_when_to_the_millisecond() -> None:
    assert abs(time_of(UUID(str(uuid7()))) - datetime.now(UTC)) < timedelta(minutes=1)


def test_who_has_read_and_changed_is_told_without_any_key_of_theirs(cast: Cast, page: Page) -> None:
    one = read_by_others(cast, page)
    readers = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "Arbetsförmedlingen" in readers
    assert keys_in(readers) <= {str(one.pk)}
    told = get(page("karin"), f"/api/v1/participations/{one.pk}/readers")
    assert told.count('"authority"') > 1
    assert keys_in(told) <= {str(one.pk)}
    changes = page("karin").get(f"/api/v1/participations/{one.pk}").json()["changes"]
    assert not keys_in(str(changes))


@pytest.mark.usefixtures("nobody_has_read_before")
def test_a_sample_of_the_log_has_no_key_of_what_was_read(cast: Cast, page: Page) -> None:
    one = read_by_others(cast, page)
    day = datetime.now(UTC).date()
    drawn = draw(one.controller, day - timedelta(1), day + timedelta(1), by=cast.viewer("lena"))
    cast.as_everyone()
    readings = {str(key) for key in Reading.objects.order_by("pk").values_list("pk", flat=True)}
    assert readings
    for where in (f"/loggen/{drawn.pk}/", f"/api/v1/log/follow-ups/{drawn.pk}"):
        told = get(page("lena"), where)
        assert keys_in(told)
        assert not keys_in(told) & readings
