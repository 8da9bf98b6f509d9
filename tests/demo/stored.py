"""What is stored of an initiative, without the keys that differ from one loading to the next."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from stafett.casework.models import Participation
from stafett.safeguards.models import Member

PERSON = (
    "identity_kind", "identity_number", "register_key", "given_name", "family_name", "sex",
    "birth_date", "language", "needs_interpreter", "guardian", "support_person", "reached",
    "protection",
)  # fmt: skip
PARTICIPATION = (
    "case_number", "branch__code", "starts_on", "ends_on", "status", "outcome__code", "next_step_id",
    "end_reason", "education_id", "municipality_id", "referring_party__name", "referring_caseworker",
    "controller__name", "owner_authority__name",
)  # fmt: skip
PARTS = {
    "holdings": ("unit__name", "from_day", "until_day"),
    "involvements": ("party__name", "unit__name", "owner_authority__name", "from_day", "until_day"),
    "livelihoods": ("moment", "source_id", "extent_percent", "on_day"),
    "occupations": ("moment", "what_id", "hours_a_week", "on_day"),
}


def stored(code: str) -> list[Any]:
    """Every participation of an initiative with its person, its parts and who may see it."""
    rows = Participation.objects.filter(initiative__code=code).order_by("case_number")
    people = rows.values_list(*(f"person__{name}" for name in PERSON))
    return [list(rows.values_list(*PARTICIPATION)), list(people), members(code), *_parts(rows)]


def _parts(rows: Any) -> list[Any]:
    return [
        list(
            rows.filter(**{f"{part}__isnull": False})
            .values_list("case_number", *(f"{part}__{name}" for name in names))
            .order_by("case_number", *(f"{part}__{name}" for name in names))
        )
        for part, names in PARTS.items()
    ]


def members(code: str) -> list[tuple[Any, ...]]:
    """Who is let into each case: the unit, and the post where only a named team is."""
    let_in = Member.objects.filter(circle__participation__initiative__code=code)
    names = ("circle__participation__case_number", "unit__name", "position__title", "from_day")
    return list(let_in.values_list(*names).order_by(*names))


def rows_of_each_table() -> dict[str, int]:
    """How many rows every table has, the history's own included."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
