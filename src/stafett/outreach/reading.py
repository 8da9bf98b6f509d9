"""How a school's file becomes rows of the list: every faulty row is told at once, and nothing is saved here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import BinaryIO

from django.utils.translation import gettext as _

from stafett.exchange.register import Fault, Limits, RawRow, Unreadable, read
from stafett.exchange.register.cells import safe_cell
from stafett.outreach.rules import UNDER, twenty_on
from stafett.people.rules import OFFICIAL, Identity, NotANumber, read_number

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("personnummer", "personnr", "pnr", "samordningsnummer"),
    "given_name": ("förnamn", "tilltalsnamn"),
    "family_name": ("efternamn",),
    "school": ("skola", "skolenhet", "senaste skola"),
    "programme": ("program", "gymnasieprogram", "studieväg"),
    "phone": ("telefon", "telefonnummer", "mobil", "mobilnummer"),
    "email": ("e-post", "epost", "e-postadress", "mejl"),
    "protected": ("skyddade personuppgifter", "skyddad", "sekretess"),
}
"""Each field and the headers it is known by, the first of them the template's."""
NEEDED = ("number", "given_name", "family_name", "school")
LONGEST = {
    "given_name": 80, "family_name": 80, "school": 120, "programme": 120, "phone": 80, "email": 115,
}  # fmt: skip
"""Telephone and e-mail fill the one column of how somebody is reached, with a comma between."""
MOST_SHOWN = 500
LIMITS = Limits(
    file_bytes=2_000_000, workbook_bytes=2_000_000, cells=500_000, columns=100,
    too_large="divide-it", workbook_too_large="divide-it",
)  # fmt: skip
"""A municipality's list has thousands of rows at the most: 2 MB."""
NOT_PROTECTED = ("", "nej", "0", "-")


@dataclass(frozen=True)
class Faulty:
    """What is wrong, where: the row as the spreadsheet numbers it (0 is the whole file)."""

    row: int
    column: str
    what: str


@dataclass(frozen=True)
class Row:
    """Somebody who is to stand on the list."""

    number: int
    identity: Identity
    given_name: str
    family_name: str
    school: str
    programme: str = ""
    contact: str = ""


@dataclass
class ReadFile:
    """What a file says; `rows` is all that was sound, to be kept only where there are no faults."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Faulty] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[Faulty]:
        """The first of the faults, in the order of the rows."""
        return sorted(self.faults, key=lambda one: one.row)[:MOST_SHOWN]


def template() -> bytes:
    """The headers to fill in, as CSV that Excel in Swedish opens right."""
    text = StringIO()
    heads = [names[0].capitalize() for names in COLUMNS.values()]
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(map(safe_cell, heads))
    return text.getvalue().encode("utf-8-sig")


def read_list(source: BinaryIO, today: date) -> ReadFile:
    """Read CSV or Excel. What cannot be read at all is one fault about the file."""
    found = ReadFile()
    try:
        table = read(source, limits=LIMITS)
        places = _places(table.headers, found)
        if not found.faults:
            _walk(table.rows, places, today, found)
    except Unreadable as trouble:
        found.faults.append(Faulty(trouble.fault.row, "", trouble.fault.what))
    return found


def _places(headers: Sequence[str], found: ReadFile) -> dict[str, int]:
    """Where each field stands; what is missing or stands twice is a fault, and others are left unread."""
    known = {name: key for key, names in COLUMNS.items() for name in names}
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        key = known.get(header.casefold())
        if key is None:
            found.unread.append(header)
        elif key in places:
            found.faults.append(Faulty(0, header, _("Kolumnen finns två gånger. Ta bort den ena.")))
        else:
            places[key] = place
    for key in NEEDED:
        if key not in places:
            head = COLUMNS[key][0].capitalize()
            words = _("Kolumnen saknas. Skriv rubriken %(head)s på första raden.") % {"head": head}
            found.faults.append(Faulty(0, head, words))
    return places


def _walk(
    rows: Iterator[RawRow | Fault], places: dict[str, int], today: date, found: ReadFile
) -> None:
    seen: dict[str, int] = {}
    for each in rows:
        if isinstance(each, Fault):
            found.faults.append(Faulty(each.row, each.column, each.what))
            continue
        told = {key: " ".join(each.cells[place].split()) for key, place in places.items()}
        faults = list(_faults_of(told))
        identity = _identity(told["number"], today, faults)
        if identity and identity.number in seen:
            words = _("Samma nummer står på rad %(row)s. Ta bort den ena raden.")
            faults.append(("number", words % {"row": seen[identity.number]}))
        if identity:
            seen.setdefault(identity.number, each.number)
        found.faults += [Faulty(each.number, _head(key), words) for key, words in faults]
        if identity and not faults:
            found.rows.append(_row(each.number, identity, told))


def _row(number: int, identity: Identity, told: dict[str, str]) -> Row:
    contact = ", ".join(filter(None, (told.get("phone", ""), told.get("email", ""))))
    return Row(
        number, identity, told["given_name"], told["family_name"], told["school"],
        told.get("programme", ""), contact,
    )  # fmt: skip


def _head(key: str) -> str:
    return COLUMNS[key][0].capitalize()


def _faults_of(told: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key in NEEDED:
        if not told[key]:
            yield key, _("Cellen är tom. Fyll i den.")
    for key, most in LONGEST.items():
        if len(told.get(key, "")) > most:
            words = _("Texten är längre än %(most)s tecken. Korta den.")
            yield key, words % {"most": most}
    if told.get("email") and not re.fullmatch(r"[^@\s]+@[^@\s]+", told["email"]):
        yield "email", _("Det här är ingen e-postadress. Rätta den, eller lämna cellen tom.")
    if told.get("protected", "").casefold() not in NOT_PROTECTED:
        yield (
            "protected",
            _(
                "Den som har skyddade personuppgifter läses inte in. Ta bort raden och följ er rutin."
            ),
        )


def _identity(text: str, today: date, faults: list[tuple[str, str]]) -> Identity | None:
    """The number, of somebody under twenty; else the fault is added."""
    if not text:
        return None
    try:
        found = read_number(text, today=today)
    except NotANumber as fault:
        faults.append(("number", fault.in_a_file))
        return None
    if found.kind == "other":
        faults.append(("number", str(OFFICIAL)))
        return None
    if found.birth_date and twenty_on(found.birth_date) <= today:
        words = _(
            "Enligt numret har personen fyllt %(age)s. Ansvaret gäller den som är yngre: ta bort raden."
        )
        faults.append(("number", words % {"age": UNDER}))
    return found


__all__ = ["COLUMNS", "NEEDED", "Faulty", "ReadFile", "Row", "read_list", "template"]
