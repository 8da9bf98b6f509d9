"""Does a new case say what there is to begin with, to those who can, until each is done?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from stafett.casework.actions import Life, Living, record_livelihood
from stafett.casework.models import Participation
from stafett.meetings.actions import cancel
from stafett.meetings.models import Cause
from stafett.meetings.queries.first import NEW
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import get
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked

Page = Callable[[str], Client]
DAY = timedelta(days=1)
ALL = ["Nytt samtycke", "Fyll i direkt före", "Boka första mötet"]


def first(client: Client, case: Participation) -> list[str]:
    """The steps that stand in the head of the case."""
    page = get(client, reverse("participation", args=[case.pk]))
    said = page.partition("<strong>Att börja med:</strong>")[2].partition("</p>")[0]
    return re.findall(r">([^<]+)</a>", said)


def new(cast: Cast, **told: object) -> Participation:
    return cast.enrolled(**{"starts_on": TODAY - 3 * DAY, **told})


def test_what_is_done_is_no_longer_suggested(cast: Cast, page: Page) -> None:
    """Samir är nyss antagen. Ärendet föreslår samtycke, läget före och ett möte, tills de är gjorda."""
    case = new(cast)
    karin = page("karin")
    assert first(karin, case) == ALL
    shown = get(karin, reverse("participation", args=[case.pk]))
    for name in ("note_consent", "livelihood_at_start", "meeting_book"):
        assert f'<a href="{reverse(name, args=[case.pk])}">' in shown
    cast.consented(case, "Af Flen")
    assert first(karin, case) == ALL[1:]
    record_livelihood(
        [(case, Life("start", (Living("start", "wages"),), ()))], by=cast.as_("karin")
    )
    assert first(karin, case) == ALL[2:]
    one = booked(cast, case, on=SOON)
    assert first(karin, case) == []
    cancel(one, Cause.CALLED_OFF, "Förhinder", None, by=cast.as_("karin"))
    assert first(karin, case) == ALL[2:], "one that is called off is none"


def test_an_old_case_and_one_that_has_ended_suggest_nothing(cast: Cast, page: Page) -> None:
    assert first(page("karin"), new(cast, starts_on=TODAY - NEW)) == ALL
    assert first(page("karin"), new(cast, starts_on=TODAY - NEW - DAY)) == []
    assert first(page("karin"), cast.ended(starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY)) == []


def test_those_who_only_read_are_told_nothing_and_those_let_in_nothing_of_the_hidden(
    cast: Cast, page: Page
) -> None:
    """Den som inte får läsa försörjning eller möten får inte heller veta om de saknas."""
    case = new(cast)
    assert first(page("lena"), case) == []
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course"}, {}))
    assert first(page("per"), case) == []
