"""Are there documents in the living initiative, and do they say of themselves that they are invented?"""

from __future__ import annotations

import pypdfium2

from stafett.documents.models import Document
from stafett.initiatives.models import Initiative
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers


def test_some_cases_have_a_document_of_each_kind_of_file_and_one_was_taken_back(
    stigen: Initiative,
) -> None:
    set_reach(all_controllers())
    rows = Document.objects.filter(participation__initiative=stigen)
    standing = rows.filter(retracted_on=None)
    assert {one.content_type for one in standing} == {"application/pdf", "image/png"}
    assert {one.kind for one in standing} == {"note", "health"}
    assert rows.exclude(retracted_on=None).count() == 1
    file = pypdfium2.PdfDocument(bytes(standing.filter(content_type="application/pdf")[0].content))
    text = file[0].get_textpage()
    assert "Påhittat dokument för provdrift" in text.get_text_bounded()
    text.close()
    file.close()
