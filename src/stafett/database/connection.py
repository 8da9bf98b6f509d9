"""How does a process connect as one of our roles: over the install's own socket, or elsewhere?

`DATABASE_URL` names a server that others look after. It is the app's; each other role may have an
address of its own in `DATABASE_<ROLE>_URL` (`DATABASE_OWNER_URL` for migrations, and so on).
Without one the role uses `DATABASE_URL` under its own name and without the app's password.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from stafett.database.errors import ClusterError
from stafett.database.home import home, safe_socket_folder
from stafett.database.roles import APP, DATABASE, named

PORT = "5432"
DJANGO = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def conninfo(role: str, database: str = DATABASE) -> dict[str, Any]:
    """The connection of a role as Django's `DATABASES` writes it.

    What Django has no word of its own for (`sslmode` and the like) stands under `OPTIONS`.
    """
    found = parameters(role, database)
    own = {DJANGO[key]: value for key, value in found.items() if key in DJANGO}
    rest = {key: value for key, value in found.items() if key not in DJANGO}
    return {**own, "OPTIONS": rest} if rest else own


def parameters(role: str, database: str = DATABASE) -> dict[str, Any]:
    """The connection of a role in libpq's keywords, for psycopg and `pg_dump`.

    `role` is `app` or `stafett_app`, and so on. A database named in the address wins over the
    default name, not over one that is asked for.
    """
    name = named(role)
    if external():
        return _elsewhere(name, database)
    return over_socket(safe_socket_folder(home()), name, database)


def external() -> bool:
    """True when `DATABASE_URL` says that the server is looked after by others."""
    return bool(os.environ.get("DATABASE_URL"))


def over_socket(folder: Path, user: str, database: str) -> dict[str, Any]:
    """A connection over the socket in a folder; the operating system vouches for who asks."""
    return {"host": str(folder), "port": PORT, "user": user, "dbname": database}


def _elsewhere(role: str, database: str) -> dict[str, str]:
    variable = f"DATABASE_{role.removeprefix('stafett_').upper()}_URL"
    found = _read(variable) or _borrowed(role)
    found.setdefault("user", role)
    if database != DATABASE or "dbname" not in found:
        found["dbname"] = database
    return found


def _borrowed(role: str) -> dict[str, str]:
    found = _read("DATABASE_URL")
    if role != APP and "user" in found:
        found.pop("password", None)
        found["user"] = role
    return found


def _read(variable: str) -> dict[str, str]:
    try:
        read = conninfo_to_dict(os.environ.get(variable, ""))
    except psycopg.ProgrammingError:
        # the address may hold a password: say its name, not what it is
        raise ClusterError(
            f"Miljövariabeln {variable} går inte att läsa som en databasadress. Skriv den som "
            "postgresql://användare:lösenord@värd:5432/stafett."
        ) from None
    return {key: str(value) for key, value in read.items()}
