"""The pages and the API of assignments: what is refused, what stands there, and who sees two records once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.between import Scope
from stafett.casework.models import Participation
from stafett.casework.queries.timeline import story
from stafett.commissions import queries
from stafett.commissions.access import receivers
from stafett.commissions.between_rules import late
from stafett.commissions.models import Commission
from stafett.commissions.queries import commissions_of, my_commissions, told_once
from stafett.commissions.rules import Result, Step
from stafett.commissions.settling import faults_of_leaving
from stafett.safeguards.actions import NewProvision, accept, record_provision, withdraw
from stafett.safeguards.models import ConsentPart, Information, Opening, Release
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.casework.conftest import faults, get, send
from tests.cast import START, TODAY, Cast
from tests.commissions.test_scenarios import backdate, with_af
from tests.commissions.test_settling import one_way
from tests.commissions.world import DAY, SOON, given, new, now, of_af, stepped


def at(row: Commission, word: str = "") -> str:
    if word:
        return reverse("commission_step", args=[row.participation_id, row.pk, word])
    return reverse("commission", args=[row.participation_id, row.pk])


def both_open(cast: Cast) -> Participation:
    """A case in which Flen and Af have opened what is agreed to each other."""
    case = with_af(cast)
    cast.as_everyone()
    af, flen = cast.unit("Af Flen").authority, cast.unit("AUC").authority
    told = NewProvision(af, flen, Opening.STANDING, tuple(Information.values), "Prov 2 §", START)
    record_provision(told, by=operator(TODAY))
    theirs = ConsentPart.objects.filter(giver=af).select_related("circle")
    accept(list(theirs), by=cast.viewer("per"))
    return case


def test_asked_answered_moved_declined_and_taken_back_on_the_pages(cast: Cast, page: Any) -> None:
    row = given(cast, cast.enrolled())
    other = given(cast, row.participation, what="Börja söka")
    karin, eva = page("karin"), page("eva")
    send(eva, at(row, "fraga"), 422, words="")
    send(eva, at(row, "fraga"), words="Vilken dag?")
    assert "Vilken dag?" in get(karin, at(row, "svara"))
    send(karin, at(row, "svara"), words="Den 12 juni.")
    said = send(karin, at(row, "flytta"), 422, due_on="2025-06-01", words="Flyttad intervju.")
    assert "Dagen har redan varit" in faults(said)
    assert "Flyttad intervju." in said.content.decode()
    send(karin, at(row, "flytta"), due_on="2025-06-20", words="Flyttad intervju.")
    text = get(karin, at(row))
    for told in (
        "Vilken dag?",
        "Den 12 juni.",
        "Flyttad intervju.",
        "20 juni 2025",
        "16 juni 2025",
    ):
        assert told in text
    send(karin, at(row, "ta-tillbaka"), words="Behövs inte.")
    assert "Det går inte att göra nu" in get(eva, at(row, "ta-emot"))
    late_click = eva.post(at(row, "ta-emot"), {"position": ""})
    assert "har ändrats sedan du öppnade sidan" in faults(late_click)
    send(eva, at(other, "nej"), words="Ingen tid.")
    assert "Ingen tid." in get(karin, reverse("plan", args=[row.participation_id]))
    assert karin.get(at(other, "ingenting")).status_code == 404


def test_two_who_move_the_day_see_each_others(cast: Cast, page: Any) -> None:
    row = given(cast, cast.enrolled())
    karin = page("karin")
    seen = karin.get(at(row, "flytta")).context["form"].initial["seen"]
    stepped(cast, row, Step.MOVE, "karin", "Först.", due_on=SOON + DAY)
    sent = {"seen": seen, "due_on": "2025-07-01", "words": "Sedan."}
    answer = karin.post(at(row, "flytta"), sent)
    assert answer.status_code == 422
    assert "Så står det nu" in answer.content.decode()
    assert now(cast, row).due_on == SOON + DAY


def test_with_nobody_to_give_it_to_the_page_says_why(cast: Cast, page: Any) -> None:
    case = cast.enrolled(circle_units=[cast.unit("AUC").pk])
    address = reverse("commission_give", args=[case.pk])
    assert "när ett samtycke låter din myndighet" in get(page("karin"), address)
    over = cast.ended()
    address = reverse("commission_give", args=[over.pk])
    assert "ges medan det pågår" in get(page("karin"), address)


def test_what_is_lacking_is_told_and_nothing_typed_is_lost(cast: Cast, page: Any) -> None:
    address = reverse("commission_give", args=[cast.enrolled().pk])
    unit = str(cast.unit("Projektkontoret").pk)
    sent = {"to_unit": unit, "what": "Börja söka", "purpose": "Redo.", "due_on": "2025-05-01"}
    answer = send(page("karin"), address, 422, **sent)
    assert "Dagen har redan varit" in faults(answer)
    assert "Börja söka" in answer.content.decode()
    assert not Commission.objects.exists()


def test_by_a_recorded_provision_it_is_told_without_a_release(cast: Cast) -> None:
    """Försörjningsstöd för registret åt Flens nämnd enligt avtal. De kan få ett uppdrag utan samtycke."""
    case = cast.enrolled()
    given(cast, case, "Försörjningsstöd")
    row = my_commissions(cast.as_("sven")).get()
    assert row.copy_of
    cast.as_everyone()
    assert not Release.objects.exists()
    assert [unit.name for unit in receivers(cast.as_("karin"), case)] == [
        "Försörjningsstöd", "Projektkontoret",
    ]  # fmt: skip


def test_who_does_it_works_in_the_unit_that_got_it(cast: Cast) -> None:
    row = given(cast, cast.enrolled())
    outside = cast.viewer("per").posts[0].position_id
    with pytest.raises(Refused) as refused:
        stepped(cast, row, Step.ACCEPT, "eva", position_id=outside)
    assert set(refused.value.faults) == {"position"}
    stepped(cast, row, Step.ACCEPT, "eva")
    with pytest.raises(Refused) as refused:
        stepped(cast, row, Step.CLOSE, "eva", "Gick bra.")
    assert set(refused.value.faults) == {"result"}


def test_who_sees_both_records_is_told_once_and_of_their_own(cast: Cast, page: Any) -> None:
    case = both_open(cast)
    row = given(cast, case, "Af Flen", due_on=TODAY)
    copy = of_af(cast, case)
    stepped(cast, copy, Step.ACCEPT, "per")
    for one in (row, copy):
        backdate(cast, one, given_on=TODAY - 5 * DAY, due_on=TODAY - DAY)
    for who, own in (("karin", row), ("per", copy)):
        viewer = cast.as_(who)
        assert [line.row.pk for line in commissions_of(viewer, case).open] == [own.pk]
        scope = Scope({case.pk: None})  # type: ignore[dict-item]
        assert [gap.url for gap in late(viewer, scope)] == [at(own)]
        urls = [
            one.event.url for one in story(viewer, case.pk).told if "Intervju" in one.event.told
        ]
        assert urls == [at(own)]
    assert "Per Af" not in get(page("karin"), at(row))


def test_a_consent_of_another_pair_taken_back_lets_nothing_lapse(cast: Cast) -> None:
    case = with_af(cast)
    row = given(cast, case, "Af Flen")
    other = cast.consented(case, "Psykiatrin")
    cast.as_everyone()
    parts = other.parts.filter(receiver=cast.unit("Psykiatrin").authority)
    withdraw(list(parts.select_related("circle")), how="ringde", by=cast.viewer("karin"))
    assert now(cast, row).state == "given"
    assert faults_of_leaving([case], cast.viewer("karin")) == {}
    assert str(row) == "Intervjuträning"


def test_the_same_over_the_api(cast: Cast, page: Any) -> None:
    case = cast.enrolled()
    karin, eva = page("karin"), page("eva")
    base = f"/api/v1/participations/{case.pk}"

    def post(client: Any, path: str, **fields: Any) -> Any:
        return client.post(
            f"{base}{path}", json.dumps({"fields": fields}), content_type="application/json"
        )

    told = new(cast)
    made = post(
        karin, "/forms/commission_give", to_unit=told.to_unit_id, what=told.what,
        purpose=told.purpose, due_on=str(TODAY + timedelta(days=3)),
    )  # fmt: skip
    assert made.status_code == 200, made.content
    (one,) = eva.get(f"{base}/commissions").json()
    assert (one["what"], one["to"], one["steps"]) == (
        "Intervjuträning", "Projektkontoret", ["accept", "ask", "decline"],
    )  # fmt: skip
    (mine,) = eva.get("/api/v1/commissions").json()
    assert (mine["key"], mine["participation"], mine["state"], mine["late"]) == (
        one["key"], str(case.pk), "given", False,
    )  # fmt: skip
    assert karin.get("/api/v1/commissions").json() == []
    here = f"/commissions/{one['key']}/forms"
    form = eva.get(f"{base}{here}/accept").json()
    assert ["", "Hela enheten"] in form["choices"]["position"]
    assert post(eva, f"{here}/accept").json() == {"done": "Ni har tagit emot uppdraget."}
    assert post(eva, f"{here}/close", words="Övade.").status_code == 422
    assert post(eva, f"{here}/close", words="Övade.", result="reached").status_code == 200
    assert post(eva, f"{here}/nothing").status_code == 404
    (one,) = karin.get(f"{base}/commissions").json()
    assert (one["state"], one["result"], one["steps"]) == ("done", "reached", [])


def test_who_only_reads_it_has_no_form_and_who_works_with_nobody_no_card(
    cast: Cast, page: Any
) -> None:
    row = given(cast, cast.enrolled())
    assert "Intervjuträning" in get(page("sven"), at(row))
    get(page("sven"), at(row, "ta-tillbaka"), 404)
    assert "del-uppdrag" not in get(page("rakel"), "/")
    assert "del-uppdrag" in get(page("karin"), "/")


def test_words_that_no_consent_lets_over_stand_nowhere_on_the_others_page(
    cast: Cast, page: Any
) -> None:
    """Af får inte berätta för Karin. Pers ord står inte heller bland ändringarna på hennes sida."""
    row = one_way(cast)
    copy = of_af(cast, row.participation)
    per = page("per")
    send(per, at(copy, "fraga"), words="Zqfraga")
    send(per, at(copy, "ta-emot"))
    send(per, at(copy, "avsluta"), result="not_reached", words="Zqslut")
    text = get(page("karin"), at(row))
    assert "Orden finns hos Af Flen." in text
    for word in ("Zqfraga", "Zqslut", "inte nått", "Inte nått"):
        assert word not in text
    assert "Zqslut" in get(page("per"), at(copy))


def test_what_an_authority_was_told_by_an_assignment_is_opened_to_no_third(
    cast: Cast, page: Any
) -> None:
    """FK säger ja till Karin, och inte till Af. Det FK skrev till Karins enhet läser inte Af hos henne."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    cast.consented(case, "FK Eskilstuna")
    theirs = ConsentPart.objects.filter(giver=cast.unit("FK Eskilstuna").authority_id)
    cast.as_everyone()
    accept(list(theirs.order_by("pk")), by=cast.viewer("fatima"))
    row = given(cast, case, "AUC", "fatima", what="Zqord")
    cast.as_everyone()
    mirror = Commission.objects.get(copy_of=row.pk)
    for who, words in (("karin", True), ("per", False), ("fatima", True)):
        client = page(who)
        for name in ("plan", "timeline", "between"):
            args = [case.pk] if name != "between" else []
            text = client.get(reverse(name, args=args)).content.decode()
            assert not ("Zqord" in text and not words), (who, name)
        assert ("Zqord" in client.get(reverse("plan", args=[case.pk])).content.decode()) is words
        status = 200 if who == "karin" else 404
        assert client.get(reverse("commission", args=[case.pk, mirror.pk])).status_code == status


