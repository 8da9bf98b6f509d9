"""Law 5: does the named team read an alias everywhere, and who it is only where it opens that on purpose?"""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from stafett.casework.models import Participation
from stafett.people.actions import FACTS, PersonFacts, correct, record
from stafett.people.aliases import faults_of_word, new_alias
from stafett.people.models import Person
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.models import NamesDecision, Reading, ReadPerson, Release
from stafett.safeguards.queries.protecting import where_contact_is
from stafett.safeguards.told import what_was_done
from tests.casework.conftest import Page, faults, get, names, send
from tests.casework.test_consent_pages import filled as consented
from tests.casework.test_consent_pages import shared
from tests.casework.test_enrol_page import NEW, NUMBER, enrolled_by, filled
from tests.cast import TODAY, Cast

HIDDEN = ("Zqfor", "Zqefter", "19900103", NUMBER, "Zqgod", "Zqstod", "Zqnas", "3 januari 1990")
PLACES = ("", "person/", "samtycke/", "vem-har-last/", "ratta/")


def protected(cast: Cast, kind: str = "marked", **facts: str) -> Participation:
    """Somebody with everything that is sealed filled in, whose team is Karin."""
    post = cast.viewer("karin").posts[0]
    told = {"given_name": "Zqfor", "family_name": "Zqefter", "identity_kind": "personal",
            "identity_number": NUMBER, "register_key": "", "guardian": "Zqgod",
            "support_person": "Zqstod", "reached": "Zqnas", "birth_date": "1990-01-03",
            "alias": "Lärka 1234"}  # fmt: skip
    person = cast.person(protection=kind, **{**told, **facts})
    return cast.enrolled(person=person, named_team=((post.unit_id, post.position_id),))


def told(text: str) -> list[str]:
    """What of the sealed stands in a text."""
    return [word for word in HIDDEN if word in text]


@pytest.mark.parametrize("place", PLACES)
def test_every_page_of_the_case_says_the_alias_and_nothing_that_is_sealed(
    cast: Cast, page: Page, place: str
) -> None:
    text = get(page("karin"), f"/deltagare/{protected(cast).pk}/{place}")
    assert "Lärka 1234" in text
    assert told(text) == []


def test_the_start_page_the_list_and_the_api_say_the_alias(cast: Cast, page: Page) -> None:
    one = protected(cast)
    client = page("karin")
    for address in ("/", "/?namn=1", "/deltagare/", "/api/v1/participations",
                    f"/api/v1/participations/{one.pk}",
                    f"/api/v1/participations/{one.pk}/forms/correct_person"):  # fmt: skip
        text = get(client, address)
        assert told(text) == []
        assert "Lärka 1234" in text.encode().decode("unicode_escape") or "Lärka 1234" in text


def test_who_it_is_stands_behind_a_door_of_its_own_in_the_log(cast: Cast, page: Page) -> None:
    one = protected(cast)
    client = page("karin")
    assert f"/deltagare/{one.pk}/skyddat/" in get(client, f"/deltagare/{one.pk}/")
    text = get(client, f"/deltagare/{one.pk}/skyddat/")
    for word in ("Zqfor Zqefter", "19900103-2391", "Zqgod", "Zqstod", "Zqnas", "3 januari 1990"):
        assert word in text
    cast.as_everyone()
    readings = Reading.objects.order_by("pk")
    person = ReadPerson.objects.filter(person_id=one.person_id).order_by("pk")
    doors = readings.filter(pk__in=person.values("reading_id")).values_list("door", flat=True)
    assert list(doors) == ["participation", "sealed"]
    assert what_was_done(doors[1], "page", "dig") == "öppnade de skyddade uppgifterna om dig"
    assert what_was_done(doors[1], "page", "personen", seen=False) == "läste en sida"
    assert "Zqfor Zqefter" in get(client, f"/api/v1/participations/{one.pk}/sealed")


