"""What ends, as a file that can be read without Stafett: pages, tables and data, and a word of what each is.

One zip for each authority whose rows they are, in the archive's folder (STAFETT_ARCHIVE): none gets another's.
No program is needed or included: HTML without scripts, CSV, JSON, and signed papers as they are.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.parties.staff_names import as_written
from stafett.safeguards.in_words import in_words, named, with_names
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
filer/            undertecknade papper och inlästa filer, som de kom in
kontrollsummor.txt  sha256 av varje fil
"""
SKIPPED = frozenset({"sort_name", "search_family", "search_given", "search_family_last",
                     "search_given_second"})  # fmt: skip
"""Columns that the database derives from others for search."""
Table = tuple[type[models.Model], list[dict[str, Any]]]


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
            name = f"filer/{row._meta.model_name}-{row.pk}"
            files[name], value = bytes(value), name
        told[column.name] = in_words(row, column, value)
    return told


def _contents(
    one: Ending, authority: str, tables: list[Table], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    readme = README.format(
        authority=authority, ending=one.pk, day=one.decided_on, by=one.decided_by,
        because=one.because, grounds="; ".join(one.grounds),
    )  # fmt: skip
    told = {
        "LAS-MIG.txt": readme,
        "lasbart.html": _page(one, authority, tables),
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


def _page(one: Ending, authority: str, tables: list[Table]) -> SafeString:
    parts = format_html_join(
        "\n", "<h2>{}</h2>\n{}", ((_heading(t), _shown(t, r)) for t, r in tables)
    )
    title = _("Gallrat ur Stafett %(day)s, %(authority)s") % {
        "day": one.decided_on,
        "authority": authority,
    }
    return format_html(
        '<!doctype html>\n<html lang="sv"><head><meta charset="utf-8"><title>{}</title>\n'
        "<style>body{{font-family:sans-serif;margin:1rem}}table{{border-collapse:collapse}}"
        "td,th{{border:1px solid #999;padding:.2rem .4rem;text-align:left;vertical-align:top}}</style>"
        "</head><body>\n<h1>{}</h1>\n{}\n</body></html>\n",
        title, title, parts,
    )  # fmt: skip


def _heading(table: type[models.Model]) -> str:
    tracked = getattr(table, "pgh_tracked_model", None)
    if tracked is not None:
        return _("%(table)s: tidigare versioner") % {"table": tracked.__name__}
    return table.__name__


def _shown(table: type[models.Model], rows: list[dict[str, Any]]) -> SafeString:
    heads = format_html_join(
        "", '<th scope="col">{}</th>', ([named(table, name)] for name in rows[0])
    )
    body = format_html_join("\n", "<tr>{}</tr>", ([_cells(row.values())] for row in rows))
    return format_html("<table><thead><tr>{}</tr></thead>\n<tbody>{}</tbody></table>", heads, body)


def _cells(values: Iterable[Any]) -> SafeString:
    return mark_safe(
        "".join(format_html("<td>{}</td>", "" if value is None else value) for value in values)
    )


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
