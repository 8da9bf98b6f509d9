"""Can a controller follow its log up, draw, judge and sign; and is each suggestion reasoned (law.md § 3)?"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.database.noticed import Noticed, noticing
from stafett.parties.models import Authority
from stafett.safeguards import log_rules, told
from stafett.safeguards.actions.follow_up import draw, judge, sample, set_rules, sign
from stafett.safeguards.log_rules import Reason
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import FollowUp, Form, Reading, Reviewed
from stafett.safeguards.queries import follow_up as reading
from stafett.safeguards.queries.follow_up import (
    TooMany,
    controller_for,
    items,
    sorted_out,
    to_ask_about,
)
from stafett.safeguards.queries.log import role_words, rules_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer, operator
from tests.casework.conftest import Page
from tests.cast import TODAY, Cast

FIRST, LAST = date(2020, 1, 1), date(2100, 1, 1)
OPEN_ALL_DAY = {"sample": 20, "many_people": 400, "many_minutes": 60, "day_begins": 0, "day_ends": 24,
                "weekends": True, "keep_years": 10}  # fmt: skip


pytestmark = pytest.mark.usefixtures("nobody_has_read_before")


def _open(cast: Cast, one: Participation, who: str) -> None:
    """Somebody opens one case."""
    with acting(cast.viewer(who), "prov"):
        Participation.objects.get(pk=one.pk)
    cast.as_everyone()


def _flen(cast: Cast) -> Authority:
    return cast.unit("AUC").authority


def _drawn(cast: Cast, who: str = "lena", seed: int = 1) -> FollowUp:
    by = cast.viewer(who)
    cast.as_everyone()
    return draw(_flen(cast), FIRST, LAST, by=by, chance=random.Random(seed))


def _asked(cast: Cast) -> dict[str, list[Reason]]:
    """The reasons, by who read."""
    cast.as_everyone()
    asked = to_ask_about(cast.viewer("lena"), _flen(cast), FIRST, LAST).asked
    names = dict(Reading.objects.filter(pk__in=asked).order_by("pk").values_list("pk", "name"))
    return {names[key]: [r for r in why if r != Reason.HOURS] for key, why in asked.items()}


def _quiet(cast: Cast) -> None:
    """No hour is outside hours, so that a test says the same at night; weekends are left out by `_asked`."""
    cast.as_everyone()
    set_rules(_flen(cast), OPEN_ALL_DAY, by=cast.viewer("lena"))


def test_one_who_opens_a_case_that_neither_they_nor_their_unit_has_a_part_in_is_asked_about(
    cast: Cast,
) -> None:
    _quiet(cast)
    one = cast.enrolled()
    _open(cast, one, "karin")  # her unit holds it
    _open(cast, one, "eva")  # let in, and no part in it
    assert _asked(cast).get("Eva Led") == [Reason.NO_PART]
    assert not _asked(cast).get("Karin Ek")


def test_one_who_has_done_something_in_the_case_has_a_part_in_it(cast: Cast, page: Page) -> None:
    _quiet(cast)
    one = cast.enrolled()
    _open(cast, one, "eva")
    other = cast.enrolled()
    body = {"first": one.person_id, "second": other.person_id, "because": "Pass", "as_written": 1}
    assert page("eva").post(reverse("link_people"), body).status_code == 302
    assert not _asked(cast).get("Eva Led")


def test_a_list_asks_nothing_but_many_in_a_short_time_does(cast: Cast) -> None:
    made = [cast.enrolled() for _ in range(3)]
    _quiet(cast)
    with acting(cast.viewer("eva"), "prov"):
        list(Participation.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))
    assert not _asked(cast).get("Eva Led")
    set_rules(_flen(cast), {**OPEN_ALL_DAY, "many_people": 3}, by=cast.viewer("lena"))
    assert _asked(cast)["Eva Led"] == [Reason.MANY]


def test_a_sample_holds_half_with_something_to_ask_about_and_says_why(cast: Cast) -> None:
    _quiet(cast)
    one = cast.enrolled()
    for who in ("karin", "eva", "karin", "sven"):
        _open(cast, one, who)
    drawn = _drawn(cast)
    assert (drawn.readings, drawn.drawn_by) == (4, "Lena Chef")
    found = items(cast.as_("lena"), drawn)
    assert len(found) == 4
    eva = next(item for item in found if item.reading and item.reading.name == "Eva Led")
    assert eva.reasons[0] == "läste ett ärende som varken läsaren eller enheten har haft del i"
    assert [case.name for case in eva.cases] == ["Amina Öberg"]
    assert (eva.role, eva.what) == ("Projektledare", "lät datorn gå igenom uppgifter")


def test_the_page_says_how_many_of_the_sample_there_is_something_to_ask_about(
    cast: Cast, page: Page
) -> None:
    made = [cast.enrolled() for _ in range(2)]
    set_rules(_flen(cast), OPEN_ALL_DAY, by=cast.viewer("lena"))
    _open(cast, made[0], "eva")
    with acting(cast.viewer("eva"), "prov"):
        list(Participation.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))
    cast.as_everyone()
    drawn = _drawn(cast)
    assert drawn.suggested < Reviewed.objects.filter(follow_up=drawn).count() == 2
    shown = page("lena").get(reverse("log_follow_up", args=[drawn.pk])).content.decode()
    assert "I urvalet har 1 av 2 läsningar något att fråga om. De andra är dragna på måfå." in shown
    assert "2 läsningar är inte bedömda än." in shown


def test_a_period_is_of_one_controllers_whole_days(cast: Cast) -> None:
    here, elsewhere = cast.enrolled("flen"), cast.enrolled("katrineholm")
    for one in (here, elsewhere):
        _open(cast, one, "eva")
    one = reading.readings_between(_flen(cast), FIRST, LAST).get()
    day = timezone.localtime(one.at).date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert list(reading.readings_between(_flen(cast), day, day)) == [one]
    assert not reading.readings_between(_flen(cast), before, before).exists()
    assert not reading.readings_between(_flen(cast), after, after).exists()


def test_who_looks_at_a_sample_is_shown_the_cases_in_it_and_no_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_rules, "outside_hours", lambda *_a: False)
    set_rules(_flen(cast), {**OPEN_ALL_DAY, "sample": 1}, by=cast.as_("lena"))
    made = [cast.enrolled() for _ in range(3)]
    for one in made:
        _open(cast, one, "karin")
    drawn = _drawn(cast)
    lena = cast.as_("lena")
    with noticing(Noticed()) as met:
        (item,) = items(lena, drawn)
    met.looked_up()
    assert (len(item.cases), item.reasons) == (1, [])
    assert met.circles.keys() < {one.circle_id for one in made}
    assert len(met.circles) == 1


def test_the_gravest_come_first_and_the_rest_is_drawn_at_random() -> None:
    every = [UUID(int=n) for n in range(1, 41)]
    asked = {key: [Reason.HOURS] for key in every[:20]} | {every[30]: list(Reason)}
    one, other = (sample(every, asked, 10, random.Random(seed)) for seed in (1, 2))
    assert one[0] == other[0] == every[30]
    assert all(key in asked for key in one[:4])
    assert len(set(one)) == len(one) == 10
    assert one != other
    assert sorted(sample(every, asked, 100, random.Random(1))) == every


def test_a_sample_stands_by_what_is_asked_and_says_when_it_is_the_most_of_them(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    for who in ("karin", "karin", "sven"):
        _open(cast, one, who)
    drawn = _drawn(cast)
    FollowUp.objects.filter(pk=drawn.pk).update(
        readings=1000, by_reason={"hours": 502, "no_part": 1}
    )
    text = page("lena").get(reverse("log_follow_up", args=[drawn.pk])).content.decode()
    assert "Läste utanför arbetstid: omkring 500. Det är de flesta" in " ".join(text.split())
    assert text.count("gränsen passar kanske inte") == 1
    assert 'id="slag-1"' in text
    assert "i urvalet</span></h2>" in text


def test_the_number_of_each_reason_is_kept_with_the_sample(cast: Cast) -> None:
    _quiet(cast)
    one = cast.enrolled()
    for who in ("karin", "eva", "eva"):
        _open(cast, one, who)
    drawn = _drawn(cast)
    assert drawn.by_reason["no_part"] == 2
    shown = sorted_out(items(cast.as_("lena"), drawn))
    assert [bool(sort.words) for sort in shown] == sorted(
        (bool(s.words) for s in shown), reverse=True
    )


def test_a_reading_of_somebody_whom_the_one_who_looks_may_not_see_is_not_drawn(
    cast: Cast,
) -> None:
    post = cast.viewer("karin").posts[0]
    person = cast.person(protection="marked", family_name="Hemligsson")
    one = cast.enrolled(person=person, named_team=((post.unit_id, post.position_id),))
    _open(cast, one, "karin")
    with pytest.raises(Refused, match="Ingen har läst något"):
        _drawn(cast)
    _open(cast, cast.enrolled(), "karin")
    (item,) = items(cast.as_("lena"), _drawn(cast))
    assert [case.name for case in item.cases] == ["Amina Öberg"]


def test_each_is_judged_by_somebody_else_and_a_doubt_is_said_in_words(cast: Cast) -> None:
    one = cast.enrolled()
    _open(cast, one, "lena")
    _open(cast, one, "karin")
    drawn = _drawn(cast)
    own, others = _split(cast, drawn)
    lena = cast.viewer("lena")
    with pytest.raises(Refused, match="någon annan"):
        judge(drawn, {own.key: ("fitting", "")}, by=lena)
    with pytest.raises(Refused, match="Skriv varför"):
        judge(drawn, {others.key: ("wrong", "")}, by=lena)
    with pytest.raises(Refused, match="2 läsningar är inte bedömda"):
        sign(drawn, "Klart.", by=lena)
    assert judge(drawn, {others.key: ("asked", "Karin svarar i morgon.")}, by=lena) == 1
    assert judge(drawn, {own.key: ("fitting", "")}, by=cast.viewer("eva")) == 1
    with pytest.raises(Refused, match=r"svaret är inte skrivet \(Karin svarar i morgon\.\)"):
        sign(drawn, "Klart.", by=lena)
    with pytest.raises(Refused, match="skriv svaret i anteckningen"):
        judge(drawn, {others.key: ("fitting", "")}, by=cast.viewer("eva"))
    assert judge(drawn, {others.key: ("fitting", "Hon hade jour.")}, by=lena) == 1
    with pytest.raises(Refused, match="Skriv vad ni kom fram till"):
        sign(drawn, "  ", by=lena)
    sign(drawn, "Allt som det ska.", by=lena)
    drawn.refresh_from_db()
    assert (drawn.signed_by, drawn.conclusion) == ("Lena Chef", "Allt som det ska.")
    with pytest.raises(Refused, match="underskriven"):
        judge(drawn, {others.key: ("fitting", "")}, by=lena)
    with pytest.raises(Refused, match="underskriven"):
        sign(drawn, "Igen.", by=lena)


def test_what_was_asked_is_kept_before_each_thing_that_is_said_and_leaves_room(cast: Cast) -> None:
    """Frågan står kvar, också när en till ställs. Frågan igen, eller en punkt, är inget svar."""
    _open(cast, cast.enrolled(), "karin")
    drawn = _drawn(cast)
    lena = cast.viewer("lena")
    (item,) = items(lena, drawn)
    key = item.reviewed.key

    def said(verdict: str, note: str) -> str:
        judge(drawn, {key: (verdict, note)}, by=lena)
        return Reviewed.objects.get(pk=item.reviewed.pk).note

    with pytest.raises(Refused, match="högst 200 tecken"):
        said("asked", "x" * 201)
    assert said("asked", "Varför?") == "Varför?"
    assert said("asked", "varför?") == "Varför?"
    assert said("asked", "Varför? Och när?") == "Varför? – Och när?"
    with pytest.raises(Refused, match="högst 200 tecken"):
        said("asked", "x" * 190)
    for nothing in ("", ".", "Varför? – Och när?", "varför? – och när? –"):
        with pytest.raises(Refused, match="Frågan själv är inget svar"):
            said("fitting", nothing)
    with pytest.raises(Refused, match="högst 279 tecken"):
        said("wrong", "x" * 280)
    assert said("fitting", "Jour.") == "Varför? – Och när? – Jour."


def _split(cast: Cast, drawn: FollowUp) -> tuple[Reviewed, Reviewed]:
    """Lena's own reading, and the other."""
    found = items(cast.viewer("lena"), drawn)
    own = next(item.reviewed for item in found if item.own)
    return own, next(item.reviewed for item in found if not item.own)


