"""Every form of ours, for laws that hold for all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms

import stafett


def every_form() -> list[type[forms.BaseForm]]:
    """The forms of the whole tree, in the order of their names."""
    return sorted(set(_forms()), key=str)


def _forms() -> Iterator[type[forms.BaseForm]]:
    for module in pkgutil.walk_packages(stafett.__path__, "stafett."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("stafett."):
            yield one
