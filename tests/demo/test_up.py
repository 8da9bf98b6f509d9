"""Does `stafett demo up` make a whole demo from nothing, and does Ctrl-C stop all that it started?"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from stafett.database.cluster import Cluster

pytestmark = pytest.mark.kills

ELSEWHERE = ("DATABASE_URL", "STAFETT_DATABASE", "STAFETT_ROLE", "XDG_DATA_HOME", "PORT")
UP_WITHIN, DOWN_WITHIN = 150, 60
"""Seconds; the first includes making the database and all its tables on a busy machine."""


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


@pytest.fixture
def running(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`stafett demo up` as somebody types it; what it says is in `said` beside its state folder."""
    environment = {k: v for k, v in os.environ.items() if k not in ELSEWHERE}
    environment |= {
        "STAFETT_HOME": str(home),
        "STAFETT_STATIC": str(home.parent / "static"),
        "PYTHONUNBUFFERED": "1",
    }
    with (home.parent / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "stafett", "demo", "up", "--port", str(port)],
            env=environment, stdout=said, stderr=said, start_new_session=True,
            # as a shell starts what it puts in the background
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )  # fmt: skip
        yield process
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def group_of(process: subprocess.Popen[bytes]) -> list[str]:
    """The processes that the command started and that are still there."""
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "-g", str(process.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.splitlines()


def _is_up(said: Path) -> bool:
    """The web has both its processes, and the worker waits for jobs."""
    told = said.read_text()
    return told.count("Started worker-") == 2 and "Launching a worker" in told


def test_up_makes_a_demo_from_nothing_and_control_c_stops_all_that_it_started(
    running: subprocess.Popen[bytes], home: Path, port: int
) -> None:
    said = home.parent / "said"
    assert until(lambda: _is_up(said) or running.poll() is not None, UP_WITHIN), said.read_text()
    told = said.read_text()
    assert running.poll() is None, told
    assert f"Öppna  http://localhost:{port}/" in told
    assert "Duellen: 133 deltaganden inlästa." in told
    password = (home / "demo-password").read_text()
    assert f"Lösenord för alla:  {password}\n" in told
    assert re.search(r"ebba\.vassmark@demo\.example +Projektledare, Stigen", told)
    assert listens(port)
    assert Cluster(home).status().state == "running"

    running.send_signal(signal.SIGINT)

    assert until(lambda: running.poll() is not None, DOWN_WITHIN), said.read_text()
    assert running.returncode == 0, said.read_text()
    assert said.read_text().endswith("Databasen är stoppad.\n")
    assert not listens(port)
    assert Cluster(home).status().state == "stopped"
    assert group_of(running) == []
