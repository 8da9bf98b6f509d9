"""The pages of retention: what each is told, what one does there, and what wrong input is answered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from stafett.casework.models import Participation
from stafett.safeguards.actions.retention import NewRule, end_rule, record_rule, warn
from stafett.safeguards.models import Ending, EndingScope, RetentionHold, RetentionRule
from stafett.safeguards.queries.retention import cases_of, kind_of_ending, time_of_case, told
from stafett.safeguards.rules import Refused
from tests.accounts.getting_in import an_hour_later
from tests.cast import START, TODAY, Cast

LATER = date(2030, 1, 2)
RIPE = LATER + timedelta(days=30)


@pytest.fixture
def old(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Participation:
    """Somebody whose case ended five years ago, and a rule that says five years."""
    one = cast.ended(person=cast.person(birth_date=date(1999, 3, 8)))
    _rule(cast)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: RIPE)
    return one


def _rule(cast: Cast, by: str = "lena", **told: Any) -> RetentionRule:
    cast.as_everyone()
    known = {"controller": cast.unit("AUC").authority, "ends": "case", "start": "case_end", "months": 60,
             "ground": "Plan 7", "from_day": START, "archive": False}  # fmt: skip
    return record_rule(NewRule(**{**known, **told}), by=cast.viewer(by))


def _warned(cast: Cast, old: Participation) -> Ending:
    cast.as_everyone()
    (one,) = warn(old.controller_id, by=replace(cast.viewer("lena"), day=LATER))
    return one


SENT = {"ends": "case", "start": "case_end", "months": "60", "wait_days": "30", "spared": "5, 15, 25",
        "archive": "on", "ground": "Plan 7 punkten 3", "from_day": "2025-06-01"}  # fmt: skip


def test_a_rule_is_recorded_and_shown_and_ended(cast: Cast, page: Any) -> None:
    flen = cast.unit("AUC").authority
    lena = page("lena")
    assert "Då sparas allt" in lena.get("/gallring/").content.decode()
    told = lena.post(
        "/gallring/regel/", {**SENT, "controller": flen.pk}, follow=True
    ).content.decode()
    assert "Regeln är antecknad" in told
    assert "60 månader från ärendets sista dag" in told
    assert "födda 5, 15, 25 sparas" in told
    assert "till arkiv först" in told
    rule = RetentionRule.objects.get()
    assert rule.decided_by == "Lena Chef"
    assert rule.spared_days == [5, 15, 25]
    end = f"/gallring/regel/{rule.pk}/avsluta/"
    assert end in told
    assert "Plan 7 punkten 3" in lena.get(end).content.decode()
    assert lena.post(end, {"because": " "}).status_code == 422
    assert RetentionRule.objects.get().until_day is None
    again = lena.post(end, {"because": "Planen är ny"}, follow=True).content.decode()
    assert "Regeln är avslutad" in again


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ground": " "}, "Lagrum eller plan"),
        ({"months": "1201"}, "1200"),
        ({"months": "0"}, "Månader"),
        ({"wait_days": "0"}, "Skriv minst en dag: först varslas, sedan väntas, sedan beslutas"),
        ({"from_day": "0001-01-01"}, "Skriv en dag från och med 1 januari 1990"),
        ({"from_day": "9999-12-31"}, "Kontrollera året"),
        ({"ground": "Plan\u202e7"}, "vänder på skriften"),
        ({"spared": "femte"}, "Skriv dagar i månaden"),
        ({"start": "row_day"}, "Ett helt ärende har ingen egen dag"),
        ({"ends": "file"}, "En fil räknas från dagen den kom in"),
        ({"ends": "file", "start": "row_day", "owner_authority": "AUC"}, "En fil är den"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_answered_with_a_sentence_and_nothing_is_lost(
    cast: Cast, page: Any, wrong: dict[str, str], sentence: str
) -> None:
    flen = cast.unit("AUC").authority
    sent = {**SENT, "controller": flen.pk, **wrong}
    if "owner_authority" in sent:
        sent["owner_authority"] = flen.pk
    told = page("lena").post("/gallring/regel/", sent)
    assert told.status_code == 422
    assert sentence in told.content.decode()
    assert not RetentionRule.objects.exists()


def test_the_same_rule_is_not_written_twice_by_page_or_action(cast: Cast, page: Any) -> None:
    flen = cast.unit("AUC").authority
    sent = {**SENT, "controller": flen.pk}
    page("lena").post("/gallring/regel/", sent)
    again = page("lena").post("/gallring/regel/", {**sent, "ground": "En annan plan"})
    assert again.status_code == 422
    assert "Samma regel finns redan, från och med 1 juni 2025" in again.content.decode()
    assert page("lena").post("/gallring/regel/", {**sent, "months": "61"}).status_code == 302
    RetentionRule.objects.filter(months=60).update(until_day=date(2025, 6, 2))
    assert (
        page("lena").post("/gallring/regel/", {**sent, "from_day": "2025-06-03"}).status_code == 302
    )


def test_no_month_at_all_is_refused_by_the_action_too(cast: Cast) -> None:
    with pytest.raises(Refused, match="minst en månad"):
        _rule(cast, months=0)


def test_no_day_between_warning_and_decision_is_refused_by_action_api_and_database(
    cast: Cast, page: Any
) -> None:
    with pytest.raises(Refused, match="minst en dag"):
        _rule(cast, wait_days=0)
    sent = {**SENT, "controller": cast.unit("AUC").authority_id, "wait_days": 0, "archive": True}
    answer = page("lena").post("/api/v1/retention/rules", sent, content_type="application/json")
    assert (answer.status_code, "minst en dag" in answer.content.decode()) == (422, True)
    one = _rule(cast)
    with pytest.raises(IntegrityError, match="a_rule_waits_a_day"), transaction.atomic():
        RetentionRule.objects.filter(pk=one.pk).update(wait_days=0)


def test_nobody_writes_a_rule_for_an_authority_that_is_not_theirs(cast: Cast, page: Any) -> None:
    katrineholm = cast.unit("Viadidakt").authority
    assert (
        page("lena").post("/gallring/regel/", {**SENT, "controller": katrineholm.pk}).status_code
        == 422
    )
    assert page("karin").get("/gallring/").status_code == 403


def test_what_is_due_is_told_on_idag_and_decided_on_its_page(
    cast: Cast, page: Any, old: Participation
) -> None:
    one = _warned(cast, old)
    lena = page("lena")
    assert "Dags att gallra" in lena.get("/").content.decode()
    assert "dags sedan" in lena.get("/").content.decode()
    assert "Dags att gallra" not in page("karin").get("/").content.decode()
    assert "1 ärende" in lena.get("/gallring/").content.decode()
    told = lena.post(
        f"/gallring/{one.pk}/", {"because": "Planen punkt 7", "sure": "on"}, follow=True
    )
    assert "Beslutet är taget: 1" in told.content.decode()
    assert "Lena Chef: Planen punkt 7" in told.content.decode()
    job = ProcrastinateJob.objects.get(task_name="safeguards.end_decided")
    assert (job.args, job.queue_name) == ({"ending_id": str(one.pk)}, "retention")
    again = lena.post(f"/gallring/{one.pk}/", {"because": "Igen", "sure": "on"})
    assert again.status_code == 422
    assert page("lotta").get(f"/gallring/{one.pk}/").status_code == 404


def test_a_decision_needs_words_and_that_one_knows(
    cast: Cast, page: Any, old: Participation
) -> None:
    one = _warned(cast, old)
    told = page("lena").post(f"/gallring/{one.pk}/", {"because": ""})
    assert told.status_code == 422
    assert "inte går att få tillbaka" in told.content.decode()


def test_the_waiting_is_told_and_kept(
    cast: Cast, page: Any, old: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = _warned(cast, old)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: LATER)
    lena = page("lena")
    today = lena.get("/").content.decode()
    assert "Snart dags att gallra" in today
    assert "inget beslutas innan" in today
    assert "Väntetiden löper" in lena.get(f"/gallring/{one.pk}/").content.decode()
    told = lena.post(f"/gallring/{one.pk}/", {"because": "x", "sure": "on"})
    assert "Väntetiden är inte slut" in told.content.decode()


def test_a_protected_case_is_told_only_to_those_who_see_it(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = cast.viewer("lena").posts[0]
    cast.ended(
        person=cast.person(protection="marked"), named_team=((post.unit_id, post.position_id),)
    )
    rule = _rule(cast)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: RIPE)
    (one,) = warn(rule.controller_id, by=replace(cast.viewer("lena"), day=LATER))
    assert "som bara namngivna ser" in page("lena").get("/gallring/").content.decode()
    assert page("lena").get(f"/gallring/{one.pk}/").status_code == 200
    assert "1 ärende" not in page("eva").get("/gallring/").content.decode()
    assert page("eva").get(f"/gallring/{one.pk}/").status_code == 404


def test_everything_is_stopped_and_let_go_again(cast: Cast, page: Any, old: Participation) -> None:
    one = _warned(cast, old)
    lena = page("lena")
    sent = {"controller": old.controller_id, "reason": "audit", "because": "Tillsyn till hösten"}
    told = lena.post("/gallring/stopp/", sent, follow=True).content.decode()
    assert "Tillsyn till hösten" in told
    assert "stoppat" in told
    assert lena.post("/gallring/stopp/", {"reason": ""}).status_code == 422
    refused = lena.post(f"/gallring/{one.pk}/", {"because": "x", "sure": "on"})
    assert "Inget av det här ska gallras" in refused.content.decode()
    assert "Tillsyn till hösten" in refused.content.decode()
    assert re.search(r"Stoppat \S+ \S+ 2030 av Lena Chef: Tillsyn", refused.content.decode())
    hold = RetentionHold.objects.get()
    lift = f"/gallring/stopp/{hold.pk}/hav/"
    assert lift in refused.content.decode()
    assert "Tillsyn till hösten" in lena.get(lift).content.decode()
    assert lena.post(lift, {"because": ""}).status_code == 422
    assert not RetentionHold.objects.exclude(lifted_on=None).exists()
    assert "Stoppet är hävt" in lena.post(lift, {"because": "Klar"}, follow=True).content.decode()
    hold.refresh_from_db()
    assert (hold.lifted_by, hold.lifted_because) == ("Lena Chef", "Klar")
    assert "Tillsyn till hösten" not in lena.get(f"/gallring/{one.pk}/").content.decode()


def test_what_is_stopped_already_is_shown_instead_of_the_form(
    cast: Cast, page: Any, old: Participation
) -> None:
    lena, door = page("lena"), 'href="/gallring/stopp/"'
    assert door in lena.get("/gallring/").content.decode()
    sent = {"controller": old.controller_id, "reason": "audit", "because": "Tillsyn till hösten"}
    assert lena.post("/gallring/stopp/", sent).status_code == 302
    hold = RetentionHold.objects.get()
    text = lena.get("/gallring/stopp/").content.decode()
    assert "Tillsyn till hösten" in text
    assert f"/gallring/stopp/{hold.pk}/hav/" in text
    assert 'name="because"' not in text
    assert door not in lena.get("/gallring/").content.decode()
    again = lena.post("/gallring/stopp/", {**sent, "because": "Annat skäl"})
    assert again.status_code == 422
    assert "är redan stoppad" in again.content.decode()
    assert "Annat skäl" in again.content.decode()
    api = lena.post("/api/v1/retention/holds", sent, content_type="application/json")
    assert api.status_code == 422
    assert "är redan stoppad" in api.json()["detail"]
    assert RetentionHold.objects.count() == 1


def test_a_case_says_how_long_it_is_kept_and_is_let_stay(
    cast: Cast, page: Any, old: Participation
) -> None:
    karin = page("karin")
    address = f"/deltagare/{old.pk}/gallring/"
    assert address in karin.get(f"/deltagare/{old.pk}/").content.decode()
    text = karin.get(address).content.decode()
    assert "30 september 2029" in text
    assert "varslad" not in text
    _warned(cast, old)
    assert "<details>" not in text
    assert "Gallring är varslad" in karin.get(address).content.decode()
    told = karin.post(address, {"reason": "appeal", "because": "Dom väntas"}, follow=True)
    held = told.content.decode()
    assert "överklagande pågår. Dom väntas" in held
    assert (
        held.index("Ärendet står kvar:")
        < held.index("Stoppa av ett skäl till")
        < held.index('name="reason"')
    )
    assert "<details>" in held
    refused = karin.post(address, {"reason": "appeal"})
    assert refused.status_code == 422
    assert "<details>" not in refused.content.decode()
    hold = RetentionHold.objects.get()
    lift = f"{address}{hold.pk}/hav/"
    assert page("olle").post(lift, {"because": "x"}).status_code == 404
    assert "Dom väntas" in karin.get(lift).content.decode()
    assert karin.post(lift, {"because": ""}).status_code == 422
    lifted = karin.post(lift, {"because": "Domen har kommit"}, follow=True).content.decode()
    assert "Karin Ek: Domen har kommit" in lifted
    assert karin.post(lift, {"because": "x"}).status_code == 404


def test_who_may_not_open_how_long_it_is_kept_is_shown_no_way_there(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: TODAY)
    one = cast.enrolled(circle_units=(*cast.enrolment().circle_units, cast.unit("Af Flen").pk))
    cast.consented(one, "Af Flen")
    address = f"/deltagare/{one.pk}/gallring/"
    for who in ("karin", "lena", "per"):
        shown = address in page(who).get(f"/deltagare/{one.pk}/").content.decode()
        assert shown == (page(who).get(address).status_code == 200), who
    assert page("per").get(address).status_code == 403


def test_the_decider_sees_each_case_that_ends_and_lets_one_stay_from_there(
    cast: Cast, page: Any, old: Participation
) -> None:
    _rule(cast, ends="livelihood", start="case_end", months=59)
    one = _warned(cast, old)
    lena, address = page("lena"), f"/gallring/{one.pk}/"
    text = lena.get(address).content.decode()
    assert f'href="/deltagare/{old.pk}/"' in text
    assert f'href="/deltagare/{old.pk}/gallring/#stoppa"' in text
    assert "Hela ärendet" in text
    assert "som du inte får se" not in text
    lena.post(f"/deltagare/{old.pk}/gallring/", {"reason": "appeal", "because": "Dom väntas"})
    held = lena.get(address).content.decode()
    assert "Lena Chef: Dom väntas" in held
    assert "#stoppa" not in held
    refused = lena.post(address, {"because": "Planen", "sure": "on"})
    assert "Inget av det här ska gallras" in refused.content.decode()


def test_cases_that_the_decider_may_not_see_are_told_by_number(
    cast: Cast, page: Any, old: Participation
) -> None:
    one = _warned(cast, old)
    for number in range(2):
        EndingScope.objects.create(
            ending=one, controller_id=old.controller_id, circle_id=uuid4(), ends="case"
        )
        text = page("lena").get(f"/gallring/{one.pk}/").content.decode()
        assert f"{number + 1} ärende" in text
        assert "till gäller det, som du inte får se" in text
    cast.as_everyone()
    EndingScope.objects.filter(circle_id=old.circle_id).delete()
    text = page("lena").get(f"/gallring/{one.pk}/").content.decode()
    assert "Ärenden som gallringen gäller" not in text
    assert "i 2 ärenden" in text


def test_many_cases_are_shown_a_page_at_a_time(
    cast: Cast, page: Any, old: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.casework.queries.ending_cases.PAGE", 1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: TODAY)
    cast.ended(person=cast.person(), ends_on=date(2024, 9, 29))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: RIPE)
    one = _warned(cast, old)
    lena, address = page("lena"), f"/gallring/{one.pk}/"
    first, second = (lena.get(address, {"sida": n}).content.decode() for n in ("x", "2"))
    assert "1–1 av 2" in first
    assert "?sida=2" in first
    assert f'href="/deltagare/{old.pk}/"' not in first
    assert "2–2 av 2" in second
    assert f'href="/deltagare/{old.pk}/"' in second
    assert lena.get(address, {"sida": "99"}).content.decode().count("2–2 av 2") == 1


def test_an_owner_of_rows_is_told_of_its_own_and_what_is_done_of_nothing(
    cast: Cast, old: Participation
) -> None:
    af = cast.unit("Af Flen").authority_id
    one = _warned(cast, old)
    EndingScope.objects.create(ending=one, controller_id=old.controller_id, owner_id=af,
                               circle_id=old.circle_id, ends="health")  # fmt: skip
    assert cases_of(cast.viewer("lena"), one) == {old.circle_id: ["case"]}
    theirs = replace(cast.viewer("lena"), posts=())
    assert cases_of(theirs, one) == {}
    assert kind_of_ending("identity") == "identitet"


def test_a_case_is_told_of_the_controllers_rules_and_ones_own_and_no_others(
    cast: Cast, old: Participation
) -> None:
    af, kansli = cast.unit("Af Flen").authority, cast.unit("Utanför").authority
    _rule(cast, ends="livelihood", owner_authority=af, spared_days=(8,))
    _rule(cast, ends="health", owner_authority=kansli)
    _rule(cast, start="person_last")
    cast.as_everyone()
    time = time_of_case(cast.viewer("karin"), old.circle, old.ends_on, date(1999, 3, 8))
    assert [(c.rule.ends, c.day, c.spared) for c in time.coming] == [
        ("case", date(2029, 9, 30), False), ("case", None, False),
    ]  # fmt: skip
    afs = time_of_case(cast.viewer("per"), old.circle, None, date(1999, 3, 8))
    assert [(c.rule.ends, c.day, c.spared) for c in afs.coming] == [
        ("case", None, False), ("case", None, False), ("livelihood", None, True),
    ]  # fmt: skip


def test_holds_and_the_end_of_a_rule_have_doors_of_the_api(
    cast: Cast, page: Any, old: Participation
) -> None:
    rule = _rule(cast, ends="livelihood")
    cast.as_everyone()
    lena, plain = page("lena"), {"content_type": "application/json"}
    where = "/api/v1/retention"
    refused = lena.post(
        f"{where}/holds", {"controller": old.controller_id, "reason": "x", "because": ""}, **plain
    )
    assert (refused.status_code, "because" in refused.json()["detail"]) == (422, True)
    told = {"controller": old.controller_id, "reason": "audit", "because": "Granskas"}
    made = lena.post(f"{where}/holds", told, **plain).json()["key"]
    assert [hold["because"] for hold in lena.get(where).json()["holds"]] == ["Granskas"]
    assert lena.post(f"{where}/holds/{made}/lift", {"because": " "}, **plain).status_code == 422
    assert lena.post(f"{where}/holds/{made}/lift", {"because": "Klart"}, **plain).json() == {
        "key": made
    }
    assert lena.get(where).json()["holds"] == []
    case = f"/api/v1/participations/{old.pk}/holds"
    assert lena.post(case, {"reason": "appeal", "because": ""}, **plain).status_code == 422
    held = lena.post(case, {"reason": "appeal", "because": "Dom väntas"}, **plain).json()["key"]
    assert lena.post(f"{case}/{held}/lift", {"because": "Dom kom"}, **plain).json() == {"key": held}
    assert lena.post(f"{case}/{held}/lift", {"because": "igen"}, **plain).status_code == 404
    assert lena.post(f"{where}/rules/{rule.pk}/end", {"because": "Ny plan"}, **plain).json() == {
        "key": rule.pk
    }
    assert rule.pk not in [one["key"] for one in lena.get(where).json()["rules"]]


def test_the_api_gives_the_same_answers(cast: Cast, page: Any, old: Participation) -> None:
    one = _warned(cast, old)
    lena = page("lena")
    told = lena.get("/api/v1/retention").json()
    assert [(e["what"], e["state"]) for e in told["endings"]] == [("1 ärende", "ripe")]
    assert [rule["ground"] for rule in told["rules"]] == ["Plan 7"]
    rule = {**SENT, "controller": old.controller_id, "months": 12, "wait_days": 30, "archive": True}
    made = lena.post("/api/v1/retention/rules", rule, content_type="application/json")
    assert made.status_code == 200
    wrong = lena.post(
        "/api/v1/retention/rules", {**rule, "spared": "x"}, content_type="application/json"
    )
    assert wrong.status_code == 422
    done = lena.post(
        f"/api/v1/retention/{one.pk}/decision",
        {"because": "Plan 7"},
        content_type="application/json",
    )
    assert done.json() == {"ends": 1}
    assert lena.get("/api/v1/retention").json()["endings"][0]["state"] == "decided"


def test_numbers_are_told_of_ones_own_and_when_it_is_done(
    cast: Cast, page: Any, old: Participation
) -> None:
    one = _warned(cast, old)
    kansli = str(cast.unit("Utanför").authority_id)
    Ending.objects.filter(pk=one.pk).update(
        counts={"": {"case": 2, "file": 1, "livelihood": 3}, kansli: {"case": 7}},
        decided_on=LATER, decided_by="Lena Chef", because="x", trouble="disken är full",
    )  # fmt: skip
    told = page("lena").get(f"/gallring/{one.pk}/").content.decode()
    assert "2 ärenden, inlästa registerfiler, försörjning i 3 ärenden" in told
    assert "disken är full" in told
    assert "7 ärenden" not in told
    Ending.objects.filter(pk=one.pk).update(
        done_at="2030-02-01T10:00+00:00",
        ended={"a": [3, 3, 0], "b": [4, 4, 0]},
        archives={"x.zip": "1"},
    )
    done = page("lena").get(f"/gallring/{one.pk}/").content.decode()
    assert "7 före, 7 gallrade, 0 kvar" in done
    assert "gallrat" in page("lena").get("/gallring/").content.decode()


def test_the_owner_of_rows_writes_and_ends_a_rule_for_its_own(cast: Cast) -> None:
    katrineholm = cast.unit("Viadidakt").authority
    rule = _rule(cast, "lotta", ends="livelihood", owner_authority=katrineholm)
    assert rule.decided_by == "Lotta Lokal"
    end_rule(rule, "Ny plan", by=replace(cast.viewer("lotta"), day=TODAY + timedelta(days=9)))
    assert rule.until_day == TODAY + timedelta(days=9)
    own = {"ends": "livelihood", "owner_authority": katrineholm, "months": 61}
    today = _rule(cast, "lotta", from_day=TODAY, **own)
    end_rule(today, "Ny plan", by=cast.viewer("lotta"))
    assert RetentionRule.objects.count() == 1


def test_a_rule_stands_on_something_by_every_door(cast: Cast) -> None:
    with pytest.raises(Refused, match="Skriv vilket lagrum"):
        _rule(cast, ground=" ")


def test_the_owner_of_rows_is_told_of_its_own_numbers_alone(cast: Cast, old: Participation) -> None:
    one = _warned(cast, old)
    katrineholm = str(cast.unit("Viadidakt").authority_id)
    one.counts, one.ended = {"": {"case": 2}, katrineholm: {"case": 1}}, {"a": [3, 3, 0]}
    theirs = told(cast.viewer("lotta"), one)
    assert (theirs.what, theirs.ended, theirs.may_decide) == ("1 ärende", 0, False)
    assert told(cast.viewer("lena"), one).files == 0
    assert told(cast.viewer("lena"), one).ended == 3


def test_an_ending_is_read_by_anybody_who_answers_for_it_and_decided_by_who_has_shown_who_they_are(
    cast: Cast, old: Participation, page: Any
) -> None:
    one = _warned(cast, old)
    lena = an_hour_later(page("lena"))
    address = f"/gallring/{one.pk}/"
    assert lena.get(address).status_code == 200
    sent = lena.post(address, {"because": "Kontrollerad mot planen"})
    assert sent.status_code == 403
    assert "Kontrollerad mot planen" in sent.content.decode()
    one.refresh_from_db()
    assert one.decided_on is None
