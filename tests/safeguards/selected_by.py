"""By which columns does a statement choose or order its rows? Read from the SQL as it was sent.

Follows parentheses, so that a subquery's own SELECT list counts as shown and its WHERE as chosen by,
and aliases, so that `U0."source_id"` is known for what it is. A table that is only fetched beside (LEFT
JOIN) chooses nothing, unless its own columns are then chosen by: then so is the key that leads there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

CHOOSING = {
    "ON": True,
    "WHERE": True,
    "GROUP": True,
    "HAVING": True,
    "ORDER": True,
} | dict.fromkeys(("SELECT", "FROM", "JOIN", "LEFT", "LIMIT", "RETURNING", "UNION"), False)
"""Each word that begins a part of a statement, and whether rows are chosen or ordered by what follows."""
NO_ALIAS = "ON|WHERE|INNER|LEFT|ORDER|GROUP|CROSS|LIMIT|FOR|SET|UNION|VALUES"
TOKENS = re.compile(
    rf"""'(?:[^']|'')*'                      # a value: nothing in it is a name
    |"?(?P<of>\w+)"?\."(?P<column>\w+)"      # a column
    |"(?P<table>\w+)"(?:\s+"?(?P<alias>(?!(?:{NO_ALIAS})\b)\w+)"?)?
    |(?P<word>[A-Za-z_]+)|(?P<open>\()|(?P<close>\))""",
    re.VERBOSE,
)
Column = tuple[str, str]


@dataclass
class Reading:
    """A statement being read: at each depth whether its part chooses, and which table is fetched beside."""

    chosen: set[Column] = field(default_factory=set)
    tables: dict[str, str] = field(default_factory=dict)
    keys: dict[str, set[Column]] = field(default_factory=lambda: defaultdict(set))
    depths: list[tuple[bool, str]] = field(default_factory=lambda: [(False, "")])
    left: bool = False
    last: str = ""

    def take(self, piece: re.Match[str]) -> None:
        """Read one piece of the statement."""
        word, beside = (piece["word"] or "").upper(), self.depths[-1][1]
        if piece["open"]:
            self.depths.append(self.depths[-1])
        elif piece["close"]:
            self.depths.pop()
        elif word in CHOOSING:
            self._begin(word)
        elif piece["table"]:
            self.last = piece["alias"] or piece["table"]
            self.tables[self.last] = piece["table"]
        elif piece["column"] and beside:
            self.keys[beside].add((piece["of"], piece["column"]))
        elif piece["column"] and self.depths[-1][0]:
            self.chosen.add((piece["of"], piece["column"]))

    def _begin(self, word: str) -> None:
        self.left = word == "LEFT" or (self.left and word == "JOIN") or (self.left and word == "ON")
        beside = self.last if word == "ON" and self.left else ""
        self.depths[-1] = (CHOOSING[word], beside)
        self.left = self.left and word != "ON"

    def done(self) -> set[Column]:
        """The columns chosen by, with their tables' own names."""
        waiting = list(self.chosen)
        while waiting:
            further = self.keys.pop(waiting.pop()[0], set())
            waiting += further - self.chosen
            self.chosen |= further
        return {(self.tables.get(name, name), column) for name, column in self.chosen}


def chosen_by(sql: str) -> set[Column]:
    """The (table, column) pairs that rows are filtered, joined, grouped or ordered by."""
    reading = Reading()
    for piece in TOKENS.finditer(sql):
        reading.take(piece)
    return reading.done()
