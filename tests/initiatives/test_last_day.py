"""A last day is asked about once when people wait for the initiative or are in it; nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from stafett.initiatives import days
from stafett.initiatives.models import Initiative
from stafett.referrals import actions as waiting
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.initiatives.places import FOR_LEADERS
from tests.meetings.test_protected import protect
from tests.parties.filling_in import fill_in, filled_in, told
from tests.referrals.test_contact import protect as protected_wait
from tests.referrals.world import referred

LAST = date(2025, 12, 31)
ASKED = "Ska det vara insatsens sista dag?"


@pytest.fixture
def eva(page: Any) -> Any:
    """The project leader."""
    return page("eva")


def flat(asked: Any) -> str:
    """What a page that asks says."""
    assert asked.status_code == 422
    return " ".join(asked.content.decode().split())


def last_day() -> date | None:
    return Initiative.objects.get(code="prov").ends_on


def test_whoever_writes_a_last_day_is_told_who_waits_and_who_is_in_and_asked_once(
    cast: Cast, eva: Any
) -> None:
    """Två deltar och en väntar. Eva skriver sista dagen: sidan säger vad som händer dem, frågar och sparar."""
    cast.enrolled()
    cast.enrolled()
    referred(cast)
    address = FOR_LEADERS["initiative_edit"](cast)
    assert ASKED not in eva.get(address).content.decode()

    asked = fill_in(eva, address, ends_on=LAST.isoformat(), summary="Sju kommuner")

    said = flat(asked)
    assert "2 deltaganden som du ser pågår. De avslutas inte av sig själva" in said
    assert "1 som du ser väntar på besked. Efter 31 december 2025 går det inte att anta" in said
    assert "Mellan stolarna" in said
    assert ASKED in said
    assert "Sju kommuner" in said
    assert last_day() is None
    saved = eva.post(address, {**filled_in(asked), "as_written": "on"})
    assert saved.status_code == 302
    assert last_day() == LAST


def test_an_initiative_that_nobody_is_in_ends_without_a_question(cast: Cast, eva: Any) -> None:
    one = referred(cast)
    waiting.close(one, "decline", waiting.Decision("Fullt", "no_room"), by=cast.as_("karin"))
    cast.ended()

    assert fill_in(
        eva, FOR_LEADERS["initiative_edit"](cast), ends_on=LAST.isoformat()
    ).status_code == 302  # fmt: skip


def test_only_an_earlier_last_day_is_asked_about_and_what_is_wrong_is_said_first(
    cast: Cast, eva: Any
) -> None:
    cast.enrolled()
    Initiative.objects.filter(code="prov").update(ends_on=LAST)
    address = FOR_LEADERS["initiative_edit"](cast)

    assert fill_in(eva, address, summary="Annat").status_code == 302
    later = LAST + timedelta(days=90)
    assert fill_in(eva, address, ends_on=later.isoformat()).status_code == 302
    wrong = told(fill_in(eva, address, ends_on="2024-01-02"))
    assert "började efter den dagen" in wrong
    assert "Mellan stolarna" not in wrong
    assert "1 deltagande som du ser pågår" in flat(fill_in(eva, address, ends_on=LAST.isoformat()))
    assert fill_in(eva, address, ends_on="").status_code == 302


def test_when_somebody_else_has_saved_both_are_shown_and_nothing_is_asked(
    cast: Cast, eva: Any
) -> None:
    cast.enrolled()
    address = FOR_LEADERS["initiative_edit"](cast)
    opened = filled_in(eva.get(address))
    Initiative.objects.filter(code="prov").update(name="Deras namn")
    told_both = eva.post(address, {**opened, "ends_on": LAST.isoformat(), "as_written": "on"})
    assert "Det här har ändrats" in told(told_both)
    assert "Ja, det ska vara sista dagen</th>" not in told_both.content.decode()


def test_the_api_asks_the_same_by_a_code_and_is_answered_the_same(cast: Cast, eva: Any) -> None:
    cast.enrolled()
    address = f"/api/v1/forms/initiative_edit?code={cast.initiative.code}"
    seen = eva.get(address).json()["fields"]["seen"]
    fields = {"ends_on": LAST.isoformat(), "seen": seen}

    def send(**more: Any) -> Any:
        sent = {"fields": {**fields, **more}}
        return eva.post(address, sent, content_type="application/json")

    asked = send()
    assert (asked.status_code, asked.json()["code"]) == (422, "people_remain")
    assert "1 deltagande som du ser pågår" in asked.json()["detail"]
    assert send(as_written=True).status_code == 201
    assert last_day() == LAST


def test_those_that_one_may_not_see_are_not_counted_and_the_operator_sees_all(cast: Cast) -> None:
    cast.enrolled()
    referred(cast)

    assert days.questions_of_last_day(cast.as_("per"), cast.initiative, LAST) == []
    protect(cast, cast.enrolled())
    protected_wait(cast, referred(cast))
    in_, waiting_ = days.questions_of_last_day(cast.as_("eva"), cast.initiative, LAST)
    assert (in_[:14], waiting_[:16]) == ("1 deltagande s", "1 som du ser vän")
    cast.as_everyone()
    assert len(days.questions_of_last_day(operator(TODAY), cast.initiative, LAST)) == 2
