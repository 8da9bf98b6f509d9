"""Another program does with a goal, a step and a decision what the page does, and is told the same faults."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.plans.actions import NewDecision, move_step, note_decision, settle_step
from stafett.plans.models import Decision, Goal, Step
from stafett.safeguards.rules import Refused
from tests.cast import TODAY, Cast
from tests.plans.test_plans import goal, step, with_af

DAY = timedelta(days=1)


def at(case: Participation, what: str) -> str:
    return f"/api/v1/participations/{case.pk}/plan/{what}"


def sent(client: Any, where: str, expected: int = 200, /, **told: Any) -> Any:
    answer = client.post(where, told, content_type="application/json")
    assert answer.status_code == expected, answer.content.decode()
    return answer.json()


def filled(
    client: Any, case: Participation, row: Any, name: str, expected: int = 200, /, **told: Any
) -> Any:
    """The row's form as it stands, sent with some fields filled in."""
    where = at(case, f"{row.pk}/forms/{name}")
    seen = client.get(where).json()["fields"]["seen"]
    return sent(client, where, expected, fields={"seen": seen, **told})


def test_a_step_is_ticked_off_and_opened_again_also_by_the_person(cast: Cast, page: Any) -> None:
    one, karin = with_af(cast), page("karin")
    its = step(cast, goal(cast, one))
    where = at(one, f"steps/{its.pk}/tick")
    assert sent(karin, where) == {"state": "done"}
    its.refresh_from_db()
    assert its.settled_by == "Karin Ek"
    assert sent(karin, where, done=False) == {"state": "open"}
    sent(karin, where, by_person=True)
    its.refresh_from_db()
    assert its.settled_by == "personen"
    sent(page("per"), where, 403)
    sent(page("olle"), where, 404)


def test_a_step_is_moved_with_why_and_dropped_with_why(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = step(cast, goal(cast, one), due_on=TODAY)
    faults = filled(karin, one, its, "step_drop", 422, what="move", because="Stängt")["faults"]
    assert [fault["field"] for fault in faults] == ["due_on"]
    later = str(TODAY + 7 * DAY)
    filled(karin, one, its, "step_drop", what="move", due_on=later, because="Skolan är stängd")
    its.refresh_from_db()
    assert its.due_on == TODAY + 7 * DAY
    kept = Step.pgh_event_model.objects.filter(pgh_obj_id=its.pk).latest("pgh_id")  # type: ignore[attr-defined]
    assert (kept.due_on, kept.pgh_context.metadata["why"]) == (TODAY, "Skolan är stängd")
    filled(karin, one, its, "step_drop", what="drop", because="Vill inte")
    its.refresh_from_db()
    assert (its.state, its.because) == ("dropped", "Vill inte")


def test_a_step_that_another_has_moved_meanwhile_is_told_and_what_was_typed_is_kept(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = step(cast, goal(cast, one), due_on=TODAY)
    where = reverse("step_drop", args=[one.pk, its.pk])
    seen = karin.get(where).context["form"].version
    move_step(its, TODAY + DAY, by=cast.as_("karin"), because="Helg")
    told = {"what": "move", "due_on": str(TODAY + 2 * DAY), "because": "Sjuk", "seen": seen}
    answer = karin.post(where, told)
    assert answer.status_code == 422
    assert str(TODAY + 2 * DAY) in answer.content.decode()
    its.refresh_from_db()
    assert its.due_on == TODAY + DAY


@pytest.mark.parametrize(
    ("due_on", "because", "fault"),
    [
        (None, "Helg", "nya dagen"),
        (TODAY, "Helg", "redan står"),
        (TODAY - DAY, "Helg", "redan varit"),
        (TODAY + DAY, " ", "varför det flyttas"),
    ],
)
def test_a_step_is_not_moved_to_no_day_the_same_day_a_past_one_or_without_why(
    cast: Cast, due_on: Any, because: str, fault: str
) -> None:
    its = step(cast, goal(cast, cast.enrolled()), due_on=TODAY)
    with pytest.raises(Refused, match=fault):
        move_step(its, due_on, by=cast.as_("karin"), because=because)


def test_a_step_that_is_done_or_anothers_is_not_moved(cast: Cast) -> None:
    its = step(cast, goal(cast, with_af(cast)), due_on=TODAY)
    with pytest.raises(PermissionDenied):
        move_step(its, TODAY + DAY, by=cast.as_("per"), because="Helg")
    settle_step(its, "done", by=cast.as_("karin"))
    with pytest.raises(Refused, match="Öppna det igen"):
        move_step(its, TODAY + DAY, by=cast.as_("karin"), because="Helg")


def test_a_goal_is_settled(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = goal(cast, one)
    faults = filled(karin, one, its, "goal_settle", 422, state="dropped")["faults"]
    assert [fault["field"] for fault in faults] == ["because"]
    assert filled(karin, one, its, "goal_settle", state="done")["done"]
    assert Goal.objects.get().state == "done"


def test_that_nothing_follows_a_decision_is_said(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    told = NewDecision("decision", "Ersättning", TODAY, TODAY)
    its = note_decision(one, told, by=cast.as_("karin"))
    form = karin.get(at(one, f"{its.pk}/forms/decision_nothing")).json()
    assert form["choices"] == {}
    filled(karin, one, its, "decision_nothing", because="Börjar arbeta")
    assert Decision.objects.get().ended_because == "Börjar arbeta"


def test_a_form_that_is_none_and_a_row_of_another_kind_are_not_there(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = goal(cast, one)
    assert karin.get(at(one, f"{its.pk}/forms/dance")).status_code == 404
    assert karin.get(at(one, f"{its.pk}/forms/step_drop")).status_code == 404
