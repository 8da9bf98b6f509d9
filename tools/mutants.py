"""Plants faults in the code that decides in safeguards and handover, and says which of them no test notices.

`make mutants` makes every mutant by mutmut's own engine, lays the changed code beside the tests in
`mutants/` and tries each against the tests that reach the changed function. docs/security/mutants.md says
why mutmut's own command is not enough here, and what came out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.drawn import Draw

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

import libcst as cst  # noqa: E402
import pytest  # noqa: E402
from mutmut import __main__ as mutmut  # noqa: E402
from mutmut.configuration import config  # noqa: E402
from mutmut.mutation import file_mutation  # noqa: E402
from mutmut.mutation.data import SourceFileMutationData  # noqa: E402
from mutmut.mutation.diff_apply import get_diff_for_mutant  # noqa: E402
from mutmut.stats import status_by_exit_code  # noqa: E402
from mutmut.utils.file_utils import setup_source_paths, walk_all_files  # noqa: E402

TEXTS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
"""What these hold is a sentence for people; the catalogue and the pages' own tests hold sentences."""
KEPT = {"staticmethod", "classmethod"}
"""Decorators that mutmut knows how to repeat; all others stay on the one function that is called."""


def teach_mutmut() -> None:
    """Decorated functions are mutated too (under what decorates them), and sentences are let alone."""
    file_mutation.NEVER_MUTATE_FUNCTION_CALLS |= TEXTS
    skips = file_mutation.MutationVisitor._skip_node_and_children
    arranges = file_mutation.function_trampoline_arrangement

    def skip(self: file_mutation.MutationVisitor, node: cst.CSTNode) -> bool:
        return skips(self, _bare(node) if isinstance(node, cst.FunctionDef) else node)

    def arrange(function: cst.FunctionDef, mutants: object, class_name: str | None) -> object:
        made = arranges(function, mutants, class_name=class_name)
        first, *copies = made[1]
        return made[0], [first, *map(_bare, copies)], *made[2:]

    file_mutation.MutationVisitor._skip_node_and_children = skip
    file_mutation.function_trampoline_arrangement = arrange


def _bare(function: cst.FunctionDef) -> cst.FunctionDef:
    names = {d.decorator.value for d in function.decorators if isinstance(d.decorator, cst.Name)}
    return function if names & KEPT else function.with_changes(decorators=())


def settle() -> None:
    """Let the copy in `mutants/` use this clone's database cluster, with a database of its own."""
    asks = "from stafett.database.home import home; print(home())"
    found = subprocess.run([sys.executable, "-c", asks], check=True, capture_output=True, text=True)
    os.environ.setdefault("STAFETT_HOME", found.stdout.strip())
    os.environ |= {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }  # no thread lives through a fork
    os.environ.setdefault("STAFETT_TEST_DATABASE", "mutants")


def plant() -> None:
    """Lay the source, with every mutant in it, and the tests in `mutants/`."""
    (ROOT / "mutants").mkdir(exist_ok=True)
    shutil.rmtree(ROOT / "mutants" / "tests", ignore_errors=True)
    for folder, name in walk_all_files():
        copied = Path("mutants") / folder / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        if not name.endswith(".py"):
            shutil.copy2(Path(folder) / name, copied)
    mutmut.copy_also_copy_files()
    made = mutmut.create_mutants(1)
    setup_source_paths()
    print(f"{made.mutated} files mutated anew, {made.unmodified} as they were")


def planted(app: str) -> list[SourceFileMutationData]:
    """Each mutated file of an app with what is known of its mutants, in the order of pyproject.toml."""
    order, paths = config().only_mutate, mutmut.walk_mutatable_files()
    found = [SourceFileMutationData(path=path) for path in paths if app in path.parts]
    for data in found:
        data.load()
        data.meta_path = data.meta_path.resolve()
    return sorted(found, key=lambda data: (order.index(_pattern(data, order)), str(data.path)))


def _pattern(data: SourceFileMutationData, order: list[str]) -> str:
    return next(one for one in order if data.path.match(one))


def run(chosen: argparse.Namespace) -> None:
    """Try the mutants that have no answer yet, or those that are asked for."""
    from tests.mutating import Trial

    ours, draw = planted(chosen.app), _draw(chosen)
    if draw and not draw.first:
        draw.make({str(d.path): d.exit_code_by_key for d in ours}, chosen.share, chosen.seed)
    trial = Trial(ours, names=chosen.names, again=chosen.survivors, most=chosen.seconds,
                  known=chosen.known, sample=chosen.sample, draw=draw,
                  until=time.monotonic() + chosen.minutes * 60)  # fmt: skip
    words = ["--rootdir=.", "-q", "--tb=native", "-p", "no:randomly", "-p", "no:xdist"]
    words += config().pytest_add_cli_args
    words += chosen.tests or config().pytest_add_cli_args_test_selection
    os.chdir("mutants")
    answer = pytest.main(words, plugins=[trial])
    os.chdir(ROOT)
    if answer != 0:
        sys.exit(f"The tests did not run: pytest ended with {answer}.")


