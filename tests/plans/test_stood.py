"""Is a plan shown as it stood on a day, to those who may read it, without what was taken back? (D7 law 6)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.parties.models import Unit
from stafett.plans import stood
from stafett.plans.actions import (
    NewDecision,
    NewStep,
    add_step,
    assess,
    move_step,
    note_decision,
    set_goal,
    settle_goal,
    settle_step,
)
from stafett.plans.correcting import correct_decision, correct_goal, retract_decision
from stafett.plans.models import Decision, Step
from stafett.plans.queries import PlanPage
from stafett.plans.rules import version_on
from stafett.plans.stood import plan_on
from stafett.safeguards.viewer import Viewer
from tests.casework.conftest import faults, get
from tests.cast import TODAY, Cast
from tests.plans.test_plans import DAY, with_af
from tests.safeguards.readings import readings_of

PLAIN = {"content_type": "application/json"}


def ago(cast: Cast, days: int, who: str = "karin") -> Viewer:
    """Somebody so many days ago."""
    return replace(cast.as_(who), day=TODAY - days * DAY)


def kept(monkeypatch: pytest.MonkeyPatch, model: Any, *days_ago: int) -> None:
    """Let the history of a table have been kept so many days ago, the first first: the database dates all
    that a test does to now."""
    rows = model.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_id", flat=True)
    dated = dict(zip(rows, days_ago, strict=True))
    really = stood.kept_on
    monkeypatch.setattr(
        stood, "kept_on",
        lambda was: TODAY - dated[was.pgh_id] * DAY
        if isinstance(was, model.pgh_event_model) else really(was),
    )  # fmt: skip


def lives(cast: Cast, one: Participation) -> Step:
    """A goal set thirty days ago with a step, that was moved ten days ago and done five days ago."""
    goal = set_goal(one, "Bli kock", by=ago(cast, 30), by_person=True)
    step = add_step(goal, NewStep("Ringa skolan", due_on=TODAY - 8 * DAY), by=ago(cast, 29))
    move_step(step, TODAY, by=ago(cast, 10), because="Sjuk")
    settle_step(step, "done", by=ago(cast, 5))
    settle_goal(goal, "done", by=ago(cast, 2))
    return step


def steps(page: PlanPage) -> list[tuple[str, date | None, str]]:
    planned = [each.step for one in (*page.goals, *page.settled) for each in one.steps]
    return [(one.text, one.due_on, one.state) for one in planned]


def test_planen_visas_som_den_stod_en_dag(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Karin ser hur planen såg ut innan steget flyttades, när det var flyttat och när det var klart."""
    one = cast.enrolled()
    lives(cast, one)
    kept(monkeypatch, Step, 10, 5)
    karin = cast.as_("karin")
    first, moved = TODAY - 8 * DAY, TODAY
    for days, expected in (
        (31, []), (30, []), (29, [("Ringa skolan", first, "open")]),
        (11, [("Ringa skolan", first, "open")]), (10, [("Ringa skolan", moved, "open")]),
        (5, [("Ringa skolan", moved, "done")]), (0, [("Ringa skolan", moved, "done")]),
    ):  # fmt: skip
        assert steps(plan_on(karin, one, TODAY - days * DAY)) == expected, days
    assert [len(plan_on(karin, one, TODAY - d * DAY).settled) for d in (3, 2)] == [0, 1]
    where = reverse("plan_on_day", args=[one.pk])
    text = get(page("karin"), f"{where}?dag={TODAY - 11 * DAY}")
    assert "Så såg planen ut den 22 maj 2025" in text
    assert "senast 25 maj 2025" in text
    assert "Personens egna ord" in text
    for door in ("goal_settle", "step_tick"):
        assert door not in text
    assert "Klart<" not in text
    late = get(page("karin"), f"{where}?dag={TODAY - 6 * DAY}")
    assert "försenat" not in late


