"""Does `stafett demo up` make a whole demo from nothing, and does what stops it stop all that it started?"""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from stafett.database.cluster import Cluster
from tests.demo.left import processes_of

pytestmark = [pytest.mark.kills, pytest.mark.wide]

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = ("DATABASE_URL", "STAFETT_DATABASE", "STAFETT_ROLE", "XDG_DATA_HOME", "PORT")
UP_WITHIN, DOWN_WITHIN = 300, 60
"""Seconds; the first includes making the database and all its tables on a busy machine."""
ROUNDS = 3
"""So many times as it takes to see, all but surely, what went wrong every second time."""


def until(reached: Callable[[], bool], within: float) -> bool:
    """Wait for a condition, looking often; False when it is not reached in time."""
    last = time.monotonic() + within
    while not (there := reached()) and time.monotonic() < last:
        time.sleep(0.1)
    return there


def listens(port: int) -> bool:
    """True when somebody listens on the port, found out without connecting."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


@pytest.fixture
def home() -> Iterator[Path]:
    """A state folder that the server's own user reaches, stopped and thrown away at the end."""
    made = Path(tempfile.mkdtemp(prefix="stafett-test-")).resolve()
    made.chmod(0o755)
    yield made / "home"
    Cluster(made / "home").stop()
    shutil.rmtree(made)


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@contextmanager
def started(home: Path, *command: str, **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A command as somebody types it; what it says is in `said` beside its state folder."""
    environment = {k: v for k, v in os.environ.items() if k not in ELSEWHERE}
    environment |= {
        "STAFETT_HOME": str(home),
        "STAFETT_STATIC": str(home.parent / "static"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }
    with (home.parent / "said").open("wb") as said:
        streams = {"stdout": said, "stderr": said, **how}
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, start_new_session=True, **streams
        )
        yield process
        for left in processes_of(home):
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        process.wait()


def up(port: int, *more: str) -> list[str]:
    """The command itself."""
    return [sys.executable, "-m", "stafett", "demo", "up", "--port", str(port), *more]


def make_run(port: int) -> list[str]:
    """The same without the demo, as make runs it."""
    return ["make", "-o", ".venv/installed-run", "run", f"PORT={port}"]


def in_a_terminal() -> None:
    """Make what stands on the standard input the terminal of this session, and mind when it closes."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def _is_up(told: str) -> bool:
    """The web has both its processes and answers, and the worker waits for jobs."""
    both = told.count("Started worker-") == 2 and "Launching a worker" in told
    return both and "Öppna  http://localhost" in told


def wait_until_up(process: subprocess.Popen[bytes], told: Callable[[], str]) -> None:
    """Return when web and worker are there; fail with what was said when they never are."""
    assert until(lambda: _is_up(told()) or process.poll() is not None, UP_WITHIN), told()
    assert process.poll() is None, told()


def assert_nothing_left(
    process: subprocess.Popen[bytes], home: Path, port: int, told: Callable[[], str]
) -> None:
    """It has ended, and with it all that it started, the database too."""
    assert until(lambda: process.poll() is not None, DOWN_WITHIN), told()
    assert processes_of(home) == {}, told()
    assert_database_and_port_are_free(home, port)


def assert_database_and_port_are_free(home: Path, port: int) -> None:
    """What the next one who starts it needs."""
    assert not listens(port)
    assert Cluster(home).status().state == "stopped"


def test_up_makes_a_demo_from_nothing_and_control_c_stops_all_that_it_started(
    home: Path, port: int
) -> None:
    said = home.parent / "said"
    # as a shell starts what it puts in the background
    deaf = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    with started(home, *up(port), **deaf) as running:
        wait_until_up(running, said.read_text)
        told = said.read_text()
        assert f"Öppna  http://localhost:{port}/" in told
        assert "Duellen: 133 deltaganden inlästa." in told
        password = (home / "demo-password").read_text()
        assert f"Lösenord för alla:  {password}\n" in told
        assert re.search(r"ebba\.vassmark@demo\.example +Projektledare, Stigen", told)
        assert listens(port)
        assert Cluster(home).status().state == "running"

        running.send_signal(signal.SIGINT)

        assert_nothing_left(running, home, port, said.read_text)
    assert running.returncode == 0, said.read_text()
    assert said.read_text().endswith("Databasen är stoppad.\n")


def test_control_c_reaches_every_process_at_once_and_none_is_left_behind(
    home: Path, port: int
) -> None:
    said = home.parent / "said"
    for command in [up(port, "--empty")] * ROUNDS + [make_run(port)]:
        with started(home, *command) as running:
            wait_until_up(running, said.read_text)

            os.killpg(running.pid, signal.SIGINT)  # as a terminal does
            os.killpg(running.pid, signal.SIGINT)  # and again, by somebody who can't wait

            assert_nothing_left(running, home, port, said.read_text)


def test_a_closed_terminal_stops_all_that_was_started_in_it(home: Path, port: int) -> None:
    ours, theirs = os.openpty()
    told: list[bytes] = []

    def heard() -> str:
        with suppress(BlockingIOError, OSError):
            told.append(os.read(ours, 65536))
        return b"".join(told).decode(errors="replace")

    os.set_blocking(ours, False)
    terminal = {
        "stdin": theirs, "stdout": theirs, "stderr": theirs, "preexec_fn": in_a_terminal,
    }  # fmt: skip
    # a shell stands between: the kernel tells it, and its end tells whatever it waits for
    shell = ["sh", "-c", f"{shlex.join(make_run(port))}; true"]
    with started(home, *shell, **terminal) as running:
        os.close(theirs)
        wait_until_up(running, heard)

        os.close(ours)

        assert until(lambda: processes_of(home) == {}, DOWN_WITHIN), processes_of(home)
        assert_database_and_port_are_free(home, port)
