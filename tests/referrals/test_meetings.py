"""A meeting over the queue: who waits on keeps the meeting and its words, and it can be read afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.referrals import actions, held_meetings
from stafett.referrals.actions import Decision, Meeting
from stafett.referrals.models import Referral, SelectionMeeting
from tests.cast import TODAY, Cast
from tests.referrals.world import on, referred, sent_of

Page = Callable[[str], Client]
DAY = timedelta(days=1)


def went_through(
    cast: Cast, ones: list[Referral], code: str, told: Decision, days_ago: int = 0
) -> SelectionMeeting:
    """Karin notes what a meeting decided."""
    day = TODAY - days_ago * DAY
    meeting = Meeting(cast.branch("flen"), day, "Karin och Eva")
    return actions.select(meeting, ones, code, told, by=on(cast.as_("karin"), day))


def _invited(cast: Cast, one: Referral) -> Referral:
    actions.invite(one, "Möte", TODAY, by=cast.as_("karin"))
    return one


def _said_yes(cast: Cast, one: Referral) -> Referral:
    actions.note_answer(_invited(cast, one), True, "", by=cast.as_("karin"))
    return one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (lambda cast, one: one, "queued"),
        (lambda cast, one: actions.put_in_queue(one, by=cast.as_("karin")), "queued"),
        (_invited, "invited"),
        (_said_yes, "queued"),
    ],
)
def test_whoever_waits_on_keeps_the_meeting_and_its_words(
    cast: Cast, before: Any, after: str
) -> None:
    one = referred(cast)
    before(cast, one)

    meeting = went_through(cast, [one], "queue", Decision("Väntar på gruppen i augusti"))

    cast.as_everyone()
    one.refresh_from_db()
    assert (one.state, one.meeting, one.decision) == (after, meeting, "Väntar på gruppen i augusti")
    assert (sent_of(one).state, sent_of(one).answer) == (after, "Väntar på gruppen i augusti")


def test_the_words_to_wait_are_told_until_something_else_happens(cast: Cast) -> None:
    one = referred(cast)
    went_through(cast, [one], "queue", Decision("Väntar"))

    _invited(cast, one)

    cast.as_everyone()
    assert sent_of(one).answer == ""


def test_two_decisions_at_one_meeting_are_one_meeting(cast: Cast) -> None:
    stays, fits = referred(cast), referred(cast, "per")

    first = went_through(cast, [stays], "queue", Decision("Väntar"))
    second = went_through(cast, [fits], "accept", Decision())

    assert first == second
    (held,) = held_meetings.with_decisions(cast.as_("karin"), [first])
    assert [str(each.badge[0]) for each in held.decisions] == ["står kvar i kö", "antagen"]


def test_each_meeting_keeps_what_it_decided_when_the_next_has_been(cast: Cast, page: Page) -> None:
    """I mars står Noor kvar i kö, i april antas hon. Karin läser efteråt vad varje möte beslutade."""
    one = referred(cast, days_ago=60)
    went_through(cast, [one], "queue", Decision("Gruppen är full"), days_ago=40)
    went_through(cast, [one], "accept", Decision("Välkommen"), days_ago=3)

    rows = list(held_meetings.meetings(cast.as_("karin")))
    told = [
        (str(each.badge[0]), each.words)
        for held in held_meetings.with_decisions(cast.as_("karin"), rows)
        for each in held.decisions
    ]

    assert told == [("antagen", "Välkommen"), ("står kvar i kö", "Gruppen är full")]
    text = page("karin").get(reverse("queue") + "?moten=1").content.decode()
    assert text.index("Välkommen") < text.index("Gruppen är full")
    assert "Med på mötet: Karin och Eva." in text
    alone = page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    assert alone.index("Välkommen (Karin och Eva)") < alone.index("Gruppen är full (Karin och Eva)")


def test_a_decision_after_the_meeting_leaves_it_as_it_was(cast: Cast) -> None:
    one = referred(cast, days_ago=9)
    went_through(cast, [one], "queue", Decision("Väntar"), days_ago=5)
    actions.close(one, "step_back", Decision("Flyttar"), by=cast.as_("karin"))

    (told,) = held_meetings.of_one(cast.as_("karin"), one)

    assert (str(told.badge[0]), told.words) == ("står kvar i kö", "Väntar")


def test_the_meetings_are_read_over_the_api(cast: Cast, page: Page) -> None:
    one = referred(cast)
    went_through(cast, [one], "queue", Decision("Väntar"))

    (told,) = page("karin").get("/api/v1/queue/meetings").json()

    assert (told["branch"], told["present"]) == ("flen", "Karin och Eva")
    assert told["decisions"] == [
        {"key": str(one.pk), "name": "Noor Haddad", "decided": "queued", "words": "Väntar"}
    ]


def test_a_meeting_about_somebody_whom_the_viewer_may_not_see_is_not_there(
    cast: Cast, page: Page
) -> None:
    one = referred(cast)
    went_through(cast, [one], "decline", Decision("Fullt", "no_room"))

    assert not held_meetings.meetings(cast.as_("fatima"))
    assert page("fatima").get("/api/v1/queue/meetings").json() == []
    cast.as_everyone()
    one.circle.members.all().delete()
    assert "Inget urvalsmöte" in page("karin").get(reverse("queue") + "?moten=1").content.decode()


def test_the_next_decision_of_a_meeting_is_noted_without_writing_who_was_there_again(
    cast: Cast, page: Page
) -> None:
    one = referred(cast)
    there = reverse("selection", args=[cast.branch("flen").pk])
    assert "har väntat" in page("karin").get(there).content.decode()
    sent = {"held_on": str(timezone.localdate()), "present": "Karin och Eva", "code": "queue"}
    page("karin").post(there, {**sent, "chosen": [str(one.pk)]})

    assert 'value="Karin och Eva"' in page("karin").get(there).content.decode()
    text = page("karin").get(reverse("queue") + "?moten=1").content.decode()
    assert f'href="{there}"' in text
