"""Are columns chosen once, kept, and offered again, and can another sheet be read?"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.urls import reverse

from stafett.exchange.models import Mapping
from tests.exchange.doors import (
    ANNA,
    BO,
    HEADERS,
    address,
    checked,
    columns_of,
    register,
    send_to_check,
    uploaded,
    work,
)


def shown(client: Any, one: Any, query: str = "") -> str:
    """The page of an import."""
    return client.get(address(one) + query).content.decode()


def workbook(*sheets: tuple[str, list[str]]) -> bytes:
    """An Excel file with these sheets, a row of text for each line."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, lines in sheets:
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line.split(";"))
    return made.getvalue()


def test_a_field_chosen_for_two_columns_is_told_at_the_second(page: Any) -> None:
    eva = page("eva")
    one = uploaded(eva, register(ANNA))
    answer = send_to_check(eva, one, **{"column-1": "family_name"})
    assert answer.status_code == 422
    said = "Efternamn är redan valt för kolumnen Förnamn. Välj en av dem."
    assert said in answer.content.decode()
    one.refresh_from_db()
    assert one.status == "received"


def test_a_header_that_two_columns_could_mean_is_left_to_the_reader(page: Any) -> None:
    eva = page("eva")
    one = uploaded(eva, register("1;2024-02-01;2024-02-03", headers="Ärende;Startdatum;Inskriven"))
    assert columns_of(eva, one)["column-1"] == ""
    assert "Kan vara Startdatum: välj en kolumn för det." in shown(eva, one)


def test_a_choice_of_columns_is_kept_by_name_and_offered_for_the_next_file(page: Any) -> None:
    eva = page("eva")
    headers = HEADERS.replace("Förnamn", "Kolumn X")
    first = uploaded(eva, register(ANNA, headers=headers))
    send_to_check(eva, first, **{"column-1": "given_name", "save_as": "Vår export"})
    assert str(Mapping.objects.get()) == "Vår export"
    second = uploaded(eva, register(BO, headers=headers.replace("Kön", "Något nytt")))
    assert "Vår export" in shown(eva, second)
    assert columns_of(eva, second)["column-1"] == ""
    form = eva.get(address(second) + "?mapping=V%C3%A5r+export").context["form"]
    assert form["column-1"].value() == "given_name"


def test_the_last_choice_for_the_same_headers_is_met_again_and_no_other(page: Any) -> None:
    eva = page("eva")
    odd = HEADERS.replace("Förnamn", "Kolumn X")
    first = uploaded(eva, register(ANNA, headers=odd))
    send_to_check(eva, first, **{"column-1": "given_name"})
    checked(eva, register(ANNA))
    assert columns_of(eva, uploaded(eva, register(BO, headers=odd)))["column-1"] == "given_name"


def test_the_same_check_is_made_again_on_request(page: Any) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA))
    eva.post(address(one), {"again": "1"})
    one.refresh_from_db()
    assert one.status == "checking"
    assert work(one).status == "checked"


def test_another_sheet_of_the_workbook_is_read_instead(page: Any) -> None:
    eva = page("eva")
    notes = ("Läs mig", ["Till den som läser", "Registret står på nästa blad"])
    one = uploaded(eva, workbook(notes, ("Deltagare", [HEADERS, ANNA])))
    eva.post(address(one), {"sheet": "Deltagare"})
    one.refresh_from_db()
    assert one.outline["headers"][0] == "Ärendenummer"
    send_to_check(eva, one)
    assert work(one).status == "checked"


def test_a_sheet_that_cannot_be_read_is_told_and_the_first_one_stays(page: Any) -> None:
    eva = page("eva")
    one = uploaded(eva, workbook(("Deltagare", [HEADERS, ANNA]), ("Tomt", [])))
    answer = eva.post(address(one), {"sheet": "Tomt"}, follow=True)
    assert "tom" in answer.content.decode()
    one.refresh_from_db()
    assert one.outline["headers"][0] == "Ärendenummer"


def test_a_file_is_called_by_its_name(page: Any) -> None:
    assert str(uploaded(page("eva"), register(ANNA))) == "register.csv"


def test_there_is_no_template_of_another_form(page: Any) -> None:
    there = reverse("register-template", args=["prov", "csv"])
    assert page("eva").get(there).status_code == 200
    assert page("eva").get(there.replace("csv", "pdf")).status_code == 404
