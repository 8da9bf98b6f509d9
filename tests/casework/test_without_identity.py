"""Law.md § 6: are those whom the routine keeps out entered by year and sex alone, and hidden?"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stafett.casework.actions import enrol
from stafett.casework.models import Participation
from stafett.people.actions import PersonFacts, record, withhold
from stafett.people.models import Person
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.identity import withhold_identity
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.actions.retention import put_hold
from stafett.safeguards.models import Ending, EndingScope
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, faults, get, names, send
from tests.casework.test_case_numbers import GIVEN
from tests.casework.test_enrol_page import NEW, NUMBER, filled
from tests.casework.test_sealed import protected, told
from tests.cast import TODAY, Cast
from tests.exchange.doors import HEADERS, read, register, sentences

UNNAMED = "/deltagare/ny/utan-identitet/"
WHERE = "Kassaskåpet på AUC"
KEPT_OUT = "skrivs den som har skyddade personuppgifter inte in med namn"
BARE = "Ärendenummer;Kön;Födelsedatum;Gren;Startdatum;Skydd"


@pytest.fixture(autouse=True)
def _routine(cast: Cast) -> None:
    """Flen's controller keeps the protected out."""
    flen, lena = cast.unit("AUC").authority, cast.as_("lena")
    decide_routine(flen, contact="absent", kept_where=WHERE, by=lena)


def entered(cast: Cast, page: Page, **facts: Any) -> Participation:
    """Somebody entered by Karin on the page for it."""
    filled = {
        "branch": cast.branch().pk,
        "starts_on": "2025-05-05",
        "birth_year": 1991,
        "sex": "woman",
    }
    answer = send(page("karin"), UNNAMED, **{**filled, **facts})
    cast.as_everyone()
    return Participation.objects.select_related("person").get(pk=answer["Location"].split("/")[2])


def test_year_and_sex_are_all_that_is_recorded(cast: Cast, page: Page) -> None:
    one = entered(cast, page, family_name="Zqefter", number=NUMBER, municipality="0482")
    person = one.person
    assert (person.birth_year, person.sex, person.protection) == (1991, "woman", "withheld")
    assert (person.family_name, person.identity_number, person.birth_date) == ("", "", None)
    assert (person.register_key, one.municipality_id) == (one.case_number, None)
    assert GIVEN.fullmatch(one.case_number)


def test_only_the_named_team_sees_them_and_by_alias_everywhere(cast: Cast, page: Page) -> None:
    one = entered(cast, page)
    for address in ("/deltagare/", "/", f"/deltagare/{one.pk}/", "/api/v1/participations"):
        text = get(page("karin"), address)
        assert (
            one.person.alias in text.encode().decode("unicode_escape") or one.person.alias in text
        )
        if "api" in address or address != f"/deltagare/{one.pk}/":
            assert one.person.alias not in get(page("eva"), address)
    get(page("eva"), f"/deltagare/{one.pk}/", 404)
    assert names(get(page("karin"), f"/deltagare/?q={one.person.alias.split()[0]}")) == [
        one.person.alias
    ]
    assert names(get(page("karin"), "/deltagare/?q=1991")) == []


def test_the_page_says_that_there_is_nothing_to_open_and_where_the_papers_are(
    cast: Cast, page: Page
) -> None:
    one = entered(cast, page)
    text = get(page("karin"), f"/deltagare/{one.pk}/")
    assert "Inskriven utan identitet" in text
    assert "Öppna de skyddade" not in text
    assert "Språk" not in text
    opened = get(page("karin"), f"/deltagare/{one.pk}/skyddat/")
    assert f"finns inte i Stafett. Kontaktuppgifter finns på papper, inte här: {WHERE}." in opened
    assert "Namn</dt>" not in opened


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"birth_year": ""}, "Födelseår"), ({"birth_year": 2026}, "Året har inte varit än"),
     ({"sex": ""}, "Kön"), ({"starts_on": "2025-06-03"}, "Start"), ({"branch": ""}, "Insats och gren")],
)  # fmt: skip
def test_what_is_missing_or_cannot_be_is_said_at_its_field(
    cast: Cast, page: Page, wrong: dict[str, Any], said: str
) -> None:
    filled = {
        "branch": cast.branch().pk,
        "starts_on": "2025-05-05",
        "birth_year": 1991,
        "sex": "woman",
    }
    assert said in faults(send(page("karin"), UNNAMED, 422, **{**filled, **wrong}))
    cast.as_everyone()
    assert not Person.objects.exists()


def test_it_is_offered_only_where_the_controller_has_decided_so(cast: Cast, page: Page) -> None:
    assert UNNAMED in get(page("karin"), "/deltagare/")
    assert UNNAMED not in get(page("lotta"), "/deltagare/")
    assert "Rutinen beslutas under Bestämmelser" in get(page("lotta"), UNNAMED, 403)
    get(page("per"), UNNAMED, 403)


