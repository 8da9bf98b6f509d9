"""Is a no seen by whoever gave until they have done something about it, and is the way told as it went?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from stafett.casework.actions import Exit, close
from stafett.casework.lanes import ALONGSIDE
from stafett.casework.queries.participation import sheet
from stafett.casework.queries.timeline import story
from stafett.handover.actions import accept, answer, ask, decline
from stafett.handover.actions import withdraw as take_back
from stafett.handover.models import Handover
from stafett.handover.queries.hands import hands, places, waiting_today
from stafett.safeguards.actions import withdraw
from tests.casework.conftest import _on_the_casts_day, get
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed
from tests.handover.test_fallen import fallen

__all__ = ["_on_the_casts_day"]


def card(client: Any) -> list[str]:
    """The rows of the card on Idag, in words."""
    found = re.search(r'id="del-overlamning".*?</ul>', get(client, "/"), re.S)
    rows = re.findall(r"<li[^>]*>(.*?)</li>", found[0], re.S) if found else []
    return [" ".join(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", row).split()) for row in rows]


def declined(cast: Cast, **asked: Any) -> Handover:
    one = proposed(cast, at_af(cast), **asked)
    decline(one, "Ingen plats före hösten", by=cast.as_("per"))
    one.refresh_from_db()
    return one


def standing(cast: Cast, who: str = "karin", days: int = 0) -> list[Any]:
    """What Idag shows somebody so many days later."""
    asked: Any = type("Asked", (), {"GET": {}, "session": {}})()
    told = waiting_today(asked, replace(cast.as_(who), day=TODAY + days * DAY))
    return [one.row for one in told["rows"]] if told else []


def test_a_no_stands_on_idag_with_who_and_since_when(cast: Cast, page: Any) -> None:
    one = declined(cast)
    (row,) = card(page("karin"))
    assert row.startswith("Af Flen kunde inte ta emot ")
    assert "AUC → Af Flen" in row
    assert row.count("kunde inte ta emot") == 1
    way = f"/deltagare/{one.participation_id}/overlamning/?next=/%23overlamning-1"
    assert f'href="{way}"' in get(page("karin"), "/")
    assert card(page("per")) == [], "who said it knows"


@pytest.mark.parametrize(("days", "stands"), [(0, True), (13, True), (14, False)])
def test_it_stands_for_two_weeks(cast: Cast, days: int, stands: bool) -> None:
    one = declined(cast)
    assert standing(cast, days=days) == ([one] if stands else [])


def test_it_goes_when_another_is_asked_and_stays_gone_when_that_is_taken_back(cast: Cast) -> None:
    one = declined(cast)
    again = proposed(cast, one.participation, to="Projektkontoret")
    assert standing(cast) == [again]
    take_back(again, "Fel enhet", by=cast.as_("karin"))
    assert standing(cast) == []


def test_it_goes_with_the_case(cast: Cast) -> None:
    one = declined(cast)
    close([(one.participation, Exit(TODAY, cast.outcome("arbete").pk, "none_needed", "", [], []))],
          by=cast.as_("karin"))  # fmt: skip
    assert standing(cast) == []


def test_idag_says_once_whose_move_it_is(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    one = proposed(cast, case, confirmed=False)

    def told(who: str) -> tuple[bool, str]:
        (row,) = card(page(who))
        assert row.count("väntar på") == 1, row
        return row.startswith("väntar på oss"), row

    assert told("per")[0]
    assert told("karin")[1].startswith("väntar på Af Flen ")
    ask(one, "Har hen körkort?", by=cast.as_("per"))
    assert told("karin")[0]
    assert "Af Flen har frågat" in told("karin")[1]
    assert told("per")[1].startswith("väntar på AUC ")
    one.refresh_from_db()
    answer(one, "Nej", by=cast.as_("karin"))
    one.refresh_from_db()
    accept(one, by=cast.as_("per"))
    assert told("karin")[0]
    assert "Af Flen har tagit emot" in told("karin")[1]


def test_a_meeting_that_a_no_came_before_is_no_step_on_the_way(cast: Cast) -> None:
    later = {"meeting_on": TODAY + 7 * DAY, "from_day": TODAY + 9 * DAY}
    no = declined(cast, **later)
    assert [place.words for place in places(no, TODAY)] == [
        "Föreslagen", "Mottagaren kunde inte ta emot",
    ]  # fmt: skip
    met = declined(cast, meeting_on=TODAY)
    assert "Möte" in [place.words for place in places(met, TODAY)]
    going_on = proposed(cast, at_af(cast), **later)
    assert "Möte" in [place.words for place in places(going_on, TODAY)]


def test_who_holds_again_is_not_alongside(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    accept(proposed(cast, case, alongside_until=TODAY + 60 * DAY), by=cast.as_("per"))
    assert "följer med till och med" in get(page("karin"), f"/deltagare/{case.pk}/")
    cast.as_everyone()
    parts = list(case.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, how="ringde", by=cast.as_("eva"))
    for address in ("", "overlamning/"):
        text = get(page("lena"), f"/deltagare/{case.pk}/{address}")
        assert "följer med till och med" not in text
    (done,) = hands(cast.as_("lena"), case).before
    assert [place.words for place in done.places] == ["Föreslagen", "Mottagen"]


def along(cast: Cast, case: Any) -> list[tuple[str, Any, Any]]:
    lanes = sheet(cast.as_("lena"), case.pk).picture.lanes
    return [
        (lane.name, bar.label, bar.last_day)
        for lane in lanes for bar in lane.bars if bar.kind == ALONGSIDE
    ]  # fmt: skip


def test_alongside_has_its_own_mark_its_word_in_the_key_and_in_the_table(
    cast: Cast, page: Any
) -> None:
    case, until = at_af(cast), TODAY + 60 * DAY
    assert "lanes__along" not in get(page("lena"), f"/deltagare/{case.pk}/")
    accept(proposed(cast, case, alongside_until=until), by=cast.as_("per"))
    assert along(cast, case) == [("Flens kommun", "AUC", until)]
    text = get(page("lena"), f"/deltagare/{case.pk}/")
    assert text.count('class="lanes__along"') == 1
    assert 'lanes__sample--along"></span> följer med</span>' in text
    assert "<td>följer med</td><td>AUC</td>" in text
    assert "AUC följer med " in text
    told = [each.event.told for each in story(cast.as_("lena"), case.pk).told]
    assert "AUC följer med till och med 1 augusti 2025" in told


def test_it_ends_where_the_giver_holds_again(cast: Cast) -> None:
    case = fallen(cast)
    assert along(cast, case) == []
    other = at_af(cast)
    accept(proposed(cast, other, alongside_until=TODAY + 60 * DAY), by=cast.as_("per"))
    cast.as_everyone()
    other.holdings.filter(unit=cast.unit("Af Flen")).update(until_day=TODAY + 10 * DAY)
    unit = cast.unit("AUC")
    held = other.holdings.get(unit=cast.unit("Af Flen"))
    other.holdings.create(
        controller=held.controller, owner_authority=held.owner_authority, kind=held.kind, unit=unit,
        from_day=TODAY + 10 * DAY,
    )  # fmt: skip
    assert along(cast, other) == [("Flens kommun", "AUC", TODAY + 9 * DAY)]
