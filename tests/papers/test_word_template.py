"""Is the template that is shipped the one that its source makes?"""

from __future__ import annotations

import io
import runpy
import zipfile

from stafett.papers import word_template
from tests.reports.rendering import word_reader as reader


def parts(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_shipped_template_is_what_its_source_makes():
    shipped = parts(word_template.TEMPLATE.read_bytes())
    assert shipped == parts(word_template.build())


def test_running_the_module_writes_the_template(monkeypatch, tmp_path):
    written = {}
    monkeypatch.setattr(
        "pathlib.Path.write_bytes", lambda path, raw: written.update({path.name: raw})
    )
    monkeypatch.delitem(__import__("sys").modules, "stafett.papers.word_template")
    runpy.run_module("stafett.papers.word_template", run_name="__main__")
    assert parts(written["report.docx"]) == parts(word_template.build())


def test_the_template_has_the_styles_that_reports_use_and_no_text():
    word = reader.opened(word_template.TEMPLATE.read_bytes())
    names = {style.name for style in word.styles}
    assert {
        "Title",
        "Subtitle",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "List Bullet",
        "List Number",
        "Quote",
        "Caption",
        "Tabell",
        "Tabelltext",
        "toc 1",
        "Hyperlink",
    } <= names
    assert [paragraph.text for paragraph in word.paragraphs] in ([], [""])


def test_nothing_is_left_of_the_file_that_it_was_made_from():
    found = parts(word_template.TEMPLATE.read_bytes())
    assert not [name for name in found if "thumbnail" in name]
    assert b"python-docx" not in b"".join(found.values())
