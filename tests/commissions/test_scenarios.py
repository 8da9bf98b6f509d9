"""Assignments as a caseworker would tell of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.own_record import as_told
from stafett.casework.queries.timeline import story
from stafett.commissions.models import Commission
from stafett.commissions.queries import commissions_of, my_commissions
from stafett.commissions.rules import Result, State, Step
from stafett.people.models import Person
from stafett.safeguards.actions import accept, withdraw
from stafett.safeguards.models import ConsentPart, Release
from stafett.safeguards.rules import Refused, parts_between
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.commissions.world import DAY, given, new, now, of_af, stepped
from tests.histories import one_clock


def with_af(cast: Cast) -> Participation:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    return one


def shown(cast: Cast, case: Participation, who: str) -> list[tuple[str, str]]:
    page = commissions_of(cast.as_(who), case)
    return [(line.receiver, line.row.state) for line in (*page.open, *page.settled)]


def test_karin_gives_the_projects_team_an_assignment_and_eva_closes_it_with_a_result(
    cast: Cast,
) -> None:
    """Karin ber projektkontoret om intervjuträning. Eva tar emot, och skriver sedan att det delvis lyckades."""
    case = cast.enrolled()
    row = given(cast, case)
    assert [one.pk for one in my_commissions(cast.as_("eva"))] == [row.pk]
    assert not my_commissions(cast.as_("karin")).exists()
    post = cast.viewer("eva").posts[0].position_id
    stepped(cast, row, Step.ACCEPT, "eva", position_id=post)
    stepped(cast, row, Step.CLOSE, "eva", "Vågar ringa, inte gå dit.", result=Result.PARTLY)
    told = now(cast, row)
    assert (told.state, told.result, told.result_words) == (
        State.DONE, Result.PARTLY, "Vågar ringa, inte gå dit.",
    )  # fmt: skip
    assert (told.settled_on, told.settled_by, told.position_id) == (TODAY, "Eva Led", post)
    assert shown(cast, case, "karin") == [("Projektkontoret", "done")]
    assert not my_commissions(cast.as_("eva")).exists()


def test_af_gets_its_own_record_under_a_consent_and_karin_sees_what_came_of_it(cast: Cast) -> None:
    """Karin ber Af att börja söka arbete med Amina. Af får en egen handling, och Karin ser resultatet."""
    case = with_af(cast)
    cast.as_everyone()
    theirs = ConsentPart.objects.filter(giver=cast.unit("Af Flen").authority)
    accept(list(theirs.select_related("circle")), by=cast.viewer("per"))
    row = given(cast, case, "Af Flen")
    copy = of_af(cast, case)
    assert (copy.what, copy.purpose, copy.copy_of) == (row.what, row.purpose, row.pk)
    assert [one.pk for one in my_commissions(cast.as_("per"))] == [copy.pk]
    stepped(cast, copy, Step.ACCEPT, "per")
    stepped(cast, copy, Step.CLOSE, "per", "Har sökt tre jobb.", result=Result.REACHED)
    told = now(cast, row)
    assert (told.state, told.result, told.result_words) == ("done", "reached", "Har sökt tre jobb.")
    titles = Release.objects.filter(title="Uppdrag").order_by("pk")
    assert [(one.giver.name, one.owner_authority.name) for one in titles] == [
        ("Flens arbetsmarknadsnämnd", "Arbetsförmedlingen"),
        ("Arbetsförmedlingen", "Flens arbetsmarknadsnämnd"),
    ]
    assert "Har sökt tre jobb." in titles[1].text


def test_without_a_consent_af_cannot_be_asked(cast: Cast) -> None:
    """Amina har inte sagt ja till att Af får veta. Karin kan inte välja Af."""
    case = cast.enrolled()
    with pytest.raises(Refused) as refused:
        given(cast, case, "Af Flen")
    assert set(refused.value.faults) == {"to_unit"}


def test_eva_asks_and_karin_answers_and_then_it_waits_for_eva_again(cast: Cast) -> None:
    """Eva frågar vilken dag intervjun är. Frågan står hos Karin på Idag. Karin svarar."""
    row = given(cast, cast.enrolled())
    stepped(cast, row, Step.ASK, "eva", "Vilken dag är intervjun?")
    assert [one.pk for one in my_commissions(cast.as_("karin"))] == [row.pk]
    assert not my_commissions(cast.as_("eva")).exists()
    told = stepped(cast, row, Step.REPLY, "karin", "Den 12 juni.")
    assert (told.state, told.question, told.reply) == (
        "given", "Vilken dag är intervjun?", "Den 12 juni.",
    )  # fmt: skip
    assert [one.pk for one in my_commissions(cast.as_("eva"))] == [row.pk]


def test_eva_declines_with_a_reason_and_the_reason_stands_in_the_case(cast: Cast) -> None:
    """Eva har ingen tid och tackar nej. Skälet står på uppdraget."""
    row = given(cast, cast.enrolled())
    with pytest.raises(Refused, match="Skriv varför"):
        stepped(cast, row, Step.DECLINE, "eva", " ")
    told = stepped(cast, row, Step.DECLINE, "eva", "Ingen tid före sommaren.")
    assert (told.state, told.because) == ("declined", "Ingen tid före sommaren.")


def test_karin_takes_it_back_when_it_is_not_wanted_any_more(cast: Cast) -> None:
    """Amina fick jobbet utan intervju. Karin tar tillbaka uppdraget, och hos Af står samma sak."""
    case = with_af(cast)
    row = given(cast, case, "Af Flen")
    stepped(cast, of_af(cast, case), Step.ACCEPT, "per")
    stepped(cast, row, Step.TAKE_BACK, "karin", "Hon fick jobbet.")
    copy = of_af(cast, case)
    assert (copy.state, copy.result, copy.because) == ("done", "not_wanted", "Hon fick jobbet.")
    assert not my_commissions(cast.as_("per")).exists()


def test_what_nobody_answers_and_what_is_late_stands_between_the_chairs(cast: Cast) -> None:
    """Ingen hos Eva svarar på en vecka. Det står i Mellan stolarna, och senare att det är försenat."""
    row = given(cast, cast.enrolled(), due_on=TODAY + DAY)
    assert codes(cast, "karin") == []
    backdate(cast, row, given_on=TODAY - 8 * DAY)
    for who in ("karin", "eva"):
        assert codes(cast, who) == [("commission_unanswered", "Projektkontoret")]
    stepped(cast, row, Step.ASK, "eva", "När?")
    assert codes(cast, "karin") == [("commission_unanswered", "AUC")]
    stepped(cast, row, Step.ACCEPT, "eva")
    assert codes(cast, "karin") == []
    backdate(cast, row, due_on=TODAY - DAY)
    assert codes(cast, "eva") == [("commission_late", "Projektkontoret")]


def backdate(cast: Cast, row: Any, **days: Any) -> None:
    cast.as_everyone()
    type(row).objects.filter(pk=row.pk).update(**days)


def codes(cast: Cast, who: str) -> list[tuple[str, str]]:
    rows = between(cast.as_(who), MINE).rows
    return [
        (row.rule.code, row.gap.who) for row in rows if row.rule.code.startswith("commission")
    ]  # fmt: skip


def test_the_story_tells_when_it_was_given_and_what_came_of_it(cast: Cast) -> None:
    """På tidslinjen står att Karin gav uppdraget, och hur det gick."""
    case = cast.enrolled()
    row = given(cast, case)
    stepped(cast, row, Step.ACCEPT, "eva")
    stepped(cast, row, Step.CLOSE, "eva", "Övade två gånger.", result=Result.REACHED)
    told = [one.event.told for one in story(cast.as_("karin"), case.pk).told]
    assert "till Projektkontoret: Intervjuträning" in told
    assert "Intervjuträning (nått)" in told


def test_a_consent_about_what_is_agreed_opens_it_and_others_names_stay_hidden(cast: Cast) -> None:
    """FK får läsa överenskommelser men inte vilka andra som är med. De ser uppdraget, inte att det är Afs."""
    case = with_af(cast)
    team = {case.controller_id, cast.unit("FK Eskilstuna").authority_id}
    cast.consented(case, "FK Eskilstuna", parts=parts_between(team, {"course", "agreement"}, {}))
    given(cast, case, "Af Flen")
    assert shown(cast, case, "fatima") == [("någon annan", "given")]
    assert shown(cast, case, "per") == [("Af Flen", "given")]
    assert shown(cast, case, "sven") == [("Af Flen", "given")]


def test_it_is_given_and_answered_on_the_pages(cast: Cast, page: Any) -> None:
    """Karin fyller i Ge uppdrag. Eva öppnar det från Idag, tar emot och avslutar."""
    case = cast.enrolled()
    karin = page("karin")
    give_it = reverse("commission_give", args=[case.pk])
    assert give_it in get(karin, reverse("plan", args=[case.pk]))
    told = {"to_unit": str(cast.unit("Projektkontoret").pk), "what": "Börja söka",
            "purpose": "Hon är redo.", "due_on": "2025-06-20"}  # fmt: skip
    answer = send(karin, give_it, **told)
    assert answer["Location"] == reverse("plan", args=[case.pk])
    assert "Börja söka" in get(karin, answer["Location"])
    eva = page("eva")
    row = my_commissions(cast.as_("eva")).get()
    here = reverse("commission", args=[case.pk, row.pk])
    assert here in get(eva, "/")
    text = get(eva, here)
    assert "Hon är redo." in text
    accept, close = (
        reverse("commission_step", args=[case.pk, row.pk, word]) for word in ("ta-emot", "avsluta")
    )
    assert accept in text
    send(eva, accept)
    assert "Eva Led, project_leader" in get(eva, here)
    send(eva, close, 422, words="")
    send(eva, close, result="reached", words="Sökte fyra jobb.")
    assert "Sökte fyra jobb." in get(eva, here)
    assert close not in get(eva, here)


def test_nobody_answers_for_another_unit(cast: Cast) -> None:
    """Karin kan inte ta emot åt Eva, och Eva kan inte ta tillbaka Karins uppdrag."""
    row = given(cast, cast.enrolled())
    with pytest.raises(PermissionDenied, match="Projektkontoret"):
        stepped(cast, row, Step.ACCEPT, "karin")
    with pytest.raises(PermissionDenied, match="AUC"):
        stepped(cast, row, Step.TAKE_BACK, "eva", "x")
    with pytest.raises(PermissionDenied):
        stepped(cast, row, Step.ACCEPT, "olle")
    with pytest.raises(Refused):
        given(cast, row.participation, "AUC")
    assert new(cast).what


def test_what_the_person_is_called_after_the_withdrawal_is_not_told_with_the_assignment(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Amina tar tillbaka sitt ja till Af, och byter sedan namn. Af har uppdraget kvar, och det gamla namnet."""
    case = with_af(cast)
    cast.involved(case, "per")
    given(cast, case, "Af Flen", due_on=TODAY)
    copy = of_af(cast, case)
    stepped(cast, copy, Step.ACCEPT, "per")
    cast.as_everyone()
    parts = ConsentPart.objects.filter(circle=case.circle_id).select_related("circle")
    withdraw(list(parts), how="ringde", by=cast.as_("karin"))
    Person.objects.filter(pk=case.person_id).update(given_name="Nyanamn", family_name="Efterbytt")
    one_clock(monkeypatch)
    told = [get(page("per"), f"/deltagare/{case.pk}/uppdrag/{copy.pk}/")]
    mine = Commission.objects.select_related("participation").filter(pk=copy.pk)
    told += [one.participation.person.name for one in as_told(cast.as_("per"), mine)]
    for text in told:
        assert "Amina Öberg" in text
        assert "Efterbytt" not in text


def test_between_the_chairs_too_it_stands_under_the_name_that_was_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Af får bara veta vad som är överenskommet. Uppdraget står under namnet som det kom med."""
    case = cast.enrolled()
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"agreement"}, {}))
    given(cast, case, "Af Flen", due_on=TODAY)
    stepped(cast, of_af(cast, case), Step.ACCEPT, "per")
    cast.as_everyone()
    Person.objects.filter(pk=case.person_id).update(given_name="Nyanamn", family_name="Efterbytt")
    one_clock(monkeypatch)
    later = replace(cast.as_("per"), day=TODAY + DAY)
    rows = [row for row in between(later, MINE).rows if row.rule.code == "commission_late"]
    assert [(row.name, row.gap.initials, row.participation) for row in rows] == [
        ("Amina Öberg", "A.Ö.", None)
    ]
