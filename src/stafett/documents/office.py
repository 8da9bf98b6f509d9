"""Is a file a text document of Word or LibreOffice, and nothing more? Looked into, never trusted by its name.

Such a file is a zip. Every part is unpacked and counted. It must have no macros, no embedded programs, and
must fetch nothing from elsewhere when it is opened (a template, a linked picture): a link that somebody clicks
may stay.
Pure: no database, no request.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

ZIP = b"PK\x03\x04"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MOST_PARTS = 2_000
MOST_BYTES = 200_000_000
"""Unpacked, all parts together; a text with pictures has a tenth of it."""
CHUNK = 65_536
ENCRYPTED = 0x1
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a part begins that is a file of another program's."""
PROGRAM = re.compile(
    r"vbaproject|activex|oleobject|macrosheets|^basic/|^scripts/|^dialogs/|^customui/"
)
"""In a part's name, in small letters: macros and embedded programs."""
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\|\.\./", re.I)
"""How an address begins that is outside the file."""
HREF = "http://www.w3.org/1999/xlink href"
MAY_LEAD_OUT = frozenset({"a"})
"""What only leads somewhere when somebody clicks on it."""
FETCHES = frozenset({"dde-source", "dde-connection-decl"})
ASKS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT)\b|\bQUOTE\s+\d", re.I)
"""What a field of Word's says that fetches from another program or file, or that spells a word by numbers."""
RUNS = frozenset({"OLEObject", "object-ole", "event-listener"})
"""Elements that hold or start a program."""
KEYS = "configurations2/accelerator/"
"""Keys that start something; LibreOffice writes an empty part there."""
PIECES = ("/afchunk", "/extensibility")
"""Relationships to a file that Word takes in whole when it opens the text, and to buttons that do something."""


BLANKS = codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + b" \t\r\n\0"
"""What may stand before the first sign of markup, in whatever order of bytes it is written."""


class Unfit(StrEnum):
    """Why a file is not taken."""

    DAMAGED = "damaged"
    PROGRAM = "program"
    ELSEWHERE = "elsewhere"


