"""What ends, as a file that can be read without Stafett: pages, tables and data, and a word of what each is.

One zip for each authority whose rows they are, in the archive's folder (STAFETT_ARCHIVE): none gets another's.
No program is needed or included: HTML without scripts, CSV, JSON, and signed papers and documents as they are.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import models

from stafett.parties.models import Authority
from stafett.parties.staff_names import as_written
from stafett.safeguards.actions.archive_page import Table, page
from stafett.safeguards.in_words import in_words, with_names
from stafett.safeguards.models import Ending
from stafett.safeguards.owning import owner_of
from stafett.safeguards.queries.due import rows_of, scopes_of

ALIVE = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, or skips before it looks."""
NUMBER = re.compile(r"[+-]\d[\d .,]*")
README = """{authority}

Det här är rader som gallrats ur Stafett genom beslut {ending}, {day}, av {by}.
Skäl: {because}
Enligt: {grounds}

lasbart.html      allt, att läsa i en webbläsare; inget program och ingen uppkoppling behövs
tabeller/*.csv    en fil för varje tabell; skiljetecken semikolon, UTF-8. Namn som slutar på "event"
                  är tidigare versioner: hur raden stod före en ändring
allt.json         samma sak som data, med tabellernas och fältens egna namn
filer/            undertecknade papper, dokument och inlästa filer, som de kom in
kontrollsummor.txt  sha256 av varje fil
"""
FILE_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
"""How a file's name ends, so that any program opens it."""
SKIPPED = frozenset({"sort_name", "search_family", "search_given", "search_family_last",
                     "search_given_second"})  # fmt: skip
"""Columns that the database derives from others for search."""


def write(one: Ending) -> dict[str, str]:
    """Write the archive of what an ending is about; returns each file with its sha256. Raises OSError.

    The names beside what was done stand as they were written.
    """
    with as_written():
        return _written(one)


def _written(one: Ending) -> dict[str, str]:
    by_owner: dict[int, list[Table]] = defaultdict(list)
    files: dict[int, dict[str, bytes]] = defaultdict(dict)
    for table, rows in rows_of(one.controller_id, scopes_of(one.scopes.all())):
        for owner, some in _by_owner(one, table, rows).items():
            by_owner[owner].append((table, [_as_dict(row, files[owner]) for row in some]))
    folder = Path(settings.ARCHIVE)
    names = Authority.objects.in_bulk(by_owner)
    return {
        f"{one.decided_on}-{one.pk}-{owner}.zip": _write(
            folder / f"{one.decided_on}-{one.pk}-{owner}.zip",
            _contents(one, names[owner].name, tables, files[owner]),
        )
        for owner, tables in by_owner.items()
    }


def _by_owner(
    one: Ending, table: type[models.Model], rows: models.QuerySet[Any]
) -> dict[int, list[models.Model]]:
    """Each authority's own rows; what names no owner is the controller's."""
    found: dict[int, list[models.Model]] = defaultdict(list)
    for row in with_names(rows, table):
        found[owner_of(row, one.controller_id)].append(row)
    return found


def _as_dict(row: models.Model, files: dict[str, bytes]) -> dict[str, Any]:
    """A row as words and numbers; what is a file becomes a file of its own, and its name."""
    told: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if column.name in SKIPPED:
            continue
        if isinstance(value, bytes | memoryview):
            ending = FILE_ENDINGS.get(getattr(row, "content_type", ""), "")
            name = f"filer/{row._meta.model_name}-{row.pk}{ending}"
            files[name], value = bytes(value), name
        told[column.name] = in_words(row, column, value)
    return {**told, **_changed(row)} if "pgh_context" in told else told


def _changed(row: Any) -> dict[str, Any]:
    """Of an earlier version: the key of who changed it and why, and the two in words."""
    context = row.pgh_context
    said = context.metadata if context else {}
    return {
        "pgh_context": str(context.pk) if context else None,
        "changed_by": said.get("name"), "why": said.get("why"),
    }  # fmt: skip


def _contents(
    one: Ending, authority: str, tables: list[Table], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    readme = README.format(
        authority=authority, ending=one.pk, day=one.decided_on, by=one.decided_by,
        because=one.because, grounds="; ".join(one.grounds),
    )  # fmt: skip
    told = {
        "LAS-MIG.txt": readme,
        "lasbart.html": page(one, authority, tables),
        "allt.json": json.dumps(
            {table._meta.db_table: rows for table, rows in tables}, ensure_ascii=False, indent=1
        ),
        **{f"tabeller/{table._meta.db_table}.csv": _csv(rows) for table, rows in tables},
    }
    every = {**{name: text.encode() for name, text in told.items()}, **files}
    sums = "".join(f"{_sha256(data)}  {name}\n" for name, data in sorted(every.items()))
    return {**every, "kontrollsummor.txt": sums.encode()}


def _csv(rows: list[dict[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def _safe(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; what is nothing but a number stays one."""
    text = "" if value is None else str(value)
    alive = text.lstrip(" ").startswith(ALIVE) and not NUMBER.fullmatch(text)
    return f"'{text}" if alive else text


def _write(path: Path, contents: Mapping[str, bytes]) -> str:
    """Write the zip under another name first, and through to the disk: never half a file under its name."""
    half = path.with_suffix(".part")
    with half.open("wb") as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, data in contents.items():
                archive.writestr(name, data)
        file.flush()
        os.fsync(file.fileno())
    half.chmod(0o600)
    half.rename(path)
    return _sha256(path.read_bytes())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


__all__ = ["write"]
