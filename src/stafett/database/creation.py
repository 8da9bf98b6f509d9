"""How do the data folder, and the folders around it, come to be: whole or not at all?"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from stafett.database import configuration
from stafett.database.binaries import Binaries
from stafett.database.errors import ClusterError
from stafett.database.home import PASSABLE, PRIVATE, check_socket_folder
from stafett.database.os_users import Account

BUILTIN_LOCALE_SINCE = 17


def ensure_data(
    data: Path, programs: Binaries, account: Account, say: Callable[[str], None]
) -> None:
    """See to it that there is a database that these programs can open; an other is not touched."""
    if (data / "PG_VERSION").is_file():
        configuration.check_major(data, programs.major)
    elif data.exists() and any(data.iterdir()):
        raise ClusterError(
            f"Mappen {data} innehåller något annat än en databas. Inget har rörts. Flytta undan "
            "den, eller välj en annan mapp med STAFETT_HOME."
        )
    else:
        say(f"Gör en ny databas i {data}.")
        _create(data, programs, account)


def _create(data: Path, programs: Binaries, account: Account) -> None:
    # under another name until it is whole, so that half a database is never taken for one
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    own_folder(fresh, account)
    made = account.run(*_initdb(fresh, programs))
    if made.returncode:
        raise ClusterError(f"Databasen gick inte att göra i {data}: {made.stderr.strip()}")
    with (fresh / "postgresql.conf").open("a") as settings:
        settings.write(configuration.INCLUDE)
    fresh.rename(data)


def _initdb(data: Path, programs: Binaries) -> list[str | Path]:
    return [
        programs.folder / "initdb",
        "--pgdata",
        data,
        f"--username={configuration.SUPERUSER}",
        "--auth-local=peer",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        *_locale(programs.major),
    ]


def _locale(major: int) -> list[str]:
    """Order by code point in every version; letters beyond ASCII are letters (Å is å)."""
    own = ["--lc-messages=C", "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C"]
    letters = ["--lc-collate=C", f"--lc-ctype={_letters()}"]
    if major < BUILTIN_LOCALE_SINCE:
        return [*own, *letters]
    return [*own, *letters, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def _letters() -> str:
    # trigram search reads the operating system's table of letters, also under the builtin provider
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    return "C.UTF-8" if {"C.UTF-8", "C.utf8"} & set(known.split()) else "C"


def own_folder(path: Path, account: Account) -> None:
    """Make a folder that only the server's user can enter; one that is there is left as it is."""
    if not path.exists():
        path.mkdir(mode=PRIVATE)
        os.chown(path, account.uid, account.gid)


def socket_folder(path: Path, account: Account, *, passable: bool) -> None:
    """Make the socket's folder, or check the one that is there, and let others pass or not."""
    if not os.path.lexists(path):
        own_folder(path, account)
    check_socket_folder(path, account.uid)
    path.chmod(PASSABLE if passable else PRIVATE)
