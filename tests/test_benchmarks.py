"""Do the benchmarks still run? What they say is read by people: nothing here is timed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

pytestmark = pytest.mark.wide

ROOT = Path(__file__).resolve().parents[1]
LINES = {
    "register_import": 6,
    "participants_page": 5,
    "outcome_table": 1,
    "log": 2,
    "predicate": 12,
    "casework": 9,
}


def test_each_benchmark_is_run_here() -> None:
    assert LINES.keys() == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_says_each_of_its_ratios(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks", name],
        env={**os.environ, "SCALE": "small"}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # what had to be made first is told of, once
    heading, *ratios = (one for one in done.stdout.splitlines() if not one.startswith("made in "))
    assert heading == f"# {name}"
    assert len(ratios) == LINES[name]
    assert all("baseline" in ratio for ratio in ratios)
