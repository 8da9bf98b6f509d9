"""Servers of these tests' own: none of them touches the install's, and each is stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from stafett.database import roles
from stafett.database.cluster import Cluster

AS_ROOT = os.geteuid() == 0
OTHER_USER = "nobody"

# what only root can arrange (another user, a folder that others may not read) is tested as root
collect_ignore = [] if AS_ROOT else ["test_as_root.py"]

ELSEWHERE = ("STAFETT_HOME", "STAFETT_POSTGRES_BIN", "DATABASE_URL", "XDG_DATA_HOME")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of the one who runs it."""
    for name in ELSEWHERE:
        monkeypatch.delenv(name, raising=False)


def roomy_memory() -> str | None:
    """The machine's folder in memory, where it is roomy and may hold programs; spares the disk.

    What a killed process leaves is the same there; only a power cut would tell them apart.
    """
    memory = Path("/dev/shm")
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        return None
    found = os.statvfs(memory)
    roomy = found.f_bavail * found.f_frsize > 2 * 1024**3
    return str(memory) if roomy and not found.f_flag & os.ST_NOEXEC else None


def _made_folder() -> Path:
    # not pytest's own: those are root's alone, and the server is never root
    folder = Path(tempfile.mkdtemp(prefix="stafett-test-", dir=roomy_memory())).resolve()
    folder.chmod(0o755)
    return folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that the server's user can reach."""
    made = _made_folder()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def library() -> Iterator[Path]:
    """Where root's copy of the binaries is put in these tests."""
    made = _made_folder()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def shared(library: Path) -> Iterator[Cluster]:
    """A running, prepared server for the tests that leave it as it is."""
    made = _made_folder()
    cluster = Cluster(made / "home", library=library)
    cluster.start()
    roles.prepare(cluster.superuser())
    yield cluster
    cluster.stop()
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def new_data(library: Path) -> Iterator[Path]:
    """A data folder that is just made: copied for each test, since making one takes its time."""
    made = _made_folder()
    cluster = Cluster(made / "home", library=library)
    cluster.start()
    cluster.stop()
    yield cluster.data
    shutil.rmtree(made)


@pytest.fixture
def new_cluster(folder: Path, library: Path, new_data: Path) -> Iterator[Callable[..., Cluster]]:
    """Makes a server that the test may treat as it likes; not started. `empty`: without data."""
    made: list[Cluster] = []

    def make(*, empty: bool = False, **chosen: Any) -> Cluster:
        cluster = Cluster(folder / f"home{len(made)}", **{"library": library, **chosen})
        made.append(cluster)
        if not empty:
            cluster.home.mkdir(mode=0o755)
            # cp keeps the owner, who is the server's user
            subprocess.run(["cp", "-a", new_data, cluster.data], check=True)
        return cluster

    yield make
    for cluster in made:
        cluster.stop()


@pytest.fixture
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[..., psycopg.Connection[Any]]]:
    """Opens connections (as a role of the shared server unless told otherwise), closed at the end."""
    opened: list[psycopg.Connection[Any]] = []

    def open_one(
        user: str = "postgres", database: str = roles.DATABASE, cluster: Cluster | None = None
    ) -> psycopg.Connection[Any]:
        chosen = cluster or request.getfixturevalue("shared")
        opened.append(psycopg.connect(**chosen.parameters(user, database), autocommit=True))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def stranger() -> pwd.struct_passwd:
    """A user of the operating system that no server here knows."""
    return pwd.getpwnam(OTHER_USER)
