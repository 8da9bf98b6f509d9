"""The register to download and fill in: its headers, and what each of them means."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from stafett.exchange.register.cells import WORKBOOK_OPTIONS, safe_cell
from stafett.exchange.register.choices import Choices, Lists
from stafett.exchange.register.columns import FIELDS, Field

ROWS_MADE_READY = 1000
SHOWN_IN_CELL = 12
ONE_TO_CHOOSE = frozenset({"branches", "municipalities", "outcomes", "next_steps", "education"})


def template_csv() -> bytes:
    """Only the headers, as CSV that Excel in Swedish opens right: semicolons, UTF-8 with its mark."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(safe_cell(field.name) for field in FIELDS)
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(lists: Lists) -> bytes:
    """A workbook with the sheets "Register", "Så fyller du i" and "Listor", with the initiative's own lists.

    The columns are text, so that no code loses its nought and no number its last digits.
    """
    kept = BytesIO()
    with Workbook(kept, WORKBOOK_OPTIONS) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        as_text = book.add_format({"num_format": "@"})
        register = book.add_worksheet("Register")
        _write_guide(book.add_worksheet(_("Så fyller du i")), lists, heading, wrapped)
        ranges = _write_lists(book.add_worksheet(_("Listor")), lists, heading)
        _write_register(register, ranges, heading, as_text)
    return kept.getvalue()


def _write_register(
    sheet: Worksheet, ranges: dict[str, str], heading: Format, as_text: Format
) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for place, field in enumerate(FIELDS):
        sheet.set_column(place, place, max(14, min(len(field.name), 24)), as_text)
        sheet.write_string(0, place, field.name, heading)
        if field.list_name in ONE_TO_CHOOSE and field.list_name in ranges:
            offered = {
                "validate": "list",
                "source": ranges[field.list_name],
                "error_type": "information",
                "error_title": field.label[:32],
                "error_message": _("Det här finns inte i listan. Se bladet Listor."),
            }
            sheet.data_validation(1, place, ROWS_MADE_READY, place, offered)


def _write_guide(sheet: Worksheet, lists: Lists, heading: Format, wrapped: Format) -> None:
    titles = (_("Kolumn"), _("Måste fyllas i"), _("Betyder"), _("Exempel"), _("Tillåtna värden"))
    for place, (title, width) in enumerate(zip(titles, (30, 14, 60, 32, 60), strict=True)):
        sheet.set_column(place, place, width, wrapped)
        sheet.write_string(0, place, title, heading)
    sheet.freeze_panes(1, 0)
    for row, cells in enumerate(guide(lists), start=1):
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, wrapped)


def guide(lists: Lists) -> Iterator[tuple[str, str, str, str, str]]:
    """Per column: name, whether it must be filled in, meaning, examples and what is allowed.

    The page that explains the template shows the same lines.
    """
    for field in FIELDS:
        yield (
            field.name,
            _must(field),
            field.explained,
            " · ".join(field.examples),
            _allowed(field, lists),
        )


def _must(field: Field) -> str:
    if field.required:
        return _("ja")
    if field.key in ("case_number", "personal_number", "other_number"):
        return _("ett av dem")
    return _("nej")


def _allowed(field: Field, lists: Lists) -> str:
    if not field.list_name:
        return _words(field, lists)
    choices: Choices = getattr(lists, field.list_name)
    listed = choices.listed(SHOWN_IN_CELL)
    return (
        listed if len(choices) <= SHOWN_IN_CELL else _("%(listed)s se Listor") % {"listed": listed}
    )


def _words(field: Field, lists: Lists) -> str:
    """What is allowed where the words are the same everywhere."""
    words = {
        "date": _("ÅÅÅÅ-MM-DD"),
        "sex": _("kvinna, man, annat, okänt") if lists.other_sex else _("kvinna, man, okänt"),
        "yes": _("ja, nej"),
        "status": _("pågår, pausat, avslutat, okänt"),
        "protection": _(
            "nej, sekretessmarkering, skyddad folkbokföring, fingerade personuppgifter, "
            "utan identitet"
        ),
    }
    return words.get(field.form, "")


def _write_lists(sheet: Worksheet, lists: Lists, heading: Format) -> dict[str, str]:
    """Every list in a column of its own; the cells it fills, by list."""
    ranges = {}
    named = {field.list_name: field.label for field in FIELDS if field.list_name}
    filled = [(name, label) for name, label in named.items() if len(getattr(lists, name))]
    for place, (name, label) in enumerate(filled):
        choices: Choices = getattr(lists, name)
        sheet.set_column(place, place, 32)
        sheet.write_string(0, place, label, heading)
        for row, choice in enumerate(choices, start=1):
            sheet.write_string(row, place, choice.label)
        letter = chr(ord("A") + place)
        ranges[name] = f"='{sheet.get_name()}'!${letter}$2:${letter}${len(choices) + 1}"
    sheet.freeze_panes(1, 0)
    return ranges


__all__ = ["guide", "template_csv", "template_xlsx"]
