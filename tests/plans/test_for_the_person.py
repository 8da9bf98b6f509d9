"""The page that is turned to the person: their plan, the next meeting, what was promised, and who helps."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.queries.who_helps import who_helps
from stafett.meetings.actions import Guest, Minutes, NewMeeting, NewPromise, book, hold
from stafett.meetings.models import Owner, Role, Sort
from stafett.plans.actions import set_goal
from stafett.plans.models import Goal
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import get
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)


def with_af(cast: Cast) -> Participation:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    return one


def met(cast: Cast, one: Participation) -> None:
    """Held today with Af, where both promised something; the next one is booked."""
    karin = cast.as_("karin")
    guests = (Guest(Role.UNIT, unit_id=cast.unit("Af Flen").pk),)
    told: dict[str, Any] = {"guests": guests, "place": "Storgatan 1"}
    past = book(one, NewMeeting(Sort.OTHER, TODAY, purpose="Planera", **told), by=karin)
    came = set(past.called.order_by("pk").values_list("pk", flat=True))
    af = cast.unit("Af Flen").pk
    promises = (
        NewPromise("Ringa skolan", TODAY + DAY, Owner.PERSON),
        NewPromise("Leta praktik", TODAY + 2 * DAY, Owner.UNIT, unit_id=af),
    )
    hold(past, Minutes(came, promises=promises), by=karin)
    book(one, NewMeeting(Sort.OTHER, TODAY + 9 * DAY, purpose="Se hur det går", **told), by=karin)


def plain(text: str) -> str:
    return " ".join(re.sub(r"<.*?>", " ", text).split())


def test_the_page_tells_the_next_meeting_what_was_promised_and_who_helps(
    cast: Cast, page: Any
) -> None:
    one = with_af(cast)
    karin, address = page("karin"), reverse("plan_person", args=[one.pk])
    before = plain(get(karin, address))
    assert "Inget möte är bokat." in before
    assert "Inget löfte väntar." in before
    met(cast, one)
    text = plain(get(karin, address))
    for said in (
        "Storgatan 1", "Se hur det går", "Du : Ringa skolan senast 3 juni 2025",
        "Af Flen : Leta praktik senast 4 juni 2025", "AUC", "håller ihop det hela",
        "Arbetsförmedlingen",
    ):  # fmt: skip
        assert said in text, said
    assert "Inget möte är bokat." not in text


def test_nothing_of_the_workers_own_stands_on_the_screen_and_there_is_a_way_back(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    karin = page("karin")
    text, other = (get(karin, reverse(name, args=[one.pk])) for name in ("plan_person", "plan"))
    for own in ('class="menu', 'class="account', 'class="bell', "wordmark"):
        assert own in other, own
        assert own not in text, own
    assert f'href="{reverse("plan", args=[one.pk])}"' in text


def test_none_is_named_there_of_whom_the_viewer_may_not_know(cast: Cast, page: Any) -> None:
    """FK turns its own screen: Af's promise is somebody else's, and Af is not among those who help."""
    one = with_af(cast)
    met(cast, one)
    team = {one.controller_id, cast.unit("FK Eskilstuna").authority_id}
    cast.consented(one, "FK Eskilstuna", parts=parts_between(team, {"course", "agreement"}, {}))
    cast.consented(one, "Psykiatrin")
    third = cast.unit("Psykiatrin").authority.name
    assert third in who_helps(cast.as_("karin"), one).others
    assert third not in who_helps(cast.as_("fatima"), one).others
    text = plain(get(page("fatima"), reverse("plan_person", args=[one.pk])))
    assert "någon annan : Leta praktik" in text
    assert "Af Flen" not in text


def test_the_day_of_the_persons_words_stands_once(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    made = set_goal(one, "Bli kock", by=cast.as_("karin"))
    address = reverse("plan", args=[one.pk])
    cast.as_everyone()
    for said_on, times, noted in ((TODAY, 1, False), (TODAY - DAY, 1, True)):
        cast.as_everyone()
        Goal.objects.filter(pk=made.pk).update(said_on=said_on, said_at=made.pk)
        whole = plain(get(page("karin"), address))
        text = whole.partition("Mål och steg")[2].partition("Beslut, bedömningar")[0]
        assert text.count("2 juni 2025") == times
        assert ("antecknat 2 juni 2025" in text) == noted
