"""How does each table's rows end? What the apps say in their modules `ending`, merged (design § 3)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib import import_module
from uuid import UUID

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

from stafett.database.ending import Course, Endings, EndsBy


@cache
def told() -> tuple[Endings, ...]:
    """What every app of ours says."""
    return tuple(
        import_module(f"{config.name}.ending").ENDINGS
        for config in apps.get_app_configs()
        if config.name.startswith("stafett.") and module_has_submodule(config.module, "ending")
    )


def every() -> list[EndsBy]:
    """Every table that ends, in the order in which they are emptied."""
    return sorted((one for each in told() for one in each.ends), key=lambda one: one.order)


def stays() -> dict[type[Model], str]:
    """The tables that no case ends, with the reason."""
    return {model: why for each in told() for model, why in each.stays.items()}


def courses() -> list[Course]:
    """The tables that say when a case ended; each case is told of by one of them."""
    return [each.course for each in told() if each.course is not None]


def count(ending: UUID, circles: Collection[UUID] | None) -> None:
    """Tell the apps that keep numbers which whole cases an ending takes; None when it took nothing at all."""
    for each in told():
        if each.counted is not None:
            each.counted(ending, circles)


def earlier_of(model: type[Model]) -> type[Model] | None:
    """The table of a table's earlier versions, where it keeps any."""
    found: type[Model] | None = getattr(model, "pgh_event_model", None)
    return found
