"""CSV in every shape that people save it in, and what is said when it cannot be read."""

from __future__ import annotations

import tracemalloc
from io import BytesIO, RawIOBase

import pytest

from stafett.exchange.register import COMMAND, Fault, Limits, RawRow, Table, Unreadable, read
from tests.exchange.register.registers import as_csv, codes

HEADERS = ["Ärendenummer", "Förnamn", "Startdatum"]


def rows(table: Table) -> list[RawRow]:
    return [row for row in table.rows if isinstance(row, RawRow)]


def faults(table: Table) -> list[Fault]:
    return [row for row in table.rows if isinstance(row, Fault)]


def of(text: str | bytes, **limits: int) -> Table:
    data = text.encode() if isinstance(text, str) else text
    return read(BytesIO(data), limits=Limits(**limits))


def refusal(data: bytes, **limits: int) -> Fault:
    with pytest.raises(Unreadable) as refused:
        of(data, **limits)
    assert refused.value.fault.sentence
    return refused.value.fault


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_common_delimiter_and_encoding_is_read(delimiter: str, encoding: str) -> None:
    table = read(as_csv([HEADERS, ["K-1", "Åsa", "2021-03-01"]], delimiter, encoding))

    assert table.headers == tuple(HEADERS)
    assert rows(table) == [RawRow(2, ("K-1", "Åsa", "2021-03-01"))]
    assert table.delimiter == delimiter
    assert table.encoding == ("Windows-1252" if encoding == "cp1252" else "UTF-8")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(ending: str) -> None:
    assert rows(of(f"a;b{ending}1;2{ending}3;4")) == [RawRow(2, ("1", "2")), RawRow(3, ("3", "4"))]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    table = of('a;b\n1;"två\nrader"\n\n;\n5;x\n')

    assert rows(table) == [RawRow(2, ("1", "två\nrader")), RawRow(5, ("5", "x"))]


def test_headers_may_come_after_empty_lines_and_excels_own_first_line() -> None:
    table = of("sep=,\n\n,,\nÄrende;nr,Start\nK-1,2021-03-01\n")

    assert (table.headers, table.header_row, table.delimiter) == (("Ärende;nr", "Start"), 4, ",")
    assert rows(table) == [RawRow(5, ("K-1", "2021-03-01"))]


def test_delimiters_inside_quotes_do_not_decide() -> None:
    assert of('"a,b,c,d";e\n1;2\n').delimiter == ";"


def test_headers_lose_line_breaks_and_empty_ends() -> None:
    assert of('"Start\n datum";b;;\n1;2;;\n').headers == ("Start datum", "b")


def test_quotes_inside_quotes_and_inches_are_read_as_they_are() -> None:
    table = of('a;b\n"Bo ""Lillen"" Ek";5" skärm\n"";x\n"x;y";z\n')

    assert [row.cells for row in rows(table)] == [
        ('Bo "Lillen" Ek', '5" skärm'), ("", "x"), ("x;y", "z"),
    ]  # fmt: skip


def test_space_and_invisible_letters_round_a_cell_are_left_out() -> None:
    table = of("a;b\n\u00a0 Åsa\u200b ;A\u030asa\n")

    assert rows(table) == [RawRow(2, ("Åsa", "Åsa"))]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b";;;\n;;\n", b"sep=;\n"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    assert refusal(data).code == "empty"


