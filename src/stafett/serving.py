"""How the web and its worker are run together, and stopped together."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any

import click
from django.core.management import call_command

PATIENCE = 10
"""Seconds that a process gets to end by itself."""
WORKER_PATIENCE = 4
"""Seconds that the web gives each of its own processes, less than it gets itself."""
PROBE = 1.0
"""Seconds that the web gets to answer whether it is up, before it is asked again."""


def serve(port: int, workers: int = 2, *, up: Callable[[], None] | None = None) -> None:
    """Serve the web on loopback with its worker beside, until one of them ends or somebody asks.

    `up` is called once, when the web answers.
    """
    call_command("collectstatic", verbosity=0, interactive=False)
    os.environ["STAFETT_POOL"] = "1"
    worker = [sys.executable, "-m", "stafett", "manage", "procrastinate", "worker"]
    asked, opening = Asked(), Opening(port, up)
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in (_web(port, workers), worker):
            # each in a session of its own: Ctrl-C and a closed terminal reach this process alone, and
            # it tells them once; told twice, the web hangs in waiting for processes that are gone
            running.append(subprocess.Popen(command, start_new_session=True))
        ended = _first_to_end(running, asked, opening)
        if ended is None:
            say("Stoppar …")
        else:
            sys.exit(ended)
    finally:
        _stop(running)


class Opening:
    """Whether the web has answered yet, told once to whoever waits for it."""

    def __init__(self, port: int, up: Callable[[], None] | None) -> None:
        """Nobody is told before the first look."""
        self.port, self.up = port, up

    def look(self) -> None:
        """Tell, the first time that it answers."""
        if self.up and answers(self.port):
            tell, self.up = self.up, None
            tell()


def answers(port: int) -> bool:
    """True when the web gives any answer at all: a port that listens may have nobody behind it yet."""
    asking = HTTPConnection("localhost", port, timeout=PROBE)
    try:
        asking.request("HEAD", "/")
        asking.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
    return True


class Asked:
    """Notes that somebody asked for an end, instead of breaking off what is being done."""

    def __init__(self) -> None:
        """Begin to listen."""
        self.heard = False
        for number in heeded():
            signal.signal(number, self._hear)

    def _hear(self, number: int, _frame: Any) -> None:
        _let_go_of_terminal(number)
        self.heard = True


def heed_signals() -> None:
    """Let Ctrl-C, a polite request to end and a closed terminal all raise KeyboardInterrupt."""
    for number in heeded():
        signal.signal(number, _interrupt)


def ignore_signals() -> None:
    """Let nothing of the kind break off what is done from now on, nor what it starts."""
    for number in heeded():
        signal.signal(number, signal.SIG_IGN)


def heeded() -> list[signal.Signals]:
    """The ways to ask for an end.

    A shell starts what it puts in the background with Ctrl-C ignored, and Python leaves that as it is;
    we heed it. A closed terminal that is ignored is so on purpose: `nohup`.
    """
    hung_up = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hung_up else [])]


def _interrupt(number: int, _frame: Any) -> None:
    _let_go_of_terminal(number)
    raise KeyboardInterrupt


def _let_go_of_terminal(number: int) -> None:
    """A terminal that is closed can't be written to, and nothing may fail for that."""
    if number == signal.SIGHUP:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            if stat.S_ISCHR(os.fstat(stream).st_mode):
                os.dup2(nowhere, stream)
        os.close(nowhere)


def say(text: str) -> None:
    """Tell whoever may still be there."""
    with suppress(OSError):
        click.echo(text)


def _web(port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "2",
        "--workers-kill-timeout", str(WORKER_PATIENCE),
        "--no-access-log", "stafett.web.wsgi:application",
    ]  # fmt: skip


def _first_to_end(
    running: Sequence[subprocess.Popen[bytes]], asked: Asked, opening: Opening
) -> int | None:
    """Wait until one of them ends, and say how it ended; None when somebody asked for it."""
    while not asked.heard:
        opening.look()
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(timeout=0.2)
    return None


def _stop(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """End them and all that they have started, politely first."""
    for process in running:
        process.terminate()
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=PATIENCE)
        # its own processes too, also those that outlived it
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
