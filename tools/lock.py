"""Renews the hashed requirement files: universal for 3.11–3.13, and without any address in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = [
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header",
    "--no-emit-index-url", "--no-annotate", "-q",
]  # fmt: skip


def main(asked: list[str]) -> None:
    """Write run.txt, and test.txt with the same versions and the tests' own packages.

    What is locked stays as it is unless `--upgrade` is asked for.
    """
    compile_ = [str(ROOT / ".venv/bin/uv"), "pip", "compile", "pyproject.toml", *OPTIONS, *asked]
    subprocess.run([*compile_, "-o", "requirements/run.txt"], cwd=ROOT, check=True)
    with_tests = ["--extra", "test", "-c", "requirements/run.txt", "-o", "requirements/test.txt"]
    subprocess.run([*compile_, *with_tests], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
