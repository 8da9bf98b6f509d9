"""What is tracked stays free of other people's machines, and small enough to read."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOSTS = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|unpkg\.com|jsdelivr"
)
MACHINE = re.compile(r"(?<![\w.{}$-])/(work|farm|root|home/\w+|Users/\w+|tmp/spike)/")
TEXT = {".py", ".md", ".html", ".css", ".toml", ".txt", ".csv", ".json", ".yml", ".typ", ".sh", ""}
NOT_OURS = ("static/frame/vendor", "tests/browser/vendor", "requirements/")
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 500, 50, 9


def _tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def _texts() -> Iterator[tuple[Path, str]]:
    for path in _tracked():
        if path.suffix in TEXT and path != Path(__file__):
            yield path, path.read_text(encoding="utf-8", errors="ignore")


def test_no_registry_host_is_named() -> None:
    assert [str(p) for p, text in _texts() if HOSTS.search(text)] == []


def test_no_path_of_a_machine_is_named() -> None:
    named = [(str(p), MACHINE.search(text)) for p, text in _texts()]
    assert [(name, match[0]) for name, match in named if match] == []


def test_the_patterns_find_what_they_look_for() -> None:
    assert HOSTS.search("https://" + "pypi" + ".org/simple")
    assert MACHINE.search("open('/" + "root/x')")
    assert not MACHINE.search("/var/lib/stafett/x")


def _python() -> list[Path]:
    files = [p for p in _tracked() if p.suffix == ".py" and "migrations" not in p.parts]
    return [p for p in files if not any(part in str(p) for part in NOT_OURS)]


def _functions() -> Iterator[tuple[str, int]]:
    for path in _python():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.name}", lines


def test_files_and_functions_stay_small(record_property) -> None:  # type: ignore[no-untyped-def]
    files = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in _python()}
    functions = dict(_functions())
    median = statistics.median(functions.values())
    print(f"\n{len(files)} files, longest {max(files.values())} lines;", end=" ")
    print(f"{len(functions)} functions, median {median}, longest {max(functions.values())} lines")

    assert [name for name, lines in files.items() if lines > LONGEST_FILE] == []
    assert [name for name, lines in functions.items() if lines > LONGEST_FUNCTION] == []
    assert median < MEDIAN_FUNCTION


def test_there_are_no_empty_folders_and_no_loose_names() -> None:
    loose = {"utils.py", "helpers.py", "services.py", "manager.py", "managers.py", "util.py"}
    assert [str(p) for p in _python() if p.name in loose] == []
