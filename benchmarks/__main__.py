"""`python -m benchmarks [name …]`: run all benchmarks, or those named; SCALE=small for a quick look."""

from __future__ import annotations

import importlib
import os
import sys

NAMES = ("register_import", "participants_page", "outcome_table", "log", "predicate", "casework")
"""Those of `make bench`; `load` is run by name, and takes its ten minutes."""


def main(chosen: list[str]) -> int:
    """Print a line for each ratio; 1 when one is above its limit."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.settings")
    os.environ.setdefault("STAFETT_DEBUG", "0")
    os.environ.setdefault("STAFETT_LEVELS", "none")
    django.setup()
    slow = 0
    for name in chosen or NAMES:
        print(f"# {name}", flush=True)
        for one in importlib.import_module(f"benchmarks.{name}").measure():
            print(one.line, flush=True)
            slow += one.ratio > one.limit
    return int(bool(slow) and os.environ.get("SCALE") != "small")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
