"""The drafts of what is decided before real people are entered: read from their files, as papers to fill in.

They are written as the documentation is, and lie in the package so that whoever decides can read and fetch
them where they decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.papers.paper import Block, Facts, Paper, Part, Points, Text, Under
from stafett.safeguards.models import StartPaper
from stafett.safeguards.viewer import Viewer

FOLDER = Path(__file__).parent / "start_papers"
FILES = {
    StartPaper.CLASSIFICATION: "informationsklassning",
    StartPaper.IMPACT: "konsekvensbedomning",
    StartPaper.PROCESSOR: "personuppgiftsbitrade-bilaga",
    StartPaper.RECORD: "registerforteckning",
    StartPaper.INFORMATION: "information-till-dig",
    StartPaper.ACCESSIBILITY: "tillganglighetsredogorelse",
}
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
STRESSED = re.compile(r"\*+([^*]+)\*+")
NUMBERED = re.compile(r"\d+\. ")


def draft(which: StartPaper, *, by: Viewer) -> Paper:
    """One of them, in Swedish as it is written, with what only the authority knows left to fill in."""
    text = (FOLDER / f"{FILES[which]}.md").read_text(encoding="utf-8")
    heading, *sections = re.split(r"^##? ", text, flags=re.MULTILINE)[1:]
    title, _newline, first = heading.partition("\n")
    parts = [Part("", tuple(_blocks(first))), *map(_part, sections)]
    with override("sv"):
        foot = _("Utkast ur Stafett, att fylla i och besluta")
    return Paper(title, tuple(part for part in parts if part.blocks), by.day, by.name, foot)


def _part(section: str) -> Part:
    title, _newline, text = section.partition("\n")
    return Part(title, tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    """What stands between empty lines: a table, a list, numbered lines, or a paragraph."""
    for some in filter(None, map(str.strip, text.split("\n\n"))):
        if some.startswith("|"):
            yield from _table(some.splitlines())
        elif some.startswith("- "):
            yield Points(tuple(_plain(line.removeprefix("- ")) for line in some.splitlines()))
        elif NUMBERED.match(some):
            yield from (Text(_plain(line)) for line in some.splitlines())
        else:
            yield Text(_plain(" ".join(some.splitlines())))


def _table(lines: list[str]) -> Iterator[Block]:
    """Two columns as names with what they say; more as a heading for each row, and its columns under it."""
    names, _rule, *rows = ([_plain(cell) for cell in row.strip("|").split("|")] for row in lines)
    if len(names) == 2:
        yield Facts(tuple((name, said) for name, said in rows))
        return
    for name, *said in rows:
        yield Under(name)
        yield Facts(tuple(zip(names[1:], said, strict=True)))


def _plain(words: str) -> str:
    """Words without the marks of emphasis and links; what is to be filled in keeps its brackets."""
    return STRESSED.sub(r"\1", LINK.sub(r"\1", words.replace("`", ""))).strip()


__all__ = ["FILES", "FOLDER", "draft"]
