"""Law 5: is nothing told as handed over to an authority where nobody may see the person it is about?"""

from __future__ import annotations

import pytest

from stafett.casework.models import Participation
from stafett.meetings.actions import step
from stafett.meetings.models import Meeting, Promise
from stafett.meetings.releasing import hand_over, receivers
from stafett.meetings.rules import Step
from stafett.safeguards.actions import name_team
from stafett.safeguards.models import Release
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at
from tests.casework.test_sealed import protected
from tests.cast import Cast
from tests.meetings.world import booked, held, of_unit

FK = "Försäkringskassan"
STOPS = f"Ingen hos {FK} får se den här personen i Stafett, så det skulle inte nå fram dit."


def agreed_with(cast: Cast, *units: str) -> Participation:
    """Somebody protected whom Karin and Per are named for, and what they say yes to."""
    one = protected(cast)
    named(cast, one, "karin", "per")
    cast.consented(one, *units)
    return one


def named(cast: Cast, one: Participation, *who: str) -> None:
    """These alone may see the person from now on."""
    cast.as_everyone()
    posts = [post for key in who for post in cast.viewer(key).posts]
    team = [(post.unit_id, post.position_id) for post in posts if post.role != "steering_member"]
    name_team([one.circle], team, by=cast.viewer("karin"))


def authority(cast: Cast, unit: str) -> str:
    return str(cast.unit(unit).authority_id)


def test_what_would_be_shown_to_nobody_at_the_receivers_is_not_handed_over(
    cast: Cast, page: Page
) -> None:
    one = agreed_with(cast, "Af Flen", "FK Eskilstuna")
    both = [authority(cast, "Af Flen"), authority(cast, "FK Eskilstuna")]
    form = page("karin").get(at(one, "lamna-ut")).context["form"]
    assert form.initial["receivers"] == both[:1]
    told = {"receivers": both, "agreement": "Vi ses på fredag."}
    answer = send(page("karin"), at(one, "lamna-ut"), 422, **told)
    assert STOPS in faults(answer)
    assert "Vi ses på fredag." in answer.content.decode()
    cast.as_everyone()
    assert not Release.objects.exists()


def test_it_reaches_those_who_are_named_and_outside_stafett_anybody(cast: Cast, page: Page) -> None:
    one = agreed_with(cast, "Af Flen", "FK Eskilstuna")
    send(page("karin"), at(one, "lamna-ut"), agreement="Till Af.")
    outside = {"receivers": [authority(cast, "FK Eskilstuna")], "how": "brev"}
    send(page("karin"), at(one, "lamna-ut"), agreement="Till FK.", **outside)
    assert "Till Af." in get(page("per"), "/deltagare/utlamnat/")
    assert "Till FK." not in get(page("fatima"), "/deltagare/utlamnat/")


def test_a_meeting_says_who_does_not_get_it_and_why(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    named(cast, case, "karin")
    one = Meeting.objects.get(pk=one.pk)
    by = cast.as_("karin")
    assert [row.why for row in receivers(one, by)] == ["ingen där får se personen i Stafett"]
    with pytest.raises(Refused, match="Af Flen \\(ingen där får se personen i Stafett\\)"):
        hand_over(one, by=by)
    assert not Release.objects.exists()


def test_a_promise_that_both_have_can_be_settled_when_the_other_may_no_longer_see(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    hand_over(one, by=cast.as_("karin"))
    before = Release.objects.count()
    named(cast, case, "karin")
    mine = Promise.objects.get(copy_of=None)
    step(mine, Step.KEEP, by=cast.as_("karin"))
    cast.as_everyone()
    assert Release.objects.count() == before
