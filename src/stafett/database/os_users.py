"""Which user of the operating system runs the server, and who may reach it through the socket?

PostgreSQL never runs as root. Started by root it runs as the system user `postgres` where there is
one, else as the system user `stafett`, which is made (`useradd --system`, no home, no log-in).
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stafett.database.errors import ClusterError

SYSTEM_USERS = ("postgres", "stafett")
MAKE_USER = (
    "useradd",
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/usr/sbin/nologin",
    "stafett",
)


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command as this user, and wait; its words are kept for the one who asks."""
        return subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            **self.as_user(),
        )

    def as_user(self) -> dict[str, Any]:
        """What `subprocess` needs to run as this user: no groups of ours, nothing of our shell."""
        run: dict[str, Any] = {"env": _plain_environment(), "cwd": "/", "stdin": subprocess.DEVNULL}
        if os.geteuid() == self.uid:
            return run
        return {**run, "user": self.uid, "group": self.gid, "extra_groups": []}


def _plain_environment() -> dict[str, str]:
    # PGDATA, PGHOST and the like would steer the programs; messages are read by us, so in English
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def current() -> Account:
    """The user that runs this command."""
    return by_id(os.geteuid())


def by_id(uid: int) -> Account:
    """The user with a number; PostgreSQL knows people by name, so one without is refused."""
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise ClusterError(
            f"Användaren med nummer {uid} har inget namn på den här maskinen, och PostgreSQL "
            "känner igen folk på namnet. Lägg till användaren, eller kör som en annan."
        ) from None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def server_account(data: Path) -> Account:
    """The user that runs the server: the owner of the data if there is any, never root."""
    me = current()
    holder = data.stat().st_uid if data.exists() else 0
    if me.uid == 0:
        return by_id(holder) if holder else _system_user()
    if data.exists() and holder != me.uid:
        raise ClusterError(
            f"Databasen i {data} tillhör en annan användare. Kör kommandot som den, eller som root."
        )
    return me


def _system_user() -> Account:
    for name in SYSTEM_USERS:
        try:
            return by_id(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    return _made_user()


def _made_user() -> Account:
    try:
        made = subprocess.run(MAKE_USER, capture_output=True, text=True, check=False)
        return by_id(pwd.getpwnam("stafett").pw_uid)
    except FileNotFoundError:
        why = "programmet useradd finns inte"
    except KeyError:
        why = made.stderr.strip()
    raise ClusterError(
        "PostgreSQL körs aldrig som root, och systemanvändaren stafett kunde inte läggas upp: "
        f"{why}. Lägg upp den själv, eller kör som en vanlig användare."
    )


def clients(server: Account, install: Path) -> tuple[str, ...]:
    """Those who may be our roles: the server's user, the one who starts it, the install's owner.

    An ordinary user's server is that user's alone. Root's also lets in the owner of the install,
    who is the one that runs the web process.
    """
    me = current()
    owners = (by_id(install.stat().st_uid).name,) if me.uid == 0 else ()
    return tuple(dict.fromkeys((server.name, me.name, *owners)))


def must_reach(account: Account, folder: Path) -> None:
    """Refuse a state folder that the server's user cannot enter; no folder's mode is changed."""
    tried = account.run("sh", "-c", 'cd -- "$1"', "sh", folder)
    if tried.returncode:
        raise ClusterError(
            f"Databasservern körs som användaren {account.name}, som inte kommer åt {folder}. "
            "Inga rättigheter har ändrats. Välj en mapp som den kommer åt med STAFETT_HOME."
        )
