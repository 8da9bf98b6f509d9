"""Does every broken file get its sentence at every door, and leave nothing behind?"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stafett.casework.models import Participation
from stafett.exchange.commands import import_
from stafett.exchange.models import RegisterImport
from stafett.people.models import Person
from tests.cast import Cast
from tests.exchange.doors import ANNA, BO, HEADERS, address, checked, register, upload
from tests.exchange.register.registers import as_xlsx, personal_numbers

NUMBERED = f"{HEADERS};Personnummer"


@dataclass(frozen=True)
class Bad:
    """A file, what must be said of it, and whether already the upload is refused."""

    content: Callable[[], bytes]
    said: str
    at_once: bool = False
    errors: int = 1


def packed(**members: bytes) -> bytes:
    """A zip file with these members."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet unpacks to a hundred times itself and more."""
    parts = zipfile.ZipFile(as_xlsx([HEADERS.split(";"), ANNA.split(";")]))
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            room = b" " * 60_000_000 if name.endswith("sheet1.xml") else b""
            archive.writestr(name, parts.read(name) + room)
    return kept.getvalue()


def wrong_check_digit() -> bytes:
    number = personal_numbers()[0]
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    return register(f"{ANNA.replace('1999-03-01', '')};{wrong}", headers=NUMBERED)


def mixed() -> bytes:
    rows = [ANNA.replace("Anna", "Åsa"), BO.replace("Bo;", "Börje;")]
    return b"\n".join([HEADERS.encode(), rows[0].encode("utf-8"), rows[1].encode("cp1252")])


def formula() -> bytes:
    """A workbook as programs write that do not count: the formula, and no value."""
    parts = zipfile.ZipFile(as_xlsx([["Ärendenummer", "Startdatum"], ["K-1", "=TODAY()"]]))
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(name, parts.read(name).replace(b"<v>0</v>", b"<v></v>"))
    return kept.getvalue()


def rubbish() -> bytes:
    return random.Random(1).randbytes(3000)


FILES = {
    "empty": Bad(lambda: b"", "Filen är tom.", at_once=True),
    "only spaces": Bad(lambda: b" \n \n", "Filen är tom.", at_once=True),
    "only headers": Bad(register, "Filen har bara rubriker.", at_once=True),
    "a missing column": Bad(
        lambda: register("K-1;Flen", headers="Ärendenummer;Gren"),
        "Ingen kolumn är vald för Startdatum, som måste finnas.",
    ),
    "a wrong check digit": Bad(wrong_check_digit, "Rad 2, kolumnen Personnummer: Den sista siffran"),
    "30 February": Bad(
        lambda: register(ANNA.replace("2024-02-01", "2024-02-30")),
        "Rad 2, kolumnen Startdatum: ”2024-02-30”: den månaden har 29 dagar",
    ),
    "end before start": Bad(
        lambda: register(BO.replace("2024-09-30", "2024-02-29")),
        "Rad 2, kolumnen Slutdatum: Slutdatum 2024-02-29 ligger före startdatum 2024-03-01.",
    ),
    "the same row twice": Bad(
        lambda: register(ANNA, BO, ANNA), "Rad 4: Raden är densamma som rad 2."
    ),
    "too few columns": Bad(
        lambda: register(ANNA, "K-9;Eva;Al"), "Rad 3: Raden har 3 kolumner men rubrikerna är 12."
    ),
    "a misspelt municipality": Bad(
        lambda: register(f"{ANNA};Katrinehlom", headers=f"{HEADERS};Kommun"),
        "Menade du Katrineholm?",
    ),
    "a zip bomb": Bad(bomb, "Arbetsboken packar upp till mer än den får.", at_once=True),
    "a zip that is no workbook": Bad(
        lambda: packed(a=b"hej"), "Filen är packad men är ingen Excelarbetsbok.", at_once=True
    ),
    "binary rubbish": Bad(rubbish, "Filen är varken text eller Excel.", at_once=True),
    "a web page": Bad(
        lambda: b"<html><table><tr><td>1</td></tr></table></html>", "Filen är en webbsida", at_once=True
    ),
    "an old workbook": Bad(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "Filen är i det gamla Excelformatet",
        at_once=True,
    ),
    "rubbish that begins as a web page": Bad(
        lambda: b"<" + rubbish(), "Filen är varken text eller Excel.", at_once=True
    ),
    "rubbish that begins as an old workbook": Bad(
        lambda: b"\xd0\xcf\x11\xe0" + rubbish(), "Filen är varken text eller Excel.", at_once=True
    ),
    "rubbish that begins as UTF-16": Bad(
        lambda: b"\xff\xfe" + rubbish(), "Filen är varken text eller Excel.", at_once=True
    ),
    "a little rubbish after a heading": Bad(
        lambda: b"a;b\n" + rubbish()[:100], "Filen är varken text eller Excel.", at_once=True
    ),
    "a formula without its value": Bad(
        formula, "Cellen B2 har en formel vars värde aldrig har räknats ut.", at_once=True
    ),
    "mixed encodings": Bad(mixed, "Raden är skriven med en annan teckenkodning än filen i övrigt"),
}  # fmt: skip
Doors = Iterator[Any]


