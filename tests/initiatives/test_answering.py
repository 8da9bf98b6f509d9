"""Does an authority answer for people's records only where it has said so itself (law 3)?

Eva leads the initiative from Flens arbetsmarknadsnämnd. Lotta speaks for Katrineholms arbetsnämnd,
nobody does for Regionens vårdnämnd.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from stafett.casework.access import branches_to_work_in, check_enrol
from stafett.cli.main import main
from stafett.initiatives import access, actions
from stafett.initiatives.forms.answering import AnswerForm
from stafett.initiatives.models import Branch, Initiative
from stafett.parties import actions as parties
from stafett.parties.models import Authority
from stafett.parties.refusals import Refused
from stafett.safeguards.models import Reach
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.initiatives.places import FOR_LEADERS, TO_START
from tests.parties.filling_in import fill_in, told
from tests.parties.places import association

BY = operator(TODAY)


def asked(cast: Cast, unit: str = "Viadidakt") -> Branch:
    """A branch that Eva opens for another authority."""
    place = cast.unit(unit)
    eva = cast.viewer("eva")
    return actions.open_branch(
        cast.initiative, "ny", "Nya grenen", place, by=eva, controller=place.authority
    )


def reached(cast: Cast, unit: str, branch: Branch) -> bool:
    """True when the wall lets a unit ask for the records of the branch's controller."""
    found = Reach.objects.filter(unit=cast.unit(unit), controller=branch.controller_id)
    return found.exists()


def test_the_own_authority_and_the_initiatives_answer_at_once(cast: Cast) -> None:
    made = actions.open_branch(
        cast.initiative, "egen", "Egen", cast.unit("AUC"), by=cast.viewer("eva")
    )
    assert (made.agreed, made.answered_by) == (True, ""), "the initiative's own has said so already"
    lotta = cast.viewer("lotta")
    actions.engage(cast.initiative, cast.unit("Viadidakt"), "project_leader", from_day=START, by=BY)
    post = parties.open_post(cast.unit("Viadidakt"), "project_leader", "L", from_day=START, by=BY)
    staff = cast.user("lotta").staff
    assert staff
    parties.appoint(staff, post, from_day=START, by=BY)
    own = lotta.posts[0].authority_id
    theirs = actions.open_branch(
        cast.initiative, "deras", "Deras", cast.unit("Viadidakt"), by=cast.viewer("lotta"),
        controller=Authority.objects.get(pk=own),
    )  # fmt: skip
    assert (theirs.agreed, theirs.answered_by, theirs.answered_on) == (True, "Lotta Lokal", TODAY)


def test_another_authority_is_asked_and_nothing_of_its_comes_within_reach(cast: Cast) -> None:
    made = asked(cast, "Psykiatrin")
    assert (made.agreed, made.answered_by, made.answered_on) == (None, "", None)
    actions.engage(
        cast.initiative, cast.unit("AUC"), "caseworker", from_day=START, branch=made, by=BY
    )
    actions.engage(cast.initiative, cast.unit("FK Eskilstuna"), "coach", from_day=START, by=BY)
    assert not [u for u in ("Projektkontoret", "AUC", "FK Eskilstuna") if reached(cast, u, made)]


def test_nobody_is_enrolled_before_the_yes_not_even_by_the_operator(cast: Cast) -> None:
    made = asked(cast)
    for by in (cast.viewer("eva"), BY):
        with pytest.raises(PermissionDenied, match="har inte sagt ja"):
            check_enrol(by, [(made.initiative_id, made.pk)])
    assert made not in branches_to_work_in(cast.viewer("eva"))
    actions.answer_for_records(made, True, by=cast.viewer("lotta"))
    check_enrol(cast.viewer("eva"), [(made.initiative_id, made.pk)])
    assert made in branches_to_work_in(cast.viewer("eva"))


def test_a_yes_opens_the_wall_for_those_who_take_part(cast: Cast) -> None:
    made = asked(cast, "Psykiatrin")
    actions.engage(
        cast.initiative, cast.unit("AUC"), "caseworker", from_day=START, branch=made, by=BY
    )
    actions.answer_for_records(made, True, by=BY)
    assert reached(cast, "AUC", made)
    assert reached(cast, "Projektkontoret", made)
    assert not reached(cast, "Utvärderingen", made), "sees no rows"


