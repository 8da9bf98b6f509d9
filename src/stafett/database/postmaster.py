"""Is there a live server on exactly this data folder, and how far has it come?

`postmaster.pid` alone proves nothing: its number may belong to a dead process, one not yet buried,
or a stranger that got the number afterwards.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from stafett.database.home import SOCKET

PROC = Path("/proc")
READY = ("ready", "standby")
STATUS_LINE = 7


@dataclass(frozen=True)
class Process:
    """A live process: whose it is, and the words that it was started with."""

    uid: int
    command: str

    def serves(self, data: Path) -> bool:
        """True for the server of this data folder, run by the owner of the folder."""
        program, _, folder = self.command.partition(" -D ")
        mine = f"{folder} ".startswith((f"{data} ", f"{data.resolve()} "))
        return mine and Path(program).name == "postgres" and self.uid == data.stat().st_uid


def server_pid(data: Path) -> int | None:
    """The number of the live server on this data folder, or None."""
    pid = _recorded(data)
    process = process_of(pid) if pid else None
    return pid if process and process.serves(data) else None


def is_ready(data: Path) -> bool:
    """True when the live server on this data folder answers; False if it recovers or is gone."""
    return server_pid(data) is not None and _line(data, STATUS_LINE) in READY


def is_stopping(data: Path) -> bool:
    """True while the live server on this data folder is on its way down."""
    return server_pid(data) is not None and _line(data, STATUS_LINE) == "stopping"


def _recorded(data: Path) -> int | None:
    first = _line(data, 0)
    return int(first) if first.isascii() and first.isdigit() else None


def _line(data: Path, number: int) -> str:
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return lines[number].strip() if len(lines) > number else ""


def process_of(pid: int) -> Process | None:
    """The live process with this number; None if there is none, or only one not yet buried."""
    return _from_proc(pid) if (PROC / "self").exists() else _from_ps(pid)


def _from_proc(pid: int) -> Process | None:
    folder = PROC / str(pid)
    try:
        # the process's name may hold spaces and parentheses, its state comes after the last one
        state = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
        words = (folder / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        uid = folder.stat().st_uid
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    command = b" ".join(words).decode(errors="surrogateescape")
    return None if state in "ZX" else Process(uid, command)


def _from_ps(pid: int) -> Process | None:
    asked = ["ps", "-ww", "-o", "stat=,uid=,command=", "-p", str(pid)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    words = said.strip().split(None, 2)
    if len(words) < 3 or words[0].startswith("Z"):
        return None
    return Process(int(words[1]), words[2])


def bury(data: Path, socket: Path) -> None:
    """Take away the files of a dead server, so that a stranger with its number blocks nothing.

    Call only under the lock, when no live server is there. Children that outlived their server are
    still noticed by PostgreSQL itself, through their shared memory.
    """
    (data / "postmaster.pid").unlink(missing_ok=True)
    (socket / f"{SOCKET}.lock").unlink(missing_ok=True)
