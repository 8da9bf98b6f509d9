"""Do the doors of the API do what the pages do?"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from stafett.meetings.models import Meeting, Promise
from tests.cast import TODAY, Cast
from tests.meetings.world import booked, held, of_person, of_post, of_unit

ROOT = "/api/v1/participations"


def called(client: Client, address: str, status: int = 200, **fields: Any) -> Any:
    """What the API answers: a form sent when fields are given, else what it reads."""
    if fields:
        body = json.dumps({"fields": fields})
        answer = client.post(address, body, content_type="application/json")
    else:
        answer = client.get(address)
    assert answer.status_code == status, answer.content[:600]
    return json.loads(answer.content)


def test_a_case_is_booked_noted_and_told_over_the_api(cast: Cast, page: Any) -> None:
    case, client = cast.enrolled(), page("karin")
    there = f"{ROOT}/{case.pk}"
    new: dict[str, Any] = {
        "sort": "follow_up",
        "on_day": "2025-06-02",
        "at": "9",
        "purpose": "Se hur det går",
    }
    called(client, f"{there}/forms/meeting_book", **new)
    one = Meeting.objects.get()
    form = called(client, f"{there}/meetings/{one.pk}/forms/note")
    came = [key for key, _name in form["choices"]["came"]]
    told: dict[str, Any] = {"came": came, "agreed": "Vi fortsätter.", "what_1": "Ringa", "owner_1": "person",
            "due_1": "2025-06-16"}  # fmt: skip
    assert called(client, f"{there}/meetings/{one.pk}/forms/note", **told)["done"]
    page_of = called(client, f"{there}/meetings")
    (meeting,) = page_of["meetings"]
    assert (meeting["state"], meeting["agreed"]) == ("held", "Vi fortsätter.")
    assert meeting["promises"][0]["who"] == "Amina Öberg"
    assert page_of["promises"] == []


def test_a_promise_is_settled_over_the_api(cast: Cast, page: Any) -> None:
    case, client = cast.enrolled(), page("karin")
    (promise,) = held(cast, booked(cast, case), of_person())
    there = f"{ROOT}/{case.pk}/promises/{promise.pk}/form"
    assert [key for key, _name in called(client, there)["choices"]["how"]] == [
        "keep",
        "move",
        "drop",
    ]
    seen = called(client, there)["fields"]["seen"]
    faults = called(client, there, 422, seen=seen, how="drop")["faults"]
    assert faults[0]["field"] == "because"
    called(client, there, seen=seen, how="keep", on="2025-06-02")
    cast.as_everyone()
    assert Promise.objects.get().state == "kept"


def test_another_program_is_told_what_one_has_promised_whichever_case_it_is_in(
    cast: Cast, page: Any
) -> None:
    for due in (TODAY + timedelta(days=3), TODAY - timedelta(days=1)):
        case = cast.enrolled()
        one = booked(cast, case, on=TODAY - timedelta(days=2))
        held(cast, one, of_person(), of_post(cast.viewer("karin"), due=due))
    mine = called(page("karin"), "/api/v1/promises")
    assert [(row["what"], row["late"]) for row in mine] == [
        ("Ringa arbetsgivaren", True), ("Ringa arbetsgivaren", False),
    ]  # fmt: skip
    assert (mine[1]["participation"], mine[1]["name"]) != (mine[0]["participation"], "")
    assert called(page("eva"), "/api/v1/promises") == [], (
        "she sees the case, and has promised nothing"
    )


def test_what_was_agreed_is_handed_over_over_the_api(cast: Cast, page: Any) -> None:
    case, client = cast.enrolled(), page("karin")
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    there = f"{ROOT}/{case.pk}/meetings/{one.pk}/hand-over"
    assert client.post(there).json()["done"] == "Utlämnat till Af Flen, som kan läsa det nu."
    assert client.post(there).status_code == 422


def test_there_is_no_other_form_about_a_meeting(cast: Cast, page: Any) -> None:
    one = booked(cast, cast.enrolled())
    called(page("karin"), f"{ROOT}/{one.participation_id}/meetings/{one.pk}/forms/annat", 404)


def test_a_meeting_is_changed_corrected_and_its_goal_put_in_the_plan_over_the_api(
    cast: Cast, page: Any
) -> None:
    one, client = booked(cast, cast.enrolled()), page("karin")
    there = f"{ROOT}/{one.participation_id}/meetings/{one.pk}"
    form = called(client, f"{there}/forms/change")["fields"]
    called(client, f"{there}/forms/change", **{**form, "place": "Rum 3"})
    held(cast, one, goal="Ett jobb ute")
    form = called(client, f"{there}/forms/correct")["fields"]
    told = {**form, "agreed": "Något annat.", "because": "Skrev fel"}
    called(client, f"{there}/forms/correct", **told)
    (meeting,) = called(client, f"{ROOT}/{one.participation_id}/meetings")["meetings"]
    assert (meeting["place"], meeting["agreed"]) == ("Rum 3", "Något annat.")
    assert client.post(f"{there}/goal-to-plan").status_code == 200
    assert client.post(f"{there}/goal-to-plan").status_code == 422
    (goal,) = called(client, f"{ROOT}/{one.participation_id}/plan")["goals"]
    assert (goal["text"], goal["said_on"]) == ("Ett jobb ute", "2025-06-02")
