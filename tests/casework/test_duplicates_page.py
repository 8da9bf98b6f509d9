"""Are possible doubles pointed out with why, linked and unlinked by people, and never of the hidden?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.casework.models import Participation
from stafett.casework.queries import duplicates as looking
from stafett.people.models import PersonLink
from tests.casework.conftest import Page, faults, get
from tests.cast import Cast

DOUBLES = "/deltagare/dubbletter/"
BORN = date(1990, 5, 3)


def somebody(
    cast: Cast, given: str = "Amina", family: str = "Öberg", **facts: Any
) -> Participation:
    person = cast.person(given_name=given, family_name=family, **{"birth_date": BORN, **facts})
    return cast.enrolled(person=person)


def linking(one: Participation, other: Participation) -> str:
    return f"{DOUBLES}lanka/?first={one.person_id}&second={other.person_id}"


def link(page: Any, one: Participation, other: Participation, **sent: str) -> Any:
    data = {
        "first": one.person_id, "second": other.person_id, "because": "visade legitimation",
        "as_written": "on",
    }  # fmt: skip
    return page("karin").post(f"{DOUBLES}lanka/", {**data, **sent})


def test_nobody_twice_is_praised(cast: Cast, page: Page) -> None:
    somebody(cast)
    somebody(cast, "Bo", "Ceder")
    assert "Ingen ser ut att finnas två gånger. Bra!" in get(page("karin"), DOUBLES)


@pytest.mark.parametrize(
    ("given", "family", "why"),
    [("Amina", "Oberg", "Samma namn och födelsedag"), ("Öberg", "Amina", "Samma namn och födelsedag"),
     ("Amina", "Öbergh", "Samma födelsedag och liknande namn")],
)  # fmt: skip
def test_two_alike_are_pointed_out_with_why(
    cast: Cast, page: Page, given: str, family: str, why: str
) -> None:
    somebody(cast)
    somebody(cast, given, family)
    assert why in get(page("karin"), DOUBLES)


def test_one_that_one_may_not_see_is_never_half_of_a_pair(cast: Cast, page: Page) -> None:
    somebody(cast)
    somebody(cast).circle.members.all().delete()
    assert "Ingen ser ut" in get(page("karin"), DOUBLES)


def test_two_at_different_controllers_are_never_a_pair(cast: Cast, page: Page) -> None:
    somebody(cast)
    cast.enrolled("katrineholm", cast.person("katrineholm", birth_date=BORN))
    assert "Ingen ser ut" in get(page("eva"), DOUBLES)


def test_two_are_linked_with_a_reason_and_neither_record_changes(cast: Cast, page: Page) -> None:
    one, other = somebody(cast), somebody(cast)
    assert "Länka två poster" in get(page("karin"), linking(one, other))
    assert link(page, one, other).status_code == 302
    made = PersonLink.objects.get()
    assert (made.linked_by, made.reason) == (cast.user("karin"), "visade legitimation")
    assert not one.person.events.exists()
    text = get(page("karin"), DOUBLES)
    assert "Ingen ser ut" in text
    assert "visade legitimation" in text


def test_linking_twice_is_linking_once(cast: Cast, page: Page) -> None:
    one, other = somebody(cast), somebody(cast)
    link(page, one, other)
    assert link(page, other, one).status_code == 302
    assert PersonLink.objects.count() == 1


def test_linking_asks_how_one_knows(cast: Cast, page: Page) -> None:
    answer = link(page, somebody(cast), somebody(cast), because="")
    assert answer.status_code == 422
    assert "Hur vet du" in faults(answer)


def test_a_link_is_undone_with_a_reason_and_stays_in_the_history(cast: Cast, page: Page) -> None:
    one, other = somebody(cast), somebody(cast)
    link(page, one, other)
    made = PersonLink.objects.get()
    address = f"{DOUBLES}lankar/{made.pk}/ta-bort/"
    client = page("karin")
    assert address in get(client, DOUBLES)
    assert "Den ena" in get(client, address)
    answer = client.post(address, {"because": "x" * 201})
    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()
    assert "maxlength" not in answer.content.decode()
    made.refresh_from_db()
    assert made.undone_by is None
    client.post(address, {"because": "två syskon"})
    made.refresh_from_db()
    assert (made.undone_by, made.undone_because) == (cast.user("karin"), "två syskon")
    assert "Samma namn och födelsedag" in get(client, DOUBLES)
    assert client.post(address, {"because": "igen"}).status_code == 404


def test_a_record_that_one_may_not_work_with_is_not_linked(cast: Cast, page: Page) -> None:
    one, other = somebody(cast), somebody(cast)
    assert "Länka<" not in get(page("lena"), DOUBLES)
    get(page("lena"), linking(one, other), 404)
    other.circle.members.all().delete()
    get(page("karin"), linking(one, other), 404)
    get(page("karin"), f"{DOUBLES}lanka/?first=x&second=y", 404)
    get(page("karin"), f"{DOUBLES}lanka/?first={one.person_id}&second={one.person_id}", 404)


def test_a_link_between_records_that_one_may_not_work_with_is_not_undone(
    cast: Cast, page: Page
) -> None:
    one, other = somebody(cast), somebody(cast)
    link(page, one, other)
    address = f"{DOUBLES}lankar/{PersonLink.objects.get().pk}/ta-bort/"
    assert page("lena").post(address, {"because": "fel"}).status_code == 404
    assert page("olle").post(address, {"because": "fel"}).status_code == 404


def test_an_initiative_can_be_chosen(cast: Cast, page: Page) -> None:
    somebody(cast)
    somebody(cast)
    assert "Samma namn" in get(page("karin"), f"{DOUBLES}?insats=prov")
    assert "Samma namn" in get(page("karin"), f"{DOUBLES}?insats=konstig")


def test_a_unit_too_large_to_compare_is_told_so(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST_COMPARED", 2)
    somebody(cast)
    somebody(cast)
    assert "Bara de" in get(page("karin"), DOUBLES)


def test_those_who_never_see_a_person_are_told_so(page: Page) -> None:
    get(page("rakel"), DOUBLES, 403)


def test_the_number_of_queries_does_not_grow_with_the_pairs(cast: Cast, page: Page) -> None:
    client = page("karin")

    def asked(more: int) -> int:
        for _ in range(more):
            somebody(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(DOUBLES)
        return len(queries)

    assert asked(2) == asked(6)