@pytest.mark.parametrize("who", ["karin", "lotta", "sven", "ulf"])
def test_only_those_who_answer_for_the_records_follow_up(cast: Cast, who: str) -> None:
    _open(cast, cast.enrolled(), "karin")
    drawn = _drawn(cast)
    by = cast.viewer(who)
    for act in (
        lambda: draw(_flen(cast), FIRST, LAST, by=by),
        lambda: judge(drawn, {}, by=by),
        lambda: sign(drawn, "x", by=by),
        lambda: set_rules(_flen(cast), OPEN_ALL_DAY, by=by),
    ):
        with pytest.raises(PermissionDenied, match="svarar för personuppgifterna"):
            act()
    with pytest.raises(Http404):
        reading.follow_up(by, drawn.pk)
    with pytest.raises(Http404):
        controller_for(by, drawn.controller_id)


def test_a_controller_that_is_not_there_is_answered_alike(cast: Cast) -> None:
    with pytest.raises(Http404):
        controller_for(cast.viewer("lena"), 0)


def test_a_period_without_readings_and_one_with_too_many_are_refused_in_words(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="Ingen har läst något"):
        draw(_flen(cast), FIRST, FIRST, by=cast.viewer("lena"))
    _open(cast, cast.enrolled(), "karin")
    monkeypatch.setattr(reading, "MOST_READINGS", 0)
    with pytest.raises(TooMany):
        _drawn(cast)
    answer = page("lena").post(reverse("log_follow_ups"), _period(cast))
    assert answer.status_code == 422
    assert "Välj en kortare" in answer.content.decode()


