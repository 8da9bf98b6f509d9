"""Assessment, goals and steps: who writes, who reads, what is refused, and the person's own page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stafett.casework.between import Scope
from stafett.casework.models import PART, Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.timeline import story
from stafett.plans.actions import (
    NewStep,
    add_step,
    assess,
    set_goal,
    settle_goal,
    settle_step,
)
from stafett.plans.correcting import correct_step
from stafett.plans.models import Assessment, Goal, State, Step
from stafett.plans.queries import one_of, overdue, owners, plan_page
from stafett.plans.rules import faults_of_due
from stafett.safeguards.access import may_see
from stafett.safeguards.rules import Refused, parts_between
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)


def goal(cast: Cast, one: Participation, who: str = "karin", **told: Any) -> Goal:
    return set_goal(one, told.pop("text", "Bli kock"), by=cast.as_(who), **told)


def step(cast: Cast, towards: Goal, who: str = "karin", **told: Any) -> Step:
    return add_step(towards, NewStep(told.pop("text", "Ringa skolan"), **told), by=cast.as_(who))


def with_af(cast: Cast) -> Participation:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    return one


def test_the_plan_is_opened_to_others_by_the_consent_about_what_is_agreed(cast: Cast) -> None:
    one = with_af(cast)
    step(cast, goal(cast, one))
    assess(one, "Vill laga mat.", by=cast.as_("karin"))
    page = plan_page(cast.as_("per"), one)
    assert [planned.goal.text for planned in page.goals] == ["Bli kock"]
    assert page.assessment
    assert not page.goals[0].mine
    cast.as_everyone()
    one.circle.members.filter(basis="consent").delete()
    page = plan_page(cast.as_("per"), one)
    assert (page.goals, page.assessment) == ([], None)


def test_an_assessment_about_health_is_of_that_kind_and_each_stays(cast: Cast) -> None:
    one = with_af(cast)
    assess(one, "Först.", by=cast.as_("karin"))
    told = assess(one, "Sedan.", by=cast.as_("karin"), health=True)
    assert told.kind == "health"
    page = plan_page(cast.as_("karin"), one)
    assert page.assessment == told
    assert [old.text for old in page.earlier] == ["Först."]


@pytest.mark.parametrize("who", ["lena", "per", "olle"])
def test_only_those_who_work_in_the_case_write_in_the_plan(cast: Cast, who: str) -> None:
    one = cast.enrolled()
    made = goal(cast, one)
    for act in (
        lambda: goal(cast, one, who),
        lambda: step(cast, made, who),
        lambda: assess(one, "x", by=cast.as_(who)),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(PermissionDenied):
        settle_goal(made, State.DONE, by=cast.as_("lena"))


def test_another_authoritys_goal_is_changed_by_that_authority_alone(cast: Cast) -> None:
    one = with_af(cast)
    made = goal(cast, one, "per")
    its = step(cast, made, "per")
    for act in (
        lambda: settle_goal(made, State.DONE, by=cast.as_("karin")),
        lambda: settle_step(its, State.DONE, by=cast.as_("karin")),
    ):
        with pytest.raises(PermissionDenied, match="hos Arbetsförmedlingen"):
            act()
    assert settle_step(its, State.DONE, by=cast.as_("per")).settled_by == "Per Af"


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_no_goal_no_step_and_no_assessment(cast: Cast, text: str) -> None:
    one = cast.enrolled()
    made = goal(cast, one)
    with pytest.raises(Refused):
        goal(cast, one, text=text)
    with pytest.raises(Refused):
        step(cast, made, text=text)
    with pytest.raises(Refused):
        assess(one, text, by=cast.as_("karin"))


def test_a_step_is_due_on_a_day_to_come_within_five_years(cast: Cast) -> None:
    one = cast.enrolled()
    made = goal(cast, one)
    for due in (TODAY - DAY, TODAY + 6 * 366 * DAY):
        with pytest.raises(Refused):
            step(cast, made, due_on=due)
    assert step(cast, made, due_on=TODAY).due_on == TODAY
    assert faults_of_due(None, TODAY) == {}


def test_a_settled_goal_takes_no_more_steps_until_it_is_opened_again(cast: Cast) -> None:
    one = cast.enrolled()
    made = goal(cast, one)
    done = settle_goal(made, State.DONE, by=cast.as_("karin"))
    assert (done.state, done.settled_on) == ("done", TODAY)
    with pytest.raises(Refused, match="avslutat"):
        step(cast, done)
    again = settle_goal(made, State.OPEN, by=cast.as_("karin"))
    assert again.settled_on is None
    assert step(cast, again)


def test_what_is_dropped_says_why_also_to_the_database(cast: Cast) -> None:
    one = cast.enrolled()
    made = goal(cast, one)
    its = step(cast, made)
    for settle, row in ((settle_goal, made), (settle_step, its)):
        with pytest.raises(Refused, match="varför"):
            settle(row, State.DROPPED, by=cast.as_("karin"), because=" ")  # type: ignore[operator]
        found: Any = settle(row, State.DROPPED, by=cast.as_("karin"), because="flyttar")  # type: ignore[operator]
        assert found.because == "flyttar"
        with pytest.raises(IntegrityError), transaction.atomic():
            type(found).objects.filter(pk=found.pk).update(because="")


def test_a_step_is_ticked_off_by_whom_it_was_and_earlier_versions_are_kept(cast: Cast) -> None:
    one = cast.enrolled()
    its = step(cast, goal(cast, one))
    assert (
        settle_step(its, State.DONE, by=cast.as_("karin"), by_person=True).settled_by == "personen"
    )
    opened = settle_step(its, State.OPEN, by=cast.as_("karin"))
    assert (opened.settled_by, opened.settled_on) == ("", None)
    assert its.events.count() == 2


def test_a_step_is_given_to_the_person_or_to_a_unit_that_one_knows_is_there(cast: Cast) -> None:
    one = with_af(cast)
    cast.involved(one, "per")
    inside = {"AUC", "Projektkontoret", "Försörjningsstöd", "Af Flen"}
    assert {unit.name for unit in owners(cast.as_("karin"), one)} == inside
    assert {unit.name for unit in owners(cast.as_("per"), one)} == {"AUC", "Af Flen"}


def test_a_third_that_does_a_step_is_named_to_those_alone_who_may_know_of_it(
    cast: Cast, page: Any
) -> None:
    """FK reads the plan and may not know which others are involved: a step of Af's is somebody else's there."""
    one = with_af(cast)
    team = {one.controller_id, cast.unit("FK Eskilstuna").authority_id}
    cast.consented(one, "FK Eskilstuna", parts=parts_between(team, {"course", "agreement"}, {}))
    step(cast, goal(cast, one), owner_unit_id=cast.unit("Af Flen").pk, due_on=TODAY)
    cast.as_everyone()
    Step.objects.update(due_on=TODAY - DAY)
    for who, told in (("karin", "Af Flen"), ("per", "Af Flen"), ("fatima", "någon annan")):
        planned = plan_page(cast.as_(who), one).goals[0].steps[0]
        assert planned.who == told
        scope = Scope({one.pk: one})
        assert [gap.who for gap in overdue(cast.as_(who), scope)] == [told]
    text = get(page("fatima"), reverse("plan", args=[one.pk]))
    assert ("någon annan" in text, "Af Flen" in text) == (True, False)
    answer = page("fatima").get(f"/api/v1/participations/{one.pk}/plan").json()
    assert answer["goals"][0]["steps"][0]["owner"] == "någon annan"


def test_the_number_of_queries_is_the_same_whatever_is_in_the_plan(cast: Cast) -> None:
    one, viewer = cast.enrolled(), cast.as_("karin")

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            plan_page(viewer, one)
        return len(made)

    step(cast, goal(cast, one))
    asked()  # whose register the viewer keeps is looked up once
    few = asked()
    for number in range(4):
        step(cast, goal(cast, one, text=f"Mål {number}"))
    assert asked() == few


def test_an_overdue_step_is_between_the_chairs_until_it_is_settled(cast: Cast) -> None:
    one = cast.enrolled()
    made = goal(cast, one)
    his = step(cast, made, due_on=TODAY, owner_unit_id=cast.unit("AUC").pk)
    hers = step(cast, made, due_on=TODAY, text="Läkarintyg")
    cast.as_everyone()
    Step.objects.update(due_on=TODAY - 3 * DAY)

    def found() -> set[tuple[str, str]]:
        rows = between(cast.as_("karin"), MINE).rows
        return {(r.gap.told, r.gap.who) for r in rows if r.rule.code == "step_overdue"}

    assert found() == {("Ringa skolan", "AUC"), ("Läkarintyg", "personen")}
    for one_of_them in (his, hers):
        settle_step(one_of_them, State.DONE, by=cast.as_("karin"))
    assert found() == set()


def test_the_story_tells_of_assessment_goals_and_done_steps_to_those_who_may_read_them(
    cast: Cast,
) -> None:
    one = with_af(cast)
    made = goal(cast, one)
    assess(one, "Vill laga mat.", by=cast.as_("karin"))
    settle_step(step(cast, made), State.DONE, by=cast.as_("karin"))
    step(cast, made, text="Inte gjort")
    goal(cast, one, "per", text="Af:s mål")
    told = [row.event.told for row in story(cast.as_("karin"), one.pk).told]
    assert {"Kartläggning", "Bli kock", "Ringa skolan (klart)"} <= set(told)
    assert "Inte gjort" not in " ".join(told)
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = [kind for kind in member.kinds if kind != "agreement"]
        member.save()
    told = [row.event.told for row in story(cast.as_("per"), one.pk).told]
    assert "Af:s mål" in told
    assert not {"Kartläggning", "Bli kock", "Ringa skolan (klart)"} & set(told)


def test_a_row_of_another_case_is_not_there(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    made = goal(cast, one)
    assert one_of(cast.as_("karin"), Goal, one, made.pk) == made
    for case, key in ((other, made.pk), (one, uuid4())):
        with pytest.raises(Http404):
            one_of(cast.as_("karin"), Goal, case, key)


def test_the_plan_is_written_and_settled_on_its_pages(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")

    def at(name: str, *rest: Any) -> str:
        return reverse(name, args=[one.pk, *rest])

    assert "Inget mål är satt än" in get(karin, at("plan"))
    assert "Skriv först ett mål" in get(karin, at("step_new"))
    send(karin, at("assess"), text="Vill <laga> mat.")
    send(karin, at("assess"), text="Vill laga mer mat.", health="on")
    send(karin, at("goal_new"), text="Bli kock", by_person="on")
    send(karin, at("step_new"), text="Ringa skolan", owner=cast.unit("AUC").pk)
    send(karin, at("goal_new"), text="Sova bättre")
    both = karin.get(at("step_new")).context["form"]
    assert "goal" not in both.initial
    text = get(karin, at("plan"))
    assert "Vill &lt;laga&gt; mat." in text
    assert "Personens egna ord" in text
    its, made = Step.objects.get(), Goal.objects.get(text="Bli kock")
    karin.post(at("step_tick", its.pk))
    assert Step.objects.get().state == "done"
    karin.post(at("step_tick", its.pk), {"open": "1"})
    assert Step.objects.get().state == "open"
    send(karin, at("step_drop", its.pk), what="drop", because="Skolan ringde själv")
    again = send(karin, at("goal_settle", made.pk), 422, state="dropped")
    assert "varför målet" in faults(again)
    send(karin, at("goal_settle", made.pk), state="done")
    assert "1 mål som är klart eller struket" in get(karin, at("plan"))
    assert at("goal_new") not in get(page("lena"), at("plan"))


def test_a_step_that_is_written_wrongly_is_corrected_with_why_and_kept_as_it_was(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    made = set_goal(one, "Bli kock", by=cast.viewer("karin"))
    its = add_step(made, NewStep("Ringa skoaln"), by=cast.viewer("karin"))
    address = reverse("step_drop", args=[one.pk, its.pk])
    assert 'value="Ringa skoaln"' in get(karin, address)
    assert "Vad vill du göra?" in faults(send(karin, address, 422, because="Fel"))
    told = {"what": "correct", "text": "Ringa skoaln", "because": "Felskrivet"}
    assert "Så står det redan" in faults(send(karin, address, 422, **told))
    assert "en rad räcker" in faults(send(karin, address, 422, **told | {"text": " "}))
    send(karin, address, **told | {"text": "Ringa skolan"})
    its.refresh_from_db()
    assert (its.text, its.state, its.because) == ("Ringa skolan", "open", "")
    kept = Step.pgh_event_model.objects.filter(pgh_obj_id=its.pk).latest("pgh_id")  # type: ignore[attr-defined]
    assert (kept.text, kept.pgh_context.metadata["why"]) == ("Ringa skoaln", "Felskrivet")
    with pytest.raises(Refused, match="varför det rättas"):
        correct_step(its, "Ringa skolan nu", by=cast.viewer("karin"), because=" ")
    settle_step(its, "done", by=cast.viewer("karin"))
    with pytest.raises(Refused, match="Öppna det igen"):
        correct_step(its, "Ringa skolan nu", by=cast.viewer("karin"), because="Mer")
    with pytest.raises(PermissionDenied):
        correct_step(its, "Ringa", by=cast.viewer("sven"), because="Vårt")


def test_a_goal_that_stands_there_makes_the_next_step_the_first_button(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    address = reverse("plan", args=[one.pk])
    filled = re.compile(r'<a class="button button--primary button--small"[^>]*>([^<]+)<')
    assert filled.findall(get(karin, address)) == ["Nytt mål"]
    set_goal(one, "Bli kock", by=cast.viewer("karin"))
    assert filled.findall(get(karin, address)) == ["Nytt steg"]


def test_the_person_reads_ticks_off_and_adds_on_the_workers_screen(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    address = reverse("plan_person", args=[one.pk])
    assert "Du har inget mål i planen än" in get(karin, address)
    assert karin.post(address, {"text": "Jag vill bli kock"}).status_code == 302
    made = Goal.objects.get()
    assert made.by_person
    karin.post(address, {"text": "Ringa skolan", "goal": str(made.pk)})
    its = Step.objects.get()
    assert its.by_person
    text = get(karin, address)
    assert "Jag har gjort det" in text
    assert "Beslut, bedömningar" not in text
    gone = karin.post(reverse("step_tick", args=[one.pk, its.pk]), {"person": "1"})
    assert gone["Location"] == address
    assert Step.objects.get().settled_by == "personen"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": " "}, "Fyll i"),
        ({"text": "x" * 301}, "300 tecken"),
        ({"text": "Kvar\u202ehär"}, "Vid ”Kvarhär” står"),
        ({"text": "Kvar här", "goal": "hittepå"}, "Till vilket mål"),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_typed_is_lost(
    sent: dict[str, str], said: str, cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    answer = page("karin").post(reverse("plan_person", args=[one.pk]), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{sent["text"]}"' in answer.content.decode()
    assert not Goal.objects.exists()


def test_nobody_who_does_not_work_in_the_case_turns_the_plan_to_the_person(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    assert page("lena").get(reverse("plan_person", args=[one.pk])).status_code == 403


def test_another_program_gets_the_same_plan(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    step(cast, goal(cast, one), owner_unit_id=cast.unit("AUC").pk)
    where = f"/api/v1/participations/{one.pk}/plan"
    told = page("karin").get(where).json()
    assert told["assessment"] == ""
    assess(one, "Vill laga mat.", by=cast.as_("karin"))
    told = page("karin").get(where).json()
    assert told["assessment"] == "Vill laga mat."
    assert told["goals"][0]["steps"][0]["owner"] == "AUC"
    assert may_see(cast.as_("karin"), Assessment.objects.all(), PART).count() == 1


def test_the_head_of_the_case_says_what_is_worked_for_to_those_who_may_read_it(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course"}, {}))
    there = reverse("participation", args=[one.pk])
    assert "Mål:" not in get(page("karin"), there)
    settle_goal(goal(cast, one, text="Gammalt mål"), State.DONE, by=cast.as_("karin"))
    for text in ("Bli kock", "Få körkort", "Sova bättre"):
        goal(cast, one, text=text)
    shown = " ".join(re.sub(r"<[^>]+>", " ", get(page("karin"), there)).split())
    assert "Mål: Bli kock ; Få körkort och 1 till" in shown
    assert "Gammalt mål" not in shown
    assert "Bli kock" not in get(page("per"), there)
