"""What was written wrongly in a plan is put right: what stood is kept, with why, and seen to have been."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from stafett.casework.queries.timeline import story
from stafett.casework.releasing import content
from stafett.parties.models import Unit
from stafett.plans.actions import NewDecision, assess, nothing_follows, settle_goal
from stafett.plans.correcting import (
    correct_assessment,
    correct_decision,
    correct_goal,
    retract_decision,
)
from stafett.plans.models import Assessment, Decision, Goal
from stafett.plans.queries import plan_page
from stafett.safeguards.rules import Refused
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.plans.test_decisions import decided, pointed_out
from tests.plans.test_plans import DAY, goal, with_af

WEEK = timedelta(weeks=1)
PLAIN = {"content_type": "application/json"}


def told(**other: Any) -> NewDecision:
    known = {"about": "decision", "text": "Aktivitetsersättning, hel", "from_day": TODAY - DAY,
             "last_day": TODAY + WEEK, **other}  # fmt: skip
    return NewDecision(**known)


def test_karin_rättar_dagen_i_ett_beslut_och_planen_säger_hur_det_stod(
    cast: Cast, page: Any
) -> None:
    """Karin har skrivit fel sista dag för ett beslut. Hon rättar; planen och tidslinjen säger hur det stod."""
    one, karin = cast.enrolled(), page("karin")
    made = decided(cast, one)
    plan, where = (
        reverse("plan", args=[one.pk]),
        reverse("decision_correct", args=[one.pk, made.pk]),
    )
    assert where in get(karin, plan)
    send(karin, where, last_day=TODAY + 30 * WEEK, because="läste fel rad")
    cast.as_everyone()
    made.refresh_from_db()
    assert made.last_day == TODAY + 30 * WEEK
    assert pointed_out(cast) == []
    for door in ("plan", "timeline"):
        text = get(karin, reverse(door, args=[one.pk]))
        assert "av AUC: läste fel rad" in text
        assert "Aktivitetsersättning, hel, från 1 juni 2025 till 9 juni 2025." in text


def test_karin_drar_tillbaka_ett_beslut_som_antecknats_av_misstag(cast: Cast, page: Any) -> None:
    """Beslutet gällde någon annan. Karin drar tillbaka det: inget av det läses eller lämnas ut härifrån."""
    one, karin = cast.enrolled(), page("karin")
    made = decided(cast, one, text="Bosses sjukpenning")
    where = reverse("decision_retract", args=[one.pk, made.pk])
    assert "Bosses sjukpenning, från" in get(karin, where)
    send(karin, where, because="fel flik öppen")
    assert pointed_out(cast) == []
    for door in ("plan", "timeline"):
        text = get(karin, reverse(door, args=[one.pk]))
        assert "Bosse" not in text
        assert "tillbakadraget 2 juni 2025, antecknat av misstag (AUC)" in text
        assert where not in text
    (row,) = karin.get(f"/api/v1/participations/{one.pk}/plan").json()["decisions"]
    assert (row["text"], row["retracted_on"]) == ("", TODAY.isoformat())
    cast.as_everyone()
    assert content("decision", cast.as_("karin"), one, one.controller) == (
        "Inget är antecknat hos Flens arbetsmarknadsnämnd."
    )
    cast.as_everyone()
    before = made.events.get()
    assert (before.text, before.pgh_context.metadata["why"]) == (
        "Bosses sjukpenning", "fel flik öppen",
    )  # fmt: skip


def test_only_the_unit_that_noted_a_decision_puts_it_right(cast: Cast) -> None:
    one = with_af(cast)
    made = decided(cast, one)
    for who in ("sven", "per"):
        with pytest.raises(PermissionDenied):
            correct_decision(made, told(text="Ny"), by=cast.as_(who), because="x")
        with pytest.raises(PermissionDenied, match="Säg till AUC"):
            retract_decision(made, by=cast.as_(who), because="x")
    assert correct_decision(made, told(text="Ny"), by=cast.as_("karin"), because="x").text == "Ny"


def test_another_unit_of_the_authority_does_when_the_unit_has_closed(cast: Cast) -> None:
    """AUC har antecknat beslutet. Eva på projektkontoret rättar det först när AUC har stängt."""
    one = cast.enrolled()
    made, eva = decided(cast, one), cast.as_("eva")
    with pytest.raises(PermissionDenied, match="Säg till AUC"):
        correct_decision(made, told(text="Ny"), by=eva, because="x")
    assert not plan_page(eva, one).judged[0].lines[0].mine
    cast.as_everyone()
    Unit.objects.filter(name="AUC").update(valid_to=TODAY - DAY)
    made = Decision.objects.get()
    assert correct_decision(made, told(text="Ny"), by=cast.as_("eva"), because="x").text == "Ny"


def test_what_cannot_be_or_says_nothing_new_is_refused(cast: Cast) -> None:
    made = decided(cast, cast.enrolled())
    karin = cast.as_("karin")
    for wrong, because, field in (
        (told(last_day=TODAY - 3 * DAY), "x", "last_day"),
        (told(text=" "), "x", "text"),
        (told(), "x", ""),
        (told(text="Ny"), " ", "because"),
    ):
        with pytest.raises(Refused) as refused:
            correct_decision(made, wrong, by=karin, because=because)
        assert set(refused.value.faults) == {field}
    with pytest.raises(Refused, match="varför"):
        retract_decision(made, by=karin, because=" ")


def test_that_nothing_needs_to_follow_goes_when_there_is_no_end_any_more(cast: Cast) -> None:
    made, karin = decided(cast, cast.enrolled()), cast.as_("karin")
    nothing_follows(made, "Börjar arbeta", by=karin)
    later = correct_decision(made, told(last_day=TODAY + 2 * WEEK), by=karin, because="fel dag")
    assert later.ended_because == "Börjar arbeta"
    open_ = correct_decision(made, told(last_day=None), by=karin, because="tills vidare")
    assert (open_.until_day, open_.ended_because) == (None, "")


def test_what_comes_after_one_taken_back_comes_after_what_that_one_did(cast: Cast) -> None:
    one, karin = cast.enrolled(), cast.as_("karin")
    first = decided(cast, one, text="Ett")
    second = decided(cast, one, text="Två", follows=first)
    third = decided(cast, one, text="Tre", follows=second)
    retract_decision(second, by=karin, because="dubbelt")
    third.refresh_from_db()
    assert third.follows == first
    earlier = {line.row: line.earlier for line in plan_page(karin, one).judged[0].lines}
    assert earlier == {first: (), second: (), third: ()}
    retract_decision(third, by=karin, because="dubbelt")
    assert pointed_out(cast) == ["Ett, till och med 9 juni 2025"]


def test_one_taken_back_meanwhile_is_neither_corrected_followed_nor_settled(
    cast: Cast, page: Any
) -> None:
    """Någon hann dra tillbaka det. Den som rättar får veta det, och inget av det skrivna går förlorat."""
    one, karin = cast.enrolled(), page("karin")
    made = decided(cast, one)
    retract_decision(made, by=cast.as_("karin"), because="fel")
    gone = "antecknat av misstag. Fråga AUC."
    for door in ("decision_correct", "decision_retract"):
        where = reverse(door, args=[one.pk, made.pk])
        assert gone in get(karin, where)
        sent = {
            "about": "decision",
            "text": "Min rättelse",
            "from_day": TODAY,
            "because": "mitt skäl",
        }
        answer = karin.post(where, sent)
        assert answer.status_code == 422
        assert gone in faults(answer)
        assert "mitt skäl" in answer.content.decode()
    with pytest.raises(Refused, match="av misstag"):
        nothing_follows(made, "x", by=cast.as_("karin"))
    with pytest.raises(Refused, match="av misstag"):
        decided(cast, one, follows=made)


def test_whoever_corrects_what_another_has_corrected_sees_both(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    made = decided(cast, one)
    where = reverse("decision_correct", args=[one.pk, made.pk])
    opened = {k: v for k, v in karin.get(where).context["form"].initial.items() if v}
    correct_decision(made, told(text="Evas ord"), by=cast.as_("karin"), because="fel")
    answer = karin.post(where, {**opened, "text": "Karins ord", "because": "stavfel"})
    assert answer.status_code == 422
    assert "Evas ord" in answer.content.decode()
    assert "Karins ord" in answer.content.decode()


def test_one_is_taken_back_also_after_the_case_has_ended(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    made = decided(cast, one)
    cast.as_everyone()
    one.circle.members.update(until_day=TODAY)
    now = retract_decision(made, by=cast.as_("karin"), because="fel")
    assert (now.text, now.retracted_by) == ("", "Karin Ek")


def test_the_database_lets_no_decision_that_was_taken_back_say_anything(cast: Cast) -> None:
    made = decided(cast, cast.enrolled())
    gone = {"retracted_on": TODAY, "retracted_by": "K", "text": "", "until_day": None}
    for wrong in (
        {**gone, "text": "x"}, {**gone, "retracted_by": ""}, {**gone, "ended_because": "x"},
        {**gone, "until_day": TODAY}, {**gone, "follows": made.pk}, {"retracted_by": "K"},
        {"text": ""},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(**wrong)
    Decision.objects.filter(pk=made.pk).update(**gone)


def test_karin_rättar_personens_ord_i_ett_mål(cast: Cast, page: Any) -> None:
    """Målet blev inte som Amina sa det. Karin rättar; hur det stod förut går att läsa i planen."""
    one, karin = cast.enrolled(), page("karin")
    made = goal(cast, one, text="Bli kok")
    where = reverse("goal_correct", args=[one.pk, made.pk])
    assert where in get(karin, reverse("plan", args=[one.pk]))
    send(karin, where, text="Bli kock", by_person="on", because="felskrivet")
    made.refresh_from_db()
    assert (made.text, made.by_person) == ("Bli kock", True)
    for door in ("plan", "timeline"):
        text = get(karin, reverse(door, args=[one.pk]))
        assert "av AUC: felskrivet" in text
        assert "Bli kok<" in text
    (told_,) = karin.get(f"/api/v1/participations/{one.pk}/plan").json()["goals"]
    assert told_["corrected_on"]


def test_a_goal_is_corrected_by_those_whose_it_is_while_it_is_worked_for(cast: Cast) -> None:
    one = with_af(cast)
    made = goal(cast, one)
    with pytest.raises(PermissionDenied):
        correct_goal(made, "Annat", by_person=False, by=cast.as_("per"), because="x")
    karin = cast.as_("karin")
    with pytest.raises(Refused, match="Så står det redan"):
        correct_goal(made, "Bli kock ", by_person=False, by=karin, because="x")
    with pytest.raises(Refused, match="varför"):
        correct_goal(made, "Bli bagare", by_person=False, by=karin, because=" ")
    settle_goal(made, "done", by=karin)
    assert plan_page(karin, one).settled[0].earlier == ()
    with pytest.raises(Refused, match="Öppna det igen"):
        correct_goal(made, "Annat", by_person=False, by=karin, because="x")


def test_an_assessment_is_corrected_and_how_it_read_is_kept(cast: Cast, page: Any) -> None:
    """Kartläggningen var om hälsa men inte märkt så. Karin rättar det."""
    one, karin = with_af(cast), page("karin")
    made = assess(one, "Ont i ryggen.", by=cast.as_("karin"))
    with pytest.raises(PermissionDenied):
        correct_assessment(made, "x", health=False, by=cast.as_("per"), because="x")
    where = reverse("assessment_correct", args=[one.pk, made.pk])
    assert where in get(karin, reverse("plan", args=[one.pk]))
    send(karin, where, text="Ont i ryggen ibland.", because="för starkt")
    line = plan_page(cast.as_("karin"), one).assessed[0]
    assert (line.row.text, line.earlier[0].text) == ("Ont i ryggen ibland.", "Ont i ryggen.")
    assert "Så stod det förut" in get(karin, reverse("plan", args=[one.pk]))
    send(karin, where, health="on", because="är om hälsa")
    cast.as_everyone()
    assert Assessment.objects.get().kind == "health"


@pytest.mark.parametrize("rows", ["goal", "assessment", "decision"])
def test_another_program_corrects_the_same(cast: Cast, page: Any, rows: str) -> None:
    one, karin = cast.enrolled(), page("karin")
    made: Any = {
        "goal": lambda: goal(cast, one, by_person=True),
        "assessment": lambda: assess(one, "Vill bli kock", by=cast.as_("karin"), health=True),
        "decision": lambda: decided(cast, one, health=True),
    }[rows]()
    where = f"/api/v1/participations/{one.pk}/plan/{made.pk}/forms/{rows}_correct"
    fields = karin.get(where).json()["fields"]
    change = {"text": "Så här", "because": "fel", "seen": fields["seen"]}
    kept = {name: fields[name] for name in ("about", "from_day", "last_day") if name in fields}
    answer = karin.post(where, {"fields": {**kept, **change}}, **PLAIN)
    assert answer.json() == {
        "done": "Rättat. Hur det stod förut finns kvar i historiken.", "key": str(made.pk),
    }  # fmt: skip
    cast.as_everyone()
    made.refresh_from_db()
    assert made.text == "Så här"
    assert made.by_person if isinstance(made, Goal) else made.kind == "health"
    stale = karin.post(where, {"fields": {**kept, **change, "text": "Nej"}}, **PLAIN)
    assert stale.status_code == 422


def test_another_program_takes_a_decision_back_once(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    made = decided(cast, one)
    forms = f"/api/v1/participations/{one.pk}/plan/{made.pk}/forms"
    retract = f"{forms}/decision_retract"
    stands = karin.get(retract).json()["fields"]
    sent = {"fields": {**stands, "because": "fel"}}
    assert karin.post(retract, sent, **PLAIN).json()["key"] == str(made.pk)
    assert karin.post(retract, sent, **PLAIN).status_code == 422
    for name in ("decision_correct", "decision_retract"):
        assert karin.get(f"{forms}/{name}").status_code == 410


def test_a_version_of_another_kind_is_closed_to_whoever_may_not_read_it(cast: Cast) -> None:
    """Per läser beslut men inte hälsa: han ser att beslutet rättats, inte hur det stod när det var om hälsa."""
    one = with_af(cast)
    made = decided(cast, one, health=True)
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = [kind for kind in member.kinds if kind != "health"]
        member.save()
    correct_decision(made, told(), by=cast.as_("karin"), because="inte om hälsa")
    assert [line.row for line in plan_page(cast.as_("per"), one).judged[0].lines] == [made]
    (version,) = plan_page(cast.as_("per"), one).judged[0].lines[0].earlier
    assert (version.why, version.text) == ("", "")
    told_ = [row.event for row in story(cast.as_("karin"), one.pk).told if row.event.earlier]
    assert told_[0].earlier[0].why == "inte om hälsa"
