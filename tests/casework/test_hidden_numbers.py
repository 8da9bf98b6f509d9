"""Law 5: does a number that somebody protected has get, by every door, the answer that any number gets?

The same words, the same status, the same number of questions to the database; and is the team told?
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stafett.casework.actions import enrol, settle_doubles
from stafett.casework.models import Participation, PossibleDouble
from stafett.casework.queries.doubles import open_doubles
from stafett.database.batch import settle
from stafett.people.models import Person
from stafett.safeguards.actions import let_units_back
from stafett.safeguards.models import ReadPerson
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_enrol_page import NEW, filled
from tests.cast import TODAY, Cast
from tests.exchange.doors import ANNA, HEADERS, read, register, sentences

NUMBER, FREE = "199001032391", "198901042393"
NUMBERED = f"{HEADERS};Reservnummer;Nummer utfärdat av"
SECRET = "H-1"


def hidden(cast: Cast, who: str = "karin", **facts: Any) -> Participation:
    """Somebody protected whose team is one of the cast."""
    post = cast.viewer(who).posts[0]
    known = {"identity_kind": "other", "identity_number": "T-HEMLIG", "identity_issuer": "Prov",
             "alias": "Lärka 1234", "protection": "marked", "register_key": "N-1"}  # fmt: skip
    person = cast.person(**{**known, **facts})
    team = ((post.unit_id, post.position_id),)
    return cast.enrolled(person=person, case_number=SECRET, named_team=team)


def by_page(client: Any, cast: Cast, told: dict[str, Any]) -> Any:
    answer = client.post(NEW, filled(cast, **told))
    return answer.status_code, faults(answer) if answer.status_code == 422 else ""


def by_api(client: Any, cast: Cast, told: dict[str, Any]) -> Any:
    sent = {"fields": filled(cast, **told)}
    answer = client.post("/api/v1/participations", sent, content_type="application/json")
    said = answer.json()
    return answer.status_code, said.get("done", said)


def by_correcting(client: Any, cast: Cast, told: dict[str, Any]) -> Any:
    cast.as_everyone()
    one = cast.enrolled(case_number=f"rättas-{told.get('number') or told.get('case_number')}")
    form = client.get(f"/deltagare/{one.pk}/person/").context["form"]
    values = {name: value for name, value in form.initial.items() if value not in (None, False)}
    sent = {**values, "sex": "man", **told, "because": "prov"}
    answer = client.post(f"/deltagare/{one.pk}/person/", sent)
    return answer.status_code, faults(answer) if answer.status_code == 422 else ""


def by_return(client: Any, cast: Cast, told: dict[str, Any]) -> Any:
    cast.as_everyone()
    before = cast.ended(case_number=f"förr-{told['case_number']}")
    sent = {"branch": cast.branch().pk, "starts_on": "2025-01-07", **told}
    answer = client.post(f"/deltagare/{before.pk}/igen/", sent)
    return answer.status_code, faults(answer) if answer.status_code == 422 else ""


def counted(act: Callable[[], Any]) -> tuple[Any, int]:
    """What a door answers, and with how many questions to the database."""
    with CaptureQueriesContext(connection) as queries:
        answer = act()
    return answer, len(queries)


def taken_back(act: Callable[[], Any]) -> Any:
    """What it comes to, with nothing of it kept."""
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


ENTERED = [
    (by_page, {"number": NUMBER}, {"number": FREE}),
    (by_page, {"case_number": SECRET}, {"case_number": "L-1"}),
    (by_page, {"case_number": "N-1"}, {"case_number": "L-2"}),
    (by_api, {"number": NUMBER}, {"number": FREE}),
    (by_api, {"case_number": SECRET}, {"case_number": "L-1"}),
    (by_correcting, {"number": NUMBER}, {"number": FREE}),
    (by_return, {"case_number": SECRET}, {"case_number": "L-1"}),
]  # fmt: skip


@pytest.mark.parametrize(("door", "secret", "free"), ENTERED)
def test_a_hidden_number_is_answered_as_one_that_nobody_has(
    cast: Cast, page: Page, door: Any, secret: dict[str, Any], free: dict[str, Any]
) -> None:
    one = hidden(cast, "lena", identity_kind="personal", identity_number=NUMBER, identity_issuer="")
    client = page("karin")
    with_free = [taken_back(lambda: counted(lambda: door(client, cast, free))) for _ in (1, 2)][1]
    with_secret = counted(lambda: door(client, cast, secret))
    assert with_secret == with_free
    assert with_free[0][0] in (200, 302)
    settle()
    cast.as_everyone()
    told = PossibleDouble.objects.get()
    assert (told.circle_id, told.told_on) == (one.circle_id, TODAY)


ROWS = [
    ("T-HEMLIG;Prov", "T-LEDIG1;Prov", "K-1", "K-1"),
    (";", ";", SECRET, "L-1"),
    ("T-ANNAT;Prov", "T-ANNAT;Prov", SECRET, "L-1"),
    ("T-HEMLIG;Prov", "T-LEDIG1;Prov", SECRET, "L-1"),
]


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(("secret", "free", "secret_case", "free_case"), ROWS)
def test_a_register_with_a_hidden_number_is_read_as_one_with_none(
    cast: Cast, secret: str, free: str, secret_case: str, free_case: str, dry_run: bool
) -> None:
    hidden(cast)
    eva = cast.as_("eva")

    def reading(number: str, case: str) -> Any:
        file = register(f"{ANNA.replace('K-1', case)};{number}", headers=NUMBERED)
        verdict, queries = counted(lambda: read(file, cast, eva, dry_run=dry_run))
        outcome = verdict.outcome
        told = (outcome.new, outcome.updated, outcome.unchanged, outcome.corrected_people)
        first = [{**row, "case": ""} for row in outcome.first]
        return sentences(verdict), told, outcome.changes, first, queries

    taken_back(lambda: reading(free, free_case))
    with_free = taken_back(lambda: reading(free, free_case))
    assert reading(secret, secret_case) == with_free
    cast.as_everyone()
    assert PossibleDouble.objects.count() == (0 if dry_run else 1)


def test_a_file_that_gives_a_known_case_a_hidden_number_is_read_and_the_team_told(
    cast: Cast,
) -> None:
    one = hidden(cast)
    eva = cast.as_("eva")
    assert sentences(read(register(f"{ANNA};T-1;Prov", headers=NUMBERED), cast, eva)) == []
    again = read(register(f"{ANNA};T-HEMLIG;Prov", headers=NUMBERED), cast, eva)
    assert (sentences(again), again.outcome.corrected_people) == ([], 1)
    cast.as_everyone()
    assert PossibleDouble.objects.get().circle_id == one.circle_id


def test_the_hidden_are_not_in_the_log_of_whoever_entered_their_number(
    cast: Cast, page: Page
) -> None:
    one = hidden(cast, "lena")
    by_page(page("karin"), cast, {"case_number": SECRET})
    assert not ReadPerson.objects.filter(person_id=one.person_id).exists()


def test_a_case_number_of_somebody_shown_is_still_refused_also_beside_a_hidden_one(
    cast: Cast, page: Page
) -> None:
    hidden(cast, "lena")
    client = page("karin")
    assert by_page(client, cast, {"case_number": SECRET})[0] == 302
    assert "Ärendenumret används redan" in by_page(client, cast, {"case_number": SECRET})[1]
    cast.as_everyone()
    person = cast.person()
    with pytest.raises(IntegrityError, match="case_number_once"), transaction.atomic():
        cast.enrolled(person=person, case_number=SECRET)


def test_the_team_itself_is_refused_a_number_that_it_sees_and_told_of_nothing(
    cast: Cast, page: Page
) -> None:
    hidden(cast)
    assert "Ärendenumret används redan" in by_page(page("karin"), cast, {"case_number": SECRET})[1]
    karin = cast.as_("karin")
    enrol([cast.enrolment(case_number=SECRET)], by=karin)
    cast.as_everyone()
    assert not PossibleDouble.objects.exists()


def of_both(cast: Cast, page: Page) -> Iterator[Participation]:
    """Somebody hidden, and the newcomer with the same case number."""
    one = hidden(cast)
    yield one
    cast.as_everyone()
    enrol([cast.enrolment(case_number=SECRET, starts_on=TODAY)], by=cast.as_("eva"))
    cast.as_everyone()
    yield Participation.objects.exclude(pk=one.pk).get()


def test_the_team_reads_of_it_on_its_start_page_and_settles_it(cast: Cast, page: Page) -> None:
    one, other = of_both(cast, page)
    karin = page("karin")
    words = "Någon är inskriven i Provinsatsen, Flen, med samma ärendenummer i insatsen"
    for address in ("/", f"/deltagare/{one.pk}/", f"/api/v1/participations/{one.pk}"):
        text = get(karin, address)
        assert words in text or words in json.loads(text)["possible_doubles"][0]["words"]
    assert str(other.pk) not in get(karin, "/").split("del-dubbel")[1].split("</section>")[0]
    for who in ("lena", "eva", "sven"):
        assert "Kan vara någon som ni skyddar" not in get(page(who), "/")
    address = f"/deltagare/{one.pk}/dubbel/"
    assert "frivilligt" not in get(karin, address)
    send(karin, address, which=[str(PossibleDouble.objects.get().pk)], found="En annan människa.")
    cast.as_everyone()
    double = PossibleDouble.objects.get()
    assert (double.settled_by, double.found) == ("Karin Ek", "En annan människa.")
    assert "Kan vara någon som ni skyddar" not in get(karin, "/")
    assert open_doubles(cast.as_("karin")) == []
    assert not karin.get(address).context["form"]["which"].value(), "nothing is left to tick"


def test_what_was_found_is_said_and_by_somebody_who_works_there(cast: Cast, page: Page) -> None:
    one, _other = of_both(cast, page)
    karin = cast.as_("karin")
    (told,) = open_doubles(karin, one)
    with pytest.raises(Refused, match="kom fram till"):
        settle_doubles(one, [told.double], found=" ", by=karin)
    get(page("karin"), f"/deltagare/{_other.pk}/dubbel/", 404)


def test_what_the_team_was_told_is_left_out_when_the_newcomers_case_has_ended_for_good(
    cast: Cast, page: Page
) -> None:
    one, other = of_both(cast, page)
    cast.as_everyone()
    PossibleDouble.objects.update(newcomer_id=UUID(int=7))
    assert open_doubles(cast.as_("karin"), one) == []
    cast.as_everyone()
    PossibleDouble.objects.update(newcomer_id=other.pk)


def test_a_protection_that_ends_gives_way_with_its_case_number_and_says_so(
    cast: Cast, page: Page
) -> None:
    one, other = of_both(cast, page)
    client = page("karin")
    send(client, f"/deltagare/{one.pk}/person/", protection="", because="slut")
    text = get(client, f"/deltagare/{one.pk}/")
    assert "så det här heter nu S-" in text
    cast.as_everyone()
    rows = Participation.objects.order_by("pk")
    assert rows.get(pk=other.pk).case_number == SECRET
    assert rows.get(pk=one.pk).case_number.startswith("S-")
    assert not rows.filter(hidden=True).exists()


def test_the_mark_follows_the_circle_whoever_writes_it(cast: Cast) -> None:
    one = cast.enrolled()
    assert not Participation.objects.get(pk=one.pk).hidden
    assert Participation.objects.get(pk=hidden(cast).pk).hidden


def test_what_a_team_was_told_is_told_to_nobody_when_the_protection_has_ended(cast: Cast) -> None:
    one = hidden(cast)
    other = cast.enrolled()
    cast.as_everyone()
    PossibleDouble.objects.create(
        controller_id=one.controller_id, owner_authority_id=one.controller_id, circle=one.circle,
        kind="participation", newcomer_id=other.pk, same="number", told_on=TODAY,
    )  # fmt: skip
    assert len(open_doubles(cast.as_("karin"))) == 1
    cast.as_everyone()
    Person.objects.filter(pk=one.person_id).update(protection="", alias="")
    let_units_back([(one.circle, [cast.unit("AUC").pk])], by=cast.viewer("karin"))
    assert open_doubles(cast.as_("karin")) == []
