"""Does a job in somebody's name reach what they reach, leave a trace of who and why, and end with itself?"""

from __future__ import annotations

from typing import Any

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.parties.filling_in import fill_in
from tests.parties.places import FROM_INSIDE


def test_a_job_reaches_what_its_viewer_reaches_and_is_named_in_the_history(cast: Cast) -> None:
    one = cast.enrolled()
    cast.enrolled("katrineholm")
    with acting(cast.viewer("karin"), "nattlig rättning"):
        assert list(Participation.objects.all()) == [one]
        Person.objects.update(language="arabiska")
    told = one.person.events.get().pgh_context.metadata
    assert (told["name"], told["why"]) == ("Karin Ek", "nattlig rättning")
    assert told["user"] == cast.user("karin").pk


def test_a_job_without_a_reason_says_none(cast: Cast) -> None:
    one = cast.enrolled()
    with acting(cast.viewer("karin")):
        Person.objects.update(language="arabiska")
    assert one.person.events.get().pgh_context.metadata["why"] == ""


def test_what_is_done_by_a_page_is_in_the_history_with_who_and_where(cast: Cast, page: Any) -> None:
    address = FROM_INSIDE["post_edit"](cast)
    fill_in(page("eva"), address, title="Projektcoach", full_time="50")
    event = cast.unit("AUC").positions.get(role="coach").events.get()
    told = event.pgh_context.metadata
    assert (told["name"], told["why"]) == ("Eva Led", address)
    assert told["user"] == cast.user("eva").pk


def test_the_operator_reaches_what_is_opened_to_them(cast: Cast) -> None:
    one = cast.enrolled()
    with acting(operator(TODAY)):
        assert not Participation.objects.exists()
    with acting(operator(TODAY).reaching((one.controller_id,))):
        assert Participation.objects.exists()


def test_a_post_that_has_ended_gives_nothing(cast: Cast) -> None:
    user = cast.user("karin")
    assert user.staff is not None
    user.staff.tenures.update(until_day=TODAY)
    viewer = viewer_of(user, TODAY)
    assert (viewer.posts, viewer.controllers) == ((), ())
