"""A list held by AUC in Flen, somebody on it, and what the tests ask of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from uuid_utils.compat import uuid7

from stafett.outreach.actions import Try, note_try, set_up
from stafett.outreach.models import Attempt, Entry, OutreachList, OutreachWord
from stafett.outreach.reading import Row, read_list
from stafett.outreach.taking_in import take_in
from stafett.people.rules import read_number
from tests.cast import TODAY, Cast

HEADERS = "Personnummer;Förnamn;Efternamn;Skola;Program;Telefon;E-post"
# born so late that they stay under twenty for as long as these tests are run
LIAM = "202201012388;Liam;Lind;Flens gymnasium;Ekonomi;070-174 06 05;liam@prov.example"
ALVA = "202202022394;Alva;Alm;Flens gymnasium;;;"


def file(*lines: str, headers: str = HEADERS) -> BytesIO:
    """A file as a school sends it."""
    return BytesIO("\r\n".join([headers, *lines]).encode("utf-8-sig"))


def upload(*lines: str, headers: str = HEADERS) -> SimpleUploadedFile:
    """The same, as a browser sends it."""
    return SimpleUploadedFile("lista.csv", file(*lines, headers=headers).getvalue(), "text/csv")


def held(cast: Cast, unit: str = "AUC", weeks: int = 8) -> OutreachList:
    """Lena has said that AUC holds the list."""
    where = cast.unit(unit)
    return set_up(where.authority, where, weeks, by=cast.as_("lena"))


def row(number: int, **told: Any) -> Row:
    """Somebody made up: the number is nobody's."""
    identity = read_number(LIAM.partition(";")[0], today=TODAY)
    made = replace(identity, number=f"20220101{number:04}")
    known = {"given_name": f"Ung{number}", "family_name": "Påhittad", "school": "Flens gymnasium"}
    return Row(number, made, **{**known, **told})


def listed(cast: Cast, day: date = TODAY, line: str = LIAM) -> Entry:
    """Somebody that Karin read in on a day; afterwards one stands outside the wall."""
    outreach = OutreachList.objects.first() or held(cast)
    viewer = replace(cast.as_("karin"), day=day)
    found = read_list(file(line), viewer.day)
    assert found.faults == []
    take_in(outreach, found.rows, by=viewer)
    cast.as_everyone()
    number = found.rows[0].identity.number
    return Entry.objects.get(person__identity_number=number, left_on=None)


def word(label: str) -> OutreachWord:
    """One of the words that can be chosen."""
    return OutreachWord.objects.get(label=label)


def tried(
    cast: Cast, one: Entry, result: str = "inget svar", day: date = TODAY, **told: Any
) -> Attempt:
    """A telephone call by Karin."""
    viewer = replace(cast.as_("karin"), day=max(day, one.listed_on))
    made = note_try(
        one, Try(uuid7(), viewer.day, word("telefonsamtal"), word(result), **told), by=viewer
    )
    cast.as_everyone()
    return made
