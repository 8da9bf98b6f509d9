"""What a correction changes, in words: which column of the register, from what, to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stafett.casework.actions.agreement import Difference
from stafett.casework.models import Status
from stafett.exchange.register import FIELDS, Choices, Lists
from stafett.exchange.telling import PERSON_FIELDS
from stafett.frame.formats import plain_day
from stafett.people.models import IdentityKind, Sex

LABELS = {field.key: field for field in FIELDS}
COLUMN_OF = {
    "branch_id": "branch", "outcome_id": "outcome", "next_step_id": "next_step",
    "municipality_id": "municipality", "education_id": "education", "holdings": "holder_unit",
    "referring_party_id": "referring_party", "cases": "involved",
    "livelihoods.start": "livelihood_start", "livelihoods.end": "livelihood_end",
    "occupations.start": "occupation_start", "occupations.end": "occupation_end",
    "identity_kind": "", "identity_number": "personal_number", "identity_issuer": "number_issuer",
    "birth_year": "", **{fact: key for key, fact in PERSON_FIELDS.items()},
}  # fmt: skip
"""The register's column for each fact that is not called the same; empty for those said by another."""


class Words:
    """Says values as the register does: outcomes by their label, days as days."""

    def __init__(self, lists: Lists) -> None:
        self._words: dict[str, dict[Any, str]] = {
            "branch": _labels(lists.branches), "outcome": _labels(lists.outcomes),
            "next_step": _labels(lists.next_steps), "municipality": _labels(lists.municipalities),
            "education": _labels(lists.education), "holder_unit": _labels(lists.units),
            "referring_party": _labels(lists.parties), "involved": _labels(lists.parties),
            "livelihood_start": _labels(lists.livelihoods),
            "livelihood_end": _labels(lists.livelihoods),
            "occupation_start": _labels(lists.occupations),
            "occupation_end": _labels(lists.occupations),
            "status": {value: str(label) for value, label in Status.choices},
            "sex": {value: str(label) for value, label in Sex.choices},
            "identity_kind": {value: str(label) for value, label in IdentityKind.choices},
        }  # fmt: skip

    def of_person(self, facts: dict[str, Any], before: Any) -> Iterator[Parts]:
        """What a row changes of a person."""
        for fact, value in facts.items():
            yield from self._said(fact, getattr(before, fact), value)

    def of_case(self, differences: Iterable[Difference]) -> Iterator[Parts]:
        """What a row changes of a participation."""
        for one in differences:
            yield from self._said(one.what, _value(one.before), _value(one.after))

    def _said(self, fact: str, before: Any, after: Any) -> Iterator[Parts]:
        column = COLUMN_OF.get(fact, fact)
        old, new = self.word(column, before), self.word(column, after)
        if column in LABELS and old != new:
            yield LABELS[column].label, old, new

    def word(self, column: str, value: Any) -> str:
        """A value of a register's column as it is said there; empty for nothing."""
        if isinstance(value, tuple):
            word, amount = value
            said = self.word(column, word)
            return f"{said} {amount}" if amount is not None else said
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return plain_day(value)
        return self._words.get(column, {}).get(value, str(value))


Parts = tuple[str, str, str]
"""Column, old word, new word."""


def _labels(choices: Choices) -> dict[Any, str]:
    """Label by value; what is a row of the database is known by its key."""
    return {getattr(one.value, "pk", one.value): one.label for one in choices}


def _value(found: Any) -> Any:
    """The word of a part's row and its amount: a source with per cent, a party alone."""
    if not isinstance(found, tuple):
        return found
    key, values = found
    if isinstance(key[-1], date):
        return key[0]
    return key[-1], values[-1]
