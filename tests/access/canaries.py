"""Which words must some people never be shown, and does an answer hold any of them?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2

ROLES = [
    "karin", "lena", "eva", "sven", "per", "stig", "fatima", "rut", "lotta", "ulf", "rakel", "olle",
]  # fmt: skip
VISITOR = "visitor"
EVERYBODY = [VISITOR, *ROLES]


@dataclass(frozen=True)
class Secret:
    """A string that stands nowhere else, and those of the cast who may be shown it."""

    words: str
    seen_by: frozenset[str]


def secrets(seen_by: str, *words: object) -> list[Secret]:
    """The words as secrets of those named, "karin eva"."""
    return [Secret(str(one), frozenset(seen_by.split())) for one in words]


def leaked(known: Iterable[Secret], who: str, text: str, asked: Collection[str] = ()) -> list[str]:
    """The secrets that a text tells somebody who may not know them; what they asked with is no news."""
    shown, said = text.casefold(), " ".join(asked).casefold()
    hidden = (one.words.casefold() for one in known if who not in one.seen_by)
    return [words for words in hidden if words in shown and words not in said]


def told(response: Any) -> str:
    """All that an answer says: its headers, and its body as text whatever the body's form."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{text_of(body_of(response))}"


def body_of(response: Any) -> bytes:
    """The body, streamed or not."""
    if response.streaming:
        return b"".join(response.streaming_content)
    content: bytes = response.content
    return content


def text_of(body: bytes) -> str:
    """The words in a body: of each part of a workbook or Word file, of each page of a PDF."""
    if body.startswith(b"PK\x03\x04"):
        return "\n".join(_unpacked(body))
    if body.startswith(b"%PDF"):
        return "\n".join(_pages(body))
    if body.startswith(b"\x89PNG"):
        return body.decode("latin-1")
    return body.decode("utf-8")


def _unpacked(body: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for name in packed.namelist():
            yield packed.read(name).decode("utf-8", errors="ignore")


def _pages(body: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(body)
    for page in document:
        text = page.get_textpage()
        yield text.get_text_bounded()
        text.close()
        page.close()
    document.close()
