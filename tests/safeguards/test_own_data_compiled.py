"""Is everything that an authority holds about somebody compiled, in words, and nothing that is another's?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from stafett.casework.actions import Doing, Living
from stafett.casework.models import Participation
from stafett.database.history import in_history
from stafett.database.own_data import About
from stafett.people.actions import link
from stafett.people.models import Person, PersonLink
from stafett.safeguards.actions import Item, Scan, name_team, release
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Circle, Consent, Information, Link, Release, RowKind
from stafett.safeguards.owning import owner_of
from stafett.safeguards.queries import own_data
from stafett.safeguards.queries.own_data import (
    Section,
    Thing,
    Version,
    circles_of,
    compiled,
    digest_of,
)
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

NUMBER = "199903082395"
Told = dict[str, list[list[tuple[bool, dict[str, Any]]]]]
"""By table: of each thing its versions, whether it is an earlier one and what it says."""


@pytest.fixture
def one(cast: Cast) -> Participation:
    """A case with something of most kinds in it."""
    person = cast.person(given_name="Gallra", family_name="Gammalsson", identity_kind="personal",
                         identity_number=NUMBER, birth_date=date(1999, 3, 8), birth_year=1999)  # fmt: skip
    made = cast.ended(
        person=person, case_number="slut", cases=(cast.case_at("FK"),),
        livelihoods=(Living("start", "wages"),), occupations=(Doing("start", "studies"),),
    )  # fmt: skip
    _consent(cast, made)
    cast.asked_by_link(made)
    for why, language in (("/deltagare/1/", "svenska"), ("Fel språk", "")):
        with in_history(why=why):
            Person.objects.filter(pk=person).update(language=language)
    cast.as_everyone()
    return made


def _consent(cast: Cast, one: Participation) -> None:
    """On paper, to an authority outside, which is handed something outside Stafett."""
    paper = Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")
    made = cast.consented(one, "Utanför", manner="paper", scan=paper)
    part = made.parts.select_related("circle").get(
        giver=made.controller_id, information=Information.AGREEMENT
    )
    release([Item(part, "agreement", "Hela saken", "Överens", "Det vi sa", how="Brev")],
            by=cast.viewer("karin"))  # fmt: skip


def _sections(cast: Cast, one: Participation, unit: str) -> list[Section]:
    return compiled(one.circle, cast.unit(unit).authority, timezone.now())


def _told(cast: Cast, one: Participation, unit: str) -> Told:
    found: Told = {}
    for section in _sections(cast, one, unit):
        for thing in section.things:
            words = [(bool(v.until), v.words) for v in thing.versions]
            found.setdefault(thing.key.split(":")[0].split(".")[-1], []).append(words)
    return found


def _said(moment: datetime | None) -> str:
    assert moment
    return timezone.localtime(moment).date().isoformat()


def test_the_controller_tells_by_heading_and_table_in_the_order_of_the_apps(
    cast: Cast, one: Participation
) -> None:
    found = _sections(cast, one, "AUC")
    assert [section.about for section in found] == [
        About.IDENTITY, About.PARTICIPATION, About.INVOLVEMENT, About.LIFE, About.CONSENT,
        About.RELEASE, About.ACCESS,
    ]  # fmt: skip
    numbers = {table: len(things) for table, things in _told(cast, one, "AUC").items()}
    assert list(numbers.items()) == [
        ("person", 1), ("participation", 1), ("holding", 1), ("involvement", 1), ("livelihood", 1),
        ("occupation", 1), ("followup", 1), ("consent", 1), ("consentpart", 14), ("consentscan", 1),
        ("link", 1),
        ("release", 1), ("member", 3),
    ]  # fmt: skip
    assert found[0].things[0].key == f"people.person:{one.person_id}"
    assert [thing.word for thing in found[3].things] == [
        "Försörjning",
        "Sysselsättning",
        "Uppföljning efter avslut",
    ]


def test_a_person_is_told_as_they_stand_and_as_they_stood_with_why_it_was_changed(
    cast: Cast, one: Participation
) -> None:
    now = {
        "identity_kind": "Personnummer", "identity_number": NUMBER, "register_key": "P1",
        "given_name": "Gallra", "family_name": "Gammalsson", "sex": "Kvinna",
        "birth_date": "1999-03-08", "birth_year": 1999, "needs_interpreter": False,
    }  # fmt: skip
    assert _told(cast, one, "AUC")["person"] == [
        [(True, now), (True, {**now, "language": "svenska", "why": "Fel språk"}), (False, now)]
    ]
    (person,) = _sections(cast, one, "AUC")[0].things
    made = Person.pgh_event_model.objects.filter(pgh_obj_id=one.person_id).order_by("pgh_id")  # type: ignore[attr-defined]
    assert [v.until for v in person.versions] == [*(_said(e.pgh_created_at) for e in made), ""]


def test_a_consent_and_what_came_of_it_are_told_in_words_with_the_paper_itself(
    cast: Cast, one: Participation
) -> None:
    told, consent, link, sent = (
        _told(cast, one, "AUC"), Consent.objects.get(), Link.objects.get(), Release.objects.get(),
    )  # fmt: skip
    days = {"from_day": "2025-06-02", "until_day": "2025-08-31"}
    assert told["consent"] == [[(False, {
        "purpose": "Att planera tillsammans", "manner": "på papper", "given_by": "personen själv",
        "language": "svenska", "text": "Jag säger ja.", "digest": consent.digest, **days,
        "review_on": "2025-07-17", "noted_at": _said(consent.noted_at), "noted_by": "Karin Ek",
        "noted_at_unit": "AUC",
    })]]  # fmt: skip
    assert told["consentscan"] == [[(False, {
        "file_name": "papper.png", "content_type": "image/png",
        "content": {"sha256": "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6",
                    "base64": "iVBORw0KGgo="},
    })]]  # fmt: skip
    assert told["consentpart"][0] == [(False, {
        "giver": "Flens arbetsmarknadsnämnd", "receiver": "Katrineholms socialnämnd",
        "information": "vilka myndigheter som har ett eget ärende med dig", **days,
        "accepted_on": "2025-06-02", "accepted_by": "Karin Ek",
    })]  # fmt: skip
    (((_earlier, asked),),) = told["link"]
    assert next(iter(asked)) == "code"
    assert (asked["code"], asked["state"], asked["made_by"]) == (
        link.pk.hex[-8:], "väntar", "Karin Ek",
    )  # fmt: skip
    assert not {"id", "controller", "circle", "code_digest", "number_key"} & set(asked)
    assert told["release"] == [[(False, {
        "owner_authority": "Katrineholms socialnämnd", "giver": "Flens arbetsmarknadsnämnd",
        "about": "Hela saken", "title": "Överens", "text": "Det vi sa",
        "released_at": _said(sent.released_at), "released_on": "2025-06-02",
        "released_by": "Karin Ek", "outside": True, "how": "Brev",
    })]]  # fmt: skip


def test_an_earlier_version_of_a_consent_is_told_by_all_who_tell_the_consent(
    cast: Cast, one: Participation
) -> None:
    Consent.objects.update(language="finska")
    for unit in ("AUC", "Utanför"):
        ((before, now),) = _told(cast, one, unit)["consent"]
        assert (before[0], before[1]["language"]) == (True, "svenska")
        assert (now[0], now[1]["language"]) == (False, "finska")


def test_a_row_is_told_by_whom_it_names_else_by_whoever_made_the_link_else_by_the_controller() -> (
    None
):
    unit = SimpleNamespace(authority_id=4)
    link = SimpleNamespace(made_at_unit=unit)
    assert owner_of(SimpleNamespace(owner_authority_id=5, link_id=1, link=link), 3) == 5
    assert owner_of(SimpleNamespace(made_at_unit_id=1, made_at_unit=unit), 3) == 4
    assert owner_of(SimpleNamespace(link_id=1, link=link), 3) == 4
    assert owner_of(SimpleNamespace(), 3) == 3


def test_another_authority_tells_what_it_has_and_nothing_of_the_controllers(
    cast: Cast, one: Participation
) -> None:
    told = _told(cast, one, "Utanför")
    assert {table: len(things) for table, things in told.items()} == {
        "consent": 1, "consentpart": 14, "consentscan": 1, "member": 1,
    }  # fmt: skip
    assert told["member"] == [[(False, {
        "unit": "Utanför", "giver": "Katrineholms socialnämnd", "basis": "rollen i ärendet",
        "from_day": "2024-02-01", "with_party": False,
    })]]  # fmt: skip
    assert _sections(cast, one, "Af Flen") == []


def test_what_was_handed_over_inside_stafett_is_told_by_both_who_gave_and_who_got(
    cast: Cast, one: Participation
) -> None:
    Release.objects.update(outside=False, how="")
    for unit, owner in (("AUC", True), ("Utanför", False)):
        ((*_before, (_earlier, words)),) = _told(cast, one, unit)["release"]
        assert ("owner_authority" in words) is owner
        assert words["outside"] is False


def test_an_authoritys_cases_are_those_it_has_a_part_in_and_the_controllers_all(
    cast: Cast, one: Participation
) -> None:
    again = cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1))
    cast.enrolled()
    cast.enrolled("katrineholm")
    cast.as_everyone()
    own, office, af = (cast.unit(name).authority for name in ("AUC", "Utanför", "Af Flen"))
    assert circles_of(one.circle, own) == sorted((one.circle, again.circle), key=lambda c: c.pk)
    assert circles_of(again.circle, office) == [one.circle]
    assert circles_of(one.circle, af) == []
    assert {key for key, _words in _keys(cast, again, "AUC")} >= {
        f"casework.participation:{one.pk}"
    }


def _keys(cast: Cast, one: Participation, unit: str) -> list[tuple[str, Any]]:
    return [(t.key, t.versions) for s in _sections(cast, one, unit) for t in s.things]


def test_a_link_is_told_of_from_either_end_unless_the_other_is_protected(cast: Cast) -> None:
    early, late = (cast.enrolled(person=cast.person()) for _each in "ab")
    link(early.person, late.person, by=cast.user("karin"), because="prov")
    for one in (early, late):
        assert len(_told(cast, one, "AUC")["personlink"]) == 1
    _protect(cast, early, "Ask")
    assert "personlink" not in _told(cast, late, "AUC")


def test_a_link_to_another_record_is_told_by_the_controller_unless_that_one_is_protected(
    cast: Cast, one: Participation
) -> None:
    other, third = (cast.enrolled(person=cast.person()) for _each in "ab")
    link(one.person, other.person, by=cast.user("karin"), because="prov")
    link(third.person, one.person, by=cast.user("karin"), because="också")
    assert _told(cast, one, "AUC")["personlink"] == [
        [(False, {"reason": why, "linked_by": "Karin Ek", "linked_at": _said(at)})]
        for why, at in PersonLink.objects.order_by("pk").values_list("reason", "linked_at")
    ]
    cast.consented(other, "Utanför")
    assert "personlink" not in _told(cast, one, "Utanför")
    _protect(cast, other, "Ask")
    (((_earlier, words),),) = _told(cast, one, "AUC")["personlink"]
    assert words["reason"] == "också"
    _protect(cast, third, "Bok")
    assert "personlink" not in _told(cast, one, "AUC")


def test_the_protected_are_told_of_their_own_links(cast: Cast, one: Participation) -> None:
    other = cast.enrolled(person=cast.person())
    link(one.person, other.person, by=cast.user("karin"), because="prov")
    _protect(cast, one, "Ask")
    assert len(_told(cast, one, "AUC")["personlink"]) == 1


def _protect(cast: Cast, one: Participation, alias: str, kind: str = "marked") -> None:
    post = cast.viewer("karin").posts[0]
    circles = list(Circle.objects.filter(person_id=one.person_id, named_only=False).order_by("pk"))
    name_team(circles, [(post.unit_id, post.position_id)], by=operator(TODAY))
    Person.objects.filter(pk=one.person_id).update(protection=kind, alias=alias)


def test_an_assumed_identity_is_said_nowhere_to_be_one(cast: Cast, one: Participation) -> None:
    for kind, said in (("assumed", "Skyddad folkbokföring"), ("marked", "Sekretessmarkering")):
        _protect(cast, one, "Ask", kind)
        assert _told(cast, one, "AUC")["person"][0][-1][1]["protection"] == said


def test_the_controller_tells_who_has_read_until_it_was_compiled(
    cast: Cast, one: Participation
) -> None:
    before = timezone.now()
    with acting(cast.viewer("eva"), "prov"):
        Participation.objects.select_related("person").get(pk=one.pk)
    cast.as_everyone()
    (section,) = [s for s in _sections(cast, one, "AUC") if s.about == About.READ]
    (line,) = section.things
    assert (line.key, line.model, line.word, line.texts) == ("reading:1", None, "Läsning", [])
    (version,) = line.versions
    words = dict(version.words)
    first, last = words.pop("first"), words.pop("last")
    assert first == last
    assert len(first) == len("2025-06-02T09:00+02:00")
    assert datetime.fromisoformat(first) >= before - timedelta(minutes=1)
    assert (version.until, words) == ("", {
        "authority": "Flens arbetsmarknadsnämnd", "unit": "Projektkontoret",
        "role": "Projektledare", "what": "lät datorn gå igenom uppgifter",
        "because": "enheten är med i ärendet sedan 1 februari 2024", "times": 1,
    })  # fmt: skip
    assert not [s for s in _sections(cast, one, "Utanför") if s.about == About.READ]
    earlier = compiled(one.circle, cast.unit("AUC").authority, before)
    assert not [s for s in earlier if s.about == About.READ]


THINGS = [
    Thing("people.person:1", Person, [
        Version("2025-06-01", {"guardian": "Gun", "sex": "kvinna"}),
        Version("", {"support_person": "Å", "why": "Fel", "made_up": 1}),
    ]),
    Thing("reading:1", None, [Version("", {"why": "x", "name": "Karin"})]),
]  # fmt: skip


def test_what_may_name_somebody_else_can_be_left_out_by_itself() -> None:
    assert [thing.texts for thing in THINGS] == [["guardian", "support_person", "why"], ["why"]]
    assert THINGS[0].label("guardian") == "god man eller vårdnadshavare"
    assert THINGS[1].label("name") == "namn"


def test_the_digest_is_of_every_word_and_stays_what_it_was_for_what_is_the_same() -> None:
    sections = [Section(About.IDENTITY, THINGS[:1]), Section(About.READ, THINGS[1:])]
    known = "0c98f59fcd88cc2274da62184a0a95205bc06fbde43da3f827e30e766c17498f"
    assert digest_of(sections) == known
    assert digest_of(sections[::-1]) != known
    assert digest_of([Section(About.LIFE, THINGS[:1]), sections[1]]) != known


def test_a_list_of_kinds_is_said_in_words_and_a_moment_to_the_second() -> None:
    field = models.TextField(name="something")
    said = own_data._said(None, field, [RowKind.NOTE.value, "x", RowKind.HEALTH.value])
    assert said == [str(RowKind.NOTE.label), "x", str(RowKind.HEALTH.label)]
    assert own_data._said(None, field, "assumed") == "assumed"
