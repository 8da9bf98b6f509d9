"""Does a person get what one authority holds about them: all of it, and nobody else's?"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone
from django.utils.functional import Promise

from stafett.casework.actions import Living
from stafett.casework.models import Livelihood
from stafett.casework.own_data_paper import _reading, _readings, _section, _thing, answer_paper
from stafett.database.noticed import AboutAPerson
from stafett.database.own_data import About
from stafett.frame.formats import plain_day
from stafett.papers.paper import Facts, Points, Text, Under
from stafett.parties.models import Authority
from stafett.people.actions import link
from stafett.people.models import Person
from stafett.safeguards import ended
from stafett.safeguards.actions import Item, Scan, let_in, release
from stafett.safeguards.actions.follow_up import decide_names
from stafett.safeguards.actions.own_data import compile_request
from stafett.safeguards.in_words import is_named
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import (
    Consent,
    ConsentPart,
    Identification,
    Information,
    Link,
    Member,
    NamesDecision,
)
from stafett.safeguards.queries.own_data import Thing, Version, circles_of, compiled
from stafett.safeguards.queries.own_data_requests import answer_of
from stafett.safeguards.telling import left_out, order_of, place_of, told, unsaid
from tests.casework.asking import at, decided, files, keys, noted, ready, without
from tests.casework.conftest import Page, get, send
from tests.cast import TODAY, Cast


def test_everything_of_a_row_is_told_and_what_it_was_before(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),))
    lived = Livelihood.objects.get()
    with acting(cast.viewer("karin"), "Skrev fel"):
        Livelihood.objects.filter(pk=lived.pk).update(extent_percent=40)
        Livelihood.objects.filter(pk=lived.pk).update(extent_percent=60)
    cast.as_everyone()
    said, data = files(page("lena"), decided(cast, ready(cast, one)))
    assert "40" in said
    assert "Skrev fel" in said
    assert "Före ändringen" in said
    (life,) = [s for s in data["sections"] if s["key"] == "life"]
    (item,) = life["items"]
    assert item["table"] == "casework.livelihood"
    assert item["values"]["extent_percent"] == 60
    assert [e["values"].get("extent_percent") for e in item["earlier"]] == [None, 40]


def test_why_something_was_changed_can_be_left_out_as_other_texts(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),))
    with acting(cast.viewer("karin"), "Zqgrannen ringde"):
        Livelihood.objects.update(extent_percent=40)
    cast.as_everyone()
    asked, item = ready(cast, one), f"casework.livelihood:{Livelihood.objects.get().pk}"
    assert f"{item}#why" in get(page("lena"), at(asked, "besluta/"))
    said, data = files(page("lena"), decided(cast, asked, without(item, "why")))
    assert "Zqgrannen" not in said + json.dumps(data)
    assert "Försörjning: varför det ändrades" in said


def test_a_row_that_was_removed_is_told_as_it_was(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),))
    Livelihood.objects.all().delete()
    said, data = files(page("lena"), decided(cast, ready(cast, one)))
    assert "Försörjning (borttagen)" in said
    (item,) = next(s for s in data["sections"] if s["key"] == "life")["items"]
    assert item["values"] is None


def test_another_authoritys_rows_are_never_in_the_answer(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    cast.involved(one, "fatima")
    part = ConsentPart.objects.select_related("circle").get(
        circle=one.circle_id, giver=cast.unit("AUC").authority, information="course",
        receiver=cast.unit("Af Flen").authority,
    )  # fmt: skip
    release(
        [Item(part, "participation", "Amina", "Deltagandet", "Zqgavs")], by=cast.viewer("karin")
    )
    controller, fk, af = (cast.unit(n).authority for n in ("AUC", "FK Eskilstuna", "Af Flen"))
    asked = ready(cast, one)
    moment = asked.compiled_at
    assert moment
    mine = {t.key for s in compiled(one.circle, controller, moment) for t in s.things}
    theirs = {t.key for s in compiled(one.circle, fk, moment) for t in s.things}
    afs = {t.key for s in compiled(one.circle, af, moment) for t in s.things}
    own = {str(i.pk): i.owner_authority_id for i in one.involvements.all()}
    assert {own[k.split(":")[1]] for k in mine if "involvement" in k} == {controller.pk}
    assert {own[k.split(":")[1]] for k in theirs if "involvement" in k} == {fk.pk}
    assert not [k for k in theirs if k.split(":")[0] in ("people.person", "reading")]
    between = ConsentPart.objects.get(giver=fk, receiver=af, information="course")
    assert f"safeguards.consentpart:{between.pk}" in theirs & afs
    released = [k for k in mine if k.startswith("safeguards.release:")]
    assert released == [k for k in afs if k.startswith("safeguards.release:")] != []
    assert not [k for k in theirs if k.startswith("safeguards.release:")]


def test_a_text_of_several_lines_stands_line_by_line_on_the_paper(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen", text="Jag säger ja.\n– Af får veta.\nTills vidare.")
    (section,) = [
        s for s in compiled(one.circle, one.controller, timezone.now()) if s.about == About.CONSENT
    ]
    (thing,) = [t for t in section.things if t.model is Consent]
    blocks = [block for block in _thing(thing) if not isinstance(block, Facts)]
    assert blocks[1:] == [
        Text("Det som visades:"), Text("Jag säger ja."), Points(("Af får veta.",)), Text("Tills vidare."),
    ]  # fmt: skip


def test_a_link_is_told_by_the_authority_that_made_it_and_by_no_other(cast: Cast) -> None:
    one, per = cast.enrolled(), cast.viewer("per")
    cast.consented(one, "Af Flen")
    controller, af = (cast.unit(n).authority for n in ("AUC", "Af Flen"))
    cast.as_everyone()
    of = {"circle": one.circle, "controller_id": one.controller_id}
    made = Link.objects.create(
        **of, purpose="release", code_digest="a", text="Zqlänk", digest="a", receiver="Nina Norr",
        number_key="k", expires_at=timezone.now(), made_by=per.name, made_by_user_id=per.user_id,
        made_at_unit=cast.unit("Af Flen"),
    )  # fmt: skip
    Identification.objects.create(
        **of, link=made, step="open", provider="p", state_digest="s", browser_digest="b", nonce="n",
        asked_at=timezone.now(), expires_at=timezone.now(),
    )  # fmt: skip
    Link.objects.update(state="recalled", state_at=timezone.now())
    moment = timezone.now()
    for authority, expected in ((controller, set()), (af, {"link", "identification"})):
        things = [t for s in compiled(one.circle, authority, moment) for t in s.things]
        found = {t.key.split(":")[0].split(".")[-1] for t in things}
        assert found & {"link", "identification"} == expected


def test_what_two_others_have_agreed_on_is_not_told_by_a_third(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    ConsentPart.objects.update(consent=ConsentPart.objects.order_by("pk")[0].consent_id)
    fk, af = cast.unit("FK Eskilstuna").authority, cast.unit("Af Flen").authority
    rut = cast.unit("Psykiatrin").authority
    asked = ready(cast, one)
    assert asked.compiled_at
    assert compiled(one.circle, rut, asked.compiled_at) == []
    keys = {t.key for s in compiled(one.circle, fk, asked.compiled_at) for t in s.things}
    other = ConsentPart.objects.filter(giver=af, receiver=cast.unit("AUC").authority)[0]
    assert f"safeguards.consentpart:{other.pk}" not in keys


def test_a_signed_paper_lies_in_the_data_file(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    paper = Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")
    cast.consented(one, "Af Flen", manner="paper", scan=paper)
    said, data = files(page("lena"), decided(cast, ready(cast, one)))
    assert "Filen: finns i datafilen" in said
    items = next(s for s in data["sections"] if s["key"] == "consent")["items"]
    assert "iVBORw0KGgo=" in [
        i["values"]["content"]["base64"] for i in items if "content" in i["values"]
    ]


def test_readings_after_the_compiling_do_not_change_it(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    page("eva").get(f"/deltagare/{one.pk}/")
    asked = decided(cast, ready(cast, one))
    page("sven").get(f"/deltagare/{one.pk}/")
    said, data = files(page("lena"), asked)
    assert "Läsningar" in said
    assert "Projektledare" in said
    assert "Eva Led" not in said
    assert "Flens socialnämnd, Försörjningsstöd" not in json.dumps(data)


def test_readers_are_named_as_far_as_it_was_decided_that_names_are_given(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    page("eva").get(f"/deltagare/{one.pk}/")
    cast.as_everyone()
    NamesDecision.objects.create(
        controller_id=one.controller_id, circle=one.circle, asked_by="Amina", asked_on=TODAY,
        given=True, because="Prövat.", decided_by="Lena", decided_at=timezone.now(),
    )  # fmt: skip
    page("sven").get(f"/deltagare/{one.pk}/")
    cast.as_everyone()
    found = compiled(one.circle, one.controller, timezone.now())
    read = [t.versions[0].words for s in found if s.about == About.READ for t in s.things]
    names = {(words["unit"], words.get("name")) for words in read if "unit" in words}
    assert names == {("Projektkontoret", "Eva Led"), ("Försörjningsstöd", None)}


def test_others_readings_stand_by_the_day_and_ones_own_by_the_minute(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    for who in ("sven", "eva", "sven"):
        page(who).get(f"/deltagare/{one.pk}/")
    asked = decided(cast, ready(cast, one))
    said, data = files(page("lena"), asked)
    (read,) = (s["items"] for s in data["sections"] if s["key"] == "read")
    told = {r["values"]["unit"]: r["values"] for r in read if "unit" in r["values"]}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*", told["Projektkontoret"]["first"])
    others = told["Försörjningsstöd"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", others["day"])
    assert not {"first", "last"} & set(others)
    assert others["times"] == 2
    assert not re.search(r"T\d\d:\d\d", json.dumps(others))
    assert re.search(r"\d{4}: Flens socialnämnd, Försörjningsstöd", said)
    assert re.search(r"\d\d\.\d\d: Flens arbetsmarknadsnämnd, Projektkontoret", said)


def test_another_authority_is_asked_of_the_cases_where_it_has_a_part_alone(cast: Cast) -> None:
    one = cast.ended()
    other = cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1), case_number="IGEN")
    fk = cast.unit("FK Eskilstuna").authority
    both = sorted([one.circle_id, other.circle_id])
    assert [each.pk for each in circles_of(one.circle, one.controller)] == both
    assert circles_of(one.circle, fk) == []
    let_in(other.circle, [cast.unit("FK Eskilstuna").pk], from_day=TODAY, by=cast.viewer("karin"))
    assert circles_of(one.circle, fk) == [other.circle]
    let_in_by_consent = Member.objects.create(
        circle=one.circle, controller_id=one.controller_id, unit=cast.unit("FK Eskilstuna"),
        giver_id=one.controller_id, basis="consent", kinds=["livelihood"], from_day=TODAY,
    )  # fmt: skip
    assert [each.pk for each in circles_of(one.circle, fk)] == both
    its_rows_opened = {"unit": cast.unit("AUC"), "giver": fk}
    Member.objects.filter(pk=let_in_by_consent.pk).update(**its_rows_opened)
    assert [each.pk for each in circles_of(one.circle, fk)] == both


def test_under_each_heading_things_stand_as_their_apps_name_them(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    found = compiled(one.circle, one.controller, timezone.now())
    (consent,) = [section for section in found if section.about == About.CONSENT]
    models = [thing.model for thing in consent.things]
    assert models[0] is Consent
    assert models.index(ConsentPart) == models.count(Consent)
    for section in found:
        order = [order_of(thing.model) for thing in section.things]
        assert order == sorted(order)


def test_one_who_is_not_in_all_of_the_persons_cases_is_no_way_round_them(
    cast: Cast, page: Page
) -> None:
    one = cast.ended()
    posts = cast.viewer("karin").posts[0]
    asked = noted(cast, one)
    other = cast.enrolled(
        person=one.person_id, starts_on=date(2025, 1, 1), case_number="IGEN",
        named_team=((posts.unit_id, posts.position_id),),
    )  # fmt: skip
    assert other.circle_id != one.circle_id
    assert page("lena").post(at(asked, "sammanstall/")).status_code == 403
    assert "är med i alla personens ärenden" in get(page("lena"), at(asked))


def test_both_cases_of_a_person_are_in_the_answer(cast: Cast) -> None:
    one = cast.ended()
    cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1), case_number="IGEN")
    asked = ready(cast, one)
    found = keys(asked)
    assert sum(key.startswith("casework.participation:") for key in found) == 2
    assert sum(key.startswith("people.person:") for key in found) == 1


def test_a_link_to_somebody_protected_is_not_told(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    hidden = Person.objects.get(pk=cast.person(protection="marked", alias="Gran 1234"))
    by = cast.user("karin")
    seen = link(one.person, other.person, by=by, because="Samma")
    link(one.person, hidden, by=by, because="Zqhemligt")
    asked = ready(cast, one)
    found = keys(asked)
    assert {k for k in found if k.startswith("people.personlink:")} == {
        f"people.personlink:{seen.pk}"
    }


def test_the_protected_are_answered_by_the_named_team_and_sealed_on_the_page(
    cast: Cast, page: Page
) -> None:
    lena = cast.viewer("lena").posts[0]
    facts = {"protection": "assumed", "alias": "Gran 1234", "family_name": "Zqdold"}
    one = cast.enrolled(person=cast.person(**facts), named_team=((lena.unit_id, lena.position_id),))
    start = f"/deltagare/{one.pk}/egna-uppgifter/"
    assert page("karin").get(f"{start}ny/").status_code == 404
    cast.as_everyone()
    asked = noted(cast, one, "lena", asked_by="Zqgodeman", identity_checked="Zqlegitimerad")
    client = page("lena")
    for shows in (f"/deltagare/{one.pk}/", start, at(asked), f"/deltagare/{one.pk}/vem-har-last/"):
        text = get(client, shows)
        assert "Zqgodeman" not in text
        assert "Zqlegitimerad" not in text
    assert "förseglat" in get(client, at(asked))
    assert "Zqgodeman; Zqlegitimerad" in get(client, f"/deltagare/{one.pk}/skyddat/")
    client.post(at(asked, "sammanstall/"))
    shown = get(client, at(asked, "besluta/"))
    assert "Zqdold" not in shown
    assert "Förseglat" in shown
    send(client, at(asked, "besluta/"))
    said, data = files(client, asked)
    assert "Zqdold" in said
    assert "Uppgifter om Gran 1234 Sida" in said
    send(client, at(asked, "lamna/"), on="2025-06-02", how="Zqbrev till Zqgatan")
    assert "Zqgatan" not in get(client, at(asked))
    sealed = "Zqgodeman; Zqlegitimerad; Zqbrev till Zqgatan"
    assert sealed in get(client, f"/deltagare/{one.pk}/skyddat/")
    assert "Fingerade" not in said + json.dumps(data, ensure_ascii=False)
    assert at(asked) not in get(page("eva"), "/")


def _about_people() -> list[Any]:
    tables = {one.model for one in ended.every()}
    about = {m for m in apps.get_models() if issubclass(m, AboutAPerson)}
    return sorted(tables | about, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", _about_people(), ids=lambda model: model._meta.label)
def test_a_table_about_people_is_told_or_left_out_with_a_reason(model: Any) -> None:
    sorted_by = [one for one in told() if model in one.told or model in one.left_out]
    assert len(sorted_by) == 1


@pytest.mark.parametrize(
    "model", [m for m in _about_people() if m not in left_out()], ids=lambda m: m._meta.label
)
def test_every_column_that_is_told_has_a_swedish_name(model: Any) -> None:
    named = {key for one in told() for key in one.columns}
    unnamed = [
        column.name
        for column in model._meta.concrete_fields
        if not column.primary_key
        and (not column.is_relation or is_named(column))
        and not {column.name, f"{model._meta.model_name}.{column.name}"} & (named | unsaid())
        and not isinstance(column._verbose_name, Promise)
    ]
    assert unnamed == []


def test_a_table_that_nobody_sorted_is_told_last_and_not_lost() -> None:
    assert place_of(Authority) == (About.OTHER, "Authority")
    assert order_of(Authority) > order_of(Person)


def test_the_paper_says_the_last_day_that_is_included_and_numbers_what_is_alike(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    asked = decided(cast, ready(cast, one))
    found = answer_of(asked)
    assert found is not None
    blocks = [block for part in answer_paper(asked, found[0]).parts for block in part.blocks]
    under = [block.words for block in blocks if isinstance(block, Under)]
    units = [words for words in under if words.startswith("Enhet i ärendet")]
    assert units[0] == f"Enhet i ärendet, 1 av {len(units)}"
    assert not [words for words in under if "Del av ett samtycke" in words], (
        "they are told together"
    )
    pairs = dict(pair for block in blocks if isinstance(block, Facts) for pair in block.pairs)
    last = ConsentPart.objects.filter(circle=one.circle_id).order_by("pk")[0].until_day
    assert pairs["Till och med"] == plain_day(last - timedelta(days=1))
    assert pairs["Språk"] == "svenska"


def test_a_reading_is_a_sentence_with_a_span_and_a_number_where_there_is_one() -> None:
    said = {"first": "2025-06-02T09:05+02:00", "last": "2025-06-02T09:05+02:00", "role": "Coach",
            "what": "läste sidan om dig", "because": "enheten är med", "times": 1}  # fmt: skip
    line = "läste sidan om dig, därför att enheten är med."
    assert _reading(said) == f"2 juni 2025 09.05: Coach, {line}"
    later = {**said, "last": "2025-06-02T09:20+02:00", "times": 3}
    assert _reading(later) == f"2 juni 2025 09.05–09.20: Coach, {line} 3 gånger."
    next_day = {**said, "last": "2025-06-03T08:00+02:00"}
    assert _reading(next_day).startswith("2 juni 2025 09.05 – 3 juni 2025 08.00: Coach")
    others = {"day": "2025-06-02", **{n: said[n] for n in ("role", "what", "because")}}
    assert _reading(others) == f"2 juni 2025: Coach, {line}"


def test_what_only_says_why_is_told_as_a_change() -> None:
    until = "2025-06-02"
    thing = Thing("x:1", Livelihood, [Version(until, {"why": "Fel", "extent_percent": 40}),
                                      Version("", {"extent_percent": 40})])  # fmt: skip
    assert Points(("Ändrat 2 juni 2025. Varför det ändrades: Fel",)) in list(_thing(thing))
    both = Thing("x:1", Livelihood, [Version(until, {"why": "Fel", "extent_percent": 50}),
                                     Version("", {"extent_percent": 40})])  # fmt: skip
    (points,) = [block for block in _thing(both) if isinstance(block, Points)]
    assert points.items[0].endswith("50. Varför det ändrades: Fel")
    same = Thing("x:1", Livelihood, [Version(until, {"extent_percent": 40}),
                                     Version("", {"extent_percent": 40})])  # fmt: skip
    assert not [block for block in _thing(same) if isinstance(block, Points)]


def test_names_that_are_decided_on_after_the_compiling_come_with_the_next(
    cast: Cast, page: Page
) -> None:
    """The compilation no longer holds, and the new one has the names; those who read later have none, and why
    is said."""
    one = cast.enrolled()
    page("eva").get(f"/deltagare/{one.pk}/")
    asked = ready(cast, one)
    said = {
        "asked_by": "Personen",
        "asked_on": date(2025, 6, 1),
        "given": True,
        "because": "Prövat.",
    }
    decide_names(one.circle, **said, by=cast.viewer("lena"))
    assert "Uppgifterna har ändrats" in get(page("lena"), at(asked))
    page("sven").get(f"/deltagare/{one.pk}/")
    cast.as_everyone()
    compile_request(asked, by=cast.viewer("lena"))
    asked.refresh_from_db()
    text, _data = files(page("lena"), decided(cast, asked))
    assert "Projektledare, Eva Led, läste sidan om dig" in text
    assert "Sven Soc" not in text
    assert "Vill du veta vem som har läst sedan dess, fråga igen." in text


def test_without_a_decision_on_names_the_paper_says_how_to_ask(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    page("eva").get(f"/deltagare/{one.pk}/")
    text, _data = files(page("lena"), decided(cast, ready(cast, one)))
    assert "det prövas om namnen lämnas ut" in text


def test_parts_of_a_consent_that_differ_in_kind_alone_are_one_line(cast: Cast) -> None:
    """Twenty-eight parts between three were nine pages; what was changed is still told."""
    one = cast.enrolled()
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    board, af = one.controller, cast.unit("Af Flen").authority
    some = ConsentPart.objects.filter(giver=board, receiver=af)
    some.filter(information="health").update(withdrawn_on=date(2025, 6, 2), withdrawn_by="Karin Ek")
    (section,) = [
        s for s in compiled(one.circle, board, timezone.now()) if s.about == About.CONSENT
    ]
    parts = [t for t in section.things if t.model is ConsentPart]
    assert len(parts) > 20
    (points,) = [block for block in _section(section).blocks if isinstance(block, Points)]
    between = f"Den som berättar: {board}; den som får veta: {af};"
    to_af = [said for said in points.items if between in said]
    assert len(points.items) < 10
    assert len(to_af) == 2
    (taken,) = [said for said in to_af if "taget tillbaka: 2 juni 2025" in said]
    assert taken.startswith("Slag av uppgifter: din hälsa och vård. ")
    told = " ".join(to_af)
    assert all(str(label) in told for label in Information.labels)


def test_two_guardians_of_one_name_are_told_apart(cast: Cast) -> None:
    """Each link has a code of its own, and who identified is told by it; it opens nothing."""
    one, karin = cast.enrolled(), cast.viewer("karin")
    of = {"circle": one.circle, "controller_id": one.controller_id}
    same = uuid4()
    for number in range(2):
        made = Link.objects.create(
            **of, purpose="consent", code_digest=f"d{number}", text="Zqfråga", digest="a",
            guardian="Gun God", together=same, needed=2, number_key=f"k{number}",
            expires_at=timezone.now(), made_by=karin.name, made_by_user_id=karin.user_id,
            made_at_unit=cast.unit("AUC"),
        )  # fmt: skip
        Identification.objects.create(
            **of, link=made, step="open", provider="p", state_digest=f"s{number}",
            browser_digest=f"b{number}", nonce="n", asked_at=timezone.now(), expires_at=timezone.now(),
        )  # fmt: skip
    things = [t for s in compiled(one.circle, one.controller, timezone.now()) for t in s.things]
    codes = [t.versions[0].words["code"] for t in things if t.model is Link]
    led = [t.versions[0].words["link"] for t in things if t.model is Identification]
    assert len(set(codes)) == 2
    assert sorted(codes) == sorted(led)
    assert next(t.label("code") for t in things if t.model is Link) == "länkens egen kod"


def test_where_every_reader_is_named_nothing_is_said_of_names() -> None:
    said = {"first": "2025-06-02T09:05+02:00", "last": "2025-06-02T09:05+02:00", "role": "Coach",
            "what": "läste sidan om dig", "because": "enheten är med", "name": "Karin Ek"}  # fmt: skip
    assert [type(block) for block in _readings([said])] == [Under, Points]
    assert [*_readings([])] == []
