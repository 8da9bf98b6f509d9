"""What is asked and told when an exit is undone: the same human elsewhere in the initiative, a pause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.casework.queries.running_twice import running_beside
from stafett.circumstances.actions import pause
from stafett.people.actions import link
from tests.casework.conftest import Page, faults, get, send
from tests.cast import TODAY, Cast

TWICE = "Samma människa deltar då två gånger i insatsen"
PAUSED = "Pausen upphörde med avslutet"


def left_twice(cast: Cast) -> tuple[Participation, Participation]:
    """One who has left, and whose return was recorded as another person, linked to the first."""
    one, other = cast.ended(), cast.enrolled()
    link(one.person, other.person, because="visade legitimation", by=cast.user("karin"))
    return one, other


def undo(client: Client, one: Participation, status: int = 302, **told: Any) -> Any:
    there = f"/deltagare/{one.pk}/angra-avslut/"
    return send(client, there, status, because="fel", **told)


def test_karin_ångrar_ett_avslut_när_personen_redan_är_tillbaka(cast: Cast, page: Page) -> None:
    """Personen är tillbaka i en länkad post. Karin får frågan om det ska pågå två gånger, och svarar ja."""
    one, other = left_twice(cast)
    karin = page("karin")
    assert TWICE in faults(undo(karin, one, 422))
    one.refresh_from_db()
    assert one.ends_on is not None
    undo(karin, one, as_written="on")
    one.refresh_from_db()
    assert one.ends_on is None
    assert other.ends_on is None


def test_nothing_is_asked_of_who_is_alone_or_elsewhere(cast: Cast, page: Page) -> None:
    one, other = left_twice(cast)
    assert running_beside(cast.as_("karin"), one) == [other]
    assert running_beside(cast.as_("olle"), one) == []
    leaving = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(other, leaving)], by=cast.as_("karin"))
    undo(page("karin"), one)


def test_nothing_is_asked_of_one_whom_a_named_team_alone_may_see(cast: Cast) -> None:
    one, post = cast.ended(), cast.viewer("lena").posts[0]
    hidden = cast.enrolled(
        person=cast.person(protection="marked"), named_team=((post.unit_id, post.position_id),)
    )
    cast.as_everyone()
    link(one.person, hidden.person, because="samma", by=cast.user("karin"))
    assert running_beside(cast.as_("karin"), one) == []
    assert running_beside(cast.as_("lena"), one) == [hidden]


def test_a_pause_that_the_exit_ended_is_told_of(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    pause(one, "Sjukhusvistelse", TODAY - timedelta(days=9), None, by=cast.as_("karin"))
    karin, there = page("karin"), f"/deltagare/{one.pk}/angra-avslut/"
    exit_ = {"ends_on": TODAY.isoformat(), "outcome": cast.outcome("arbete").pk}
    send(karin, f"/deltagare/{one.pk}/avsluta/", **exit_, next_step="none_needed", as_written="on")
    assert PAUSED in get(karin, there)
    other = cast.ended()
    assert PAUSED not in get(karin, f"/deltagare/{other.pk}/angra-avslut/")
