"""What a program that reads aloud finds in a PDF: structure, language, marks, text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import pypdfium2


@dataclass
class Tag:
    """A part of the document's structure."""

    kind: str
    alternative: str
    attributes: dict[str, str]
    children: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """This part and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def opened(raw: bytes) -> pikepdf.Pdf:
    """The file, for its catalogue and metadata."""
    return pikepdf.open(io.BytesIO(raw))


def structure(raw: bytes) -> list[Tag]:
    """Every part of the structure, in reading order."""
    with opened(raw) as file:
        root = file.Root.StructTreeRoot
        top = Tag("Root", "", {}, [_tag(kid) for kid in _kids(root)])
        return list(top.walk())


def kinds(raw: bytes) -> list[str]:
    """The kind of each part, in reading order."""
    return [tag.kind for tag in structure(raw)]


def text(raw: bytes) -> str:
    """All text of all pages, hyphens at the ends of lines kept as they are."""
    return "\n".join(pages(raw))


def pages(raw: bytes) -> list[str]:
    """The text of each page."""
    file = pypdfium2.PdfDocument(raw)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in file]
    finally:
        file.close()


def furthest_right(raw: bytes) -> float:
    """How far to the right any visible letter reaches on any page, in points."""
    file = pypdfium2.PdfDocument(raw)
    try:
        return max((_edge(page.get_textpage()) for page in file), default=0.0)
    finally:
        file.close()


def _edge(page: pypdfium2.PdfTextPage) -> float:
    letters = page.get_text_range()
    boxes = (page.get_charbox(place)[2] for place in range(page.count_chars()))
    return max(boxes, default=0.0) if letters else 0.0


def _tag(node: pikepdf.Object) -> Tag:
    return Tag(
        kind=str(node.S).removeprefix("/"),
        alternative=str(node.get("/Alt", "")),
        attributes=_attributes(node.get("/A")),
        children=[_tag(kid) for kid in _kids(node)],
    )


def _kids(node: pikepdf.Object) -> list[pikepdf.Object]:
    found = node.get("/K", [])
    several = found if isinstance(found, pikepdf.Array) else [found]
    return [kid for kid in several if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _attributes(found: pikepdf.Object | None) -> dict[str, str]:
    if found is None:
        return {}
    several = found if isinstance(found, pikepdf.Array) else [found]
    return {
        name.removeprefix("/"): str(value)
        for each in several
        if isinstance(each, pikepdf.Dictionary)
        for name, value in each.items()
    }
