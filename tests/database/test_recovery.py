"""Killed in the middle of its work a server comes back with every acknowledged row, and waits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from stafett.database import os_users
from stafett.database.cluster import RETRY, Cluster
from stafett.database.errors import ClusterError
from stafett.database.waiting import Patience, silent

NewCluster = Callable[..., Cluster]

pytestmark = pytest.mark.kills

WRITE = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    number = 0
    while True:
        number += 1
        connection.execute("INSERT INTO written VALUES (%s)", [number])
        print(number, flush=True)
"""

START = """
import sys
from pathlib import Path
from stafett.database.cluster import Cluster
from stafett.database.waiting import Patience
home, library = map(Path, sys.argv[1:])
say = lambda text: print(text, flush=True)
Cluster(home, library=library, say=say, patience=Patience(every=0)).start()
"""


def _server_processes(cluster: Cluster) -> list[int]:
    """The server and its children, by number, the server first."""
    parent = cluster.status().pid
    assert parent is not None
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [parent, *map(int, children.split())]


def _connect(cluster: Cluster) -> psycopg.Connection[Any]:
    return psycopg.connect(**cluster.superuser(), autocommit=True)


def _rows(cluster: Cluster) -> list[int]:
    with _connect(cluster) as connection:
        return [row[0] for row in connection.execute("SELECT n FROM written ORDER BY n")]


def _kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def _address(cluster: Cluster) -> str:
    return psycopg.conninfo.make_conninfo(**cluster.superuser())


def test_killed_during_writes_every_acknowledged_row_is_back_and_no_other(
    new_cluster: NewCluster,
) -> None:
    cluster = new_cluster()
    cluster.start()
    with _connect(cluster) as connection:
        connection.execute("CREATE TABLE written (n int PRIMARY KEY)")
    unfinished = _connect(cluster)
    unfinished.execute("BEGIN; INSERT INTO written SELECT -generate_series(1, 1000)")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, _address(cluster)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(2000)]
        _kill(_server_processes(cluster))
        acknowledged += [int(line) for line in writer.stdout]
    unfinished.close()
    assert cluster.status().state == "stopped"
    assert cluster.start()
    # the very last one may have been written with its answer lost on the way
    in_flight = [acknowledged[-1] + 1]
    assert _rows(cluster) in (acknowledged, acknowledged + in_flight)


def _stop(child: int) -> bool:
    """Stop a process, unless it has just ended by itself, as some of a server's children do."""
    try:
        os.kill(child, signal.SIGSTOP)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def orphans(new_cluster: NewCluster) -> Iterator[tuple[Cluster, list[int]]]:
    """A server that is killed, and its children, too slow to have noticed it."""
    cluster = new_cluster()
    cluster.start()
    server, *all_children = _server_processes(cluster)
    children = [child for child in all_children if _stop(child)]
    _kill([server])
    while cluster.status().pid:
        pass
    yield cluster, children
    _kill(children)


def test_children_that_outlive_their_server_delay_the_next_start_only(
    orphans: tuple[Cluster, list[int]],
) -> None:
    cluster, children = orphans
    waits = list[float]()

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if seconds == RETRY:
            _kill(children)
            children.clear()
        Patience().sleep(seconds)

    patient = Patience(sleep=sleep)
    assert Cluster(cluster.home, library=cluster._library, patience=patient).start()
    assert RETRY in waits


class Held:
    """A stopped server whose next recovery goes on until it is let go."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.account = os_users.server_account(cluster.data)
        self.pipe = cluster.home / "pipe"
        os.mkfifo(self.pipe)
        self._give(self.pipe)
        # open both ways: the server's reader waits for what never comes, until this is closed
        self._end = os.open(self.pipe, os.O_RDWR)
        self._write("recovery.signal", "")
        self._write("postgresql.auto.conf", f"restore_command = 'cat {self.pipe}; false'\n")

    def _write(self, name: str, text: str) -> None:
        (self.cluster.data / name).write_text(text)
        self._give(self.cluster.data / name)

    def _give(self, path: Path) -> None:
        os.chown(path, self.account.uid, self.account.gid)

    def waiting(self, say: Callable[[str], None] = silent, limit: float = 3600) -> Cluster:
        """The same server, for one who waits in another way."""
        return Cluster(
            self.cluster.home,
            library=self.cluster._library,
            say=say,
            patience=Patience(limit=limit, every=0),
        )

    def let_go(self) -> None:
        """Let the recovery end; a reader that comes later finds an empty file."""
        empty = self.pipe.with_name("empty")
        empty.touch()
        empty.replace(self.pipe)
        os.close(self._end)


@pytest.fixture
def held(new_cluster: NewCluster) -> Held:
    """A server that is going to recover for as long as the test likes."""
    return Held(new_cluster())


class Waiter(threading.Thread):
    """One who starts the held server, and says so once it is seen to recover."""

    def __init__(self, held: Held) -> None:
        super().__init__()
        self.told, self.recovering, self.end = list[str](), threading.Event(), list[object]()
        self._held = held
        self._cluster = held.waiting(say=self._hear)

    def _hear(self, text: str) -> None:
        self.told.append(text)
        if self._held.cluster.status().state == "starting":
            self.recovering.set()

    def run(self) -> None:
        try:
            self.end.append(self._cluster.start())
        except ClusterError as trouble:
            self.end.append(str(trouble))


@pytest.fixture
def waiter(held: Held) -> Waiter:
    """Someone in the middle of waiting for the held server."""
    begun = Waiter(held)
    begun.start()
    assert begun.recovering.wait(60)
    return begun


def test_a_long_recovery_is_waited_for_and_told_of(held: Held, waiter: Waiter) -> None:
    assert held.cluster.status().state == "starting"
    held.let_go()
    waiter.join()
    assert waiter.end == [True]
    assert "återställer sig efter ett avbrott" in waiter.told[0]
    assert held.cluster.status().state == "running"


def test_a_second_start_waits_for_the_same_recovery(held: Held, waiter: Waiter) -> None:
    second = Waiter(held)
    second.start()
    assert second.recovering.wait(60)
    pid = held.cluster.status().pid
    held.let_go()
    for one in (waiter, second):
        one.join()
    assert waiter.end == second.end == [True]
    assert held.cluster.status().pid == pid


def test_one_who_has_waited_long_enough_may_come_back(held: Held) -> None:
    with pytest.raises(ClusterError, match=r"återställer sig fortfarande. Den får fortsätta"):
        held.waiting(limit=2).start()
    first = held.cluster.status()
    assert first.state == "starting"
    # it waits before the recovery ends: afterwards there is nothing left to wait for
    again = Waiter(held)
    again.start()
    assert again.recovering.wait(60)
    held.let_go()
    again.join()
    assert again.end == [True]
    assert held.cluster.status().pid == first.pid


def test_a_recovering_server_can_be_stopped_and_the_one_who_waits_is_told(
    held: Held, waiter: Waiter
) -> None:
    assert held.cluster.stop()
    waiter.join()
    held.let_go()
    assert held.cluster.status().state == "stopped"
    assert "stoppades medan den startade" in str(waiter.end[0])


def test_a_killed_start_leaves_the_way_open(held: Held, library: Path) -> None:
    client = subprocess.Popen(
        [sys.executable, "-c", START, str(held.cluster.home), str(library)], stdout=subprocess.PIPE
    )
    with client:
        assert client.stdout is not None
        while held.cluster.status().state != "starting":
            assert client.stdout.readline()
        client.kill()
    held.let_go()
    held.cluster.start()
    assert held.cluster.status().state == "running"
    assert held.cluster.stop()
