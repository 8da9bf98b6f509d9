"""Does every table about a person notice that its rows are read? A new one cannot forget: see the models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from stafett.casework.models import Participation
from stafett.database.noticed import AboutAPerson
from stafett.people.models import Person
from stafett.safeguards.models import Circle

ABOUT = (Person, Participation, Circle)
EXCUSED = {
    "people.PersonLink": "two records, one of which the viewer may not see: those shown are noticed as people",
    "casework.Listing": "finds rows fast and is only ever read as values; the rows it finds are noticed",
    "safeguards.Member": "units in a circle; the log asks it itself, for why the door was open",
    "safeguards.RetentionHold": "stands on the case's own page alone, whose person is noticed; or is about all",
    "safeguards.NamesDecision": "what was decided about staff's names; says nothing of the person",
}
"""Tables that lead to a person and notice nothing, each with its reason."""


def _leading_to_people() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        earlier = model.__name__.endswith("Event")
        keys = [
            f.related_model for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)
        ]
        if model in ABOUT or (not earlier and any(key in ABOUT for key in keys)):
            yield model


@pytest.mark.parametrize("model", list(_leading_to_people()), ids=lambda model: model._meta.label)
def test_a_table_about_a_person_notices_that_it_is_read(model: type[models.Model]) -> None:
    assert issubclass(model, AboutAPerson) != (model._meta.label in EXCUSED)


def test_the_excuses_are_about_tables_that_are_there() -> None:
    assert set(EXCUSED) <= {model._meta.label for model in _leading_to_people()}