def test_only_the_authority_itself_answers_and_only_once(cast: Cast) -> None:
    made = asked(cast)
    for key in ("eva", "karin", "olle"):
        with pytest.raises(PermissionDenied, match="svarar själv"):
            actions.answer_for_records(made, True, by=cast.viewer(key))
    actions.answer_for_records(made, True, by=cast.viewer("lotta"), note="Nämnden 3 maj")
    assert (made.answered_by, made.answer_note) == ("Lotta Lokal", "Nämnden 3 maj")
    with pytest.raises(Refused, match="Lotta Lokal har redan svarat ja"):
        actions.answer_for_records(made, False, by=cast.viewer("lotta"))


def test_two_who_ask_and_answer_at_once_wait_for_each_other(cast: Cast) -> None:
    made, region = asked(cast), cast.unit("Psykiatrin").authority
    as_lotta_read_it = Branch.objects.get(pk=made.pk)
    actions.ask_controller(made, region, by=cast.viewer("eva"))
    with pytest.raises(PermissionDenied, match="Regionens vårdnämnd svarar själv"):
        actions.answer_for_records(as_lotta_read_it, True, by=cast.viewer("lotta"))
    back = Branch.objects.get(pk=made.pk)
    actions.ask_controller(made, cast.unit("Viadidakt").authority, by=cast.viewer("eva"))
    actions.answer_for_records(made, True, by=cast.viewer("lotta"))
    with pytest.raises(Refused, match="svarar redan"):
        actions.ask_controller(back, region, by=cast.viewer("eva"))


@pytest.mark.parametrize("change", ["controller_id = %(other)s", "agreed = NULL", "agreed = false"])
def test_the_database_lets_nobody_change_who_answers_after_the_yes(cast: Cast, change: str) -> None:
    other = {"other": cast.unit("Psykiatrin").authority_id}
    statement = f"UPDATE initiatives_branch SET answered_on = NULL, {change} WHERE code = 'flen'"
    with pytest.raises(IntegrityError, match="has said yes"), transaction.atomic():
        connection.cursor().execute(statement % other)


def test_after_a_no_another_is_asked_and_after_a_yes_nobody(cast: Cast) -> None:
    made, eva = asked(cast), cast.viewer("eva")
    actions.answer_for_records(made, False, by=cast.viewer("lotta"), note="Vi hinner inte")
    actions.ask_controller(made, made.controller, by=eva)
    assert made.agreed is False, "asking the same again asks nothing"
    region = cast.unit("Psykiatrin").authority
    actions.ask_controller(made, region, by=eva)
    assert (made.controller, made.agreed, made.answer_note) == (region, None, "")
    actions.ask_controller(made, cast.initiative.controller, by=eva)
    assert made.agreed, "the initiative's own answers at once"
    with pytest.raises(Refused, match="svarar redan"):
        actions.ask_controller(made, region, by=eva)


def test_nobody_starts_an_initiative_in_anothers_name(cast: Cast, page: Any) -> None:
    theirs = cast.unit("Viadidakt").authority
    with pytest.raises(Refused, match="tillfrågas den"):
        actions.start("x", "X", theirs, starts_on=START, by=cast.viewer("eva"))
    offered = page("eva").get(TO_START["initiative_new"](cast)).content.decode()
    assert "Flens arbetsmarknadsnämnd" in offered
    assert "Katrineholms arbetsnämnd" not in offered


def test_an_association_funds_its_members_initiatives_alone(cast: Cast, page: Any) -> None:
    others = [(cast.party("Af"), Fraction(1))]
    parties.change_shares(association(), others, from_day=TODAY, by=BY)
    eva, own = cast.viewer("eva"), cast.unit("AUC").authority
    with pytest.raises(Refused, match="Din part är inte medlem"):
        actions.start("x", "X", own, starts_on=START, by=eva, association=association())
    assert not access.fundable(eva).exists()
    kept = page("eva").get(FOR_LEADERS["initiative_edit"](cast)).content.decode()
    assert "Samordningsförbundet Prov" in kept, "what is said already stays"
    actions.change(cast.initiative, by=eva, association=association(), name="Nytt")
    bare = actions.start("x", "X", own, starts_on=START, by=eva, lead=cast.unit("Projektkontoret"))
    with pytest.raises(Refused, match="Din part är inte medlem"):
        actions.change(bare, by=eva, association=association())
    assert actions.change(bare, by=BY, association=association()).association == association()


