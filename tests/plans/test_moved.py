"""Does the plan say that a step was moved, from which day and why, and is nothing lost that was typed? (D7)"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stafett.casework.models import Participation
from stafett.frame.formats import plain_day
from stafett.plans.actions import move_step, settle_step
from stafett.plans.correcting import correct_step
from stafett.plans.models import Step
from stafett.plans.queries import plan_page
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.plans.test_plans import DAY, goal, step, with_af


def planned(cast: Cast, one: Participation, **told: Any) -> Step:
    """A step that is to be done today."""
    return step(cast, goal(cast, one), **{"due_on": TODAY, **told})


def where(one: Participation, its: Step) -> str:
    return reverse("step_drop", args=[one.pk, its.pk])


def test_karin_flyttar_ett_steg_och_planen_säger_från_vilken_dag_och_varför(
    cast: Cast, page: Any
) -> None:
    """Karin flyttar ett steg två gånger. Planen säger vilka dagar det var och varför; Min plan den första."""
    one, karin = with_af(cast), page("karin")
    its = planned(cast, one)
    for days, why in ((7, "Skolan är stängd"), (9, "Sjuk")):
        send(karin, where(one, its), what="move", due_on=TODAY + days * DAY, because=why)
    first, second = plain_day(TODAY), plain_day(TODAY + 7 * DAY)
    said = f"· flyttat från {second}: Sjuk · flyttat från {first}: Skolan är stängd"
    for who in ("karin", "per"):
        assert said in get(page(who), reverse("plan", args=[one.pk])), who
    own = get(karin, reverse("plan_person", args=[one.pk]))
    assert f"senast {plain_day(TODAY + 9 * DAY)} (först {first})" in own
    assert "Sjuk" not in own
    (told,) = page("per").get(f"/api/v1/participations/{one.pk}/plan").json()["goals"][0]["steps"]
    assert [(m["from"], m["because"]) for m in told["moved"]] == [
        (str(TODAY + 7 * DAY), "Sjuk"), (str(TODAY), "Skolan är stängd"),
    ]  # fmt: skip
    assert told["corrected_on"] is None


def test_a_step_that_got_its_day_later_says_when(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    its = planned(cast, one, due_on=None)
    move_step(its, TODAY + DAY, by=cast.as_("karin"), because="Bokat")
    assert "· fick sin dag " in get(page("karin"), reverse("plan", args=[one.pk]))
    (told,) = plan_page(cast.as_("karin"), one).goals[0].steps
    assert [(m.from_day, m.why) for m in told.moved] == [(None, "Bokat")]
    assert told.first_due_on is None
    assert "(först" not in get(page("karin"), reverse("plan_person", args=[one.pk]))


def test_what_a_step_said_before_it_was_corrected_stands_in_the_plan(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    its = planned(cast, one, text="Ring skola")
    correct_step(its, "Ringa skolan", by=cast.as_("karin"), because="felskrivet")
    settle_step(its, "done", by=cast.as_("karin"))
    text = get(page("karin"), reverse("plan", args=[one.pk]))
    assert "av AUC: felskrivet" in text
    assert "Ring skola<" in text
    (told,) = plan_page(cast.as_("karin"), one).goals[0].steps
    assert told.moved == ()


def test_words_and_day_are_changed_at_once(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = planned(cast, one)
    told = {"text": "Mejla skolan", "due_on": TODAY + DAY, "because": "Telefonen är trasig"}
    send(karin, where(one, its), what="both", **told)
    its.refresh_from_db()
    assert (its.text, its.due_on) == ("Mejla skolan", TODAY + DAY)
    wrong = {**told, "text": "Ringa hem", "due_on": TODAY - DAY}
    assert "redan varit" in faults(send(karin, where(one, its), 422, what="both", **wrong))
    its.refresh_from_db()
    assert its.text == "Mejla skolan"


def test_what_is_typed_beside_what_was_chosen_is_asked_about_and_not_dropped(
    cast: Cast, page: Any
) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = planned(cast, one)
    told = {"text": "Mejla skolan", "due_on": TODAY + DAY, "because": "Helg"}
    for what, stands in (
        ("move", "Så ska det stå: Ringa skolan"), ("correct", f"Ny dag: {TODAY}"),
        ("drop", f"Så ska det stå: Ringa skolan, Ny dag: {TODAY}"),
    ):  # fmt: skip
        answer = send(karin, where(one, its), 422, what=what, **told)
        assert f"skriv tillbaka det som står: {stands}." in faults(answer)
        assert "Mejla skolan" in answer.content.decode()
    its.refresh_from_db()
    assert (its.text, its.due_on, its.state) == ("Ringa skolan", TODAY, "open")


def test_a_day_that_was_none_is_told_as_empty(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = planned(cast, one, due_on=None)
    told = {"what": "correct", "text": "Mejla", "due_on": TODAY, "because": "x"}
    assert "Ny dag: tomt." in faults(send(karin, where(one, its), 422, **told))


def opened(client: Any, address: str) -> dict[str, Any]:
    """What the form stands with when it is opened."""
    initial = client.get(address).context["form"].initial
    return {name: value for name, value in initial.items() if value not in (None, False)}


def test_a_stale_form_keeps_all_that_was_typed_until_it_is_said_what_is_to_hold(
    cast: Cast, page: Any
) -> None:
    """Karin skriver ny text och ny dag medan någon annan flyttar steget: båda hennes svar står kvar."""
    one, karin = cast.enrolled(), page("karin")
    its = planned(cast, one)
    stood = opened(karin, where(one, its))
    move_step(its, TODAY + DAY, by=cast.as_("karin"), because="Helg")
    told = {"what": "move", "text": "Mejla", "due_on": TODAY + 2 * DAY, "because": "Sjuk"}
    answer = karin.post(where(one, its), {**stood, **told})
    form = answer.context["form"]
    assert [(clash.label, clash.typed) for clash in form.clashes] == [
        ("Så ska det stå", "Mejla"), ("Ny dag", plain_day(TODAY + 2 * DAY)),
    ]  # fmt: skip
    sent = {name: form[name].value() for name in form.fields}
    again = karin.post(where(one, its), sent)
    assert "Du har skrivit något annat också" in faults(again)
    karin.post(where(one, its), {**sent, "what": "both"})
    its.refresh_from_db()
    assert (its.text, its.due_on) == ("Mejla", TODAY + 2 * DAY)


def test_what_one_has_not_touched_stands_as_the_other_left_it(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    its = planned(cast, one)
    stood = opened(karin, where(one, its))
    move_step(its, TODAY + DAY, by=cast.as_("karin"), because="Helg")
    told = {"what": "correct", "text": "Mejla", "because": "Sjuk"}
    form = karin.post(where(one, its), {**stood, **told}).context["form"]
    assert [clash.label for clash in form.clashes] == ["Så ska det stå"]
    sent = {name: form[name].value() for name in form.fields}
    assert karin.post(where(one, its), sent).status_code == 302
    its.refresh_from_db()
    assert (its.text, its.due_on) == ("Mejla", TODAY + DAY)
