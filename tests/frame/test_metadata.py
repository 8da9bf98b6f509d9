"""Does a picture that is taken in say nothing of where it was taken, and is it else the same picture?"""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from stafett.frame.metadata import without_position

GPS = ExifTags.IFD.GPSInfo
PLACE = {1: "N", 2: (59.0, 3.0, 27.125), 3: "E", 4: (16.0, 35.0, 11.0), 29: "2026:11:29"}
SAYS = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='59,3.45N'/>"
CAMERA = "Kameran"


def _drawn(kind: str, size: tuple[int, int] = (9, 5), **how: Any) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size)
    picture.putdata([(i * 37 % 256, i * 11 % 256, i % 256) for i in range(size[0] * size[1])])
    picture.save(out, kind, **how)
    return out.getvalue()


def _exif(order: str = "<") -> Image.Exif:
    exif = Image.Exif()
    exif.endian = order
    exif[ExifTags.Base.Make] = CAMERA
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Software] = "Ett program med ett namn"
    exif[GPS] = PLACE
    return exif


def _segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def _number_bytes(order: str) -> bytes:
    """The seconds of the position as they stand in the file: 27.125 as a fraction."""
    return struct.pack(order + "II", 217, 8)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_keeps_its_orientation_and_loses_its_position(order: str) -> None:
    taken = _drawn("JPEG", exif=_exif(order))
    assert _opened(taken).getexif().get_ifd(GPS)
    assert _number_bytes(order) in taken
    kept = without_position(taken)
    exif = _opened(kept).getexif()
    assert exif.get_ifd(GPS) == {}
    assert GPS not in exif
    assert exif[ExifTags.Base.Orientation] == 6
    assert exif[ExifTags.Base.Make] == CAMERA
    assert exif[ExifTags.Base.Software] == _exif()[ExifTags.Base.Software]
    for words in (_number_bytes(order), b"2026:11:29"):
        assert words not in kept, "nor is it left lying in the file"
    assert _opened(kept).tobytes() == _opened(taken).tobytes()
    assert without_position(kept) == kept


@pytest.mark.parametrize(
    "segment",
    [
        _segment(0xE1, SAYS),
        _segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0GPSLatitude"),
        _segment(0xED, b"Photoshop 3.0\x008BIM GPSLatitude"),
        _segment(0xE2, b"MPF\0GPSLatitude"),
    ],
)
def test_what_other_programs_write_into_a_photo_is_left_out(segment: bytes) -> None:
    plain = _drawn("JPEG")
    assert without_position(plain[:2] + segment + plain[2:]) == plain


def test_xmp_within_an_exif_is_left_out() -> None:
    exif = _exif()
    exif[0x02BC] = SAYS
    kept = without_position(_drawn("JPEG", exif=exif))
    assert b"GPSLatitude" not in kept
    assert _opened(kept).getexif()[ExifTags.Base.Orientation] == 6


def test_what_lies_after_the_picture_is_left_out() -> None:
    for kind in ("JPEG", "PNG"):
        plain = _drawn(kind)
        assert without_position(plain + _drawn("JPEG", exif=_exif())) == plain


def test_metadata_between_the_scans_of_a_progressive_photo_is_found() -> None:
    plain = _drawn("JPEG", (40, 40), progressive=True)
    last = plain.rindex(b"\xff\xda")
    assert without_position(plain[:last] + _segment(0xE1, SAYS) + plain[last:]) == plain


def test_a_png_loses_its_texts() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("a", "GPSLatitude")
    texts.add_text("b", "GPSLatitude" * 30, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", "GPSLatitude")
    taken = _drawn("PNG", pnginfo=texts, exif=_exif())
    assert b"eXIf" in taken
    assert without_position(taken) == _drawn("PNG")


@given(
    st.sampled_from(["JPEG", "PNG"]),
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    st.integers(1, 95),
    st.booleans(),
)
def test_a_picture_that_says_nothing_comes_through_byte_for_byte(
    kind: str, size: tuple[int, int], quality: int, progressive: bool
) -> None:
    how = {"quality": quality, "progressive": progressive} if kind == "JPEG" else {}
    plain = _drawn(kind, size, **how)
    assert without_position(plain) == plain


@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"", b"\xff\xd8"]),
    st.binary(max_size=200),
)
def test_what_cannot_be_read_is_never_an_error(start: bytes, rest: bytes) -> None:
    kept = without_position(start + rest)
    assert kept.startswith(start[:2])
    if start == b"%PDF-":
        assert kept == start + rest


@given(st.sampled_from([b"II*\0", b"MM\0*"]), st.binary(max_size=120))
def test_an_exif_of_anything_is_never_an_error_and_never_longer(order: bytes, rest: bytes) -> None:
    plain = _drawn("JPEG")
    taken = plain[:2] + _segment(0xE1, b"Exif\0\0" + order + rest) + plain[2:]
    assert len(without_position(taken)) == len(taken)


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_photo_with_a_fault_in_it_is_never_an_error(place: int, byte: int) -> None:
    taken = bytearray(_drawn("JPEG", exif=_exif()))
    taken[place] = byte
    assert len(without_position(bytes(taken))) <= len(taken)
    assert without_position(bytes(taken[:place]))[:2] == bytes(taken[:place])[:2]


def test_a_truncated_png_keeps_what_is_there() -> None:
    plain = _drawn("PNG")
    text = b"a\0GPSLatitude"
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text
    chunk += struct.pack(">I", zlib.crc32(chunk[4:]))
    taken = plain[:33] + chunk + plain[33:-9]
    assert without_position(taken) == plain[:-9]
