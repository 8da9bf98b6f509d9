"""Can what is written to the archive be read by people, spreadsheets and programs, and be checked?"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from uuid import UUID

import pytest

from stafett.people.models import Person
from stafett.safeguards.actions.archive import _contents, _safe
from stafett.safeguards.models import Ending, RetentionRule
from stafett.safeguards.queries.retention import _coming

ONE = Ending(
    id=UUID(int=1), decided_on=date(2030, 1, 2), decided_by="Lena Chef", because="7 § planen",
    grounds=["Plan 2024:7"],
)  # fmt: skip
ROWS = [{"family_name": "=Öberg", "birth_year": 1999}, {"family_name": "<b>", "birth_year": None}]


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
    assert "<style>body{font-family:" in head
    assert head.endswith("vertical-align:top}</style>")
    assert page == (
        f"<body>\n<h1>{title}</h1>\n<h2>Person</h2>\n"
        '<table><thead><tr><th scope="col">efternamn</th><th scope="col">födelseår</th></tr></thead>\n'
        "<tbody><tr><td>=Öberg</td><td>1999</td></tr>\n<tr><td>&lt;b&gt;</td><td></td></tr></tbody>"
        "</table>\n</body></html>\n"
    )


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
