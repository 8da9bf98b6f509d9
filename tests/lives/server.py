"""A database server of these tests' own with the cast in it, that may be killed in the middle of anything."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from stafett.database import roles
from stafett.database.aside import close_all
from stafett.database.cluster import Cluster
from stafett.database.connection import over_socket
from tests.database.conftest import roomy_memory


class Own:
    """The server, and the way in to it for this process."""

    def __init__(self, folder: Path) -> None:
        """Start it, with what the tests' database holds."""
        self.cluster = Cluster(folder / "home")
        self.cluster.start()
        roles.prepare(self.cluster.superuser())
        file = folder / "cast.dump"
        name = str(connection.settings_dict["NAME"])
        _tool("pg_dump", "-Fc", "-f", str(file), make_conninfo(**Cluster().superuser(name)))
        self.database = str(roles.DATABASE)
        into = make_conninfo(**self.cluster.superuser(self.database))
        _tool("pg_restore", "--clean", "--if-exists", "-d", into, str(file))
        roles.prepare(self.cluster.superuser(), self.database)

    def kill(self) -> None:
        """Kill the server and all its children at once, as when the power goes."""
        server = self.cluster.status().pid
        assert server is not None
        children = Path(f"/proc/{server}/task/{server}/children").read_text()
        for each in (server, *map(int, children.split())):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def start(self) -> None:
        """Let it come back."""
        self.cluster.start()


@contextmanager
def own(blocker: Any) -> Iterator[Own]:
    """A server of one's own, that everything in this process is connected to meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="stafett-lives-", dir=roomy_memory())).resolve()
    folder.chmod(0o755)
    with blocker.unblock():
        connection.close()
        close_all()
        server = Own(folder)
        before = dict(connections.databases["default"])
        there = over_socket(server.cluster.socket, before["USER"], server.database)
        _connect(HOST=there["host"], PORT=there["port"], NAME=there["dbname"])
        try:
            yield server
        finally:
            connection.close()
            close_all()
            _connect(**{key: before[key] for key in ("HOST", "PORT", "NAME")})
            server.cluster.stop()
            shutil.rmtree(folder)


def _connect(**told: Any) -> None:
    connections.databases["default"].update(told)
    connection.settings_dict.update(told)


def _tool(name: str, *arguments: str) -> None:
    subprocess.run(
        [Path(Cluster().binaries.folder) / name, *arguments], check=True, capture_output=True
    )
