"""Is every action of every app something that a life can play, or is it said why not?"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import stafett
from tests.lives import acts_around, acts_handing, acts_over_time, acts_working
from tests.lives.excused import EXCUSED

ROOT = Path(stafett.__file__).parent
PLAYED = (acts_around, acts_handing, acts_over_time, acts_working)


def actions() -> dict[str, Any]:
    """Every public function of an app's `actions` that somebody does: it takes who, as `by` or `viewer`."""
    found: dict[str, Any] = {}
    for path in sorted(ROOT.glob("*/actions.py")) + sorted(ROOT.glob("*/actions/*.py")):
        name = ".".join(("stafett", *path.relative_to(ROOT).with_suffix("").parts))
        module = import_module(name.removesuffix(".__init__"))
        found |= {called(one): one for one in vars(module).values() if does(one, module)}
    return found


def does(one: Any, module: ModuleType) -> bool:
    """True of a function of this very module that somebody does."""
    if not inspect.isfunction(one) or one.__name__.startswith("_"):
        return False
    own = inspect.unwrap(one).__module__ == module.__name__
    return own and not {"by", "viewer"}.isdisjoint(inspect.signature(one).parameters)


def called(one: Any) -> str:
    """An action's name with its module's, without what all have."""
    return f"{one.__module__}.{one.__name__}".removeprefix("stafett.").replace(".actions", "", 1)


def used(module: ModuleType) -> Iterator[Any]:
    """The functions that the module calls by name, or by another module's."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Name):
            yield getattr(module, node.id, None)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield getattr(getattr(module, node.value.id, None), node.attr, None)


def played() -> set[str]:
    """The actions that an act tries."""
    known = {inspect.unwrap(one): name for name, one in actions().items()}
    tried = {
        inspect.unwrap(one) for module in PLAYED for one in used(module) if inspect.isfunction(one)
    }
    return {known[one] for one in tried if one in known}


def excused() -> dict[str, str]:
    """Each action that no life plays, with why."""
    return {name: why for why, names in EXCUSED.items() for name in names.split()}


def test_every_action_is_played_or_it_is_said_why_not() -> None:
    forgotten = set(actions()) - played() - set(excused())
    assert sorted(forgotten) == [], (
        "let a life play it (tests/lives/acts_*.py), or say why not in excused.py"
    )


def test_nothing_is_excused_that_is_played_or_that_is_no_action() -> None:
    assert sorted(set(excused()) & played()) == []
    assert sorted(set(excused()) - set(actions())) == []


def test_nothing_is_excused_twice() -> None:
    names = [name for names in EXCUSED.values() for name in names.split()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "name", ["notes.write", "handover.steps.accept", "parties.stand_in", "notices.choose"]
)
def test_an_action_that_a_life_plays_is_known_as_played(name: str) -> None:
    assert name in played()


def test_what_only_helps_an_action_is_none() -> None:
    assert "documents.gone" not in actions()
