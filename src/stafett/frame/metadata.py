"""A picture without what it says of where it was taken: bytes in, bytes out, and the picture itself untouched.

A telephone writes its position into what it photographs (Exif, and in XMP and IPTC what others add). In a JPEG
the position is taken out of the Exif, so that the orientation stays, and the other two are left out; so is what
lies after the end of the picture, where telephones put films and further pictures. In a PNG the chunks that can
hold any of it are left out. What cannot be read is kept as it came: a picture is never refused for it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
EXIF = b"Exif\0\0"
ADOBE = b"http://ns.adobe.com/"
"""How XMP begins, both what fits in a segment and what goes on in further ones."""
FURTHER = b"MPF\0"
"""An index of further pictures after the end, which are left out."""
APP1, APP2, APP13, SCAN, END = 0xE1, 0xE2, 0xED, 0xDA, 0xD9
ALONE = {0x01, *range(0xD0, 0xD9)}
"""Markers without a length."""
NEXT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""What ends the points of a scan."""
POSITION = 0x8825
LEFT_OUT = {POSITION, 0x02BC, 0x83BB, 0x8649}
"""Taken out of an Exif: the position; and XMP, IPTC and Photoshop's own, where they lie in it."""
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""How many bytes a value of each type of Exif has."""
TEXTS = {b"eXIf", b"tEXt", b"iTXt", b"zTXt"}
ENTRY = 12
MOST = 64
"""Entries that are blanked: there are half as many kinds of them, and more are there to take time."""


def without_position(content: bytes) -> bytes:
    """The same picture, byte for byte where it said nothing of the kind; anything else as it came."""
    if content.startswith(PNG):
        return PNG + b"".join(_chunks(content))
    if content.startswith(JPEG):
        return JPEG + b"".join(_segments(content))
    return content


def _chunks(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are kept, and from where it cannot be read all of it."""
    at = len(PNG)
    while at < len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if end > len(content):
            yield content[at:]
            return
        if kind not in TEXTS:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end


def _segments(content: bytes) -> Iterator[bytes]:
    """The segments of a JPEG that are kept, and from where it cannot be read all of it."""
    at = len(JPEG)
    while at < len(content):
        marker, body, end = _marker(content, at)
        if end > len(content) or marker is None:
            yield content[at:]
            return
        yield _kept(marker, content[at:body], content[body:end])
        if marker == END:
            return
        if marker == SCAN:
            found = NEXT.search(content, end)
            points = found.start() if found else len(content)
            yield content[end:points]
            end = points
        at = end


def _marker(content: bytes, at: int) -> tuple[int | None, int, int]:
    """The marker that stands there, where its content begins, and where it ends; None where there is none."""
    place = at
    while content[place : place + 1] == b"\xff":
        place += 1
    if place == at or place >= len(content):
        return None, at, at
    marker, body = content[place], place + 1
    if marker == END or marker in ALONE:
        return marker, body, body
    length = int.from_bytes(content[body : body + 2], "big")
    return (marker if length >= 2 else None), body + 2, body + length


def _kept(marker: int, head: bytes, body: bytes) -> bytes:
    """A segment as it is kept: whole, without position, or not at all."""
    if marker == APP13 or (marker == APP1 and body.startswith(ADOBE)):
        return b""
    if marker == APP2 and body.startswith(FURTHER):
        return b""
    if marker == APP1 and body.startswith(EXIF):
        return head + EXIF + _exif(body[len(EXIF) :])
    return head + body


def _exif(content: bytes) -> bytes:
    """The same Exif of the same length, with the position and what else can hold one taken out."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(content[:4])
    if order is None:
        return content
    changed = bytearray(content)
    try:
        first = _directory(changed, order, _number(changed, order, 4))
        _directory(changed, order, first)
    except struct.error:
        return bytes(changed)
    return bytes(changed)


def _number(content: bytearray, order: str, at: int, form: str = "I") -> int:
    return int(struct.unpack_from(order + form, content, at)[0])


def _directory(content: bytearray, order: str, at: int) -> int:
    """Take entries out of a directory of an Exif; gives where the next one begins, or 0."""
    if not at:
        return 0
    count = _number(content, order, at, "H")
    end = at + 2 + ENTRY * count
    following = _number(content, order, end)
    entries = {place: bytes(content[place : place + ENTRY]) for place in range(at + 2, end, ENTRY)}
    out = {place for place in entries if _number(content, order, place, "H") in LEFT_OUT}
    if out:
        for place in sorted(out)[:MOST]:
            _blank_entry(content, order, place)
        kept = [entry for place, entry in entries.items() if place not in out]
        whole = struct.pack(order + "H", len(kept)) + b"".join(kept)
        whole += struct.pack(order + "I", following)
        content[at : end + 4] = whole.ljust(end + 4 - at, b"\0")
    return following


def _blank_entry(content: bytearray, order: str, place: int) -> None:
    """Let nothing be left of what an entry leads to."""
    if _number(content, order, place, "H") == POSITION:
        _blank_directory(content, order, _number(content, order, place + 8))
    _blank_value(content, order, place)


def _blank_directory(content: bytearray, order: str, at: int) -> None:
    """Let nothing be left of what a directory said, as far as it can be read."""
    count = min(_number(content, order, at, "H"), (len(content) - at) // ENTRY, MOST)
    for entry in range(at + 2, at + 2 + ENTRY * count, ENTRY):
        _blank_value(content, order, entry)
    _blank(content, at, 2 + ENTRY * count)


def _blank_value(content: bytearray, order: str, entry: int) -> None:
    """A value of more than four bytes lies elsewhere, and there it is blanked."""
    kind, count = struct.unpack_from(order + "HI", content, entry + 2)
    length = SIZES.get(kind, 1) * count
    if length > 4:
        _blank(content, _number(content, order, entry + 8), length)


def _blank(content: bytearray, at: int, length: int) -> None:
    end = min(at + length, len(content))
    if at < end:
        content[at:end] = bytes(end - at)


__all__ = ["without_position"]