def test_the_question_is_met_on_the_start_page_and_answered_there(cast: Cast, page: Any) -> None:
    fill_in(
        page("eva"), FOR_LEADERS["branch_new"](cast), code="ny", name="Nya grenen",
        controller=cast.unit("Viadidakt").authority_id, holder=cast.unit("Viadidakt").pk,
    )  # fmt: skip
    lotta, address = page("lotta"), reverse("branch_answer", args=["prov", "ny"])
    for name in ("today", "initiatives"):
        assert address in lotta.get(reverse(name)).content.decode(), name
        assert address not in page("eva").get(reverse(name)).content.decode(), name
    asked_page = lotta.get(address).content.decode()
    assert "Insatsen leds av Projektkontoret." in asked_page
    assert "Målgrupp: 18–29 år, stöd från minst två" in asked_page
    assert "Svar" in told(fill_in(lotta, address))
    fill_in(lotta, address, agrees="nej", note="Vi hinner inte")
    shown = page("eva").get(reverse("initiative", args=["prov"])).content.decode()
    assert "har sagt nej" in shown
    assert "Vi hinner inte" in shown
    assert address not in lotta.get(reverse("today")).content.decode()
    assert "har sagt nej" in lotta.get(reverse("initiatives")).content.decode()
    fill_in(lotta, address, agrees="ja")
    assert address not in lotta.get(reverse("initiatives")).content.decode()
    assert (
        "ja, Lotta Lokal" in page("eva").get(reverse("initiative", args=["prov"])).content.decode()
    )


def test_a_branch_with_a_no_gets_another_to_ask_on_its_page(cast: Cast, page: Any) -> None:
    made, address = asked(cast), reverse("branch_edit", args=["prov", "ny"])
    actions.answer_for_records(made, False, by=cast.viewer("lotta"))
    region = cast.unit("Psykiatrin").authority
    fill_in(page("eva"), address, controller=region.pk, plan="Ny plan")
    made.refresh_from_db()
    assert (made.controller, made.agreed, made.plan) == (region, None, "Ny plan")
    shown = page("eva").get(reverse("initiative", args=["prov"])).content.decode()
    assert "tillfrågad, har inte svarat" in shown
    assert (
        'name="controller"'
        not in page("eva").get(FOR_LEADERS["branch_edit"](cast)).content.decode()
    )


def test_the_api_lists_the_questions_and_takes_the_answer(cast: Cast, page: Any) -> None:
    asked(cast)
    lotta = page("lotta")
    (question,) = lotta.get("/api/v1/asked-branches").json()
    seen = question.pop("seen")
    assert question == {
        "initiative": "prov", "branch": "ny", "controller": "Katrineholms arbetsnämnd",
    }  # fmt: skip
    path = "/api/v1/initiatives/prov/branches/ny/answer"

    def send(agrees: bool, **marks: str) -> Any:
        return lotta.post(path, {"agrees": agrees, **marks}, content_type="application/json")

    unread = send(True)
    assert unread.json()["faults"] == [
        {"field": "seen", "sentence": "Fältet saknas. Skicka med det."}
    ]
    assert send(False, seen=seen).status_code == 201
    stale = send(True, seen=seen)
    assert (stale.status_code, "Det här har ändrats" in stale.json()["detail"]) == (422, True)
    (question,) = lotta.get("/api/v1/asked-branches").json()
    again = [send(True, seen=question["seen"])]
    again.append(send(False, seen=str(AnswerForm(instance=cast.branch("ny")).initial["seen"])))
    assert [each.status_code for each in again] == [201, 422]
    again = again[1]
    assert "har redan svarat" in again.json()["faults"][0]["sentence"]


def test_the_operator_writes_down_what_an_authority_without_log_ins_has_said(cast: Cast) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(main, ["answer", *words], catch_exceptions=False)

    assert "inga" in run().output
    made = asked(cast, "Psykiatrin")
    assert "--initiative prov --branch ny: Regionens vårdnämnd" in run().output
    wrong = run("ja", "--initiative", "prov", "--branch", "flen")
    assert (wrong.exit_code, "Ingen av dem" in wrong.output) == (1, True)
    done = run("ja", "--initiative", "prov", "--branch", "ny", "--note", "Protokoll 3 maj, § 4")
    assert "har svarat ja" in done.output
    made.refresh_from_db()
    assert (made.agreed, made.answer_note) == (True, "Protokoll 3 maj, § 4")
    assert Initiative.objects.get(code="prov").branches.filter(agreed=True).count() == 3