def _draw(chosen: argparse.Namespace) -> Draw | None:
    from tests.drawn import (
        Draw,
    )  # when the copy of the tests is laid out, and the one that is meant

    return Draw(ROOT / "mutants" / f"draw-{chosen.seed}.json") if chosen.seed else None


def report_draw(draw: Draw, app: str, diffs: bool) -> None:
    """What a draw says of all: noticed at once, noticed when tried again, and not; file by file."""
    from tests.drawn import row, wilson

    print("| file | mutants | drawn | at once | later | not |\n|---|--:|--:|--:|--:|--:|")
    every: list[tuple[int | None, int | None]] = []
    files = planted(app)
    for data in files:
        codes = data.exit_code_by_key
        met = [(draw.first[name], code) for name, code in codes.items() if name in draw.first]
        every += met
        name = str(data.path).removeprefix(f"src/stafett/{app}/")
        if codes:
            print(f"| `{name}` | {len(codes)} | {' | '.join(map(str, row(met)))} |")
    tried, at_once, since, _missed = row(every)
    for word, noticed in (("at once", at_once), ("in all", at_once + since)):
        low, high = wilson(noticed, tried)
        print(f"{word}: {noticed} of {tried}, {100 * noticed / tried:.1f} % "
              f"(95 %: {100 * low:.1f} to {100 * high:.1f}); {len(every) - tried} untried")  # fmt: skip
    _tell([(d, n) for d in files for n in d.exit_code_by_key if n in draw.first], diffs)


def report(app: str, diffs: bool) -> None:
    """The figures for each file, and the faults that nobody noticed."""
    columns = ("killed", "timeout", "survived", "no tests", "not checked")
    print(f"| file | mutants | {' | '.join(columns)} |\n|---|{'--:|' * (len(columns) + 1)}")
    total: Counter[str] = Counter()
    for data in planted(app):
        met = Counter(status_by_exit_code[code] for code in data.exit_code_by_key.values())
        total += met
        print(_row(str(data.path).removeprefix(f"src/stafett/{app}/"), met, columns))
    print(_row("all", total, columns))
    tried = total["killed"] + total["timeout"] + total["survived"]
    if tried:
        print(
            f"{100 * (tried - total['survived']) / tried:.1f} % of the {tried} tried were noticed"
        )
    _tell([(data, name) for data in planted(app) for name in data.exit_code_by_key], diffs)


def _tell(some: list[tuple[SourceFileMutationData, str]], diffs: bool) -> None:
    """The faults among some that nobody noticed."""
    for data, name in some:
        status = status_by_exit_code[data.exit_code_by_key[name]]
        if status in ("survived", "no tests"):
            print(f"\n{name}: {status}" + (_change(data, name) if diffs else ""))


def _row(name: str, met: Counter[str], columns: tuple[str, ...]) -> str:
    return f"| {name} | {met.total()} | {' | '.join(str(met[one]) for one in columns)} |"


def _change(data: SourceFileMutationData, name: str) -> str:
    lines = get_diff_for_mutant(name, path=data.path).splitlines()
    return "".join(
        f"\n    {one}" for one in lines if one[:1] in "+-" and one[:3] not in ("---", "+++")
    )


def main() -> None:
    """Read what is asked for, plant, try, and tell."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument(
        "names", nargs="*", help="mutants to try again, as mutmut names them; * for any"
    )
    words.add_argument("--app", default="safeguards", help="whose code; safeguards or handover")
    words.add_argument("--survivors", action="store_true", help="try again what nobody noticed")
    words.add_argument("--seconds", type=float, default=20, help="of tests a mutant meets at most")
    words.add_argument("--minutes", type=float, default=600, help="after which no more are tried")
    words.add_argument("--sample", type=int, help="of each file's mutants, at most so many more")
    words.add_argument("--share", type=float, default=5, help="so many per cent of each file's")
    words.add_argument("--seed", type=int, help="that a random draw is made with, and known by")
    words.add_argument(
        "--known", action="store_true", help="believe what the last run saw of the tests"
    )
    words.add_argument("--tests", nargs="+", help="instead of those that pyproject.toml names")
    words.add_argument(
        "--planted", action="store_true", help="let what is laid out in mutants/ be as it is"
    )
    words.add_argument("--report", action="store_true", help="only tell what is known already")
    words.add_argument("--diffs", action="store_true", help="show what was changed in survivors")
    chosen = words.parse_args()
    os.chdir(ROOT)
    teach_mutmut()
    if not chosen.report:
        settle()
        if chosen.planted:
            setup_source_paths()
        else:
            plant()
        run(chosen)
    draw = _draw(chosen)
    if draw:
        report_draw(draw, chosen.app, chosen.diffs)
    else:
        report(chosen.app, chosen.diffs)


if __name__ == "__main__":
    main()
