"""Can what was noted of asking afterwards be corrected, and is it asked and refused what the noting is?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.actions import reopen
from stafett.casework.models import Participation
from stafett.handover.actions import Told, correct_follow_up, note_follow_up
from stafett.handover.models import Answer, FollowUp, Kept
from stafett.safeguards.rules import Refused, parts_between
from tests.casework.conftest import Page, _on_the_casts_day, faults, get, send
from tests.cast import TODAY, Cast
from tests.handover.test_pages import at, left

__all__ = ["_on_the_casts_day"]

YES = Told(Answer.ANSWERED, Kept.KEPT, "wages", "work_unsupported", "Trivs")
RIGHT = "uppfoljning/ratta"


def noted(cast: Cast, told: Told = YES, case: Participation | None = None) -> FollowUp:
    """One that has been asked, or was to be, three months after they left."""
    row = FollowUp.objects.get(participation=case or left(cast), months=3)
    note_follow_up(row, told, by=cast.as_("karin"))
    return again(row)


def again(row: FollowUp) -> FollowUp:
    """How it stands now."""
    return FollowUp.objects.select_related("participation").get(pk=row.pk)


def correct(cast: Cast, row: FollowUp, told: Told | None) -> FollowUp:
    """Karin corrects it; gives how it stands."""
    correct_follow_up(row, told, by=cast.as_("karin"), because="fel")
    return again(row)


def test_an_answer_is_corrected_with_why_and_who_noted_it_stays(cast: Cast, page: Page) -> None:
    row = noted(cast)
    tab = get(page("karin"), at(row.participation))
    assert f"{at(row.participation, RIGHT)}?manader=3" in tab
    there = at(row.participation, RIGHT)
    form = page("karin").get(there).context["form"]
    assert (form.initial["kept"], form.initial["source"], form.initial["told"]) == (
        "kept", "wages", "Trivs",
    )  # fmt: skip
    assert "Varför ändras det?" in faults(send(page("karin"), there, 422, kept="changed"))
    send(page("eva"), there, kept="changed", told="Slutade", because="fel person")
    now = again(row)
    assert (now.kept, now.told, now.settled_by, now.asked_on) == (
        "changed", "Slutade", "Karin Ek", TODAY,
    )  # fmt: skip
    before = FollowUp.pgh_event_model.objects.filter(pgh_obj_id=row.pk).latest("pgh_id")  # type: ignore[attr-defined]
    assert (before.told, before.pgh_context.metadata["why"]) == ("Trivs", "fel person")


def test_that_somebody_does_none_of_it_is_said_in_words_that_stand_by_themselves(
    cast: Cast, page: Page
) -> None:
    row = noted(cast, replace(YES, kept=Kept.CHANGED, what_id="none"))
    tab = get(page("karin"), at(row.participation))
    assert "Varken arbete, studier, praktik, arbetssökande eller rehabilitering. Trivs" in tab
    assert "Ingen av dessa" not in tab


def test_a_correction_that_makes_it_odd_is_asked_about_once(cast: Cast, page: Page) -> None:
    row = noted(cast)
    there, odd = at(row.participation, RIGHT), {"source": "social_assistance", "because": "fel"}
    assert "försörjningen är inte lön" in faults(send(page("karin"), there, 422, **odd, told=""))
    send(page("karin"), there, **odd, told="", as_written="on")
    assert again(row).source_id == "social_assistance"
    send(page("karin"), there, kept="changed", because="fel")
    assert again(row).kept == "changed"
    said = faults(send(page("karin"), there, 422, what="studies", kept="kept", because="fel"))
    assert "sysselsättningen är inte arbete" in said


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kept": ""}, "Svara om det som avslutet ledde till fortfarande gäller."),
        ({"on_day": (TODAY + timedelta(days=1)).isoformat()}, "har inte varit än"),
        ({"on_day": (TODAY - timedelta(days=100)).isoformat()}, "Skriv en dag efter det"),
        ({"answer": "declined"}, "Bara ett svar berättar det"),
        (
            {"answer": "unasked", "kept": "", "source": "", "what": "", "told": "",
             "on_day": (TODAY - timedelta(days=1)).isoformat()},
            "Ingen har frågats",
        ),
    ],
)  # fmt: skip
def test_a_correction_is_refused_what_the_noting_is(
    cast: Cast, page: Page, sent: dict[str, Any], said: str
) -> None:
    row = noted(cast)
    answer = send(page("karin"), at(row.participation, RIGHT), 422, because="fel", **sent)
    assert said in faults(answer)
    assert again(row).told == "Trivs"


def test_an_answer_becomes_a_no_and_tells_nothing_of_life_any_more(cast: Cast) -> None:
    now = correct(cast, noted(cast), Told(Answer.DECLINED))
    assert (now.answer, now.kept, now.source_id, now.what_id, now.told) == (
        "declined", "", None, None, "",
    )  # fmt: skip
    assert (now.asked_on, now.settled_on) == (TODAY, TODAY)


def test_what_was_noted_by_mistake_is_waited_for_again(cast: Cast, page: Page) -> None:
    row = noted(cast)
    there = at(row.participation, RIGHT)
    empty = dict.fromkeys(("kept", "source", "what", "told", "on_day"), "")
    send(page("karin"), there, answer="unasked", because="fel person", **empty)
    now = again(row)
    assert (now.answer, now.told, now.asked_on, now.settled_on, now.settled_by) == (
        "due", "", None, None, "",
    )  # fmt: skip
    assert "att fråga nu" in get(page("karin"), at(row.participation))
    assert page("karin").get(there).status_code == 403


def test_an_attempt_that_was_none_is_taken_back_and_those_before_it_stay(cast: Cast) -> None:
    tried, given_up = Told(Answer.DUE), Told(Answer.NOT_REACHED)
    case = left(cast)
    noted(cast, tried, case)
    row = noted(cast, given_up, case)
    assert (row.attempts, row.tried_on) == (2, TODAY)
    now = correct(cast, row, None)
    assert (now.answer, now.attempts, now.tried_on) == ("due", 1, TODAY)
    only = noted(cast, given_up)
    assert (correct(cast, only, None).attempts, again(only).tried_on) == (0, None)
    other = noted(cast, given_up)
    now = correct(cast, other, tried)
    assert (now.answer, now.attempts, now.settled_by) == ("due", 1, "")


def test_a_day_left_out_stays_as_it_was_and_one_that_was_not_noted_is_today(cast: Cast) -> None:
    asked = TODAY - timedelta(days=3)
    row = noted(cast, replace(YES, on_day=asked))
    assert correct(cast, row, replace(YES, told="Annat")).asked_on == asked
    lost = noted(cast, Told(Answer.LOST))
    assert correct(cast, lost, YES).asked_on == TODAY
    tried = noted(cast, Told(Answer.NOT_REACHED, on_day=asked))
    assert correct(cast, tried, Told(Answer.DECLINED)).asked_on == asked


def test_correcting_nothing_saves_nothing_and_says_so(cast: Cast, page: Page) -> None:
    row = noted(cast)
    client = page("karin")
    send(client, at(row.participation, RIGHT), because="fel")
    assert "Inget var ändrat" in get(client, at(row.participation))
    assert not correct_follow_up(row, YES, by=cast.as_("karin"), because="fel")


def test_the_one_that_is_named_is_corrected_and_else_the_latest(cast: Cast, page: Page) -> None:
    case = left(cast, 190)
    first = noted(cast, YES, case)
    second = FollowUp.objects.get(participation=case, months=6)
    note_follow_up(second, Told(Answer.DECLINED), by=cast.as_("karin"))
    client, there = page("karin"), at(case, RIGHT)
    assert client.get(there).context["form"].initial["months"] == 6
    form = client.get(f"{there}?manader=3").context["form"]
    assert (form.initial["months"], form.initial["answer"]) == (3, "answered")
    sent = {"months": 3, "answer": "declined", "because": "fel", "seen": form.initial["seen"]}
    assert client.post(there, sent).status_code == 302
    assert again(first).answer == "declined"
    answer = send(client, there, 422, months=12, because="fel")
    assert "är inte antecknad längre" in faults(answer)


def test_the_api_corrects_it_too(cast: Cast, page: Page) -> None:
    row = noted(cast)
    there = f"/api/v1/participations/{row.participation_id}/forms/correct_follow_up"
    told = page("karin").get(there).json()["fields"] | {"kept": "changed", "because": "fel"}
    assert page("karin").post(there, {"fields": told}, "application/json").status_code == 200
    assert again(row).kept == "changed"


def test_nobody_waits_to_ask_one_who_is_back_but_what_was_noted_is_corrected(cast: Cast) -> None:
    row = noted(cast)
    reopen([row.participation], by=cast.as_("karin"), because="fel person")
    row = again(row)
    for told in (None, Told(Answer.DUE)):
        with pytest.raises(Refused, match="Personen är tillbaka"):
            correct(cast, row, told)
    assert correct(cast, row, replace(YES, told="Annat")).told == "Annat"


def test_what_is_not_noted_or_not_told_is_not_corrected(cast: Cast, page: Page) -> None:
    row = FollowUp.objects.get(participation=left(cast), months=3)
    assert page("karin").get(at(row.participation, RIGHT)).status_code == 403
    with pytest.raises(PermissionDenied, match="Det finns ingen antecknad uppföljning att rätta"):
        correct(cast, row, YES)
    done = noted(cast)
    for who in ("lena", "sven"):
        assert page(who).get(at(done.participation, RIGHT)).status_code == 403
        assert RIGHT not in get(page(who), at(done.participation))
        with pytest.raises(PermissionDenied):
            correct_follow_up(done, None, by=cast.as_(who), because="fel")


def test_whoever_held_last_and_is_not_told_of_life_corrects_nothing(cast: Cast, page: Page) -> None:
    af = cast.unit("Af Flen")
    units = (*cast.enrolment().circle_units, af.pk)
    case = cast.ended(holder_unit_id=af.pk, circle_units=units)
    team = {case.controller_id, af.authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course"}, {}))
    made = {"controller_id": case.controller_id, "owner_authority_id": case.controller_id}
    cast.as_everyone()
    FollowUp.objects.create(
        **made, kind="livelihood", participation=case, months=3, due_on=TODAY, answer="declined",
        settled_on=TODAY, settled_by="Karin Ek",
    )  # fmt: skip
    assert page("per").get(f"/deltagare/{case.pk}/ratta/").status_code == 200
    assert page("per").get(at(case, RIGHT)).status_code == 403
    assert page("karin").get(at(case, RIGHT)).status_code == 200
