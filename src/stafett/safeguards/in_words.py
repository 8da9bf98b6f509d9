"""A row in words that can be read without Stafett: for the archive, and for the person it is about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from stafett.database.noticed import AboutAPerson
from stafett.vocabulary.models import told


def is_named(column: Any) -> bool:
    """True for a key to something with a name of its own: a unit, an initiative, a word list's word."""
    return (
        column.is_relation
        and column.name != "pgh_obj"
        and not issubclass(column.related_model, AboutAPerson)
    )


def with_names(rows: models.QuerySet[Any], table: type[models.Model]) -> models.QuerySet[Any]:
    """The rows in their order, with what they name fetched beside them."""
    named = [column.name for column in table._meta.concrete_fields if is_named(column)]
    return rows.select_related(*named).order_by("pk")


def in_words(row: models.Model, column: Any, value: Any) -> Any:
    """What a column says, as somebody would say it; numbers and lists as they are."""
    if value is not None and column.is_relation and is_named(column):
        return told(getattr(row, column.name))
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    return str(value)


def has_column(table: type[models.Model], name: str) -> bool:
    """True of a table that has a column of that name."""
    return any(column.name == name for column in table._meta.concrete_fields)


def named(table: type[models.Model], name: str) -> str:
    """What a column is called."""
    return str(table._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


__all__ = ["has_column", "in_words", "is_named", "named", "with_names"]
