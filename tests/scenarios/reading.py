"""Makes docs/reference/scenarios.md of the tests' Swedish sentences: `python -m tests.scenarios.reading`.

A scenario is a test whose docstring tells, in Swedish, what somebody of the cast does. Whose role it
is of is told by the names in it.
"""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stafett.safeguards.roles import ROLES

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs" / "reference" / "scenarios.md"
SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|inte|är|hon|han|det)\b")

HEAD = """# Scenarios

What caseworkers, managers and leaders do in Stafett and what comes of it, as it is tested: each sentence
in Swedish is the beginning of a test, which plays it. This page is made from them by
`python -m tests.scenarios.reading`; a test compares them, and holds that there are forty, and three of
each role.

Karin is a coach at AUC in Flen, with Nils beside her and Lena as manager; Sven works at the social
services there, Per at Arbetsförmedlingen, Fatima at Försäkringskassan, Rut in psychiatry, Lotta leads in
Katrineholm and Eva the whole initiative; Stig steers, Ulf evaluates, Rakel is of the association, and
Olle has nothing to do with it.

"""


@functools.cache
def who() -> dict[str, str]:
    """Each role by the first name of who has it; Nils is the colleague at Karin's unit."""
    from tests.cast import STAFF

    return {name.split()[0]: role for _key, name, _unit, role in STAFF} | {"Nils": "caseworker"}


class Scenario(NamedTuple):
    """What happens, and the test that plays it."""

    file: str
    words: str

    @property
    def roles(self) -> set[str]:
        """The roles of those who are named in it."""
        return {role for name, role in who().items() if re.search(rf"\b{name}s?\b", self.words)}


def scenarios() -> list[Scenario]:
    """All of them, by file and in the order they stand there."""
    return [one for path in sorted(TESTS.rglob("test_*.py")) for one in _of(path)]


def _of(path: Path) -> Iterator[Scenario]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            said = " ".join((ast.get_docstring(node) or "").split())
            one = Scenario(path.relative_to(TESTS.parent).as_posix(), said)
            if SWEDISH.search(said) and one.roles:
                yield one


def by_role(some: list[Scenario]) -> Counter[str]:
    """How many tell of each role."""
    return Counter(role for one in some for role in one.roles)


def as_markdown() -> str:
    """The page as it should be."""
    some = scenarios()
    counted = by_role(some)
    rows = [f"| {role.name} `{code}` | {counted[code]} |" for code, role in ROLES.items()]
    table = "\n".join(
        ["| role | scenarios |", "| --- | --: |", *rows, f"| **all** | {len(some)} |"]
    )
    parts = [_part(file, some) for file in dict.fromkeys(one.file for one in some)]
    return HEAD + "\n\n".join([table, *parts]) + "\n"


def _part(file: str, some: list[Scenario]) -> str:
    lines = [f"- {one.words}" for one in some if one.file == file]
    return "\n".join([f"## `{file}`", "", *lines])


def main() -> None:
    """Write the page."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.settings")
    django.setup()
    PAGE.write_text(as_markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
