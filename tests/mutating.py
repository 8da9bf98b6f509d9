"""Tries mutants within one run of the tests: each in a process of its own, forked when all is set up.

The database, the cast and every import are there before the first fork; a mutant costs only the tests that
it meets until one of them fails. No connection is open when a process forks.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from django.urls import get_resolver
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import get_module_from_key

from stafett.database.kept import forget
from tests.drawn import Draw

KILLED, SURVIVED, NO_TESTS, TIMEOUT = 1, 0, 33, 36
WARMING = (
    "tests/links/test_consent_by_link.py", "tests/casework/test_participants_page.py",
    "tests/safeguards/test_start.py",
)  # fmt: skip
"""The first tests of these are run before the first fork: pages and a provider, but no paper. What sets type
starts threads, and no thread lives on in a process that forked."""
AT_ONCE = 40
"""So many of a draw are tried before what noticed them is run without a fault."""
HUNG = 10
"""So many times what a test took unharmed, and as many seconds more, and it is taken to hang."""


class Trial:
    """A plugin that replaces the run of the tests by the trial of the mutants."""

    def __init__(
        self, files: list[SourceFileMutationData], *, names: list[str], again: bool, most: float,
        until: float, known: bool, sample: int | None, draw: Draw | None,
    ) -> None:  # fmt: skip
        self.files, self.names, self.again, self.most, self.until = files, names, again, most, until
        self.known, self.sample, self.draw = known, sample, draw
        self.items: dict[str, pytest.Item] = {}
        self.tests: dict[str, set[str]] = defaultdict(set)
        self.took: dict[str, float] = {}
        self.reach: Counter[str] = Counter()
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        self.killed_by = Path("mutants/killed_by.json").resolve()
        self.watched = Path("mutants/watched.json").resolve()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Watch what each test reaches, then try the mutants file by file."""
        self.items = {item.nodeid: item for item in session.items}
        self._remember()
        new = [item for item in session.items if item.nodeid not in self.took]
        self._warm(session.items)
        if new:
            self._apart(lambda: self._watch(new))
            self.known = True
            self._remember()
        self.reach = Counter(name for names in self.tests.values() for name in names)
        for name, test in self._said().items():
            self._learn(name, test if test in self.items else "")
        for part in self._parts():
            self._try(part)
        return True

    def _watch(self, items: list[pytest.Item]) -> None:
        """Run every test once without a fault: which functions it reaches, and how long it takes."""
        set_mutant_under_test("stats")
        shared: dict[str, tuple[set[str], float]] = {}
        failed = []
        for item, after in zip(items, [*items[1:], items[0]], strict=True):
            for empty in _caches():
                empty()
            state()._stats.clear()
            reports = runtestprotocol(item, nextitem=after, log=False)
            if any(one.failed for one in reports):
                failed.append(item.nodeid)
                continue
            reached, seconds = shared.setdefault(
                str(item.path), (set(state()._stats), reports[0].duration)
            )
            self.took[item.nodeid] = sum(one.duration for one in reports) + seconds
            for function in state()._stats | (reached if _has_shared(item) else set()):
                self.tests[function].add(item.nodeid)
        if failed:
            sys.__stderr__.write(f"These fail without a fault, and say nothing: {failed}\n")
        tests = {function: sorted(names) for function, names in self.tests.items()}
        self.watched.write_text(json.dumps([self.took, tests]))

    def _remember(self) -> None:
        """What an earlier run saw of the tests, when it is asked to be believed."""
        if self.known and self.watched.exists():
            took, tests = json.loads(self.watched.read_text())
            self.took = {test: took[test] for test in self.items if test in took}
            for function, names in tests.items():
                self.tests[function] = {name for name in names if name in self.took}

    def _warm(self, items: list[pytest.Item]) -> None:
        """Import and set up once what each process would else do for itself."""
        set_mutant_under_test("")
        get_resolver()._populate()
        for begins in WARMING:
            for item in [item for item in items if item.nodeid.startswith(begins)][:4]:
                runtestprotocol(item, nextitem=items[-1], log=False)
        _let_go()
        if len(os.listdir("/proc/self/task")) > 1:
            pytest.exit(
                "Something has started a thread, so no process can be forked.", returncode=1
            )

    def _apart(self, does: Callable[[], None]) -> None:
        """Do something in a process of its own, so that nothing of it is left in this one."""
        pid = os.fork()
        if pid == 0:
            try:
                does()
            except BaseException:
                traceback.print_exc(file=sys.__stderr__)
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        if not self.watched.exists():
            pytest.exit("The tests could not be watched.", returncode=1)

    def _parts(self) -> Iterator[list[tuple[SourceFileMutationData, str]]]:
        """What is to be tried, file by file; or a draw of all files, in the order it was drawn."""
        if self.draw and not self.again:
            where = {name: data for data in self.files for name in data.exit_code_by_key}
            names = [name for name in self.draw.waiting() if name in where]
            for start in range(0, len(names), AT_ONCE):
                yield [(where[name], name) for name in names[start : start + AT_ONCE]]
            return
        for data in self.files:
            asked = [
                name for name, code in data.exit_code_by_key.items() if self._asked(name, code)
            ]
            random.Random(0).shuffle(asked)
            yield [(data, name) for name in asked[: self.sample]]

    def _try(self, asked: list[tuple[SourceFileMutationData, str]]) -> None:
        met: dict[str, str] = {}
        for data, name in asked:
            if time.monotonic() > self.until:
                break
            begun = time.monotonic()
            code, met[name] = self._mutant(name)
            data.durations_by_key[name] = time.monotonic() - begun
            self._answer(data, name, code)
        self._check([(data, name) for data, name in asked if name in met], met)

    def _answer(self, data: SourceFileMutationData, name: str, code: int | None) -> None:
        """Write down what a trial said; in a draw the first answer stays, whatever is tried later."""
        data.exit_code_by_key[name] = code
        data.save()
        if self.draw and not self.again:
            self.draw.first[name] = code
            self.draw.save()

    def _said(self) -> dict[str, str]:
        """Which test noticed which fault, in all runs so far."""
        return json.loads(self.killed_by.read_text()) if self.killed_by.exists() else {}

    def _asked(self, name: str, code: int | None) -> bool:
        if self.names:
            return any(fnmatch(name, one) for one in self.names)
        if self.draw and self.draw.first.get(name) is None:
            return False
        return code is None or (self.again and code in (SURVIVED, NO_TESTS))

    def _mutant(self, name: str) -> tuple[int, str]:
        function = name.partition("__mutmut_")[0]
        tests = self._order(function)
        if not tests:
            return NO_TESTS, ""
        code, test = self._forked(name, tests)
        self._learn(name, test)
        return code, test

    def _learn(self, name: str, test: str) -> None:
        function = name.partition("__mutmut_")[0]
        if test:
            self.killers[function][test] += 1
            self.killers[get_module_from_key(function)][test] += 1

    def _order(self, function: str) -> list[str]:
        """What noticed a fault near by first, then of each file in turn the test that reaches least.

        Of two that come alike the quicker one: some make a database of their own first.
        """
        known, near = self.killers[function], self.killers[get_module_from_key(function)]
        turn, of_file = {}, Counter[str]()
        for test in sorted(self.tests[function], key=lambda test: (self.reach[test], test)):
            turn[test] = of_file[test.partition("::")[0]]
            of_file[test.partition("::")[0]] += 1
        chosen: list[str] = []
        spent = 0.0
        quick = {test: max(self.took[test], 0.1) for test in turn}
        for test in sorted(
            turn, key=lambda t: (-known[t] / quick[t], -near[t] / quick[t], turn[t], quick[t])
        ):
            if not chosen or spent + self.took[test] <= self.most:
                chosen.append(test)
                spent += self.took[test]
        return chosen

    def _forked(self, name: str, tests: list[str]) -> tuple[int, str]:
        """Try in a process of its own; answers with mutmut's code and the test that noticed."""
        _let_go()
        hears, tells = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(hears)
            self._child(name, tests, tells)
        os.close(tells)
        with os.fdopen(hears) as told:
            noticed = told.read()
        _, status = os.waitpid(pid, 0)
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # what it started, should it have left anything
        if os.WIFSIGNALED(status):
            return (TIMEOUT if os.WTERMSIG(status) == signal.SIGALRM else KILLED), ""
        return (KILLED if noticed else SURVIVED), noticed

    def _child(self, name: str, tests: list[str], tells: int) -> NoReturn:
        try:
            os.setsid()
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            for empty in _caches():
                empty()
            set_mutant_under_test(name)
            os.write(tells, self._noticed(tests).encode())
        finally:
            os._exit(0)

    def _noticed(self, tests: list[str]) -> str:
        """The first of the tests that fails, or nothing."""
        first = next(iter(self.items.values()))
        for test, after in zip(tests, [*tests[1:], None], strict=True):
            signal.setitimer(signal.ITIMER_REAL, HUNG + HUNG * self.took[test])
            follows = self.items[after] if after else first
            reports = runtestprotocol(self.items[test], nextitem=follows, log=False)
            if any(one.failed for one in reports):
                return test
        return ""

    def _check(self, tried: list[tuple[SourceFileMutationData, str]], met: dict[str, str]) -> None:
        """What noticed a fault must still pass without one; else what it said is forgotten."""
        tests = sorted(set(met.values()) - {""})
        bad = {test for test in tests if self._forked("", [test])[0] != SURVIVED}
        for data, name in tried:
            if met[name] in bad:
                self._answer(data, name, None)
        said = json.dumps({**self._said(), **met}, indent=0, ensure_ascii=False)
        self.killed_by.write_text(said)
        codes = Counter(data.exit_code_by_key[name] for data, name in tried)
        paths = {str(data.path) for data, _name in tried}
        where = paths.pop() if len(paths) == 1 else f"{len(paths)} files"
        print(f"{where}: {dict(codes)}, not to be trusted: {sorted(bad)}", file=sys.__stderr__)


def _has_shared(item: pytest.Item) -> bool:
    """True when something is set up once for all tests of the file."""
    known: Any = getattr(item, "_fixtureinfo")  # noqa: B009
    return any(one[-1].scope == "module" for one in known.name2fixturedefs.values())


def _let_go() -> None:
    """Close every connection: none may be used by two processes."""
    from stafett.database.aside import close_all

    connections.close_all()
    close_all()
    gc.freeze()


@functools.cache
def _caches() -> list[Callable[[], None]]:
    """What empties what our functions remember of earlier calls."""
    ours = [m for name, m in list(sys.modules.items()) if name.startswith("stafett.")]
    found = [getattr(one, "cache_clear", None) for m in ours for one in vars(m).values()]
    return [one for one in [*found, forget] if callable(one)]