def test_what_the_receiver_wrote_is_read_by_the_giver_and_by_no_third(
    cast: Cast, page: Any
) -> None:
    """FK svarar Karin: det FK skrev läser inte Af, som får veta vad Karins plan säger."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    cast.consented(case, "FK Eskilstuna")
    fk = cast.unit("FK Eskilstuna").authority_id
    cast.as_everyone()
    accept(list(ConsentPart.objects.filter(giver=fk).order_by("pk")), by=cast.viewer("fatima"))
    row = given(cast, case, "FK Eskilstuna", what="Utreda")
    cast.as_everyone()
    theirs = Commission.objects.get(copy_of=row.pk)
    stepped(cast, theirs, Step.ASK, "fatima", "Zqfraga")
    stepped(cast, now(cast, row), Step.REPLY, "karin", "Zqsvar")
    stepped(cast, theirs, Step.ACCEPT, "fatima")
    stepped(cast, theirs, Step.CLOSE, "fatima", "Zqresultat", result=Result.REACHED)
    places = [
        at(row), reverse("plan", args=[case.pk]), reverse("timeline", args=[case.pk]),
        f"/api/v1/participations/{case.pk}/commissions",
    ]  # fmt: skip
    for who, reads in (("karin", True), ("per", False)):
        text = "".join(page(who).get(place).content.decode() for place in places)
        assert "Utreda" in text
        for word in ("Zqfraga", "Zqsvar", "Zqresultat"):
            assert (word in text) is reads, (who, word)
    assert "Nått" not in page("per").get(at(row)).content.decode()
    row = now(cast, row)
    (read,) = told_once([row], cast.as_("per"))
    assert (read.result_words, row.result_words) == ("", "Zqresultat"), (
        "the row itself is left whole"
    )


def test_the_card_folds_those_after_the_first_and_says_how_many_there_are(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.enrolled()
    for number in range(9):
        given(cast, case, what=f"Sak {number}")
    shown = str(page("eva").get("/").content.decode())
    assert "Visa 1 till" in shown
    assert "Sak 8" in shown
    assert "i allt." not in shown
    monkeypatch.setattr(queries, "MOST_FOLDED", 8)
    shown = str(page("eva").get("/").content.decode())
    assert "9 i allt." in shown
    assert "Sak 8" not in shown
