"""The archive as a page that people read: each row by what its fields are called, keys last, no programs.

What only programs need (digests, numbers of accounts, columns for search) stands in the data file alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stafett.database.noticed import AboutAPerson
from stafett.people.models import Person
from stafett.safeguards import ended
from stafett.safeguards.in_words import has_column
from stafett.safeguards.models import Ending, RowKind
from stafett.safeguards.telling import label_of, place_of

Table = tuple[type[models.Model], list[dict[str, Any]]]
DATA_ONLY = frozenset(
    {"id", "nonce", "verifier", "thing", "mailing", "item", "column", "replaces", "sort_name"}
)
"""Columns that say nothing to somebody who reads."""
HISTORY = ("pgh_created_at", "pgh_label", "changed_by", "why")
"""Of an earlier version: until when it stood so, what was done then, by whom and why."""
STYLE = (
    "body{font-family:sans-serif;line-height:1.4;margin:1rem auto;max-width:60rem;padding:0 1rem}"
    "body{overflow-wrap:anywhere}"
    "article{border-top:1px solid #999;padding:.5rem 0;break-inside:avoid}"
    "dl{display:grid;gap:.2rem 1rem;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));margin:0}"
    "dt{color:#555;font-size:.85rem}dd{margin:0;white-space:pre-line}"
    ".keys{color:#555;font-size:.75rem;margin:.3rem 0 0}"
)


def page(one: Ending, authority: str, tables: list[Table]) -> SafeString:
    """Everything of an authority's in an ending, table by table: the people first, and whose each row is."""
    whose, in_order = _whose(tables), tables[::-1]
    parts = format_html_join(
        "\n", "<section><h2>{}</h2>\n{}</section>",
        ((heading(t), _rows(t, rows, whose)) for t, rows in in_order),
    )  # fmt: skip
    title = _("Gallrat ur Stafett %(day)s, %(authority)s") % {
        "day": one.decided_on,
        "authority": authority,
    }
    return format_html(
        '<!doctype html>\n<html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{}</title>\n<style>{}</style></head>'
        "<body>\n<h1>{}</h1>\n{}\n</body></html>\n",
        title, STYLE, title, parts,
    )  # fmt: skip


def _whose(tables: list[Table]) -> dict[str, str]:
    """The name that goes with each key: of the people, of what points at them, and of what that points at."""
    names: dict[str, str] = {}
    for _pass in range(2):  # what stands before a person's own rows is reached through those
        for table, rows in tables[::-1]:
            for row in rows:
                keys = [str(row[name]) for name in _leading(table) if row.get(name)]
                if name := _name_of(table, row) or next((names[k] for k in keys if k in names), ""):
                    names.update((key, name) for key in keys if key not in names)
    return names


def _name_of(table: type[models.Model], row: dict[str, Any]) -> str:
    if getattr(table, "pgh_tracked_model", table) is not Person:
        return ""
    parts = (row.get("given_name"), row.get("family_name"))
    return row.get("alias") or " ".join(filter(None, parts))


def _leading(table: type[models.Model]) -> list[str]:
    """The columns that lead to a row and from it: its own key, and keys to others about the person."""
    return ["id", *(column.name for column in table._meta.concrete_fields if _is_key(column))]


def heading(table: type[models.Model]) -> str:
    """What a table is called."""
    tracked = getattr(table, "pgh_tracked_model", None)
    if tracked is not None:
        return _("%(table)s: tidigare versioner") % {"table": called(tracked)}
    return called(table)


def called(model: type[models.Model]) -> str:
    """The word for one of a table's rows: as the person is told it, else as the app says of its ending."""
    said = {one.model: str(one.called) for one in ended.every() if one.called}
    return said.get(model) or place_of(model)[1]


def label(table: type[models.Model], name: str) -> str:
    """What a column is called."""
    return _own_words().get(name) or label_of(getattr(table, "pgh_tracked_model", table), name)


def _own_words() -> dict[str, str]:
    return {
        "controller": _("personuppgiftsansvarig"), "kind": _("slag"), "user": _("mottagare"),
        "uploaded_by": _("inläst av"), "uploaded_at": _("inläst"), "made_by_user": _("gjord av"),
        "authority": _("myndighet"), "pgh_created_at": _("stod så till"), "pgh_label": _("det som gjordes då"),
        "changed_by": _("ändrat av"),
    }  # fmt: skip


def shown(table: type[models.Model]) -> list[str]:
    """The columns that stand on the page, in their order; of an earlier version how it ended first."""
    own = [column.name for column in table._meta.concrete_fields if _is_read(column)]
    if not hasattr(table, "pgh_tracked_model"):
        return own
    return [*HISTORY, *(name for name in own if name not in HISTORY)]


def _is_read(column: Any) -> bool:
    name = column.name
    derived = name.startswith(("search_", "pgh_")) or name.endswith(("_digest", "_key", "_id"))
    plain_key = column.primary_key or isinstance(column, models.UUIDField)
    return not (name in DATA_ONLY or derived or plain_key or _is_key(column))


def _is_key(column: Any) -> bool:
    """True for a key to another row about the person."""
    return column.is_relation and issubclass(column.related_model, AboutAPerson)


def _rows(
    table: type[models.Model], rows: list[dict[str, Any]], whose: dict[str, str]
) -> SafeString:
    return format_html_join(
        "\n",
        '<article>{}<dl>{}</dl><p class="keys">{}</p></article>',
        (
            (_name(table, row, whose), _facts(table, row), "; ".join(_keys(table, row)))
            for row in rows
        ),
    )


def _name(
    table: type[models.Model], row: dict[str, Any], whose: dict[str, str]
) -> SafeString | str:
    keys = (str(row.get(name)) for name in _leading(table))
    name = next((whose[key] for key in keys if key in whose), "")
    return format_html("<h3>{}</h3>", name) if name else ""


def _facts(table: type[models.Model], row: dict[str, Any]) -> SafeString:
    pairs = ((label(table, name), as_read(table, name, row.get(name))) for name in shown(table))
    return format_html_join(
        "", "<div><dt>{}</dt><dd>{}</dd></div>", ((name, said) for name, said in pairs if said)
    )


def _keys(table: type[models.Model], row: dict[str, Any]) -> Iterator[str]:
    """The row's own key and those that it points at: what leads from row to row, and to the data file."""
    own = "pgh_obj" if hasattr(table, "pgh_tracked_model") else "id"
    if row.get(own) is not None:
        yield _("nyckel %(key)s") % {"key": row[own]}
    columns: tuple[Any, ...] = table._meta.concrete_fields
    for column in columns:
        if _is_key(column) and column.name != "pgh_obj" and row.get(column.name):
            yield f"{called(column.related_model).lower()} {row[column.name]}"


def as_read(table: type[models.Model], name: str, value: Any) -> str:
    """A value as somebody reads it: days and hours here, yes and no, lists in words; nothing is nothing."""
    if value in (None, "", [], {}) or (name == "why" and str(value).startswith("/")):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, list):
        return ", ".join(
            str(RowKind(one).label) if one in RowKind.values else str(one) for one in value
        )
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if name == "pgh_label":
        return {"update": _("ändrat"), "delete": _("borttaget")}.get(value, str(value))
    return _moment(value) if _is_moment(table, name) else str(value)


def _is_moment(table: type[models.Model], name: str) -> bool:
    return has_column(table, name) and isinstance(table._meta.get_field(name), models.DateTimeField)


def _moment(value: str) -> str:
    return f"{localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M:%S}"


__all__ = ["Table", "as_read", "called", "heading", "label", "page", "shown"]