def _period(cast: Cast) -> dict[str, Any]:
    today = timezone.localdate()
    return {"controller": _flen(cast).pk, "first": today - timedelta(days=1), "last": today}


def test_a_sample_is_drawn_judged_and_signed_on_the_pages(cast: Cast, page: Page) -> None:
    _open(cast, cast.enrolled(), "eva")  # let in, and no part in it: asked about at every hour
    client = page("lena")
    drawn = client.post(reverse("log_follow_ups"), _period(cast))
    assert drawn.status_code == 302
    address = drawn.headers["Location"]
    cast.as_everyone()
    key = Reviewed.objects.get(follow_up__pk=address.split("/")[-2]).key
    shown = client.get(address).content.decode()
    assert "Eva Led" in shown
    assert "1 läsning är inte bedömd än." in shown
    assert "I urvalet har 1 av 1 läsningar något att fråga om. Ett påpekande" in shown
    assert "Det går att skriva under när varje läsning har sin bedömning." in shown
    assert 'name="conclusion"' not in shown
    doubt = client.post(address, {f"verdict_{key}": "wrong", f"note_{key}": ""})
    assert "Skriv varför" in doubt.content.decode()
    unsaid = client.post(address, {f"verdict_{key}": "", f"note_{key}": "Fråga Eva"})
    assert "Välj en bedömning till din anteckning" in unsaid.content.decode()
    assert "Fråga Eva" in unsaid.content.decode()
    early = client.post(address, {"conclusion": "Klart."})
    assert "Du kan inte skriva under än" in early.content.decode()
    assert "Klart.</textarea>" in early.content.decode()
    asked = {f"verdict_{key}": "asked", f"note_{key}": "Eva svarar i morgon"}
    assert client.post(address, asked).status_code == 302
    shown = client.get(address).content.decode()
    assert "1 läsning väntar på svar från den som läste." in shown
    assert 'name="conclusion"' not in shown
    early = client.post(address, {"conclusion": "Klart."}).content.decode()
    assert "svaret är inte skrivet (Eva svarar i morgon)" in early
    assert '<option value="asked" selected>' in early
    assert f'name="note_{key}" value=' not in early, "the field is for the answer alone"
    assert "Eva svarar i morgon" in early
    same = client.post(address, asked, follow=True).content.decode()
    assert "Bedömningar sparade: 0." in same
    for nothing, said in (
        ("", "Skriv vad den som läste svarade"),
        ("Eva svarar i morgon", "Frågan själv är inget svar"),
        ("I morgon svarar Eva. Eva svarar", "Frågan själv är inget svar"),
    ):
        unanswered = {f"verdict_{key}": "fitting", f"note_{key}": nothing}
        answer = client.post(address, unanswered)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    answer = {f"verdict_{key}": "fitting", f"note_{key}": "Eva svarar: jour"}
    assert client.post(address, answer).status_code == 302
    assert "Eva svarar i morgon – Eva svarar: jour" in client.get(address).content.decode()
    assert 'name="conclusion"' in client.get(address).content.decode()
    assert client.post(address, {"conclusion": ""}).status_code == 422
    assert client.post(address, {"conclusion": "Allt som det ska."}).status_code == 302
    assert "Underskriven" in client.get(address).content.decode()


