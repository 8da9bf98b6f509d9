"""Excel workbooks: values as text, and every kind that must not be opened."""

from __future__ import annotations

import re
import struct
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from stafett.exchange.register import Fault, Limits, RawRow, Unreadable, read
from stafett.exchange.register import workbook as module
from tests.exchange.register.registers import as_xlsx, codes


def _parts(source: BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(source) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _packed(
    parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> BytesIO:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", method) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
        packed.comment = comment
    return kept


def small() -> dict[str, bytes]:
    return _parts(as_xlsx([["a", "b"], ["1", "2"]]))


SHEET = "xl/worksheets/sheet1.xml"


def refusal(source: BytesIO, sheet: str = "", **limits: int) -> Fault:
    with pytest.raises(Unreadable) as refused:
        read(source, limits=Limits(**limits), sheet=sheet)
    assert refused.value.fault.sentence
    return refused.value.fault


def cells(*values: Any) -> tuple[str, ...]:
    table = read(as_xlsx([[f"k{n}" for n in range(len(values))], values]))
    row = next(table.rows)
    assert isinstance(row, RawRow)
    return row.cells


def test_values_become_the_text_that_a_csv_would_have() -> None:
    noon = datetime.combine(date(2021, 3, 1), time(12, 30))

    values = cells("Åsa ", date(2021, 3, 1), noon, 44256, 0.5, True, False)

    assert values == ("Åsa", "2021-03-01", "2021-03-01 12:30", "44256", "0.5", "ja", "nej")


def test_long_numbers_keep_all_their_digits() -> None:
    assert cells(196811022380, 1.5e20) == ("196811022380", "1.5e+20")


def test_a_formula_is_never_run_only_its_saved_value_is_read() -> None:
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_formula(1, 0, "=1+1", None, 7)
        sheet.write_formula(1, 1, '=HYPERLINK("http://example.org")', None, "text")
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    assert list(read(kept).rows) == [RawRow(2, ("7", "text", ""))]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    table = read(as_xlsx([[], [], ["a", "b"], [], ["1", "2"], ["", " "], ["3", "4"]]))

    assert table.header_row == 3
    assert list(table.rows) == [RawRow(5, ("1", "2")), RawRow(7, ("3", "4"))]


def test_what_stands_beside_the_headers_is_a_fault_of_its_row() -> None:
    table = read(as_xlsx([["a", "b"], ["1", "2", "3"]]))

    assert codes(table.rows) == ["too-many-columns"]  # type: ignore[arg-type]


def test_only_headers_and_nothing_at_all_are_said() -> None:
    assert codes(read(as_xlsx([["a", "b"]])).rows) == ["no-rows"]  # type: ignore[arg-type]
    assert refusal(as_xlsx([])).code == "empty"


def _two_sheets(*, hidden: bool = False) -> BytesIO:
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        first, second = book.add_worksheet("Läs mig"), book.add_worksheet("Register 2")
        first.write_row(0, 0, ["x", "y"])
        second.write_row(0, 0, ["a", "b"])
        if hidden:
            second.activate()
            first.hide()
    return kept


def test_the_first_visible_sheet_is_read_unless_another_is_named() -> None:
    assert read(_two_sheets()).headers == ("x", "y")
    assert read(_two_sheets(hidden=True)).headers == ("a", "b")
    table = read(_two_sheets(), sheet="Register 2")
    assert (table.headers, table.sheet) == (("a", "b"), "Register 2")
    assert table.sheets == ("Läs mig", "Register 2")


def test_a_sheet_that_is_not_there_is_said_with_those_that_are() -> None:
    assert "Läs mig, Register 2" in refusal(_two_sheets(), sheet="Blad1").sentence


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_a_workbook_with_macros_is_refused(name: str) -> None:
    assert refusal(_packed({**small(), name: b"x"})).code == "macros"


def test_another_kind_of_zip_is_no_workbook() -> None:
    assert refusal(_packed({"content.xml": b"<x/>"})).code == "not-excel"


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to() -> None:
    bomb = _packed({**small(), "xl/media/image1.bin": bytes(30_000_000)})

    assert len(bomb.getvalue()) < 100_000
    assert refusal(bomb).code == "zip-bomb"
    assert refusal(bomb, unpacked_bytes=20_000_000, unpacked_times=10**9).code == "zip-bomb"


def test_a_bomb_whose_headers_lie_about_its_size_is_refused() -> None:
    data = bytearray(_packed({**small(), "xl/media/image1.bin": bytes(30_000_000)}).getvalue())
    honest = struct.pack("<L", 30_000_000)
    assert data.count(honest) == 2
    lying = BytesIO(bytes(data).replace(honest, struct.pack("<L", 1000)))

    assert refusal(lying).code == "zip-bomb"


def test_a_size_stated_too_large_is_damage() -> None:
    data = bytearray(_packed({**small(), "xl/media/image1.bin": bytes(1_234_567)}).getvalue())
    stated = bytes(data).replace(struct.pack("<L", 1_234_567), struct.pack("<L", 1_234_568))

    assert refusal(BytesIO(stated)).code == "damaged"


def test_too_many_members_are_a_bomb() -> None:
    many = {f"xl/media/{n}.bin": b"" for n in range(30)}

    assert refusal(_packed({**small(), **many}), members=20).code == "zip-bomb"


def test_a_workbook_above_its_limit_is_refused_unread() -> None:
    assert refusal(_packed(small()), workbook_bytes=100).code == "too-large"


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet><sheetData><row",
        b"\x00\x01",
        b'<?xml version="1.0" encoding="U2F-8"?><worksheet/>',
        b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet/>',
    ],
)
def test_broken_xml_and_entities_are_damage(xml: bytes) -> None:
    assert refusal(_packed({**small(), SHEET: xml})).code == "damaged"


