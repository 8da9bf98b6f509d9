"""Is a text of Word or LibreOffice taken when it is only a text, and refused with why when it is more?"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stafett.casework.forms.scans import ScanField
from stafett.documents import office
from stafett.documents.forms import DocumentField
from stafett.documents.models import Document
from stafett.documents.office import DOCX, ODT, Refused, Unfit, kind_of_office
from tests.casework.conftest import Page, faults
from tests.cast import TODAY, Cast

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="d" xmlns:text="t" xmlns:script="s"'


def zipped(**parts: str | bytes) -> bytes:
    """A zip of some parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


def word(**more: str | bytes) -> bytes:
    """A text of Word's, with parts more."""
    known: dict[str, Any] = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
    return zipped(**{**known, **more})


def libre(**more: str | bytes) -> bytes:
    """A text of LibreOffice's, with parts more."""
    return zipped(**{"mimetype": ODT, "content.xml": "<content/>", **more})


def related(kind: str, target: str, mode: str = "External") -> str:
    told = f'Id="r1" Type="{KIND}/{kind}" Target="{target}" TargetMode="{mode}"'
    return f'<Relationships xmlns="{RELS}"><Relationship {told}/></Relationships>'


def drawn(element: str) -> str:
    return f"<content {SPACES}>{element}</content>"


