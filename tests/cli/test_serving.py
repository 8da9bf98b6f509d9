"""Is the address told when the web answers, and not before?"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from stafett.serving import Opening, answers

pytestmark = pytest.mark.loopback


class Refusing(BaseHTTPRequestHandler):
    """Answers, if only with a refusal."""

    def do_HEAD(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def closed() -> int:
    """A port that refuses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        beside = threading.Thread(target=server.serve_forever, args=(0.01,))
        beside.start()
        yield server.server_port
        server.shutdown()
        beside.join()


def test_nothing_is_told_while_the_port_refuses(closed: int) -> None:
    told: list[str] = []
    Opening(closed, lambda: told.append("up")).look()
    assert told == []


def test_a_port_that_listens_with_nobody_behind_it_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stafett.serving.PROBE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert not answers(silent.getsockname()[1])


def test_it_is_told_once_when_it_answers_whatever_the_answer(served: int) -> None:
    told: list[str] = []
    opening = Opening(served, lambda: told.append("up"))
    opening.look()
    opening.look()
    assert told == ["up"]


def test_whoever_asked_for_nothing_is_told_nothing(served: int) -> None:
    Opening(served, None).look()
    assert answers(served)