@pytest.fixture(params=FILES)
def bad(request: pytest.FixtureRequest) -> Bad:
    return FILES[request.param]


@pytest.fixture(autouse=True)
def _nothing_is_left(cast: Cast) -> Doors:
    yield
    cast.as_everyone()
    assert not Participation.objects.exists()
    assert not Person.objects.exists()


def test_the_page_says_what_is_wrong(page: Any, bad: Bad) -> None:
    eva: Client = page("eva")
    if bad.at_once:
        answer = upload(eva, bad.content())
        assert answer.status_code == 422
        assert not RegisterImport.objects.exists()
        shown = answer.content.decode()
        assert bad.said in shown
        return
    one = checked(eva, bad.content()) if "vald för" not in bad.said else None
    if one is not None:
        assert one.status == "faulty"
        _place, _colon, what = (
            bad.said.rpartition(": ") if bad.said.startswith("Rad ") else ("", "", bad.said)
        )
        assert what in eva.get(address(one)).content.decode()
        assert one.result["errors"] == bad.errors


def test_the_command_says_what_is_wrong(cast: Cast, bad: Bad, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(bad.content())
    done = CliRunner().invoke(import_, ["register", str(file), "--initiative", "prov"])
    assert done.exit_code == 1, done.output
    assert bad.said in done.stdout
    assert f"{bad.errors} fel. Inget har lästs in." in done.stdout


def test_the_api_says_what_is_wrong(page: Any, bad: Bad) -> None:
    sent = {"file": SimpleUploadedFile("register.csv", bad.content())}
    answer = page("eva").post("/api/v1/initiatives/prov/register", sent)
    assert answer.status_code == 422, answer.content
    verdict = answer.json()["verdict"]
    assert bad.said in verdict["shown"][0]["sentence"]
    assert (verdict["errors"], verdict["applied"]) == (bad.errors, False)


def test_forty_thousand_faulty_rows_are_counted_and_the_first_shown(
    cast: Cast, page: Any, django_assert_max_num_queries: Any
) -> None:
    """Bounded: nothing is looked up or written for rows that cannot be taken."""
    rows = [f"K-{n};;;;;Flen;2024-02-30;;;;;" for n in range(40_000)]
    one_file = register(*rows)
    with django_assert_max_num_queries(60):
        answer = page("eva").post(
            "/api/v1/initiatives/prov/register", {"file": SimpleUploadedFile("r.csv", one_file)}
        )
    verdict = answer.json()["verdict"]
    assert (verdict["errors"], verdict["rows"], len(verdict["shown"])) == (40_000, 40_000, 500)
    assert verdict["unshown"] == 39_500
    assert [(kind["count"], kind["code"]) for kind in verdict["kinds"]] == [
        (40_000, "date-no-such-day")
    ]


def test_the_same_fault_in_several_columns_is_counted_by_column(page: Any) -> None:
    rows = [f"K-{n};;;;;Flenn;2024-02-01;;;;;" for n in range(300)]
    rows += [
        f"K-{n};;;;;Flen;2024-02-01;2024-03-01;Jobb;Ingen behövs;Arb;" for n in range(300, 600)
    ]
    verdict = page("eva").post(
        "/api/v1/initiatives/prov/register",
        {"file": SimpleUploadedFile("r.csv", register(*rows))},
    ).json()  # fmt: skip
    counted = {(kind["column"], kind["count"]) for kind in verdict["verdict"]["kinds"]}
    assert {("Gren", 300), ("Utfall", 300), ("Remitterande part", 300)} <= counted


def test_forty_thousand_faults_fit_on_a_page(page: Any) -> None:
    eva = page("eva")
    one = checked(eva, register(*(f"K-{n};;;;;Flen;2024-02-30;;;;;" for n in range(40_000))))
    answer = eva.get(address(one)).content
    assert len(answer) < 400_000
    assert "… och 39 500 till" in answer.decode().replace("\xa0", " ")
