"""Registers to read in tests: small files, the lists of an invented initiative, published test numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO, StringIO

import xlsxwriter

from stafett.exchange.register import (
    Choice,
    Choices,
    Fault,
    Lists,
    RegisterRow,
    check,
    guess,
    municipalities,
    read,
)

TODAY = date(2026, 11, 22)
SOUND = {"Ärendenummer": "K-1", "Startdatum": "2021-03-01"}


def words(*labels: str) -> Choices:
    """A list whose words are stored as themselves in small letters."""
    return Choices(Choice(label.lower(), label) for label in labels)


LISTS = Lists(
    municipalities=municipalities(
        [("0861", "Mönsterås"), ("0880", "Kalmar"), ("0482", "Flen"), ("0331", "Heby"),
         ("1315", "Hylte"), ("0305", "Håbo"), ("0643", "Habo"), ("1280", "Malmö")]
    ),
    branches=words("Borgholm", "Kalmar"),
    outcomes=words("Arbete utan stöd", "Studier", "Rehabilitering eller vård"),
    next_steps=words("Inget mer behövs", "Ingen tar över", "Okänt"),
    units=words("Arbetsmarknadsenheten", "Af Kalmar"),
    parties=Choices(
        [
            Choice("af", "Arbetsförmedlingen", "AF"),
            Choice("fk", "Försäkringskassan", "FK"),
            Choice("kommun", "Kalmar kommun", aliases=("Kommunen", "Kommun")),
            Choice("region", "Region Kalmar län", aliases=("Regionen", "Landstinget")),
        ]
    ),
    livelihoods=Choices(
        [
            Choice("assistance", "Försörjningsstöd", counted=False),
            Choice("sickness", "Sjukpenning"),
            Choice("wage", "Lön"),
            Choice("none", "Ingen offentlig försörjning", counted=False, alone=True),
        ]
    ),
    occupations=words("Arbete utan stöd", "Studier", "Praktik"),
    education=words("Grundskola", "Gymnasieexamen"),
    unknown_next_step="unknown",
)  # fmt: skip
ONE_BRANCH = Lists(
    municipalities=LISTS.municipalities,
    branches=words("Kalmar"),
    outcomes=LISTS.outcomes,
    next_steps=LISTS.next_steps,
    units=LISTS.units,
    parties=LISTS.parties,
    livelihoods=LISTS.livelihoods,
    occupations=LISTS.occupations,
    education=LISTS.education,
    unknown_next_step="unknown",
)


@cache
def numbers(source: str = "") -> tuple[str, ...]:
    """Skatteverket's published test numbers, twelve digits; never a number made up here."""
    text = files("stafett.demo").joinpath("test_numbers.csv").read_text(encoding="utf-8")
    return tuple(
        row["number"] for row in csv.DictReader(StringIO(text)) if row["source"].endswith(source)
    )


def personal_numbers() -> tuple[str, ...]:
    """Published test personal numbers."""
    return numbers("testpersonnummer")


def coordination_numbers() -> tuple[str, ...]:
    """Published test coordination numbers."""
    return numbers("testsamordningsnummer")


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ";", encoding: str = "utf-8") -> BytesIO:
    """A CSV file of these rows."""
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows: Iterable[Sequence[object]], **options: object) -> BytesIO:
    """A workbook of these rows, dates as dates."""
    kept = BytesIO()
    settings = {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options}
    with xlsxwriter.Workbook(kept, settings) as book:
        sheet = book.add_worksheet("Register")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    kept.seek(0)
    return kept


def of(*rows: Mapping[str, str]) -> list[Sequence[str]]:
    """Headers and rows from dictionaries; a row lacks what it does not name."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return [headers, *([row.get(header, "") for header in headers] for row in rows)]


def checked(
    *rows: Mapping[str, str], lists: Lists = ONE_BRANCH, today: date = TODAY
) -> tuple[list[RegisterRow], list[Fault]]:
    """What comes of a CSV register with these rows: sound rows, and faults."""
    table = read(as_csv(of(*rows)))
    items = list(check(table, guess(table.headers).mapping, lists, today))
    sound = [item for item in items if isinstance(item, RegisterRow)]
    return sound, [item for item in items if isinstance(item, Fault)]


def one(lists: Lists = ONE_BRANCH, **cells: str) -> tuple[RegisterRow | None, list[Fault]]:
    """What comes of a register with one row, which is sound but for the cells given here."""
    sound, faults = checked({**SOUND, **cells}, lists=lists)
    return (sound[0] if sound else None), faults


def codes(faults: Iterable[Fault]) -> list[str]:
    """The codes alone."""
    return [fault.code for fault in faults]