def test_nothing_is_behind_the_door_of_somebody_who_is_not_protected(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    get(page("karin"), f"/deltagare/{one.pk}/skyddat/", 404)
    assert "/skyddat/" not in get(page("karin"), f"/deltagare/{one.pk}/")


@pytest.mark.parametrize("kind", ["marked", "registration", "assumed"])
def test_an_assumed_identity_is_said_nowhere_to_be_one(cast: Cast, page: Page, kind: str) -> None:
    one = protected(cast, kind)
    client = page("karin")
    for place in ("", "skyddat/"):
        assert "Fingerade" not in get(client, f"/deltagare/{one.pk}/{place}")
    form = client.get(f"/deltagare/{one.pk}/person/").context["form"]
    assert form.initial["protection"] == ("marked" if kind == "marked" else "registration")
    send(client, f"/deltagare/{one.pk}/person/", language="tigrinja", because="prov")
    cast.as_everyone()
    assert Person.objects.get(pk=one.person_id).protection == kind


def test_that_an_assumed_identity_began_is_told_as_the_kind_it_looks_like(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    client = page("karin")
    send(client, f"/deltagare/{one.pk}/person/", protection="assumed", because="prov")
    text = get(client, f"/deltagare/{one.pk}/")
    assert "Skyddad folkbokföring" in text
    assert "Fingerade" not in text


def test_what_is_left_empty_in_the_form_stays_and_what_is_written_is_changed(
    cast: Cast, page: Page
) -> None:
    one = protected(cast)
    client = page("karin")
    send(client, f"/deltagare/{one.pk}/person/", because="prov", language="dari")
    cast.as_everyone()
    kept = Person.objects.get(pk=one.person_id)
    assert (kept.real_name, kept.real_number) == ("Zqfor Zqefter", "19900103-2391")
    assert (kept.guardian, str(kept.birth_date), kept.alias) == (
        "Zqgod",
        "1990-01-03",
        "Lärka 1234",
    )
    send(client, f"/deltagare/{one.pk}/person/", because="prov", family_name="Nyss",
         birth_year=1991, alias="Trana")  # fmt: skip
    cast.as_everyone()
    changed = Person.objects.get(pk=one.person_id)
    assert (changed.real_name, changed.birth_date, changed.birth_year) == ("Zqfor Nyss", None, 1991)
    assert re.fullmatch(r"Trana \d{4}", changed.alias)
    text = get(client, f"/deltagare/{one.pk}/")
    assert "förseglat" in text
    assert told(text) == []
    assert "Nyss" not in text


def test_a_number_that_was_not_known_is_filled_in_and_the_rest_of_what_is_sealed_stays(
    cast: Cast, page: Page
) -> None:
    one = protected(cast, identity_kind="none", identity_number="", register_key="R7", sex="man")
    send(page("karin"), f"/deltagare/{one.pk}/person/", number=NUMBER, because="kom fram")
    cast.as_everyone()
    now = Person.objects.get(pk=one.person_id)
    assert (now.identity_number, now.real_name, now.guardian) == (NUMBER, "Zqfor Zqefter", "Zqgod")


def test_nobody_protected_is_found_by_who_they_are(cast: Cast, page: Page) -> None:
    protected(cast)
    client = page("karin")
    for sought in ("zqfor", "zqefter", NUMBER, "900103-2391", "19900103"):
        assert names(get(client, f"/deltagare/?q={sought}")) == []
    for sought in ("lärka", "lärka 1234", "1234 lärka"):
        assert names(get(client, f"/deltagare/?q={sought}")) == ["Lärka 1234"]


def test_a_protection_that_begins_renames_what_was_handed_over_and_one_that_ends_gives_the_name_back(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    client = page("karin")
    part = cast.consented(one, "Af Flen").parts.order_by("pk")[0]
    copy = Release.objects.create(
        circle=one.circle, controller_id=one.controller_id, part=part, giver_id=part.giver_id,
        owner_authority_id=part.receiver_id, kind="agreement", about="Amina Öberg", title="t",
        text="t", released_on=one.starts_on, released_by="Karin Ek",
    )  # fmt: skip
    send(client, f"/deltagare/{one.pk}/person/", protection="marked", because="besked")
    cast.as_everyone()
    alias = Person.objects.get(pk=one.person_id).alias
    assert Release.objects.get(pk=copy.pk).about == alias != ""
    send(client, f"/deltagare/{one.pk}/person/", protection="", because="slut")
    cast.as_everyone()
    assert Person.objects.get(pk=one.person_id).name == "Amina Öberg"
    assert Person.objects.get(pk=one.person_id).alias == ""


def test_no_two_in_one_register_have_the_same_alias(cast: Cast) -> None:
    protected(cast)
    with pytest.raises(IntegrityError, match="no_two_aliases_alike"), transaction.atomic():
        cast.person(protection="marked", alias="lärka 1234")
    with pytest.raises(IntegrityError, match="the_protected_have_an_alias"), transaction.atomic():
        Person.objects.update(alias="")
    cast.person("katrineholm", protection="marked", alias="Lärka 1234")


def test_a_word_that_is_taken_is_given_other_figures_and_never_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = protected(cast)
    drawn = iter([234, 234, 777])
    monkeypatch.setattr("stafett.people.aliases.secrets.randbelow", lambda _most: next(drawn))
    assert new_alias(one.controller_id, "LÄRKA") == "LÄRKA 1777"


def test_somebody_protected_is_given_an_alias_where_none_is_chosen(cast: Cast) -> None:
    cast.as_everyone()
    facts = PersonFacts(cast.branch().controller_id, "none", register_key="x", protection="marked")
    person = Person.objects.get(pk=record([facts], by=None)[0])
    assert re.fullmatch(r"\w+ \d{4}", person.alias)
    now = {name: getattr(person, name) for name in FACTS}
    assert correct([(person, PersonFacts(**{**now, "alias": ""}))], by=None, because="x") == 0
    assert Person.objects.get().alias == person.alias


@pytest.mark.parametrize(
    ("word", "said"),
    [("Svala", "en del av personens namn"), ("Lärka 12", "ett av orden i listan"),
     ("Zqannan", "ett av orden i listan"), ("Lärka", "")],
)  # fmt: skip
def test_an_alias_is_a_word_of_the_list_that_is_not_in_the_name(word: str, said: str) -> None:
    fault = faults_of_word(word, "Zqfor", "Svala-Ek")
    assert said in fault if said else fault == ""


def test_a_word_of_ones_own_gets_one_answer_whoevers_name_it_is(cast: Cast, page: Page) -> None:
    """The person's own name, another protected person's, somebody's who is seen, nobody's: told alike."""
    protected(cast)
    cast.enrolled(person=cast.person(family_name="Zqsedd"))
    said = set()
    for word in ("Ceder", "Zqefter", "Zqsedd", "Zqingen"):
        sent = filled(cast, protection="marked", alias=word)
        said.add(faults(send(page("karin"), NEW, 422, **sent)).replace(word, ""))
    (one,) = said
    assert "Välj ett av orden i listan" in one


def test_the_forms_refuse_a_listed_word_that_is_the_persons_own_name(
    cast: Cast, page: Page
) -> None:
    sent = filled(cast, protection="marked", alias="Svala", family_name="Svala")
    assert "en del av personens namn" in faults(send(page("karin"), NEW, 422, **sent))
    one = protected(cast, family_name="Trana")
    answer = send(page("karin"), f"/deltagare/{one.pk}/person/", 422, alias="Trana", because="x")
    assert "en del av personens namn" in faults(answer)


def on_paper(cast: Cast) -> None:
    """Let the controller say that it keeps contact details on paper."""
    authority = cast.unit("AUC").authority
    decide_routine(
        authority, contact="paper", kept_where="Kassaskåpet på AUC.", by=cast.as_("lena")
    )


@pytest.mark.parametrize("written", ["Bo, 070-123 45 67", "bo@prov.example", "Bo, 642 30 Flen"])
def test_contact_details_that_are_kept_on_paper_are_refused_with_where(
    cast: Cast, page: Page, written: str
) -> None:
    on_paper(cast)
    sent = filled(cast, protection="marked", support_person=written)
    said = faults(send(page("karin"), NEW, 422, **sent))
    assert "Kontaktuppgifter finns på papper, inte här: Kassaskåpet på AUC." in said
    one = protected(cast)
    answer = send(page("karin"), f"/deltagare/{one.pk}/person/", 422, guardian=written, because="x")
    assert "Kassaskåpet på AUC" in faults(answer)
    assert "Kassaskåpet på AUC" in get(page("karin"), f"/deltagare/{one.pk}/skyddat/")


def test_a_name_is_no_contact_detail_and_the_unprotected_are_not_asked(
    cast: Cast, page: Page
) -> None:
    on_paper(cast)
    enrolled_by(page("karin"), cast, protection="marked", support_person="Bo Ek, granne")
    enrolled_by(page("karin"), cast, support_person="Bo, 070-123 45 67")


def test_contact_details_may_be_written_where_the_controller_seals_them(
    cast: Cast, page: Page
) -> None:
    one = enrolled_by(page("karin"), cast, protection="marked", support_person="070-123 45 67")
    assert "070-123" not in get(page("karin"), f"/deltagare/{one.pk}/")
    assert "070-123 45 67" in get(page("karin"), f"/deltagare/{one.pk}/skyddat/")
    assert "bakom förseglingen" in where_contact_is(one.controller_id)


def test_two_that_could_be_one_are_compared_without_what_is_sealed(cast: Cast, page: Page) -> None:
    protected(cast)
    cast.enrolled(person=cast.person(given_name="Zqfor", family_name="Zqefter", birth_year=1990))
    client: Client = page("karin")
    text = get(client, "/deltagare/dubbletter/")
    assert "Lärka 1234" in text
    assert "3 januari 1990" not in text
    assert NUMBER not in text


def test_who_asked_for_the_names_of_readers_is_sealed_too(cast: Cast, page: Page) -> None:
    one = protected(cast)
    cast.as_everyone()
    NamesDecision.objects.create(
        controller_id=one.controller_id, circle=one.circle, asked_by="Zqfragade",
        asked_on=TODAY, given=False, because="Röjer", decided_by="Lena Chef",
    )  # fmt: skip
    client = page("karin")
    assert "Zqfragade" not in get(client, f"/deltagare/{one.pk}/vem-har-last/")
    assert "Zqfragade" in get(client, f"/deltagare/{one.pk}/skyddat/")


def test_a_new_consent_of_somebody_protected_has_nothing_sealed_filled_in(
    cast: Cast, page: Page
) -> None:
    one = protected(cast)
    text = get(page("karin"), f"/deltagare/{one.pk}/samtycke/nytt/")
    text += (
        page("karin").get(f"/api/v1/participations/{one.pk}/forms/note_consent").content.decode()
    )
    assert "Lärka 1234" in text
    assert told(text) == []


def test_who_is_there_unprotected_is_not_enrolled_again_as_protected_beside(
    cast: Cast, page: Page
) -> None:
    before = enrolled_by(page("karin"), cast, number=NUMBER, given_name="Bo", family_name="Ceder")
    sent = {"number": NUMBER, "protection": "marked", "same_as": str(before.person_id)}
    answer = send(page("karin"), NEW, 422, **filled(cast, **sent, starts_on="2025-05-20"))
    assert "finns redan inskriven utan skydd" in faults(answer)


@pytest.mark.parametrize("emptied", [{}, {"support_person": "", "guardian": ""}])
def test_a_consent_opened_before_the_protection_does_not_carry_what_is_sealed_since(
    cast: Cast, page: Page, emptied: dict[str, str]
) -> None:
    """Också när namnen togs bort från personen i samma spara som skyddet."""
    one, karin = shared(cast), page("karin")
    Person.objects.filter(pk=one.person_id).update(support_person="Zqstod", guardian="Zqgod")
    opened = karin.get(f"/deltagare/{one.pk}/samtycke/nytt/").context["form"].initial
    stale = consented(cast, one, support_person=opened["support_person"], seen=opened["seen"])
    assert stale["support_person"] == "Zqstod"
    send(karin, f"/deltagare/{one.pk}/person/", protection="marked", because="prov", **emptied)
    answer = send(karin, f"/deltagare/{one.pk}/samtycke/nytt/", 422, **stale)
    assert "har fått skyddade personuppgifter sedan du öppnade sidan" in faults(answer)
    assert told(answer.content.decode()) == []
    seen = answer.context["form"]["seen"].value()
    assert seen != opened["seen"]
    # the team that has it now is one authority's: what is left is to say so once more, with the name or without
    assert "support_person" not in faults(
        send(karin, f"/deltagare/{one.pk}/samtycke/nytt/", 422, **{**stale, "seen": seen})
    )
