"""What must not come back with a backup: endings and withdrawals, in a file outside the database.

The file is only added to, a line of JSON each time, written through to the disk before anybody is told that
it is done. A line names rows by keys and days alone, never a person, and carries the digest of the line
before, so that a line cut out or changed is found.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

FIRST = "0" * 64
ENDING, WITHDRAWAL = "ending", "withdrawal"
BLOCK = 65_536


class Broken(ValueError):
    """The file is no ledger, or a line in it has been changed, cut out or put in."""


@dataclass(frozen=True)
class Entry:
    """One line: what kind of thing was done, and the keys and days that it was done to."""

    kind: str
    told: dict[str, Any]


def append(kind: str, told: dict[str, Any]) -> None:
    """Add a line and write it through to the disk; nothing where no ledger is set. Raises OSError, Broken."""
    if not settings.LEDGER:
        return
    path = Path(settings.LEDGER)
    new = not path.exists()
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        line = _line(_last_digest(file), kind, told)
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if new:
        _write_through(path.parent)


def _write_through(folder: Path) -> None:
    """See to it that the folder has the new file's name after a crash too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _line(previous: str, kind: str, told: dict[str, Any]) -> str:
    body = {"kind": kind, "previous": previous, **told}
    return json.dumps({**body, "digest": _digest(body)}, sort_keys=True)


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _last_digest(file: IO[bytes]) -> str:
    """The digest of the last line, read from the end: the file may be long."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        return FIRST
    span = BLOCK
    while True:
        start = max(0, size - span)
        file.seek(start)
        lines = file.read().rstrip(b"\n").split(b"\n")
        if len(lines) > 1 or start == 0:
            break
        span *= 2
    return str(_parsed(lines[-1].decode(), 0)["digest"])


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(line)
        if told["kind"] not in (ENDING, WITHDRAWAL):
            raise KeyError(told["kind"])
        told["digest"], told["previous"]
    except (json.JSONDecodeError, KeyError, TypeError) as trouble:
        raise Broken(f"rad {number} är ingen rad ur en liggare ({trouble})") from trouble
    return told


def read(lines: Iterable[str]) -> Iterator[Entry]:
    """The entries of a ledger, in order; raises Broken at the first line that does not fit the one before."""
    previous = FIRST
    for number, line in enumerate((one for one in lines if one.strip()), 1):
        told = _parsed(line, number)
        digest = told.pop("digest")
        if told["previous"] != previous or _digest(told) != digest:
            raise Broken(
                f"rad {number} passar inte ihop med raden före: något är ändrat eller borta"
            )
        previous = digest
        kind = told.pop("kind")
        told.pop("previous")
        yield Entry(kind, told)


__all__ = ["ENDING", "WITHDRAWAL", "Broken", "Entry", "append", "read"]
