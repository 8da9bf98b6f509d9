"""Are columns chosen once, kept, and offered again, and can another sheet be read?"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
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


def read_columns(client: Any, one: Any) -> list[str]:
    """What each header of the file is offered to be read as."""
    return [value for name, value in columns_of(client, one).items() if name != "save_as"]


WIDE = "Ärendenummer;Personnummer;Förnamn;Kön;Startdatum"
NARROW = "Ärendenummer;Förnamn;Startdatum"
AS_GUESSED = ["case_number", "personal_number", "given_name", "sex", "starts_on"]


def test_a_choice_for_a_narrower_file_says_nothing_of_the_columns_that_it_had_not(
    page: Any,
) -> None:
    eva = page("eva")
    send_to_check(eva, uploaded(eva, register("1;Anna;2024-02-01", headers=NARROW)))
    wide = uploaded(eva, register("1;19900101-2391;Anna;man;2024-02-01", headers=WIDE))
    assert read_columns(eva, wide) == AS_GUESSED


def test_a_choice_by_name_says_nothing_of_the_columns_that_its_file_had_not(page: Any) -> None:
    eva = page("eva")
    narrow = uploaded(eva, register("1;Anna;2024-02-01", headers=NARROW))
    send_to_check(eva, narrow, **{"column-1": "family_name", "save_as": "Min mall"})
    wide = uploaded(eva, register("1;19900101-2391;Anna;man;2024-02-01", headers=WIDE))
    form = eva.get(address(wide) + "?mapping=Min+mall").context["form"]
    offered = [form[name].value() for name in form.fields if name != "save_as"]
    assert offered == [one.replace("given", "family") for one in AS_GUESSED]


def test_a_column_left_out_on_purpose_stays_out_the_next_time_also_once_taken_in(page: Any) -> None:
    eva = page("eva")
    row = "{};Anna;kvinna;Flen;2024-02-01"
    headers = "Ärendenummer;Förnamn;Kön;Gren;Startdatum"
    one = uploaded(eva, register(row.format(1), headers=headers))
    send_to_check(eva, one, **{"column-2": ""})
    work(one)
    eva.post(reverse("take-register", args=[one.pk]))
    assert work(one).status == "applied"
    assert (
        columns_of(eva, uploaded(eva, register(row.format(2), headers=headers)))["column-2"] == ""
    )


def test_the_choice_for_the_same_headers_goes_before_a_later_one_for_fewer(page: Any) -> None:
    eva = page("eva")
    wide = register("1;x;Anna;man;2024-02-01", headers=WIDE)
    send_to_check(eva, uploaded(eva, wide), **{"column-1": "other_number"})
    send_to_check(eva, uploaded(eva, register("1;Anna;2024-02-01", headers=NARROW)))
    assert read_columns(eva, uploaded(eva, wide))[1] == "other_number"


@pytest.mark.parametrize("row", [ANNA, ANNA.replace("2024-02-01", "2024-02-30")])
def test_columns_that_are_not_read_are_named_before_the_file_is_taken_in(
    page: Any, row: str
) -> None:
    eva = page("eva")
    headers = f"{HEADERS.replace('Kön', 'Skor')};;Hund"
    one = checked(eva, register(f"{row};x;y", headers=headers))
    said = "Kolumner som inte läses in: Skor, kolumn M utan rubrik, Hund."
    assert said in shown(eva, one)
    send_to_check(eva, one, **{"column-3": "guardian"})
    work(one)
    assert "Kolumner som inte läses in: kolumn M utan rubrik, Hund." in shown(eva, one)


def test_a_file_that_is_read_whole_says_so(page: Any) -> None:
    eva = page("eva")
    assert "Alla kolumner i filen läses in." in shown(eva, checked(eva, register(ANNA)))


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