def test_only_headers_is_said() -> None:
    assert codes(faults(of("a;b\n"))) == ["no-rows"]
    assert codes(faults(of("a;b\n;\n\n"))) == ["no-rows"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "rubbish"),
        (b"%PDF-1.7 and text", "rubbish"),
        ("a;b\n1;2\n".encode("utf-16"), "utf-16"),
        (b"\xef\xbb\xbf <html><table>", "markup"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-excel"),
        (b"Namn\nKarin\n", "one-column"),
    ],
)
def test_what_is_no_register_is_refused_by_what_it_is(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_a_file_above_the_limit_is_refused_before_it_is_read() -> None:
    class Unread(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("read")

    with pytest.raises(Unreadable) as refused:
        read(Unread(b"x" * 2_000_000), limits=Limits(file_bytes=1_000_000))
    assert refused.value.fault.code == "too-large"
    assert "2,0 MB" in refused.value.fault.sentence


def test_the_command_line_takes_more_than_a_page() -> None:
    assert COMMAND.file_bytes == 200_000_000
    assert Limits().file_bytes < COMMAND.file_bytes


def test_too_few_and_too_many_columns_are_faults_of_their_row() -> None:
    table = of("a;b;c\n1;2\n1;2;3;;\n1;2;3;4\n1;2;3\n")

    found = list(table.rows)

    assert [(f.row, f.code) for f in found if isinstance(f, Fault)] == [
        (2, "too-few-columns"), (4, "too-many-columns"),
    ]  # fmt: skip
    assert [f.number for f in found if isinstance(f, RawRow)] == [3, 5]
    assert "2 kolumner men rubrikerna är 3" in found[0].sentence  # type: ignore[union-attr]


def test_a_quote_never_closed_is_named_and_the_rows_after_it_are_still_read() -> None:
    table = of('a;b\n1;"öppen\n2;x\n3;y\n')

    found = list(table.rows)

    assert [(f.row, f.code) for f in found if isinstance(f, Fault)] == [(2, "quote-never-closed")]
    assert [row for row in found if isinstance(row, RawRow)] == [
        RawRow(3, ("2", "x")), RawRow(4, ("3", "y")),
    ]  # fmt: skip


def test_two_open_quotes_do_not_swallow_the_rows_between() -> None:
    table = of('a;b\n1;"öppen\n2;x\n3;"öppen\n4;y\n')

    assert [row.number for row in rows(table)] == [3, 5]


def test_a_quote_is_given_up_after_a_number_of_lines_or_letters() -> None:
    many = 'a;b\n1;"öppen\n' + "2;x\n" * 10 + '3;"\n'

    assert [f.row for f in faults(of(many, quoted_lines=5))] == [2, 13]
    assert [f.row for f in faults(of(many, row_characters=20))] == [2, 13]


def test_a_broken_line_inside_a_quote_is_told_by_itself() -> None:
    table = of('a;b\n1;"öppen\n'.encode() + b"2;\0\n3;y\n")

    assert [(f.row, f.code) for f in faults(table)] == [(2, "quote-never-closed"), (3, "nul-byte")]


def test_a_quote_in_the_middle_of_a_text_is_named() -> None:
    assert codes(faults(of('a;b\n"Bo "Lillen" Ek";x\n'))) == ["quote-in-text"]


def test_mixed_encodings_name_the_row_and_give_no_garbage() -> None:
    lines = ["a;b", "1;Åsa", "2;Östen", "3;Ärla"]
    mixed = "\n".join(lines).encode() + b"\n" + "4;Sjöö".encode("cp1252") + b"\n5;x\n"

    table = of(mixed)
    found = list(table.rows)

    assert [(f.row, f.code) for f in found if isinstance(f, Fault)] == [(5, "mixed-encoding")]
    assert [row.cells[1] for row in found if isinstance(row, RawRow)] == [
        "Åsa",
        "Östen",
        "Ärla",
        "x",
    ]


def test_utf8_inside_windows_1252_names_the_row() -> None:
    lines = ["a;b", "1;Åsa", "2;Östen", "3;Ärla"]
    mixed = "\n".join(lines).encode("cp1252") + b"\n" + "4;Sjö".encode() + b"\n"

    table = of(mixed)

    assert [(f.row, f.code) for f in faults(table)] == [(5, "mixed-encoding")]
    assert "Windows-1252" in faults(of(mixed))[0].sentence


def test_upper_case_before_a_dash_is_no_sign_of_utf8() -> None:
    table = of("a;b\n1;Åsa\n2;MALMÖ–LUND\n".encode("cp1252"))

    assert [row.cells[1] for row in rows(table)] == ["Åsa", "MALMÖ–LUND"]


def test_the_encoding_is_settled_late_when_the_first_megabyte_has_no_swedish_letter() -> None:
    plain = b"a;b\n" + (b"1;Karin" + b" " * 990 + b"\n") * 1_100

    windows = of(plain + "2;Åsa\n".encode("cp1252"))
    utf8 = of(plain + "2;Åsa\n3;Östen\n".encode())

    assert rows(windows)[-1].cells[1] == "Åsa"
    assert rows(utf8)[-1].cells[1] == "Östen"


def test_signs_that_are_no_letters_are_taken_for_utf8_when_nothing_speaks_against() -> None:
    table = of("a;b\n1;5 §\n")

    assert (table.encoding, rows(table)) == ("UTF-8", [RawRow(2, ("1", "5 §"))])


def test_a_letter_cut_by_the_end_of_the_sample_is_no_sign_of_windows_1252() -> None:
    line = "1;Åååååå\n"
    data = ("a;b\n" + line * (1_200_000 // len(line.encode()))).encode()

    assert of(data).encoding == "UTF-8"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"1;x\0y", "nul-byte"),
        ("1;BjÃ¶rn".encode(), "lost-characters"),
        ("1;Bj\ufffdrn".encode(), "lost-characters"),
    ],
)
def test_a_damaged_line_is_named(line: bytes, code: str) -> None:
    table = of(b"a;b\n" + line + b"\n2;" + "Åsa".encode() + b"\n" + b"3;x\n" * 40)

    assert [(f.row, f.code) for f in faults(table)] == [(2, code)]


def test_a_byte_that_windows_1252_does_not_have_is_named() -> None:
    table = of("a;b\n1;Åsa\n".encode("cp1252") + b"2;\x81\n")

    assert codes(faults(table)) == ["unreadable-character"]


def test_damaged_headers_stop_the_file_with_their_row() -> None:
    fault = refusal(b"a;b\0\n1;2\n")

    assert (fault.code, fault.row) == ("nul-byte", 1)


def test_a_row_longer_than_the_limit_is_named_and_passed_over() -> None:
    table = of("a;b\n1;" + "x" * 500 + "\n2;y\n3;" + "z" * 100, row_characters=50)

    found = list(table.rows)

    assert [(f.row, f.code) for f in found if isinstance(f, Fault)] == [
        (2, "row-too-long"), (4, "row-too-long"),
    ]  # fmt: skip
    assert [row.number for row in found if isinstance(row, RawRow)] == [3]


class Endless(RawIOBase):
    """A CSV file that is made while it is read, so that only the reader's own memory counts."""

    def __init__(self, lines: int) -> None:
        self.start, self.line, self.lines = (
            b"a;b\n",
            b"K-1;" + "Åsa".encode() + b" " * 90 + b"\n",
            lines,
        )
        self.place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = len(self.start) + self.lines * len(self.line) if whence == 2 else offset
        return self.place

    def read(self, size: int = -1) -> bytes:
        if self.place < len(self.start):
            piece = self.start[self.place :][:size]
        else:
            within = (self.place - len(self.start)) % len(self.line)
            left = len(self.start) + self.lines * len(self.line) - self.place
            piece = (self.line * 100)[within : within + min(size, left, 8192)]
        self.place += len(piece)
        return piece

    read1 = read


def _peak(lines: int) -> int:
    source = Endless(lines)
    tracemalloc.start()
    count = sum(1 for _row in read(source, limits=COMMAND).rows)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == lines
    return peak


def test_memory_stays_flat_whatever_the_size_of_the_file() -> None:
    _peak(100)

    assert _peak(8_000) < _peak(400) + 200_000
