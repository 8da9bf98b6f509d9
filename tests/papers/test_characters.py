"""Does the PDF's font have a shape for every character that reaches it?"""

from __future__ import annotations

import typst

from stafett.papers.characters import _known, drawable, missing, replace_missing
from stafett.papers.typesetting import FONTS, STANDARDS, fonts


def test_every_listed_character_has_a_shape_in_every_face():
    listed = "".join(chr(point) for point in sorted(_known()))
    words = listed.replace("\\", "\\\\").replace('"', '\\"')
    source = (
        '#set document(title: "x")\n#set text(font: "Source Sans 3", fallback: false)\n'
        f'#let all = "{words}"\n#all\n#strong(all)\n#emph(all)\n#strong(emph(all))'
    )
    compiler = typst.Compiler(font_paths=fonts())
    made = compiler.compile(source.encode(), format="pdf", pdf_standards=STANDARDS)
    assert len(made) > 10_000


def test_swedish_signs_are_all_there():
    assert missing("ÅÄÖåäöÉé–—”“’…§€½ 1 000\N{NO-BREAK SPACE}kr →≤≥") == ""


def test_what_the_font_lacks_becomes_an_empty_square_and_is_told():
    assert drawable("Bra 😀 jobbat 中中") == "Bra □ jobbat □□"
    assert missing("Bra 😀 jobbat 中中") == "😀中"


def test_what_cannot_be_seen_is_dropped():
    assert drawable("a\N{VARIATION SELECTOR-16}b\N{RIGHT-TO-LEFT OVERRIDE}c\x07") == "abc"


def test_line_breaks_are_spaces_in_a_line_and_kept_in_a_picture():
    assert drawable("a\r\n\tb") == "a b"
    assert replace_missing("a\nb") == "a\nb"


def test_nothing_is_put_into_words_however_long():
    assert drawable("x" * 100 + " " + "y" * 45) == "x" * 100 + " " + "y" * 45


def test_the_fonts_carry_their_licence():
    assert "SIL Open Font License" in (FONTS / "OFL.md").read_text()
