"""Where does this install keep its state, and is the folder of its socket safe to use?

State never lies in the clone: a clone is thrown away, copied and read by others.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

import stafett
from stafett.database.errors import ClusterError

SHARED = Path("/var/lib/stafett")
"""Where root keeps the state of every install, and the binaries that its servers run."""

SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100
"""Bytes; the kernel takes 107, and some systems less."""

PRIVATE, PASSABLE = 0o700, 0o711


def clone() -> Path:
    """The folder of this install: the clone, or the environment that the package lies in."""
    source = Path(stafett.__file__).resolve().parents[2]
    return source if (source / "pyproject.toml").is_file() else Path(sys.prefix).resolve()


def home() -> Path:
    """Where state lives: `STAFETT_HOME`, else a folder of this clone's own. Creates nothing."""
    named = os.environ.get("STAFETT_HOME")
    found = (Path(named).expanduser() if named else _own()).resolve()
    if found.is_relative_to(clone()):
        raise ClusterError(
            f"Mappen {found} ligger inne i programmets egen mapp {clone()}. Uppgifterna ska ligga "
            "för sig: välj en annan mapp med STAFETT_HOME."
        )
    return found


def _own() -> Path:
    named = short_hash(clone())
    return SHARED / named if os.geteuid() == 0 else _personal() / "stafett" / named


def _personal() -> Path:
    chosen = Path(os.environ.get("XDG_DATA_HOME", ""))
    if chosen.is_absolute():
        return chosen
    try:
        return Path.home() / ".local" / "share"
    except RuntimeError as missing:
        raise ClusterError(
            "Det finns ingen hemkatalog att lägga databasen i. Välj en mapp med STAFETT_HOME."
        ) from missing


def short_hash(path: Path) -> str:
    """Twelve hexadecimal digits that stand for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def socket_folder(state: Path) -> Path:
    """The folder of the socket for one state folder: beside the data, never in it.

    A socket in the data folder would follow with `pg_basebackup`; a path that is too long would
    be refused by the kernel, so then it lies in the machine's folder for short-lived files.
    """
    beside = state / "run"
    if len(os.fsencode(beside / SOCKET)) < SOCKET_PATH_LIMIT:
        return beside
    return Path("/tmp") / f"stafett-{short_hash(state)}"


def check_socket_folder(folder: Path, owner: int) -> None:
    """Refuse a socket folder that someone else could have put there or can write in."""
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode):
        _refuse(folder, "är inte en mapp utan en länk eller fil")
    if found.st_uid != owner:
        _refuse(folder, "tillhör en annan användare än databasservern")
    if stat.S_IMODE(found.st_mode) not in (PRIVATE, PASSABLE):
        _refuse(folder, "har andra rättigheter än 0700 eller 0711, så att andra kan skriva där")


def _refuse(folder: Path, why: str) -> None:
    raise ClusterError(
        f"Uttagets mapp {folder} {why}. Databasen används inte därifrån. "
        "Ta reda på vem som har lagt den där, ta bort den och försök igen."
    )


def safe_socket_folder(state: Path) -> Path:
    """The socket folder as a client should use it: checked against the owner of the data."""
    folder = socket_folder(state)
    data = state / "data"
    if os.path.lexists(folder) and data.exists():
        check_socket_folder(folder, data.stat().st_uid)
    return folder


def make_folders(path: Path, mode: int) -> None:
    """Make a folder and those missing above it, whatever the umask; touch none that exists."""
    if path.is_dir():
        return
    make_folders(path.parent, mode)
    try:
        path.mkdir()
    except FileExistsError:
        return
    path.chmod(mode)