def test_nobody_is_enrolled_as_protected_with_a_name_by_page_api_or_action(
    cast: Cast, page: Page
) -> None:
    sent = filled(cast, protection="marked")
    said = faults(send(page("karin"), NEW, 422, **sent))
    assert KEPT_OUT in said
    assert "Skriv in utan identitet" in said
    assert "withheld" not in get(page("karin"), NEW)
    refused = page("karin").post(
        "/api/v1/participations", {"fields": sent}, content_type="application/json"
    )
    assert (refused.status_code, KEPT_OUT in refused.json()["faults"][0]["sentence"]) == (422, True)
    karin = cast.as_("karin")
    facts = PersonFacts(cast.branch().controller_id, "none", register_key="x", protection="marked")
    key = record([facts], by=karin)[0]
    with pytest.raises(Refused, match="skrivs den som har skydd"):
        enrol([cast.enrolment(person=key)], by=karin)


def test_they_are_entered_over_the_api_too(cast: Cast, page: Page) -> None:
    fields = {
        "branch": cast.branch().pk,
        "starts_on": "2025-05-05",
        "birth_year": 1991,
        "sex": "man",
    }
    door = "/api/v1/participations/without-identity"
    done = page("karin").post(door, {"fields": fields}, content_type="application/json")
    assert done.status_code == 200, done.content
    refused = page("karin").post(door, {"fields": {}}, content_type="application/json")
    assert refused.status_code == 422
    cast.as_everyone()
    assert Person.objects.get().protection == "withheld"


@pytest.mark.parametrize(
    ("field", "value"),
    [("family_name", "Zqefter"), ("number", NUMBER), ("birth_date", "1991-02-03"),
     ("language", "dari"), ("support_person", "Bo")],
)  # fmt: skip
def test_no_correction_gives_them_a_name_while_they_are_kept_out(
    cast: Cast, page: Page, field: str, value: str
) -> None:
    one = entered(cast, page, sex="man")
    address = f"/deltagare/{one.pk}/person/"
    assert KEPT_OUT in faults(send(page("karin"), address, 422, because="x", **{field: value}))
    other_kind = {"protection": "marked", field: value}
    assert KEPT_OUT in faults(send(page("karin"), address, 422, because="x", **other_kind))
    cast.as_everyone()
    assert Person.objects.get() == one.person
    assert not Person.objects.get().family_name


def test_it_is_written_nowhere_where_they_live(cast: Cast, page: Page) -> None:
    one = entered(cast, page)
    address = f"/deltagare/{one.pk}/ratta/"
    answer = send(page("karin"), address, 422, municipality="0482", because="x")
    assert "Lämna kommunen tom" in faults(answer)
    send(page("karin"), address, starts_on="2025-05-06", because="fel dag")
    cast.as_everyone()
    assert Participation.objects.get().municipality_id is None
    with pytest.raises(Refused, match="Lämna kommunen tom"):
        told = {"person": one.person_id, "municipality_id": "0482", "starts_on": TODAY}
        enrol([cast.enrolment(**told)], by=cast.as_("karin"))


def test_year_and_sex_are_corrected_as_anybodys(cast: Cast, page: Page) -> None:
    one = entered(cast, page)
    send(page("karin"), f"/deltagare/{one.pk}/person/", birth_year=1992, because="fel år")
    cast.as_everyone()
    person = Person.objects.get()
    assert (person.birth_year, person.protection, person.alias) == (
        1992,
        "withheld",
        one.person.alias,
    )


def test_a_name_is_written_in_when_the_protection_has_ended(cast: Cast, page: Page) -> None:
    one = entered(cast, page)
    send(
        page("karin"),
        f"/deltagare/{one.pk}/person/",
        protection="",
        family_name="Ek",
        because="slut",
    )
    cast.as_everyone()
    assert Person.objects.get().name == "Ek"


def test_the_database_holds_that_there_is_no_identity(cast: Cast, page: Page) -> None:
    entered(cast, page)
    for wrong in (
        {"family_name": "Ek"},
        {"birth_date": TODAY},
        {"guardian": "Bo"},
        {"language": "x"},
    ):
        with (
            pytest.raises(IntegrityError, match="without_identity_there_is_none"),
            transaction.atomic(),
        ):
            Person.objects.update(**wrong)


def test_somebody_protected_in_a_register_is_read_in_by_case_number_year_and_sex(
    cast: Cast,
) -> None:
    rows = [
        f"K-{n};kvinna;1991;Flen;2024-02-01;{word}"
        for n, word in enumerate(("ja", "utan identitet"))
    ]
    verdict = read(register(*rows, headers=BARE), cast, cast.as_("eva"))
    cast.as_everyone()
    kept = Person.objects.order_by("register_key").values_list(
        "register_key", "birth_year", "protection"
    )
    assert list(kept) == [("K-0", 1991, "withheld"), ("K-1", 1991, "withheld")], sentences(verdict)
    again = [row.replace("1991", "1992") for row in rows]
    read(register(*again, headers=BARE), cast, cast.as_("eva"))
    cast.as_everyone()
    assert set(Person.objects.values_list("birth_year", flat=True)) == {1992}


