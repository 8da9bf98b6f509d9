"""What a program finds in a Word file, and what LibreOffice makes of it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree


def opened(raw: bytes) -> WordDocument:
    """The file as python-docx reads it."""
    return Document(io.BytesIO(raw))


def part(raw: bytes, name: str) -> etree._Element:
    """One part of the file as XML."""
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return etree.fromstring(file.read(name))


def styled(raw: bytes) -> list[tuple[str, str]]:
    """The style and the words of each paragraph, also those inside tables and contents."""
    word = opened(raw)
    names = {style.style_id: style.name for style in word.styles}
    found = []
    for paragraph in word.element.body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names[style.get(qn("w:val"))] if style is not None else ""
        found.append((name, words(paragraph)))
    return found


def words(element: etree._Element) -> str:
    """The words in an element."""
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def by_office(raw: bytes, folder: Path) -> bytes:
    """The file as PDF, laid out by LibreOffice."""
    source = folder / "report.docx"
    source.write_bytes(raw)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "report.pdf").read_bytes()
