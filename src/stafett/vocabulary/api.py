"""The shared words and the glossary, for other systems."""

from __future__ import annotations

from datetime import date

from ninja import Router, Schema

from stafett.vocabulary import queries
from stafett.vocabulary.glossary import Term, terms
from stafett.vocabulary.models import Word
from stafett.vocabulary.views import Asked

router = Router(tags=["words"])


class WordOut(Schema):
    """A word with the time during which it holds and where it was read."""

    code: str
    label_sv: str
    label_en: str
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: bool


class TermOut(Schema):
    """A pair of terms with their meaning."""

    sv: str
    en: str
    meaning_sv: str
    meaning_en: str
    source: str


class ListOut(Schema):
    """A list of words and how much of it is confirmed."""

    slug: str
    name: str
    total: int
    verified: int


@router.get("/words", response=list[ListOut])
def word_lists(request: Asked) -> list[ListOut]:
    """All lists of words."""
    return [
        ListOut(slug=each.words.slug, name=str(each.words.name), total=each.total, verified=each.verified)
        for each in queries.lists(request.viewer)
    ]  # fmt: skip


@router.get("/words/{slug}", response=list[WordOut])
def words(request: Asked, slug: str, day: date | None = None) -> list[Word]:
    """The words of a list that hold on a day; by default today."""
    found = queries.word_list(request.viewer, slug)
    return list(queries.words(request.viewer, found.model, day))


@router.get("/glossary", response=list[TermOut])
def glossary(request: Asked) -> list[Term]:
    """The field's terms in Swedish and English."""
    return list(terms())