def test_a_register_that_names_those_whom_the_routine_keeps_out_is_refused(cast: Cast) -> None:
    headers, row = f"{HEADERS};Skydd", "K-1;Anna;Ek;kvinna;1999-03-01;Flen;2024-02-01;;;;;;ja"
    verdict = read(register(row, headers=headers), cast, cast.as_("eva"))
    assert any("Töm de cellerna" in said for said in sentences(verdict))
    assert not verdict.applied
    bare = "K-1;;;kvinna;1999;Flen;2024-02-01;;;;;;ja"
    assert read(register(bare, headers=headers), cast, cast.as_("eva")).applied
    named = row.removesuffix("ja")
    later = read(register(named, headers=headers), cast, cast.as_("eva"))
    assert any("Töm de cellerna" in said for said in sentences(later))


def test_a_register_keeps_out_nobody_whom_no_routine_does(cast: Cast) -> None:
    row = "K-1;kvinna;1991;Katrineholm;2024-02-01;utan identitet"
    verdict = read(register(row, headers=BARE), cast, cast.as_("lotta"), branch="katrineholm")
    assert any("har inte beslutat det" in said for said in sentences(verdict))


def test_a_protection_that_begins_says_what_to_do_with_the_name(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    posts = [cast.viewer(who).posts[0] for who in ("karin", "lena")]
    team = [f"{post.unit_id}:{post.position_id}" for post in posts]
    client = page("karin")
    send(client, f"/deltagare/{one.pk}/person/", protection="marked", team=team, because="besked")
    text = get(client, f"/deltagare/{one.pk}/")
    assert "ska namn och nummer inte finnas i Stafett" in text
    assert "De tas bort av den som svarar för uppgifterna" in text
    assert "ta-bort-identiteten" not in text
    get(client, f"/deltagare/{one.pk}/ta-bort-identiteten/", 403)
    assert f"/deltagare/{one.pk}/ta-bort-identiteten/" in get(page("lena"), f"/deltagare/{one.pk}/")


def led_by_lena(cast: Cast) -> Participation:
    """Somebody protected with everything sealed, whom Karin and Lena see; entered before the routine."""
    flen, lena = cast.unit("AUC").authority, cast.as_("lena")
    decide_routine(flen, contact="sealed", kept_where="", by=lena)
    one = protected(cast)
    name_team([one.circle], _posts(cast, "karin") + _posts(cast, "lena"), by=cast.as_("karin"))
    decide_routine(flen, contact="absent", kept_where=WHERE, by=cast.as_("lena"))
    return one


def _posts(cast: Cast, who: str) -> list[tuple[int, int]]:
    return [(post.unit_id, post.position_id) for post in cast.viewer(who).posts]


def test_who_answers_takes_the_identity_away_by_one_recorded_act(cast: Cast, page: Page) -> None:
    one = led_by_lena(cast)
    address = f"/deltagare/{one.pk}/ta-bort-identiteten/"
    assert "Alias, namn" in faults(send(page("lena"), address, 422, because="Rutinen § 2"))
    send(page("lena"), address, because="Rutinen § 2", kept="on")
    cast.as_everyone()
    person = Person.objects.get(pk=one.person_id)
    assert (person.birth_year, person.alias, person.register_key) == (
        1990,
        "Lärka 1234",
        "Lärka 1234",
    )
    text = get(page("karin"), f"/deltagare/{one.pk}/")
    assert told(text) == []
    assert "ta-bort-identiteten" not in get(page("lena"), f"/deltagare/{one.pk}/")
    cast.as_everyone()
    made = Ending.objects.get()
    assert (made.because, made.decided_by, made.done_at) == ("Rutinen § 2", "Lena Chef", None)
    assert EndingScope.objects.get().ends == "identity"
    get(page("lena"), address, 403)
    listed = get(page("lena"), "/gallring/")
    assert "identiteten i 1 ärende" in listed
    assert "identiteten i 1 ärende" not in get(page("eva"), "/gallring/")


def test_a_hold_lets_the_identity_stay(cast: Cast, page: Page) -> None:
    one = led_by_lena(cast)
    put_hold(one.controller_id, one.circle, reason="audit", because="IVO", by=cast.as_("lena"))
    answer = send(
        page("lena"), f"/deltagare/{one.pk}/ta-bort-identiteten/", 422, because="x", kept="on"
    )
    assert "Häv det först" in faults(answer)
    cast.as_everyone()
    assert Person.objects.get().family_name == "Zqefter"


def test_the_action_refuses_what_the_page_never_sends(cast: Cast) -> None:
    one = led_by_lena(cast)
    with pytest.raises(Refused, match="Skriv varför"):
        withhold_identity(one.circle, because=" ", by=cast.as_("lena"))
    cast.as_everyone()
    withhold([one.person_id])
    one.circle.person.refresh_from_db()
    with pytest.raises(Refused, match="borta redan"):
        withhold_identity(one.circle, because="x", by=cast.as_("lena"))
