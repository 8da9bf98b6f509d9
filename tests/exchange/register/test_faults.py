"""What is said: each code its sentence, each sentence its place; all counted, some shown."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from stafett.exchange.register import Fault, Severity, Tally, Unreadable, rows
from stafett.exchange.register.faults import Trouble
from stafett.exchange.register.sentences import SENTENCES

SOURCES = [
    *Path(rows.__file__).parent.glob("*.py"),
    *Path(rows.__file__).parent.parent.glob("*.py"),
]
NUMBERS = Path(rows.__file__).parents[2] / "people" / "rules.py"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|empty|rubbish|markup|damaged|macros|overlap")


def _said_in(path: Path) -> set[str]:
    """The texts in a source file that look like a code."""
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_no_sentence_lacks_a_use() -> None:
    said = set().union(*(_said_in(p) for p in (*SOURCES, NUMBERS) if p.name != "sentences.py"))
    only_in_rules = _said_in(NUMBERS)

    assert [code for code in SENTENCES if code not in said | only_in_rules] == []


def _named_in(path: Path) -> set[str]:
    """The codes that a source file gives to a fault, a trouble, a refusal or a remark."""
    named = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("Unreadable", "Trouble", "Fault", "refused", "remarked", "fault", "remark"):
                texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
                named |= {t for t in texts if isinstance(t, str) and CODE.fullmatch(t)}
    return named


def test_no_code_lacks_its_sentence() -> None:
    named = set().union(*map(_named_in, SOURCES))

    assert len(named) > 60
    assert named - set(SENTENCES) == set()


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_is_whole_swedish_and_can_be_filled_in(code: str) -> None:
    text = str(SENTENCES[code])
    names = re.findall(r"%\((\w+)\)s", text)

    filled = Fault(2, "Kommun", code, dict.fromkeys(names, "7")).sentence

    assert filled.startswith("Rad 2, kolumnen Kommun: ")
    assert "%(" not in filled
    assert "%%" not in filled
    assert text.rstrip()[-1] in ".:" or text.endswith(")s.")


def test_a_fault_says_where_as_far_as_it_knows() -> None:
    def where(row: int, column: str) -> str:
        return Fault(row, column, "empty").where

    assert where(2, "Kön") == "Rad 2, kolumnen Kön"
    assert where(2, "") == "Rad 2"
    assert where(0, "Kön") == "Kolumnen Kön"
    assert where(0, "") == ""
    assert Fault(0, "", "empty").sentence.startswith("Filen är tom.")


def test_a_suggestion_ends_the_sentence() -> None:
    trouble = Trouble("not-a-municipality", {"text": "Kalmer"}, "Kalmar")

    fault = Fault.at(7, "Kommun", trouble)

    assert fault.sentence.endswith("Menade du Kalmar?")
    assert fault.as_dict() == {
        "row": 7, "column": "Kommun", "code": "not-a-municipality", "sentence": fault.sentence,
        "suggestion": "Kalmar", "severity": "error",
    }  # fmt: skip


def test_what_cannot_be_read_carries_its_fault() -> None:
    fault = Unreadable("nul-byte", row=3).fault

    assert (fault.row, fault.stops, Trouble("x").stops) == (3, True, True)


def _error(row: int) -> Fault:
    return Fault(row, "", "nul-byte")


def _note(row: int) -> Fault:
    return Fault(row, "", "lost-zero", severity=Severity.NOTE)


def test_all_are_counted_and_some_are_shown() -> None:
    tally = Tally(shown=3)
    for row in range(40_000):
        tally.add(_error(row))

    assert (tally.errors, tally.total, tally.unshown) == (40_000, 40_000, 39_997)
    assert [fault.row for fault in tally] == [0, 1, 2]
    assert tally.by_kind == {("nul-byte", ""): 40_000}


def test_an_error_takes_the_place_of_a_remark_never_the_other_way() -> None:
    tally = Tally(shown=2)
    for fault in (_note(1), _note(2), _error(9), _note(3), _error(8), _error(7)):
        tally.add(fault)

    assert [fault.row for fault in tally] == [8, 9]
    assert (tally.errors, tally.total) == (3, 6)
