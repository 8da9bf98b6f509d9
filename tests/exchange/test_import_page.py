"""Does a register come in by the page: upload, columns, check, preview, take?"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stafett.casework.models import Participation
from stafett.exchange.models import RegisterImport
from stafett.people.models import Person
from tests.cast import Cast
from tests.exchange.doors import (
    ANNA,
    BO,
    address,
    checked,
    register,
    send_to_check,
    taken,
    uploaded,
    work,
)


def test_a_file_goes_all_the_way_by_the_page(page: Any, cast: Cast) -> None:
    eva = page("eva")
    one = taken(eva, register(ANNA, BO))
    cast.as_everyone()
    assert one.status == "applied", one.result
    assert Participation.objects.count() == 2
    assert "Inläst: 2 rader." in eva.get(address(one)).content.decode()


def test_a_checked_file_shows_what_would_change_and_changes_nothing(page: Any, cast: Cast) -> None:
    eva = page("eva")
    taken(eva, register(ANNA, BO))
    one = checked(eva, register(ANNA.replace("Ek", "Ekman"), BO.replace("Arbete;", "Studier;")))
    shown = eva.get(address(one)).content.decode()
    assert "Ekman" in shown
    assert "Studier" in shown
    cast.as_everyone()
    assert set(Participation.objects.values_list("person__family_name", flat=True)) == {"Ek", "Al"}


def test_faults_are_shown_on_the_page_by_row_and_column(page: Any) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA, BO.replace("2024-09-30", "2024-02-30")))
    shown = eva.get(address(one)).content.decode()
    assert one.status == "faulty"
    assert "den månaden har 29 dagar" in shown


def test_columns_must_say_when_it_began(page: Any) -> None:
    eva = page("eva")
    one = uploaded(eva, register(ANNA))
    answer = send_to_check(eva, one, **{"column-6": ""})
    assert answer.status_code == 422
    assert "Ingen kolumn är vald för Startdatum" in answer.content.decode()


def test_what_was_not_shown_is_not_taken_in(page: Any, cast: Cast) -> None:
    eva = page("eva")
    taken(eva, register(ANNA, BO))
    one = checked(eva, register(ANNA.replace("Anna", "Annika"), BO))
    cast.as_everyone()
    Person.objects.filter(family_name="Al").update(given_name="Bosse")
    eva.post(reverse("take-register", args=[one.pk]))
    work(one)
    assert one.status == "checked"
    shown = eva.get(address(one)).content.decode()
    assert "har ändrats sedan filen granskades" in shown
    assert "Bosse" in shown
    cast.as_everyone()
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Anna", "Bosse"}
    eva.post(reverse("take-register", args=[one.pk]))
    assert work(one).status == "applied"


def test_a_file_that_changes_nothing_can_be_checked_again(page: Any) -> None:
    eva = page("eva")
    taken(eva, register(ANNA))
    one = checked(eva, register(ANNA))
    assert 'name="again"' in eva.get(address(one)).content.decode()


def test_how_many_a_file_holds_is_told_to_its_uploader_alone(page: Any, cast: Cast) -> None:
    """En rad fler än listan visar säger att någon är skyddad."""
    eva = page("eva")

    def seen(one: RegisterImport) -> tuple[str, dict[str, Any]]:
        cast.as_everyone()
        RegisterImport.objects.filter(pk=one.pk).update(uploaded_by=cast.user("lena"))
        text = " ".join(eva.get(address(one)).content.decode().split())
        answer = eva.get(f"/api/v1/imports/{one.pk}").json()["result"]
        assert not {"rows", "new", "updated", "unchanged", "corrected_people"} & answer.keys()
        assert "Nya deltaganden" not in text
        return text, answer

    text, answer = seen(checked(eva, register(ANNA, BO)))
    assert "Filen är utan fel. Inget är inläst än. Hur många rader" in text
    assert "Läs in hela filen" in text
    assert answer["changes_something"] is True
    text, answer = seen(taken(eva, register(ANNA, BO)))
    assert "Inläst. Hur många rader det var visas bara" in text
    text, answer = seen(checked(eva, register(ANNA, BO)))
    assert "Allt i filen är redan inläst, likadant." in text
    assert answer["changes_something"] is False
