"""A register of twelve columns coming in, against hand-written COPY and INSERT … SELECT of the same rows."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, connections, transaction

from benchmarks.timing import Ratio
from stafett.exchange.actions import read_in
from stafett.exchange.register import COMMAND, guess, read
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import team_units
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer, operator
from tests import cast, provision

SQL = (Path(__file__).parent / "register_import.sql").read_text()
HEADERS = (
    "Ärendenummer;Förnamn;Efternamn;Kön;Födelsedatum;Gren;Startdatum;Slutdatum;Utfall;"
    "Vad händer härnäst;Remitterande part;Inblandade parter"
)
ALONE = """
import sys, django; django.setup()
from benchmarks.register_import import main; main(*sys.argv[1:])
"""
ROWS_A_SECOND = 3_000
TIMES_BY_HAND = 3
RUNS = 1 if os.environ.get("SCALE") == "small" else 3


@dataclass(frozen=True)
class Memory(Ratio):
    """The same in megabytes: what a long file takes against a short one."""

    @property
    def line(self) -> str:
        """The result as it is printed."""
        return super().line.replace(" ms", " MB")


@dataclass(frozen=True)
class Run:
    """One import: seconds, and the most memory that it and its server process held, in MB."""

    seconds: float
    ours: float
    servers: float


def sizes() -> tuple[int, int]:
    """A usual register and a long one; with SCALE=small what a test can afford."""
    return (300, 600) if os.environ.get("SCALE") == "small" else (20_000, 200_000)


def measure() -> Iterator[Ratio]:
    """Each import into an empty database of its own, in a process of its own."""
    few, many = sizes()
    with TemporaryDirectory() as folder:
        short, long = write(Path(folder), few), write(Path(folder), many)
        usual = sorted((_run("ours", short) for _ in range(RUNS)), key=lambda run: run.seconds)
        by_hand = sorted(_run("by_hand", short).seconds for _ in range(RUNS))
        large = _run("ours", long)
        large_by_hand = _run("by_hand", long)
    middle, hand = usual[RUNS // 2], by_hand[RUNS // 2]
    yield _speed(few, middle.seconds)
    yield _speed(many, large.seconds)
    yield Ratio(
        f"{few:_} rows against COPY by hand", middle.seconds * 1000, hand * 1000, TIMES_BY_HAND
    )
    yield Ratio(
        f"{many:_} rows against COPY by hand", large.seconds * 1000, large_by_hand.seconds * 1000,
        TIMES_BY_HAND,
    )  # fmt: skip
    yield Memory(f"memory of {many:_} rows against {few:_}", large.ours, middle.ours, 1.3)
    yield Memory("the same in the server process", large.servers, middle.servers, 1.5)


def _speed(rows: int, seconds: float) -> Ratio:
    what = f"{rows:_} rows, {rows / seconds:_.0f} a second, against {ROWS_A_SECOND:_}"
    return Ratio(what, seconds * 1000, rows / ROWS_A_SECOND * 1000, 1)


def write(folder: Path, rows: int) -> Path:
    """A register of so many rows: two branches, open and ended cases, some names with å, ä and ö."""
    path = folder / f"{rows}.csv"
    with path.open("w", encoding="utf-8") as file:
        print(HEADERS, file=file)
        for number in range(rows):
            print(_row(number), file=file)
    return path


def _row(n: int) -> str:
    ended = f"2024-1{n % 3}-15;Arbete;Ingen behövs" if n % 4 else ";;"
    return (
        f"K-{n};Åsa{n % 97};Ek{n % 997};{'kvinna' if n % 2 else 'man'};{1980 + n % 20}-0{1 + n % 9}-1{n % 9};"
        f"{'Flen' if n % 3 else 'Katrineholm'};2024-0{1 + n % 6}-01;{ended};Arbetsförmedlingen;"
        "Arbetsförmedlingen, Försäkringskassan"
    )


def _run(how: str, path: Path) -> Run:
    """Import a file in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-W", "ignore", "-c", ALONE, how, str(path)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Run(**json.loads(said.splitlines()[-1]))


def main(how: str, file: str) -> None:
    """One measured import; prints what it took."""
    name = provision.provide(f"bench_import_{os.getpid()}")
    connections.databases["default"]["NAME"] = name
    with transaction.atomic():
        cast.build()
    by = operator(cast.TODAY).reaching(all_controllers())
    begun = time.perf_counter()
    with acting(by, "benchmark"):
        (ours if how == "ours" else by_hand)(Path(file), by)
        servers = _anonymous_memory()
    took = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    connection.close()
    provision.remove(name)
    print(json.dumps({"seconds": took, "ours": most, "servers": servers}))


def ours(path: Path, by: Viewer) -> None:
    """As the command does it."""
    with path.open("rb") as source:
        table = read(source, limits=COMMAND)
        one = Initiative.objects.get(code="prov")
        verdict = read_in(table, guess(table.headers).mapping, one, today=by.day, by=by)
    if not verdict.applied:
        raise AssertionError(next(iter(verdict.tally)).sentence)


def by_hand(path: Path, by: Viewer) -> None:
    """The same rows into the same tables with the same constraints, without reading a single one."""
    one = Initiative.objects.get(code="prov")
    make, *rest = SQL.split(";\n")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE team (branch_id bigint, unit_id bigint) ON COMMIT DROP"
        )
        for branch in one.branches.order_by("pk"):
            for unit in team_units(branch):
                cursor.execute("INSERT INTO team VALUES (%s, %s)", [branch.pk, unit])
        cursor.execute(make)
        columns = "case_number, given_name, family_name, sex, born, branch, starts_on, ends_on, " \
                  "outcome, next_step, referring, involved"  # fmt: skip
        with cursor.copy(
            f"COPY staged ({columns}) FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)"
        ) as copy:
            copy.write(path.read_bytes())
        for statement in rest:
            cursor.execute(statement, {"initiative": one.pk})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _anonymous_memory() -> float:
    """What the server process of this connection holds for itself, in MB; 1 where nobody tells."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    held = [int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")]
    return held[0] if held else 1.0
