"""Two commands come one after the other, and a killed one stands in nobody's way."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stafett.database.lock import locked
from stafett.database.waiting import silent

HOLD = """
import sys
from pathlib import Path
from stafett.database.lock import locked
with locked(Path(sys.argv[1]), print):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_waits_for_the_first_and_is_told(tmp_path: Path) -> None:
    order, waiting = list[str](), threading.Event()

    def second() -> None:
        with locked(tmp_path / "lock", lambda text: waiting.set()):
            order.append("second")

    thread = threading.Thread(target=second)
    with locked(tmp_path / "lock", silent):
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    told = list[str]()
    with locked(tmp_path / "lock", told.append):
        assert told == []


def test_a_failure_under_the_lock_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "lock", silent):
        _ = 1 / 0
    told = list[str]()
    with locked(tmp_path / "lock", told.append):
        assert told == []


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="lock"), locked(tmp_path / "lock", silent):
        pass
    assert not (tmp_path / "precious").exists()