def test_to_judge_and_sign_is_to_look(cast: Cast, page: Page) -> None:
    """Annars vore den som följer upp loggen med i alla ärenden som den bedömer."""
    _open(cast, cast.enrolled(), "karin")
    client = page("lena")
    address = client.post(reverse("log_follow_ups"), _period(cast)).headers["Location"]
    cast.as_everyone()
    key = Reviewed.objects.get(follow_up__pk=address.split("/")[-2]).key
    told = Reading.objects.filter(door="log_follow_up", method="POST")
    before = told.count()
    for sent in ({f"verdict_{key}": "fitting"}, {"conclusion": "Allt som det ska."}):
        assert client.post(address, sent).status_code == 302
    cast.as_everyone()
    assert told.count() == before, "what is answered shows nobody"
    assert not told.filter(form=Form.CHANGE).exists()
    wrong = client.post(address, {"conclusion": ""})
    cast.as_everyone()
    assert (wrong.status_code, told.count()) == (422, before + 1), "the sample is shown again"


@pytest.mark.parametrize(("change", "said"), [
    ({"last": date(2001, 1, 1)}, "Perioden slutar före den börjar"),
    ({"last": date(2999, 1, 1)}, "Den dagen har inte varit än"),
    ({"first": date(2001, 1, 1), "last": date(2001, 1, 2)}, "Ingen har läst något"),
    ({"first": ""}, "Från och med"),
])  # fmt: skip
def test_a_period_that_cannot_be_is_said_on_the_page(
    cast: Cast, page: Page, change: dict[str, Any], said: str
) -> None:
    answer = page("lena").post(reverse("log_follow_ups"), {**_period(cast), **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_same_over_the_api(cast: Cast, page: Page) -> None:
    _open(cast, cast.enrolled(), "karin")
    client = page("lena")
    sent = {name: str(value) for name, value in _period(cast).items()}
    backwards = {**sent, "last": "2001-01-01"}
    refused = client.post(
        reverse("api:list_follow_ups"), backwards, content_type="application/json"
    )
    assert (refused.status_code, "slutar före" in refused.json()["detail"]) == (422, True)
    made = client.post(reverse("api:list_follow_ups"), sent, content_type="application/json").json()
    (reviewed,) = client.get(reverse("api:get_follow_up", args=[made["key"]])).json()["readings"]
    assert (reviewed["name"], reviewed["cases"][0]["name"]) == ("Karin Ek", "Amina Öberg")
    judging = reverse("api:judge_follow_up", args=[made["key"]])
    wrong = {"verdicts": {reviewed["key"]: ["wrong", ""]}}
    answer = client.post(judging, wrong, content_type="application/json")
    assert (answer.status_code, "Skriv varför" in answer.json()["detail"]) == (422, True)
    signing = reverse("api:sign_follow_up", args=[made["key"]])
    for body in ({"conclusion": "Klart."}, {"conclusion": ""}):
        assert client.post(signing, body, content_type="application/json").status_code == 422
    fitting = {"verdicts": {reviewed["key"]: ["fitting", ""]}}
    assert client.post(judging, fitting, content_type="application/json").json() == {"judged": 1}
    body = {"conclusion": "Klart."}
    assert client.post(signing, body, content_type="application/json").status_code == 200
    (flen,) = client.get(reverse("api:list_follow_ups")).json()
    assert flen["follow_ups"][0]["signed_by"] == "Lena Chef"
    cast.as_everyone()
    told = Reading.objects.filter(door__in=("api:judge_follow_up", "api:sign_follow_up"))
    assert not told.filter(form=Form.CHANGE).exists()


def test_a_reading_that_has_ended_leaves_its_verdict(cast: Cast) -> None:
    _open(cast, cast.enrolled(), "karin")
    drawn = _drawn(cast)
    Reviewed.objects.update(reading_id=UUID(int=1), verdict="fitting", at=timezone.now(), by="Lena")
    (item,) = items(cast.viewer("lena"), drawn)
    assert (item.reading, item.verdict) == (None, "Behövdes för arbetet")


def test_an_ended_reading_is_said_to_be_on_the_page(cast: Cast, page: Page) -> None:
    _open(cast, cast.enrolled(), "karin")
    drawn = _drawn(cast)
    Reviewed.objects.update(reading_id=UUID(int=1))
    client = page("lena")
    assert (
        "Läsningen är gallrad"
        in client.get(reverse("log_follow_up", args=[drawn.pk])).content.decode()
    )
    readings = client.get(reverse("api:get_follow_up", args=[drawn.pk])).json()["readings"]
    assert readings[0]["people"] is None


def test_thresholds_are_set_on_their_page_and_a_day_must_have_hours(cast: Cast, page: Page) -> None:
    address = reverse("log_rules", args=[_flen(cast).pk])
    client = page("lena")
    assert "200" in client.get(address).content.decode()
    wrong = client.post(address, {**OPEN_ALL_DAY, "day_begins": 20, "day_ends": 7})
    assert (wrong.status_code, "Arbetsdagen slutar före" in wrong.content.decode()) == (422, True)
    assert client.post(address, OPEN_ALL_DAY).status_code == 302
    cast.as_everyone()
    assert rules_of(_flen(cast).pk).many_people == 400


def test_a_door_has_its_words_once_and_a_case_its_name(cast: Cast) -> None:
    with pytest.raises(ValueError, match="has its words already"):
        told.name_doors({"participation": "läste"})
    assert told.what_was_done("participation", "page", "dig") == "läste sidan om dig"
    assert told.what_was_done("participation", "change", "dig") == "ändrade eller lade till något"
    assert told.what_was_done("okänd", "export", "dig") == "hämtade en fil"


def test_roles_are_said_in_words(cast: Cast) -> None:
    assert role_words("coach, unit_manager") == "Coach, Enhetschef"
    assert role_words("operator") == "Den som sköter servern"
    assert role_words("borttagen") == "borttagen"
    assert role_words("") == ""


def test_the_page_says_when_nobodys_records_are_ones_own_to_answer_for(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Viewer, "speaks_for", frozenset())
    shown = page("lena").get(reverse("log_follow_ups")).content.decode()
    assert "Din myndighet svarar inte för någon persons uppgifter här." in shown
    assert operator(TODAY).speaks_for == frozenset()
