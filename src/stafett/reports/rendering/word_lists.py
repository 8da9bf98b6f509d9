"""How are lists numbered in a Word file, so that each begins anew and may hold another?"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element

from stafett.papers.word_xml import elements

DEEPEST = 2
"""Levels are 0, 1 and 2; what is deeper stands on the last."""
INDENT = 400
_POINTS = ("•", "–", "•")


class Lists:
    """The numbering of one Word file; two kinds of list, and one instance for each list."""

    def __init__(self, word: WordDocument) -> None:
        self._numbering: _Element = word.part.numbering_part.element
        self._kinds: dict[bool, int] = {}

    def begin(self, *, ordered: bool, level: int, start: int) -> int:
        """A new list; gives the number that its paragraphs refer to."""
        kind = self._kind(ordered)
        number = self._next("w:num", "w:numId")
        override = (
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            if ordered
            else ""
        )
        instance = f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{override}</w:num>'
        self._numbering.extend(elements(instance))
        return number

    def _kind(self, ordered: bool) -> int:
        if ordered not in self._kinds:
            identity = self._next("w:abstractNum", "w:abstractNumId")
            levels = "".join(_level(level, ordered) for level in range(DEEPEST + 1))
            (kind,) = elements(
                f'<w:abstractNum w:abstractNumId="{identity}">'
                f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
            )
            pictures = self._numbering.findall(qn("w:numPicBullet"))
            self._numbering.insert(len(pictures), kind)
            self._kinds[ordered] = identity
        return self._kinds[ordered]

    def _next(self, tag: str, attribute: str) -> int:
        used = [int(each.get(qn(attribute))) for each in self._numbering.findall(qn(tag))]
        return max(used, default=0) + 1


def _level(level: int, ordered: bool) -> str:
    form = "decimal" if ordered else "bullet"
    shown = f"%{level + 1}." if ordered else _POINTS[level]
    left = INDENT * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="320"/></w:pPr></w:lvl>'
    )
