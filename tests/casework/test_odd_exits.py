"""Is what is odd in an exit asked about once, and what cannot be refused?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from stafett.casework.actions import Doing, Life, record_livelihood
from stafett.casework.odd_exits import (
    Outcome,
    Told,
    questions_of_answer,
    questions_of_days,
    questions_of_life,
    questions_of_next,
)
from stafett.casework.rules import faults_of_hours
from stafett.handover.models import FollowUp
from stafett.notes.actions import NewContact, seek
from stafett.notes.models import By, Result
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_acting import at, exit_of
from tests.cast import TODAY, Cast
from tests.handover.test_pages import left

DAY = date(2025, 6, 2)
WORK = Outcome("work_unsupported", "Arbete", is_work=True)
STUDY = Outcome("studies", "Studier", is_study=True)
DEAD = Outcome("deceased", "Avliden")
OTHER = Outcome("unknown", "Annat")


def test_a_contact_after_the_last_day_is_odd_and_one_on_it_is_not() -> None:
    assert list(questions_of_days(DAY, None)) == []
    assert list(questions_of_days(DAY, DAY)) == []
    (said,) = questions_of_days(DAY, DAY + timedelta(days=1))
    assert "3 juni 2025, efter sista dagen 2 juni 2025" in said


def test_whoever_has_died_went_on_to_nothing_else() -> None:
    assert list(questions_of_next(WORK, "none_needed")) == []
    assert list(questions_of_next(DEAD, "deceased")) == []
    assert "men det ledde till ”Arbete”" in next(questions_of_next(WORK, "deceased"))


@pytest.mark.parametrize(
    ("outcome", "told", "odd"),
    [
        (WORK, Told(), ""),
        (WORK, Told(["wages"], ["work_supported"]), ""),
        (WORK, Told(["social_assistance", "wages"], ["work_unsupported", "studies"]), ""),
        (WORK, Told(["unknown"], ["unknown"]), ""),
        (WORK, Told([], ["studies"]), "ingen sysselsättning efter är arbete"),
        (WORK, Told(["social_assistance"], ["own_business"]), "ingen försörjning efter är lön"),
        (WORK, Told(["wages"]), ""),
        (STUDY, Told(["student_aid"], ["studies"]), ""),
        (STUDY, Told(["student_aid"]), ""),
        (STUDY, Told([], ["practice"]), "är inte studier"),
        (DEAD, Told(), ""),
        (DEAD, Told(["wages"]), "Personen har avlidit, men"),
        (DEAD, Told([], ["unknown"]), "Personen har avlidit, men"),
        (OTHER, Told(["wages"], ["practice"], 100, Decimal(80)), ""),
        (OTHER, Told(["wages"], [], 101), "101 procent"),
        (OTHER, Told([], ["practice"], 0, Decimal("80.5")), "80,5 timmar"),
    ],
)
def test_what_it_led_to_and_life_after_go_together(outcome: Outcome, told: Told, odd: str) -> None:
    found = list(questions_of_life(outcome, told))
    assert len(found) == bool(odd)
    assert odd in " ".join(found)


@pytest.mark.parametrize(
    ("outcome", "kept", "told", "odd"),
    [
        (WORK, True, Told(["wages"], ["work_unsupported"]), ""),
        (WORK, True, Told([], ["work_unsupported"]), ""),
        (WORK, True, Told(["unknown"], ["work_unsupported"]), ""),
        (
            OTHER,
            False,
            Told(["social_assistance"], ["work_supported"]),
            "försörjningen är inte lön",
        ),
        (WORK, True, Told([], ["studies"]), "sysselsättningen är inte arbete"),
        (WORK, False, Told([], ["studies"]), ""),
        (STUDY, True, Told([], ["practice"]), "sysselsättningen är inte studier"),
        (STUDY, True, Told([], ["studies"]), ""),
        (STUDY, False, Told([], ["practice"]), ""),
        (OTHER, True, Told([], ["practice"]), ""),
    ],
)
def test_an_answer_and_what_it_says_go_together_unless_a_remark_says_how(
    outcome: Outcome, kept: bool, told: Told, odd: str
) -> None:
    found = list(questions_of_answer(outcome, kept, told, " "))
    assert len(found) == bool(odd)
    assert odd in " ".join(found)
    assert list(questions_of_answer(outcome, kept, told, "Lönen kommer i nästa månad.")) == []


def test_nobody_does_something_for_more_hours_than_a_week_has(cast: Cast) -> None:
    assert faults_of_hours([Decimal(80), None, Decimal(88)]) == []
    assert "168,5 timmar" in faults_of_hours([Decimal(80), Decimal("88.5")])[0]
    doings = tuple(
        Doing("start", what, Decimal(70)) for what in ("studies", "practice", "job_seeking")
    )
    with pytest.raises(Refused, match="210 timmar"):
        record_livelihood([(cast.enrolled(), Life("start", (), doings))], by=cast.as_("karin"))


def test_an_exit_that_is_odd_is_asked_about_and_then_saved_as_it_is_written(
    cast: Cast, page: Page
) -> None:
    one, client = cast.enrolled(), page("karin")
    assert "Ja, det stämmer" not in get(client, at(one, "avsluta"))
    odd = exit_of(cast, source_1="social_assistance", what_1="studies", hours_1="20")
    answer = send(client, at(one, "avsluta"), 422, **odd)
    said = faults(answer)
    assert "ingen sysselsättning efter är arbete" in said
    assert "ingen försörjning efter är lön" in said
    assert "Stämmer det? Rätta, eller kryssa i att det stämmer." in said
    assert "Ja, det stämmer" in answer.content.decode()
    assert "En fråga att svara på" in said
    assert "Ja, det stämmer:" not in said
    send(client, at(one, "avsluta"), **odd, as_written="on")
    one.refresh_from_db()
    assert one.ends_on is not None


def test_what_is_wrong_is_said_before_what_is_odd(cast: Cast, page: Page) -> None:
    odd = exit_of(cast, source_1="social_assistance", outcome="")
    assert "Stämmer det" not in faults(
        send(page("karin"), at(cast.enrolled(), "avsluta"), 422, **odd)
    )


def test_what_cannot_be_recorded_is_said_before_what_is_odd(cast: Cast, page: Page) -> None:
    one = cast.ended()
    wrong = {"source_1": "no_public_support", "source_2": "pension"}
    said = faults(send(page("karin"), at(one, "forsorjning/efter"), 422, **wrong))
    assert "utesluter alla andra" in said
    assert "Stämmer det" not in said


def test_a_tick_stays_while_something_else_is_mended(cast: Cast, page: Page) -> None:
    sent = exit_of(cast, outcome="", as_written="on")
    answer = send(page("karin"), at(cast.enrolled(), "avsluta"), 422, **sent)
    assert "Ja, det stämmer" in answer.content.decode()


def test_a_contact_after_the_last_day_is_asked_about_when_one_may_know_of_it(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    seek(one, NewContact(TODAY, By.PHONE, Result.REACHED), by=cast.as_("karin"))
    early = exit_of(cast, ends_on=(TODAY - timedelta(days=9)).isoformat())
    assert "efter sista dagen" in faults(send(page("karin"), at(one, "avsluta"), 422, **early))
    send(page("eva"), at(one, "avsluta"), **early, as_written="on")


def test_life_told_later_is_asked_about_too(cast: Cast, page: Page) -> None:
    one = cast.ended()
    odd: dict[str, Any] = {"source_1": "social_assistance"}
    assert "är lön" in faults(send(page("karin"), at(one, "forsorjning/efter"), 422, **odd))
    send(page("karin"), at(one, "forsorjning/efter"), **odd, as_written="on")
    assert one.livelihoods.get().source_id == "social_assistance"


def test_life_before_it_began_is_not_held_against_what_it_led_to(cast: Cast, page: Page) -> None:
    send(page("karin"), at(cast.ended(), "forsorjning/fore"), source_1="social_assistance")


def test_an_answer_that_is_odd_is_asked_about(cast: Cast, page: Page) -> None:
    one = left(cast)
    odd = {
        "answer": "answered",
        "kept": "kept",
        "what": "work_unsupported",
        "source": "social_assistance",
    }
    there = at(one, "overlamning/uppfoljning")
    assert "försörjningen är inte lön" in faults(send(page("karin"), there, 422, **odd))
    send(page("karin"), there, **odd, as_written="on")
    assert FollowUp.objects.get(participation=one, months=3).answer == "answered"