class Refused(ValueError):
    """The file is not taken; `why` says why."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.why = why


Started = Callable[[str, dict[str, str]], None]


def kind_of_office(content: bytes) -> str:
    """The kind of a text document; "" of a file that is none. Raises Refused of one that is not taken."""
    if not content.startswith(ZIP):
        return ""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return _kind(packed)
    except Refused:
        raise
    # zipfile says NotImplementedError of a way to pack that it does not know
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError, ZlibError):
        raise Refused(Unfit.DAMAGED) from None


def _kind(packed: ZipFile) -> str:
    parts = {part.filename.lower(): part for part in _weighed(packed)}
    if "word/document.xml" in parts and "[content_types].xml" in parts:
        _check_programs(parts)
        _check_docx(packed, parts)
        return DOCX
    if "content.xml" in parts and _read(packed, parts.get("mimetype")) == ODT.encode():
        _check_programs(parts)
        _check_odt(packed, parts)
        return ODT
    return ""


def _weighed(packed: ZipFile) -> list[ZipInfo]:
    """The parts, each unpacked to see that it is whole and that all of them are not too much."""
    parts, room = packed.infolist(), MOST_BYTES
    names = {part.filename.lower() for part in parts}
    locked = any(part.flag_bits & ENCRYPTED for part in parts)
    if locked or len(parts) > MOST_PARTS or len(names) != len(parts):
        raise Refused(Unfit.DAMAGED)
    for part in parts:
        with packed.open(part) as unpacked:
            begun = unpacked.read(len(OLE))
            room -= len(begun)
            if begun == OLE:
                raise Refused(Unfit.PROGRAM)
            while piece := unpacked.read(CHUNK):
                room -= len(piece)
                if room < 0:
                    raise Refused(Unfit.DAMAGED)
    return parts


def _read(packed: ZipFile, part: ZipInfo | None) -> bytes:
    return packed.read(part) if part else b""


def _check_programs(names: dict[str, ZipInfo]) -> None:
    if any(PROGRAM.search(name) for name in names):
        raise Refused(Unfit.PROGRAM)


def _check_docx(packed: ZipFile, parts: dict[str, ZipInfo]) -> None:
    def typed(_name: str, told: dict[str, str]) -> None:
        if PROGRAM.search(told.get("ContentType", "").lower()) or "macroenabled" in (
            told.get("ContentType", "").lower()
        ):
            raise Refused(Unfit.PROGRAM)

    def related(_name: str, told: dict[str, str]) -> None:
        outside, kind = (
            told.get("TargetMode", "").lower() == "external",
            told.get("Type", "").lower(),
        )
        if kind.endswith(PIECES):
            raise Refused(Unfit.PROGRAM)
        if outside and not kind.endswith("/hyperlink"):
            raise Refused(Unfit.ELSEWHERE)

    _walk(_read(packed, parts["[content_types].xml"]), typed)
    for name, part in parts.items():
        if name.endswith(".rels"):
            _walk(_read(packed, part), related)
        elif name != "[content_types].xml" and _is_marked_up(text := _read(packed, part)):
            _check_fields(text)


def _is_marked_up(text: bytes) -> bool:
    """Judged by how it begins: Word goes by what a part is said to be, not by how its name ends."""
    return text.lstrip(BLANKS)[:1] == b"<"


def _check_fields(text: bytes) -> None:
    """Refuse a part whose fields fetch something; what a field says may be split into many pieces."""
    said: list[str] = []

    def begun(name: str, told: dict[str, str]) -> None:
        if name.rpartition(" ")[2] in RUNS:
            raise Refused(Unfit.PROGRAM)
        said.extend(
            f" {value} " for key, value in told.items() if key.rpartition(" ")[2] == "instr"
        )

    _walk(text, begun, said.append)
    if ASKS.search("".join(said)):
        raise Refused(Unfit.ELSEWHERE)


def _check_odt(packed: ZipFile, parts: dict[str, ZipInfo]) -> None:
    def listed(_name: str, told: dict[str, str]) -> None:
        if any("oleobject" in value.lower() for value in told.values()):
            raise Refused(Unfit.PROGRAM)

    def shown(name: str, told: dict[str, str]) -> None:
        word = name.rpartition(" ")[2]
        if word in RUNS:
            raise Refused(Unfit.PROGRAM)
        leads_out = word not in MAY_LEAD_OUT and ELSEWHERE.match(told.get(HREF, "").strip())
        if leads_out or word in FETCHES:
            raise Refused(Unfit.ELSEWHERE)

    if any(name.startswith(KEYS) and part.file_size for name, part in parts.items()):
        raise Refused(Unfit.PROGRAM)
    if manifest := parts.get("meta-inf/manifest.xml"):
        _walk(_read(packed, manifest), listed)
    for name in _drawn(parts):
        _walk(_read(packed, parts[name]), shown)


def _drawn(parts: dict[str, ZipInfo]) -> Iterator[str]:
    """The parts that say what is shown, those of objects within it too."""
    for name in parts:
        if name.rpartition("/")[2] in ("content.xml", "styles.xml"):
            yield name


def _walk(
    text: bytes, started: Started, instruction: Callable[[str], object] | None = None
) -> None:
    """Tell of each element of an XML part, and of what instructions in it say; one that declares anything of
    its own is not read."""
    parser = expat.ParserCreate(namespace_separator=" ")
    inside = False

    def begun(name: str, told: dict[str, str]) -> None:
        nonlocal inside
        inside = name.rpartition(" ")[2] == "instrText"
        started(name, told)

    def ended(_name: str) -> None:
        nonlocal inside
        inside = False

    def read(words: str) -> None:
        if inside and instruction:
            instruction(words)

    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    parser.CharacterDataHandler = read
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, LookupError):
        raise Refused(Unfit.DAMAGED) from None


def _no_doctype(*_told: object) -> None:
    raise Refused(Unfit.DAMAGED)


__all__ = ["DOCX", "ODT", "Refused", "Unfit", "kind_of_office"]