def real_docx() -> bytes:
    """As a program writes it."""
    out, text = BytesIO(), docx.Document()
    text.add_paragraph("Betyg")
    text.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", ""),
        (real_docx(), DOCX),
        (word(), DOCX),
        (word(**{"word/_rels/document.xml.rels": related("hyperlink", "https://flen.se")}), DOCX),
        (word(**{"word/_rels/document.xml.rels": related("image", "a.png", "Internal")}), DOCX),
        (libre(), ODT),
        (libre(**{"content.xml": drawn('<text:a xlink:href="https://flen.se"/>')}), ODT),
        (libre(**{"content.xml": drawn('<draw:image xlink:href="Pictures/a.png"/>')}), ODT),
        (libre(**{"META-INF/manifest.xml": "<manifest type='image/png'/>"}), ODT),
        (libre(mimetype="application/vnd.oasis.opendocument.spreadsheet"), ""),
        (zipped(**{"content.xml": "<content/>"}), ""),
        (zipped(**{"word/document.xml": "<document/>"}), ""),
        (zipped(**{"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>"}), ""),
    ],
)
def test_the_kind_is_judged_by_what_is_in_it(content: bytes, kind: str) -> None:
    assert kind_of_office(content) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (word(**{"word/vbaProject.bin": b"x"}), Unfit.PROGRAM),
        (word(**{"word/activeX/activeX1.xml": "<x/>"}), Unfit.PROGRAM),
        (word(**{"word/embeddings/oleObject1.bin": b"x"}), Unfit.PROGRAM),
        (word(**{"[Content_Types].xml": '<T><O ContentType="a.macroEnabled.main+xml"/></T>'}),
         Unfit.PROGRAM),
        (word(**{"[Content_Types].xml": '<T><O ContentType="application/vnd.ms-office.vbaProject"/></T>'}),
         Unfit.PROGRAM),
        (word(**{"word/_rels/settings.xml.rels": related("attachedTemplate", "file:///x.dotm")}),
         Unfit.ELSEWHERE),
        (word(**{"word/_rels/document.xml.rels": related("image", "http://x/a.png", "external")}),
         Unfit.ELSEWHERE),
        (word(**{"word/_rels/document.xml.rels": "<Relationships>"}), Unfit.DAMAGED),
        (word(**{"word/_rels/document.xml.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), Unfit.DAMAGED),
        (libre(**{"Basic/Standard/Module1.xml": "<x/>"}), Unfit.PROGRAM),
        (libre(**{"Scripts/python/a.py": "x"}), Unfit.PROGRAM),
        (libre(**{"content.xml": drawn("<script:event-listener/>")}), Unfit.PROGRAM),
        (libre(**{"META-INF/manifest.xml": "<a type='application/vnd.sun.star.oleobject'/>"}),
         Unfit.PROGRAM),
        (libre(**{"content.xml": drawn('<draw:image xlink:href="http://x/a.png"/>')}), Unfit.ELSEWHERE),
        (libre(**{"styles.xml": drawn('<draw:image xlink:href="../../a.png"/>')}), Unfit.ELSEWHERE),
        (libre(**{"Object 1/content.xml": drawn('<draw:object xlink:href="//x/a"/>')}), Unfit.ELSEWHERE),
        (libre(**{"content.xml": drawn("<text:dde-connection-decl/>")}), Unfit.ELSEWHERE),
        (word()[:-30], Unfit.DAMAGED),
        (word(**{"WORD/Document.xml": "<other/>"}), Unfit.DAMAGED),
    ],
)  # fmt: skip
def test_what_is_more_than_a_text_is_refused_and_says_why(content: bytes, why: Unfit) -> None:
    with pytest.raises(Refused) as refused:
        kind_of_office(content)
    assert refused.value.why == why


def test_what_unpacks_to_too_much_or_has_too_many_parts_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = word(**{"word/media/a.bmp": b"0" * 70_000})
    for name, most in (("MOST_BYTES", 70_000), ("MOST_PARTS", 2)):
        with monkeypatch.context() as smaller:
            smaller.setattr(office, name, most)
            with pytest.raises(Refused):
                kind_of_office(content)
    assert kind_of_office(content) == DOCX


def test_a_file_that_is_locked_or_broken_is_refused() -> None:
    locked = bytearray(word())
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    broken = bytearray(word(**{"a.txt": "abcdefgh" * 9}))
    broken[broken.index(b"a.txt") + 6] ^= 0xFF
    for content in (bytes(locked), bytes(broken)):
        with pytest.raises(Refused, match="damaged"):
            kind_of_office(content)


def sent(client: Client, cast: Cast, content: bytes, name: str) -> Any:
    one = cast.enrolled()
    told = {"title": "Betyg", "what": "grades", "on_day": TODAY.isoformat()}
    return client.post(
        f"/deltagare/{one.pk}/dokument/nytt/", {**told, "file": SimpleUploadedFile(name, content)}
    )


def test_a_text_is_put_in_a_case_and_opened_as_what_it_is(cast: Cast, page: Page) -> None:
    text = real_docx()
    answer = sent(page("karin"), cast, text, "betyg.docx")
    assert answer.status_code == 302, faults(answer)
    cast.as_everyone()
    made = Document.objects.get()
    assert (made.content_type, made.ending) == (DOCX, "docx")
    opened = page("karin").get(f"/deltagare/{made.participation_id}/dokument/{made.pk}/fil/")
    assert opened.headers["Content-Disposition"] == 'attachment; filename="betyg.docx"'
    assert opened.content == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (word(**{"word/vbaProject.bin": b"x"}), "makron eller inbäddade program"),
        (word(**{"word/_rels/a.rels": related("image", "http://x")}), "från ett annat ställe"),
        (b"PK\x03\x04rest", "går inte att läsa"),
        (b"hej", "varken pdf, png, jpeg, docx eller odt"),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(
    cast: Cast, page: Page, content: bytes, said: str
) -> None:
    answer = sent(page("karin"), cast, content, "betyg.docx")
    assert answer.status_code == 422
    assert said in faults(answer)
    cast.as_everyone()
    assert not Document.objects.exists()


def test_a_signed_paper_is_still_none_of_them() -> None:
    assert ScanField().kind_of(real_docx()) == ""


FIELD = "<w:document xmlns:w='w' xmlns:o='o'>{}</w:document>"
SPLIT = "<w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>EAUTO cmd</w:instrText></w:r>"
SPELT = "<w:r><w:instrText> QUOTE 68 68 69 </w:instrText></w:r><w:instrText>cmd</w:instrText>"
BUTTONS = related("ui/extensibility", "my/buttons.xml", "Internal")
CHUNK = related("aFChunk", "word/afchunk.rtf", "Internal")


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (word(**{"word/document.xml": FIELD.format(SPLIT)}), Unfit.ELSEWHERE),
        (word(**{"word/footer1.xml": FIELD.format("<w:fldSimple w:instr='DDE x'/>")}), Unfit.ELSEWHERE),
        (word(**{"word/document.xml": FIELD.format("<o:OLEObject Type='Link'/>")}), Unfit.PROGRAM),
        (word(**{"word/_rels/document.xml.rels": CHUNK}), Unfit.PROGRAM),
        (word(**{"word/embeddings/a.bin": office.OLE + b"x"}), Unfit.PROGRAM),
        (word(**{"word/document.xml": FIELD.format(SPELT)}), Unfit.ELSEWHERE),
        (word(**{"word/foo.dat": FIELD.format(SPLIT)}), Unfit.ELSEWHERE),
        (word(**{"foo.dat": FIELD.format(SPLIT).encode("utf-16")}), Unfit.ELSEWHERE),
        (word(**{"customUI/customUI.xml": "<customUI/>"}), Unfit.PROGRAM),
        (word(**{"_rels/.rels": BUTTONS}), Unfit.PROGRAM),
        (libre(**{"content.xml": drawn("<draw:object-ole/>")}), Unfit.PROGRAM),
        (libre(**{"Dialogs/a.xml": "<x/>"}), Unfit.PROGRAM),
        (libre(**{"Configurations2/accelerator/current.xml": "<x/>"}), Unfit.PROGRAM),
    ],
)  # fmt: skip
def test_what_starts_or_fetches_something_in_other_ways_is_refused_too(
    file: bytes, why: Unfit
) -> None:
    with pytest.raises(Refused) as told:
        kind_of_office(file)
    assert told.value.why == why


def test_a_field_that_fetches_nothing_may_stay_and_so_may_keys_that_are_none() -> None:
    date = "<w:instrText> DATE QUOTE ord </w:instrText><w:t>DDE är ord i texten</w:t>"
    picture = {"word/media/a.png": b"\x89PNG <w:fldSimple"}
    assert kind_of_office(word(**picture)) == DOCX
    assert kind_of_office(word(**{"word/document.xml": FIELD.format(date)})) == DOCX
    assert kind_of_office(libre(**{"Configurations2/accelerator/current.xml": ""})) == ODT


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_a_paper_that_is_a_zip_as_well_is_of_no_kind(start: bytes) -> None:
    """Word öppnar det som ett dokument, med allt som finns i det."""
    for field in (ScanField(), DocumentField()):
        assert field.kind_of(start + b"skannat")
        assert field.kind_of(start + real_docx()) == ""
