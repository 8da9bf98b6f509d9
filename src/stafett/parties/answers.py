"""How does the API answer what a form keeps or refuses? With the same sentences as the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ninja import Schema
from ninja.errors import HttpError
from ninja.responses import Status

from stafett.parties.careful_forms import CarefulForm


class Fault(Schema):
    """One thing to mend; `field` is empty when it is about the whole."""

    field: str
    sentence: str


class Faults(Schema):
    """Everything to mend, one by one in `faults`, and as one text in `detail`. Nothing has been saved."""

    detail: str
    faults: list[Fault]


class Refusal(HttpError):
    """An answer of the API that is about more than one thing; `more` is what it tells besides."""

    def __init__(self, status: int, faults: Faults, **more: Any) -> None:
        """Keep all of it; the text is what any other refusal has."""
        super().__init__(status, faults.detail)
        self.faults, self.more = faults, more


def answer(form: CarefulForm, by: Any) -> Status[Any]:
    """201 with what was made, or 422 with every fault."""
    if form.is_valid() and form.keep(by):
        return Status(201, form.kept)
    return Status(422, faults_of(form))


def faults_of(form: CarefulForm) -> Faults:
    """The form's faults as the API tells them, with both versions where somebody else had saved."""
    found = [
        ("" if name == "__all__" else name, str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    return told([*found, *(("", f"{b.label}: {b.saved} / {b.typed}") for b in form.newer)])


def refusal(form: CarefulForm) -> Refusal:
    """Every fault of the form; with a question's, or a no's, also its code and what it is about."""
    if not form.refused_as:
        return Refusal(422, faults_of(form))
    known = [{"words": one.words, "url": one.url} for one in form.asks_about]
    return Refusal(422, faults_of(form), code=form.refused_as, known=known)


def told(found: Iterable[tuple[str, str]]) -> Faults:
    """Faults from pairs of field and sentence."""
    faults = [Fault(field=field, sentence=sentence) for field, sentence in found]
    lines = [f"{one.field}: {one.sentence}" if one.field else one.sentence for one in faults]
    return Faults(detail="\n".join(lines), faults=faults)
