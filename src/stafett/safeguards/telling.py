"""Under which heading is each table's rows told to the person? What the apps say in `own_data`, merged."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from stafett.database.own_data import About, OwnData
from stafett.database.sorting import Matter
from stafett.safeguards.in_words import has_column, named
from stafett.safeguards.sorting import fields_of


@cache
def told() -> tuple[OwnData, ...]:
    """What every app of ours says."""
    return tuple(
        import_module(f"{config.name}.own_data").OWN_DATA
        for config in apps.get_app_configs()
        if config.name.startswith("stafett.") and module_has_submodule(config.module, "own_data")
    )


@cache
def unsaid() -> frozenset[str]:
    """The columns that are never told."""
    return frozenset().union(*(each.unsaid for each in told()))


@cache
def sealed() -> frozenset[str]:
    """The columns that say who somebody is: of somebody protected they stand in the files alone."""
    return frozenset().union(*(each.sealed for each in told()))


def is_sealed(model: type[Model], name: str) -> bool:
    """True of a column that no page shows of somebody protected."""
    if f"{model._meta.model_name}.{name}" in sealed():
        return True
    said = fields_of(model).get(name)
    chosen = said is not None and getattr(model._meta.get_field(name), "choices", None)
    return said is not None and said.matter is Matter.REPRESENTATION and not chosen


@cache
def following() -> dict[type[Model], str]:
    """The tables whose rows are changed with another's case, each with the way to its circle."""
    return {model: way for each in told() for model, way in each.follows.items()}


def left_out() -> dict[type[Model], str]:
    """The tables about people that are not told, with the reason."""
    return {model: why for each in told() for model, why in each.left_out.items()}


def place_of(model: type[Model] | None) -> tuple[About, str]:
    """Under which heading a table's rows are told and what one is called; a table nobody sorted last."""
    if model is None:
        return About.READ, _("Läsning")
    for each in told():
        if model in each.told:
            about, word = each.told[model]
            return about, str(word)
    return About.OTHER, model.__name__


def order_of(model: type[Model] | None) -> int:
    """The place of a table among those of its heading: as its app names them."""
    every = [one for each in told() for one in each.told]
    return every.index(model) if model in every else len(every)


def label_of(model: type[Model] | None, name: str) -> str:
    """What a column is called, by its own table first; None is a line of the log."""
    if name == "why" and (model is None or not has_column(model, name)):
        return _("varför det ändrades")
    if model is None:
        return _read_words()[name]
    words = {key: str(word) for each in reversed(told()) for key, word in each.columns.items()}
    own = f"{model._meta.model_name}.{name}"
    written = named(model, name) if has_column(model, name) else ""
    if own in words or written in ("", name.replace("_", " ")):
        return words.get(own) or words.get(name) or named(model, name)
    return written


def said_then(model: type[Model], row: Any) -> dict[str, str]:
    """What is said of a row as it stood once, in place of what need not be so any more; by column."""
    found: dict[str, str] = {}
    for each in told():
        for place, words in each.then.items():
            table, _dot, column = place.partition(".")
            value = getattr(row, column, "") if table == model._meta.model_name else ""
            if value in words:
                found[column] = str(words[value])
    return found


def _read_words() -> dict[str, str]:
    return {
        "day": _("dag"), "first": _("från"), "last": _("till"), "authority": _("myndighet"), "unit": _("enhet"),
        "role": _("roll"), "name": _("namn"), "what": _("vad som gjordes"), "because": _("därför att"),
        "times": _("antal gånger"),
    }  # fmt: skip


__all__ = [
    "following",
    "is_sealed",
    "label_of",
    "left_out",
    "order_of",
    "place_of",
    "said_then",
    "sealed",
    "told",
    "unsaid",
]
