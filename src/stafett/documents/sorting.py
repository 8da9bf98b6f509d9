"""How delicate is a document, and what is said of it?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.documents.models import Document

SORTED: Sortings = {
    Document: sorting(
        harmless="controller content_type size",
        personal="id owner_authority participation on_day unit written_by written_at retracted_on retracted_by "
        "file_name",
        why={"unit": "whose document it is; told to those alone who may read it"},
        kind=(Matter.HEALTH, "that a document is about health says something of health"),
        what=(Matter.HEALTH, "a certificate or an assessment says that there is something to certify"),
        title=(Matter.FREE_TEXT, "written by hand about the person"),
        content=(Matter.FREE_TEXT, "the whole document"),
    ),
}  # fmt: skip
