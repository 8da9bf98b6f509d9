"""Can what is written to the archive be read by people, spreadsheets and programs, and be checked?"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from stafett.casework.models import Occupation
from stafett.people.models import Person
from stafett.safeguards import ended
from stafett.safeguards.actions import archive_page
from stafett.safeguards.actions.archive import _contents, _safe
from stafett.safeguards.in_words import in_words
from stafett.safeguards.models import Ending, RetentionRule
from stafett.safeguards.queries.retention import _coming

ONE = Ending(
    id=UUID(int=1), decided_on=date(2030, 1, 2), decided_by="Lena Chef", because="7 § planen",
    grounds=["Plan 2024:7"],
)  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {"family_name": "=Öberg", "birth_year": 1999},
    {"family_name": "<b>", "birth_year": None},
]


def test_an_archive_has_the_same_rows_for_people_spreadsheets_and_programs() -> None:
    made = _contents(ONE, "Nämnden", [(Person, ROWS)], {"filer/papper": b"\x89PNG"})
    sums = made.pop("kontrollsummor.txt").decode()
    assert sums.splitlines() == [
        f"{hashlib.sha256(made[name]).hexdigest()}  {name}" for name in sorted(made)
    ]
    assert made.pop("filer/papper") == b"\x89PNG"
    told = {name: content.decode() for name, content in made.items()}
    assert set(told) == {"LAS-MIG.txt", "lasbart.html", "allt.json", "tabeller/people_person.csv"}
    for words in ("Nämnden", "2030-01-02", "Lena Chef", "7 § planen", "Plan 2024:7", str(ONE.pk)):
        assert words in told["LAS-MIG.txt"]
    assert json.loads(told["allt.json"]) == {"people_person": ROWS}
    assert "Öberg" in told["allt.json"]
    assert (
        told["tabeller/people_person.csv"] == "family_name;birth_year\r\n'=Öberg;1999\r\n<b>;\r\n"
    )
    head, page = told["lasbart.html"].split("</head>")
    title = "Gallrat ur Stafett 2030-01-02, Nämnden"
    assert f"<title>{title}</title>" in head
    assert "<script" not in head + page
    assert page == (
        f"<body>\n<h1>{title}</h1>\n<section><h2>Namn, nummer och kontakt</h2>\n"
        "<article><dl><div><dt>efternamn</dt><dd>=Öberg</dd></div><div><dt>födelseår</dt><dd>1999</dd></div>"
        '</dl><p class="keys"></p></article>\n'
        "<article><dl><div><dt>efternamn</dt><dd>&lt;b&gt;</dd></div></dl>"
        '<p class="keys"></p></article></section>\n</body></html>\n'
    )


EVERY = [
    table
    for one in ended.every()
    for table in (one.model, ended.earlier_of(one.model))
    if table is not None
]
SWEDISH_TOO = {"alias", "form", "organisation"}
"""Words that are the same in the code."""


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.__name__)
def test_what_a_row_points_at_has_words_of_its_own(table: type[Model]) -> None:
    own = table._meta.concrete_fields
    pointed = [one for one in own if one.is_relation and one.name in archive_page.shown(table)]
    silent = {one.name for one in pointed if one.related_model.__str__ is Model.__str__}
    assert not silent


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.__name__)
def test_no_table_or_column_is_without_a_name_in_swedish(table: type[Model]) -> None:
    names = archive_page.shown(table)
    assert not archive_page.heading(table).startswith(
        getattr(table, "pgh_tracked_model", table).__name__
    )
    written = {name: archive_page.label(table, name) for name in names}
    plain = {name for name, said in written.items() if said == name.replace("_", " ")}
    assert plain <= SWEDISH_TOO
    assert not {said for said in written.values() if "pgh" in said or said == "ID"}


def test_what_is_the_same_word_in_two_tables_is_called_as_its_own_table_says() -> None:
    tables = {one.__name__: one for one in EVERY}
    assert archive_page.label(tables["Promise"], "what") == "vad"
    assert archive_page.label(tables["Occupation"], "what") == "sysselsättning"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("pgh_created_at", "2026-11-28 22:30:04.123456+00:00", "2026-11-28 23:30:04"),
        ("pgh_label", "update", "ändrat"), ("pgh_label", "delete", "borttaget"),
        ("pgh_label", "insert", "insert"),
        ("needs_interpreter", True, "ja"), ("needs_interpreter", False, "nej"),
        ("family_name", None, ""), ("family_name", "", ""), ("kinds", [], ""), ("birth_year", 1999, "1999"),
        ("kinds", ["livelihood", "annat"], "försörjning, annat"), ("told", {"ä": 1}, '{"ä": 1}'),
        ("why", "/deltagare/1/", ""), ("why", "Fel namn", "Fel namn"), ("changed_by", "Karin Ek", "Karin Ek"),
    ],
)  # fmt: skip
def test_a_value_is_said_as_somebody_reads_it(name: str, value: Any, said: str) -> None:
    assert archive_page.as_read(Person.pgh_event_model, name, value) == said  # type: ignore[attr-defined]


def test_hours_are_written_without_an_empty_decimal() -> None:
    column = Occupation._meta.get_field("hours_a_week")
    written = [
        in_words(Occupation(), column, Decimal(one)) for one in ("4.0", "4.5", "40.0", "0.0")
    ]
    assert written == ["4", "4,5", "40", "0"]


def test_an_earlier_version_says_first_how_it_ended_and_keys_stand_last() -> None:
    table = Person.pgh_event_model  # type: ignore[attr-defined]
    row = {"family_name": "Öberg", "pgh_label": "update", "changed_by": "Karin Ek", "id": "5cf7",
           "pgh_obj": "5cf7", "pgh_id": 3}  # fmt: skip
    page = archive_page.page(ONE, "Nämnden", [(table, [row])])
    words = re.findall(r"<dt>(.*?)</dt>", page)
    assert words == ["det som gjordes då", "ändrat av", "efternamn"]
    assert '<p class="keys">nyckel 5cf7</p>' in page


@pytest.mark.parametrize(
    "alive",
    ["=A1", "=1+cmd|'/C calc'!A0", "+1+SUM(A1)", "-2+3+cmd|'x'!A0", "@1", "@SUM(1)", "\t=1", "\r=1",
     "\n=1", "  =1", "＝1+1", "-x"],
)  # fmt: skip
def test_no_cell_is_a_formula_whatever_stands_after_its_sign(alive: str) -> None:
    assert _safe(alive) == f"'{alive}"


def test_a_number_and_a_telephone_number_stay_as_they_are() -> None:
    for value in ("-5", "+46 70 174 06 00", "-5,5", 3, -3, "Öberg", "a=b", ""):
        assert _safe(value) == str(value)
    assert _safe(None) == ""


def test_a_case_is_spared_by_the_day_its_person_was_born_and_where_that_is_not_known() -> None:
    rule = RetentionRule(start="case_end", months=60, spared_days=[8, 18])
    for born, spared in ((date(1999, 3, 8), True), (date(1999, 3, 9), False), (None, True)):
        coming = _coming(rule, date(2024, 9, 30), born)
        assert (coming.spared, coming.day) == (spared, date(2029, 9, 30))
    assert _coming(rule, None, None).day is None