def _sheet(rows: str) -> BytesIO:
    start = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return _packed({**small(), SHEET: f"{start}{rows}</sheetData></worksheet>".encode()})


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="ZZ1"><v>1</v></c></row>',
        '<row r="900000"><c><v>1</v></c></row><row><c><v>1</v></c><c/><c/><c/><c/><c/><c/><c/></row>',
        "<row>" + "<c/>" * 600 + "</row>",
        '<x:row xmlns:x="u" r="1"><x:c r="AAAAAAA999999999"/></x:row>',
    ],
)
def test_cells_far_out_are_refused_before_they_take_memory(rows: str) -> None:
    assert refusal(_sheet(rows)).code == "too-many-cells"


def test_a_calendar_from_1904_is_refused() -> None:
    with_1904 = {**small()}
    with_1904["xl/workbook.xml"] = with_1904["xl/workbook.xml"].replace(
        b"<workbookPr", b'<workbookPr date1904="1"'
    )

    assert refusal(_packed(with_1904)).code == "days-from-1904"


def _flagged(offset: int, value: int) -> BytesIO:
    """A workbook where a field of the first member's entry in the directory is changed."""
    data = bytearray(_packed(small()).getvalue())
    entry = data.index(b"PK\x01\x02")
    data[entry + offset : entry + offset + 2] = value.to_bytes(2, "little")
    return BytesIO(bytes(data))


def test_zips_that_readers_could_understand_differently_are_refused() -> None:
    parts = small()
    doubled = BytesIO(
        _packed(parts).getvalue().replace(b"docProps/core.xml", b"xl/styles.xml\0\0\0\0")
    )

    assert refusal(_packed(parts, comment=b"hej")).code == "damaged"
    assert refusal(_packed(parts, method=zipfile.ZIP_LZMA)).code == "damaged"
    assert refusal(_flagged(8, 0x1)).code == "damaged"
    assert refusal(doubled).code == "damaged"
    assert refusal(BytesIO(b"PK\x03\x04 and nothing more")).code == "damaged"


def test_packed_data_that_cannot_be_unpacked_is_damage() -> None:
    data = bytearray(_packed({"xl/workbook.xml": b"<x/>" * 999}).getvalue())
    data[60:64] = b"\xff\xff\xff\xff"

    assert refusal(BytesIO(bytes(data))).code == "damaged"


def test_a_workbook_that_is_stored_and_not_packed_is_read() -> None:
    assert list(read(_packed(small(), zipfile.ZIP_STORED)).rows) == [RawRow(2, ("1", "2"))]


def test_a_panic_inside_the_reader_is_only_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    def panics(_source: object) -> None:
        raise Panic

    monkeypatch.setattr(module, "load_workbook", panics)
    assert refusal(_packed(small())).code == "damaged"


def test_someone_who_stops_the_command_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_source: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "load_workbook", stopped)
    with pytest.raises(KeyboardInterrupt):
        read(_packed(small()))


def test_a_workbook_whose_sheets_are_missing_is_damage() -> None:
    parts = small()
    del parts[SHEET]

    assert refusal(_packed(parts)).code == "damaged"


def test_a_workbook_without_sheets_is_empty() -> None:
    parts = small()
    start, _sheets, end = re.split(rb"(<sheets>.*</sheets>)", parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = start + b"<sheets/>" + end

    assert refusal(_packed(parts)).code == "empty"
