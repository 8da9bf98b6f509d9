"""Is whoever takes a consent back told what else ends with it, before and after, as far as they may know?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from stafett.casework.models import Holding, Participation
from stafett.handover.actions import accept
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.rules import parts_between
from stafett.safeguards.withdrawing import comes_of_withdrawal
from tests.casework.conftest import _on_the_casts_day, get, send
from tests.cast import TODAY, Cast
from tests.commissions.world import given
from tests.handover.giving import at_af, proposed
from tests.meetings.test_at_the_end import leave
from tests.meetings.world import af_gives_too, booked

__all__ = ["_on_the_casts_day"]
FALLS = "Af Flen håller ihop ärendet. Det faller då tillbaka till AUC, utan handläggare."
FELL = "Ärendet föll tillbaka till AUC. Ingen där har det än."
STOPS = "Uppdrag till Af Flen: Intervjuträning. Upphör."


def at(case: Participation) -> str:
    return f"/deltagare/{case.pk}/samtycke/ta-tillbaka/"


def lines(client: Any, case: Participation) -> dict[str, str]:
    """Each tick of the form with its words, and of all of it what stands under."""
    form = client.get(at(case)).context["form"]
    told = {key: str(words) for _who, some in form.fields["which"].choices for key, words in some}
    return told | {"everything": str(form.fields["everything"].help_text)}


def at_afs(cast: Cast) -> Participation:
    """A case that Af took over from AUC, which stays alongside."""
    case = at_af(cast)
    accept(proposed(cast, case, alongside_until=TODAY + timedelta(9)), by=cast.as_("per"))
    cast.as_everyone()
    return case


def of(case: Participation, information: str, cast: Cast) -> str:
    """The key of the line by which the controller tells Af something."""
    cast.as_everyone()
    rows = ConsentPart.objects.filter(circle=case.circle_id, giver=case.controller_id)
    return str(rows.get(information=information, receiver=cast.unit("Af Flen").authority_id).pk)


@pytest.mark.parametrize("who", ["karin", "per"])
def test_that_the_case_falls_back_stands_by_all_and_by_the_course_alone(
    cast: Cast, page: Any, who: str
) -> None:
    case = at_afs(cast)
    told = lines(page(who), case)
    to_af = f"to:{cast.unit('Af Flen').authority_id}"
    saying = {key for key, words in told.items() if FALLS in words}
    assert saying == {"everything", to_af, of(case, "course", cast)}
    assert told[to_af].split("\n")[:2] == ["Allt till Arbetsförmedlingen.", FALLS]


def test_nothing_falls_back_where_the_controllers_own_unit_holds(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    assert "faller" not in get(page("karin"), at(case))
    send(page("karin"), at(case), everything="on", how="ringde")
    assert "föll tillbaka" not in get(page("karin"), f"/deltagare/{case.pk}/")


def test_nor_from_one_that_keeps_the_register_whatever_is_taken_back(cast: Cast, page: Any) -> None:
    case = cast.enrolled()
    accept(proposed(cast, case, to="Försörjningsstöd"), by=cast.as_("sven"))
    cast.consented(case, "Försörjningsstöd", by="eva")
    assert "faller" not in get(page("eva"), at(case))
    send(page("eva"), at(case), everything="on", how="ringde")
    assert "föll tillbaka" not in get(page("eva"), f"/deltagare/{case.pk}/")
    cast.as_everyone()
    assert Holding.objects.get(participation=case, until_day=None).unit == cast.unit(
        "Försörjningsstöd"
    )


def test_an_open_handover_lapses_with_it(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    proposed(cast, case)
    told = lines(page("karin"), case)
    saying = {
        key for key, words in told.items() if "Överlämningen till Af Flen förfaller." in words
    }
    assert saying == {f"to:{cast.unit('Af Flen').authority_id}", of(case, "course", cast)}


def test_assignments_and_meetings_stand_by_what_is_agreed(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    af_gives_too(cast)
    given(cast, case, "Af Flen")
    booked(cast, case, "Af Flen", on=TODAY + timedelta(7))
    told = lines(page("karin"), case)
    both = {f"to:{cast.unit('Af Flen').authority_id}", of(case, "agreement", cast)}
    assert {key for key, words in told.items() if STOPS in words} == both
    called = "9 juni 2025 09.00. Af Flen kallas inte längre."
    assert {key for key, words in told.items() if called in words} == both, told


def test_who_may_not_know_whose_the_assignment_and_the_meeting_are_is_told_of_neither(
    cast: Cast, page: Any
) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen", "FK Eskilstuna")
    af_gives_too(cast)
    given(cast, case, "Af Flen", purpose="Intervju")
    booked(cast, case, "Af Flen", on=TODAY + timedelta(7))
    cast.as_everyone()
    case.circle.members.filter(unit=cast.unit("FK Eskilstuna"), basis="consent").update(
        kinds=["participation", "holding", "agreement"]
    )
    text = " ".join(lines(page("fatima"), case).values())
    assert "Upphör" not in text
    assert "kallas inte längre" not in text


def test_afterwards_it_is_said_with_the_way_on_for_those_who_may(cast: Cast, page: Any) -> None:
    case = at_afs(cast)
    said = page("karin").post(
        at(case), {"everything": "on", "how": "ringde"}, follow=True
    ).content.decode()  # fmt: skip
    notice = re.findall(r'class="notice notice--.*?</div>', said, re.S)[0]
    assert FELL in notice
    assert f'<a href="/deltagare/{case.pk}/handlaggare/">Välj handläggare</a>' in notice


def test_whoever_sees_it_no_more_is_told_that_alone(cast: Cast, page: Any) -> None:
    case = at_afs(cast)
    said = page("per").post(
        at(case), {"everything": "on", "how": "ringde"}, follow=True
    ).content.decode()  # fmt: skip
    assert "Ni håller inte längre ihop ärendet." in said
    assert FELL not in said


def test_whoever_says_not_who_has_it_is_told_where_it_fell_without_a_way_on(
    cast: Cast, page: Any
) -> None:
    """Sven på Försörjningsstödet svarar i telefon. Han får veta att ärendet föll tillbaka, och väljer ingen."""
    case, client = at_afs(cast), page("sven")
    send(client, at(case), everything="on", how="ringde")
    shown = get(client, f"/deltagare/{case.pk}/")
    assert FELL in shown
    assert f"/deltagare/{case.pk}/handlaggare/" not in shown


def test_nothing_more_ends_in_a_case_that_has_ended(cast: Cast) -> None:
    case = at_afs(cast)
    seen = cast.as_("karin")
    assert list(comes_of_withdrawal(case.circle_id, seen)) != []
    leave(cast, case, who="per")
    assert list(comes_of_withdrawal(case.circle_id, seen)) == []


def test_whom_the_person_invited_goes_with_the_first_consent_between_the_two(cast: Cast) -> None:
    """Amina bjöd själv in Psykiatrin, som får veta hur det går men inte vad som är överenskommet."""
    case = cast.enrolled()
    booked(cast, case, "Psykiatrin", by_person=True)
    cast.as_everyone()
    seen = cast.as_("karin")
    assert list(comes_of_withdrawal(case.circle_id, seen)) == []
    team = {case.controller_id, cast.unit("Psykiatrin").authority_id}
    cast.consented(case, "Psykiatrin", parts=parts_between(team, {"course"}, {}))
    cast.as_everyone()
    told = list(comes_of_withdrawal(case.circle_id, cast.as_("karin")))
    assert {one.information for one in told} == {"course"}
