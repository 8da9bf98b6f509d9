"""How the web and its worker are run together, and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import click
from django.core.management import call_command

PATIENCE = 10
"""Seconds that a process gets to end by itself."""


def serve(port: int, workers: int = 2) -> None:
    """Serve the web on loopback with its worker beside, until one of them ends or Ctrl-C."""
    call_command("collectstatic", verbosity=0, interactive=False)
    os.environ["STAFETT_POOL"] = "1"
    worker = [sys.executable, "-m", "stafett", "manage", "procrastinate", "worker"]
    running = [subprocess.Popen(command) for command in (_web(port, workers), worker)]
    heed_signals()
    try:
        sys.exit(_first_to_end(running))
    except KeyboardInterrupt:
        click.echo("Stoppar …")
    finally:
        _stop(running)


def heed_signals() -> None:
    """Let Ctrl-C and a polite request to end both raise KeyboardInterrupt.

    A shell starts what it puts in the background with Ctrl-C ignored, and Python leaves that as it is.
    """
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.default_int_handler)


def _web(port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "2",
        "--no-access-log", "stafett.web.wsgi:application",
    ]  # fmt: skip


def _first_to_end(running: list[subprocess.Popen[bytes]]) -> int:
    """Wait until one of them ends, and say how it ended."""
    while True:
        for process in running:
            try:
                return process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
