"""Runs everything that a change must pass, stage by stage, each against its budget in minutes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
PROCESSES = 2
"""So many run tests at a time, each with databases of its own."""
TOGETHER = ("-n", str(PROCESSES), "--dist")
PACKAGES = {"chromium": "chromium", "soffice": "libreoffice-writer-nogui"}
"""Programs that the tests drive, with the Debian package that each comes in."""


def install() -> None:
    """The locked packages, Chromium and LibreOffice."""
    call(sys.executable, "tools/install.py", "test")
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if missing:
        install_from_debian(missing)


def install_from_debian(packages: list[str]) -> None:
    """Install by apt as root or through sudo; else stop with the exact line to run."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() == 0:
        prefix: list[str] = []
    elif (
        shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False).returncode == 0
    ):
        prefix = ["sudo", "-n"]
    else:
        sys.exit(
            f"Testerna behöver {' och '.join(packages)}. Kör: sudo apt-get update && sudo {line}"
        )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["apt-get", "update", "-qq"], [*line.split(), "-qq"]):
        subprocess.run([*prefix, *words], env=quiet, check=True, stdout=subprocess.DEVNULL)


def check() -> None:
    """Style, types and templates; and how large things are."""
    call(PYTHON, "-m", "ruff", "check", "src", "tests", "tools", "benchmarks")
    call(PYTHON, "-m", "ruff", "format", "--check", "-q", "src", "tests", "tools", "benchmarks")
    call(PYTHON, "-m", "mypy", "src/stafett")
    call(str(ROOT / ".venv/bin/djlint"), "src/stafett", "--lint", "--quiet")
    call(PYTHON, "-m", "tests.architecture.sizes")


def suite() -> None:
    """The tests of each part by itself, and whether they meet every line and branch."""
    aside = "not browser and not documents and not wide"
    call(PYTHON, "-m", "coverage", "erase")
    pytest(aside, *TOGETHER, "loadfile", "--cov", "--cov-report=", "--cov-fail-under=0")
    call(PYTHON, "-m", "coverage", "report")


def wide() -> None:
    """The tests that ask every door or read the whole tree."""
    pytest("wide", *TOGETHER, "worksteal")


def browser() -> None:
    """The tests in a real browser."""
    pytest("browser")


def documents() -> None:
    """The tests with real Office and PDF readers."""
    pytest("documents")


def pytest(which: str, *how: str) -> None:
    """Run the tests with these marks."""
    call(PYTHON, "-m", "pytest", "-q", "-m", which, *how)


def call(*command: str) -> None:
    """Run a command in the project's folder; a failure ends everything.

    What is compiled is kept, whatever the machine says: the tests start Stafett many times over.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


STAGES: dict[str, tuple[int, Callable[[], None]]] = {
    "install": (4, install),
    "check": (2, check),
    "suite": (20, suite),
    "wide": (8, wide),
    "browser": (11, browser),
    "documents": (1, documents),
}
"""Each stage with its budget in minutes, as docs/adr/0009 set them and 0028 changed them."""


def main(chosen: list[str]) -> None:
    """Run the chosen stages, or all, and print what each took."""
    took: list[tuple[str, int, float]] = []
    for name in chosen or STAGES:
        budget, stage = STAGES[name]
        begun = time.monotonic()
        stage()
        took.append((name, budget, (time.monotonic() - begun) / 60))
    for name, budget, minutes in took:
        remark = "" if minutes <= budget else "  OVER BUDGET"
        print(f"{name:10} {minutes:5.1f} of {budget} minutes{remark}")


if __name__ == "__main__":
    main(sys.argv[1:])