def test_a_step_that_was_late_then_says_so(cast: Cast, page: Any, monkeypatch: Any) -> None:
    one = cast.enrolled()
    lives(cast, one)
    kept(monkeypatch, Step, 3, 2)
    text = get(page("karin"), f"{reverse('plan_on_day', args=[one.pk])}?dag={TODAY - 7 * DAY}")
    assert "försenat" in text


def test_words_stand_as_they_stood_though_they_were_corrected_since(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = cast.enrolled()
    goal = set_goal(one, "Bli kok", by=ago(cast, 30))
    correct_goal(goal, "Bli kock", by_person=False, by=cast.as_("karin"), because="felskrivet")
    kept(monkeypatch, type(goal), 9)
    karin = cast.as_("karin")
    said = [plan_on(karin, one, TODAY - d * DAY).goals[0].goal.text for d in (10, 9)]
    assert said == ["Bli kok", "Bli kock"]


def decided(cast: Cast, one: Participation, **other: Any) -> Decision:
    told = {"about": "decision", "text": "Ersättning", "from_day": TODAY - 20 * DAY, **other}
    return note_decision(one, NewDecision(**told), by=ago(cast, 20))


def test_decisions_and_assessments_stand_as_they_were_noted_then(cast: Cast) -> None:
    one = cast.enrolled()
    first = decided(cast, one, last_day=TODAY)
    after = NewDecision("decision", "Mer ersättning", TODAY, follows=first)
    note_decision(one, after, by=ago(cast, 1))
    for days, text in ((9, "Vill laga mat."), (4, "Vill bli kock.")):
        assess(one, text, by=ago(cast, days))
    karin = cast.as_("karin")
    then, now = (plan_on(karin, one, TODAY - days * DAY) for days in (5, 1))
    assert [(x.row.text, x.followed) for x in then.judged[0].lines] == [("Ersättning", False)]
    assert [(x.row.text, x.followed) for x in now.judged[0].lines] == [
        ("Mer ersättning", False), ("Ersättning", True),
    ]  # fmt: skip
    assert [p.assessment.text if p.assessment else "" for p in (then, now)] == [
        "Vill laga mat.", "Vill bli kock.",
    ]  # fmt: skip


def test_what_was_taken_back_since_says_only_that(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    made = decided(cast, one, text="Bosses sjukpenning")
    retract_decision(made, by=cast.as_("karin"), because="fel flik")
    where = f"{reverse('plan_on_day', args=[one.pk])}?dag={TODAY - 9 * DAY}"
    text = get(page("karin"), where)
    assert "Bosse" not in text
    assert "tillbakadraget 2 juni 2025" in text


@pytest.mark.parametrize("now_health", [True, False])
def test_a_version_is_read_by_whoever_may_read_it_and_what_stands_now(
    cast: Cast, now_health: bool
) -> None:
    """Per läser beslut men inte hälsa: vare sig det var om hälsa då eller är det nu är det stängt för honom."""
    one = with_af(cast)
    made = decided(cast, one, health=not now_health)
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = [kind for kind in member.kinds if kind != "health"]
        member.save()
    told = NewDecision("decision", "Ersättning", TODAY - 20 * DAY, health=now_health)
    correct_decision(made, told, by=cast.as_("karin"), because="om hälsa")
    day = TODAY - 9 * DAY
    assert plan_on(cast.as_("per"), one, day).judged == []
    assert [line.row.text for line in plan_on(cast.as_("karin"), one, day).judged[0].lines] == [
        "Ersättning"
    ]


def test_each_authority_stands_by_itself_also_then(cast: Cast) -> None:
    one = with_af(cast)
    decided(cast, one)
    told = NewDecision("judgement", "Kan arbeta", TODAY - 10 * DAY)
    note_decision(one, told, by=ago(cast, 10, "per"))
    found = plan_on(cast.as_("per"), one, TODAY)
    assert {j.authority.name: [x.row.text for x in j.lines] for j in found.judged} == {
        "Arbetsförmedlingen": ["Kan arbeta"], "Flens arbetsmarknadsnämnd": ["Ersättning"],
    }  # fmt: skip


def test_whoever_did_a_step_is_named_as_on_the_plan(cast: Cast) -> None:
    """FK is in the case, which Af may not know: a step of FK's is somebody else's to Per then too."""
    one = with_af(cast)
    fk = Unit.objects.get(name="FK Eskilstuna")
    goal = set_goal(one, "Bli kock", by=ago(cast, 9))
    for unit in (fk.pk, None):
        add_step(goal, NewStep("Ringa", unit), by=ago(cast, 9))
    who = {
        name: [each.who for each in plan_on(cast.as_(name), one, TODAY).goals[0].steps]
        for name in ("karin", "per")
    }
    assert who["karin"] == ["FK Eskilstuna", ""]
    assert who["per"] in (["någon annan", ""], ["FK Eskilstuna", ""])


@pytest.mark.parametrize(("day", "said"), [
    (str(TODAY + DAY), "Dagen har inte varit än"), ("i fjol kanske", "dag"), ("", "Skriv vilken dag"),
])  # fmt: skip
def test_a_day_that_cannot_be_is_told_and_no_plan_shown(
    cast: Cast, page: Any, day: str, said: str
) -> None:
    one = cast.enrolled()
    set_goal(one, "Bli kock", by=ago(cast, 9))
    answer = page("karin").get(reverse("plan_on_day", args=[one.pk]), {"dag": day})
    assert answer.status_code == 422
    assert said in faults(answer)
    assert "Bli kock" not in answer.content.decode()


def test_the_page_asks_for_a_day_and_the_plan_leads_to_it(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    where = reverse("plan_on_day", args=[one.pk])
    assert f'action="{where}"' in get(karin, reverse("plan", args=[one.pk]))
    assert 'name="dag"' in get(karin, where)
    assert page("olle").get(where, {"dag": str(TODAY)}).status_code == 404


def test_reading_an_earlier_plan_is_logged(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    get(karin, f"{reverse('plan_on_day', args=[one.pk])}?dag={TODAY}")
    assert [one.door for one in readings_of(cast, one.person_id)][-1:] == ["plan_on_day"]


def test_another_program_reads_it_too(cast: Cast, page: Any, monkeypatch: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    step = lives(cast, one)
    kept(monkeypatch, Step, 10, 5)
    where = f"/api/v1/participations/{one.pk}/plan"
    told = karin.get(where, {"on": str(TODAY - 11 * DAY)}).json()
    (goal,) = told["goals"]
    assert (goal["key"], goal["state"]) == (str(step.goal_id), "open")
    assert [(s["key"], s["due_on"], s["state"]) for s in goal["steps"]] == [
        (str(step.pk), str(TODAY - 8 * DAY), "open")
    ]
    late = karin.get(where, {"on": str(TODAY + DAY)})
    assert late.status_code == 422
    assert late.json()["faults"] == [
        {"field": "on", "sentence": "Dagen har inte varit än. Välj en dag som har varit."}
    ]


def test_it_takes_as_many_questions_whatever_is_in_it(cast: Cast) -> None:
    one = cast.enrolled()
    lives(cast, one)
    decided(cast, one)

    def asked() -> int:
        karin = cast.as_("karin")
        with CaptureQueriesContext(connection) as found:
            plan_on(karin, one, TODAY - 6 * DAY)
        return len(found)

    before = asked()
    for _number in range(3):
        lives(cast, one)
        decided(cast, one)
    assert asked() == before


def test_of_versions_the_one_that_stood_when_the_day_was_over() -> None:
    versions: Sequence[str] = ["a", "b", "c"]
    days = [TODAY, TODAY + 2 * DAY]
    found = [version_on(TODAY + n * DAY, versions, days) for n in (-1, 0, 1, 2, 3)]
    assert found == ["a", "b", "b", "c", "c"]
    assert version_on(TODAY, ["a"], []) == "a"
