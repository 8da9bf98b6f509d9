"""How does the API answer what a form keeps or refuses? With the same sentences as the page."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from ninja.responses import Status

from stafett.parties.careful_forms import CarefulForm


class Fault(Schema):
    """One thing to mend; `field` is empty when it is about the whole."""

    field: str
    sentence: str


class Faults(Schema):
    """Everything to mend. Nothing has been saved."""

    faults: list[Fault]


def answer(form: CarefulForm, by: Any) -> Status[Any]:
    """201 with what was made, or 422 with every fault."""
    if form.is_valid() and form.keep(by):
        return Status(201, form.kept)
    return Status(422, faults_of(form))


def faults_of(form: CarefulForm) -> Faults:
    """The form's faults as the API tells them."""
    found = [
        Fault(field="" if name == "__all__" else name, sentence=str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    return Faults(faults=found)
