"""How large are the project's files and functions? `python -m tests.architecture.sizes` says so."""

from __future__ import annotations

import ast
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = ("static/frame/vendor", "tests/browser/vendor", "requirements/")


def tracked() -> list[Path]:
    """Every file that git keeps or would keep."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def python() -> list[Path]:
    """The project's own Python, migrations left out."""
    files = [p for p in tracked() if p.suffix == ".py" and "migrations" not in p.parts]
    return [p for p in files if not any(part in str(p) for part in NOT_OURS)]


def _measured() -> Iterator[tuple[str, int]]:
    for path in python():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.name}", lines


def files() -> dict[str, int]:
    """Each file with its lines."""
    return {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in python()}


def functions() -> dict[str, int]:
    """Each function with its lines."""
    return dict(_measured())


def said() -> str:
    """The sizes in one line."""
    of_files, of_functions = files().values(), functions().values()
    return (
        f"{len(of_files)} files, longest {max(of_files)} lines; {len(of_functions)} functions, "
        f"median {statistics.median(of_functions)}, longest {max(of_functions)} lines"
    )


if __name__ == "__main__":
    print(said())
