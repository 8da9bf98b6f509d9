"""How is this install's own PostgreSQL made, started, stopped and asked how it is?"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import psycopg

from stafett.database import binaries, configuration, creation, os_users, postmaster
from stafett.database import home as places
from stafett.database.connection import over_socket
from stafett.database.errors import ClusterError
from stafett.database.lock import locked
from stafett.database.waiting import Patience, silent

LEFTOVERS = ("pre-existing shared memory block", 'lock file "postmaster.pid" already exists')
# a server whose pid file is gone notices it within a minute and ends itself
LEFTOVERS_LIMIT = 90.0
RETRY = 0.2
STOP_LIMIT = 600

State = Literal["stopped", "starting", "running"]


@dataclass(frozen=True)
class Status:
    """How the server is, seen without asking it."""

    state: State
    pid: int | None
    home: Path
    socket: Path


class Cluster:
    """One PostgreSQL server of our own, with all that it keeps in one folder.

    `data` holds the database, `log` its log, `run` its socket, `lock` keeps commands apart.
    """

    def __init__(
        self,
        home: Path | None = None,
        *,
        say: Callable[[str], None] = silent,
        patience: Patience | None = None,
        library: Path = places.SHARED / "postgres",
        clients: tuple[str, ...] | None = None,
    ) -> None:
        """Point at a state folder (default `home()`); nothing is made or started yet.

        `say` gets the words for the one who waits. `clients` are the users of the operating system
        that may be our roles (default: see `os_users.clients`).
        """
        self.home = places.home() if home is None else home.resolve()
        self.data, self.log = self.home / "data", self.home / "log"
        self.socket = places.socket_folder(self.home)
        self._say, self._patience = say, patience or Patience()
        self._library, self._clients = library, clients

    @cached_property
    def binaries(self) -> binaries.Binaries:
        """The programs that this server runs."""
        return binaries.find(self._library)

    def superuser(self, database: str = "postgres") -> dict[str, Any]:
        """The superuser's connection in libpq's keywords; for `prepare` and tests."""
        return self.parameters(configuration.SUPERUSER, database)

    def parameters(self, user: str, database: str) -> dict[str, Any]:
        """Any role's connection to this server in libpq's keywords."""
        return over_socket(places.safe_socket_folder(self.home), user, database)

    def status(self) -> Status:
        """How the server is; takes no lock and starts nothing."""
        pid = postmaster.server_pid(self.data)
        up: State = "running" if postmaster.is_ready(self.data) else "starting"
        return Status(up if pid else "stopped", pid, self.home, self.socket)

    def start(self) -> bool:
        """See to it that the server answers, however long it recovers. False if it already did."""
        if postmaster.is_ready(self.data) and self._behind_socket() == self.data:
            return False
        began = self._patience.clock()
        while not self._attempt():
            out_of_time = self._patience.clock() - began > LEFTOVERS_LIMIT
            if out_of_time or not self._leftovers_in_the_way():
                raise ClusterError(
                    "Databasen startade inte, eller stoppades medan den startade. "
                    f"Loggen säger: {self._last_words()}"
                )
            self._patience.sleep(RETRY)
        self._check_that_it_is_ours()
        return True

    def stop(self) -> bool:
        """Stop the server in good order; who is connected is cut off. False if it was not up."""
        if not self.home.is_dir():
            return False
        with self._locked():
            if postmaster.server_pid(self.data) is None:
                return False
            self._stop()
        return True

    def _stop(self) -> None:
        account = os_users.server_account(self.data)
        told = account.run(*self._command("-m", "fast", "-w", "-t", str(STOP_LIMIT), "stop"))
        if told.returncode:
            raise ClusterError(
                f"Databasen i {self.data} gick inte att stoppa: {told.stderr.strip()}"
            )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with locked(self.home / "lock", self._say):
            yield

    def _attempt(self) -> bool:
        """One try: launch the server unless it is up, then wait for it without holding the lock."""
        places.make_folders(self.home, 0o755 if os.geteuid() == 0 else 0o700)
        with self._locked():
            self._patience.until(lambda: not postmaster.is_stopping(self.data), self._tell)
            launched = None if postmaster.server_pid(self.data) else self._launch()
        try:
            return self._wait(launched)
        finally:
            if launched:
                # pg_ctl only watches; the server goes on without it
                launched.terminate()
                launched.wait()

    def _wait(self, launched: subprocess.Popen[bytes] | None) -> bool:
        def settled() -> bool:
            return postmaster.is_ready(self.data) or self._gone(launched)

        if not self._patience.until(settled, self._tell):
            raise ClusterError(
                f"Databasen i {self.data} återställer sig fortfarande. Den får fortsätta: kör "
                f"kommandot igen om en stund, och se loggen i {self.log}."
            )
        return postmaster.is_ready(self.data)

    def _gone(self, launched: subprocess.Popen[bytes] | None) -> bool:
        if launched and launched.poll() is None:
            return False
        return postmaster.server_pid(self.data) is None

    def _tell(self, seconds: float) -> None:
        self._say(
            "Databasen startar, eller återställer sig efter ett avbrott: "
            f"{seconds:.0f} sekunder hittills."
        )

    def _launch(self) -> subprocess.Popen[bytes]:
        account = os_users.server_account(self.data)
        os_users.must_reach(account, self.home)
        creation.ensure_data(self.data, self.binaries, account, self._say)
        creation.own_folder(self.log, account)
        self._write_configuration(account)
        postmaster.bury(self.data, self.socket)
        begun = self._begin(account)
        # the lock is kept until others can see the server, else they would bury its fresh file
        self._patience.until(
            lambda: begun.poll() is not None or postmaster.server_pid(self.data) is not None,
            self._tell,
        )
        return begun

    def _write_configuration(self, account: os_users.Account) -> None:
        me = os_users.current()
        clients = self._clients or os_users.clients(account, places.clone())
        others = set(clients) - {account.name, me.name}
        creation.socket_folder(self.socket, account, passable=bool(others))
        settings = configuration.settings(
            self.data, self.socket, self.log, open_socket=bool(others)
        )
        superusers = dict.fromkeys((account.name, me.name))
        for name, text in {
            configuration.FILE: settings,
            "pg_hba.conf": configuration.HBA,
            "pg_ident.conf": configuration.ident(superusers, clients),
        }.items():
            configuration.write(self.data / name, text, account)

    def _begin(self, account: os_users.Account) -> subprocess.Popen[bytes]:
        self._start_log.unlink(missing_ok=True)
        return subprocess.Popen(
            self._command("-w", "-t", self._patience.seconds, "-l", self._start_log, "start"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **account.as_user(),
        )

    @property
    def _start_log(self) -> Path:
        return self.log / "start.log"

    def _command(self, *words: str | Path) -> list[str]:
        return [str(word) for word in (self.binaries.folder / "pg_ctl", "-D", self.data, *words)]

    def _leftovers_in_the_way(self) -> bool:
        """True while children of a killed server have not yet noticed that it is gone."""
        said = self._read(self._start_log)
        return any(words in said for words in LEFTOVERS)

    def _last_words(self) -> str:
        logs = sorted(self.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
        lines = [line for path in logs for line in self._read(path).splitlines()]
        return " ".join(lines[-5:]) or "(ingenting)"

    @staticmethod
    def _read(path: Path) -> str:
        return path.read_text(errors="replace") if path.exists() else ""

    def _check_that_it_is_ours(self) -> None:
        found = self._behind_socket()
        if found is None:
            raise ClusterError(
                "Databasen är igång men svarar inte. Prova att stoppa den med stafett db stop och "
                f"starta den igen. Loggen säger: {self._last_words()}"
            )
        if found != self.data:
            raise ClusterError(
                f"Uttaget i {self.socket} leder till en annan databas än {self.data}. Stoppa den "
                "andra, eller välj en annan mapp med STAFETT_HOME."
            )

    def _behind_socket(self) -> Path | None:
        """The data folder that the socket leads to, by the server's own word; None if silent."""
        try:
            with psycopg.connect(**self.superuser(), connect_timeout=10) as connection:
                return Path(*connection.execute("SHOW data_directory").fetchone() or ()).resolve()
        except psycopg.OperationalError:
            return None
