"""The site that the browser meets, started once, and a browser for each module."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import provision
from tests.browser.visit import Site
from tests.frame.in_browser import chromium

PATIENCE = 10
"""Seconds that the server gets to end by itself."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The address of a server of its own over a filled database; nothing may have broken on it."""
    name = provision.provide(f"{provision.NAME}_browser")
    folder = tmp_path_factory.mktemp("site")
    with serving(name, folder, "tests.browser.server") as found:
        yield found
    provision.remove(name)
    assert "Internal Server Error" not in (folder / "log").read_text("utf-8")


@contextmanager
def serving(name: str, folder: Path, *module: str) -> Iterator[Site]:
    """A server process over the database, told by its first line where it is."""
    environment = {**os.environ, "STAFETT_DATABASE": name, "STAFETT_STATIC": str(folder / "static")}
    command = [sys.executable, "-m", *module]
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log)
    assert server.stdout is not None
    try:
        told = server.stdout.readline()
        assert told, (folder / "log").read_text("utf-8")
        yield Site(**json.loads(told))
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
        server.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as opened:
        yield opened
