"""How is the server set, and whom does it let in? The text of its three files.

They are written anew at each start. Settings of one's own belong in `ALTER SYSTEM`, which wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from stafett.database.errors import ClusterError
from stafett.database.os_users import Account
from stafett.database.roles import ROLES

SUPERUSER = "postgres"
MAP = "stafett"
FILE = "stafett.conf"
INCLUDE = f"\ninclude_if_exists '{FILE}'\n"

SETTINGS = """\
# Skrivs om vid varje start. Egna inställningar: ALTER SYSTEM SET ...
listen_addresses = ''
port = 5432
max_connections = 50
shared_buffers = 256MB
jit = off
fsync = on
full_page_writes = on
synchronous_commit = on
timezone = 'UTC'
lc_messages = 'C'
hba_file = '{data}/pg_hba.conf'
ident_file = '{data}/pg_ident.conf'
unix_socket_directories = '{socket}'
unix_socket_permissions = {mode:04o}
# Sju filer, en för varje veckodag, och inga personuppgifter i dem: varken SQL eller radens värden.
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_timezone = 'UTC'
log_min_error_statement = panic
log_error_verbosity = terse
"""

HBA = f"""\
# Skrivs om vid varje start. Bara genom uttaget, bara den som pg_ident.conf nämner.
local all all peer map={MAP}
"""


def settings(data: Path, socket: Path, log: Path, *, open_socket: bool) -> str:
    """The server's settings; the socket is open to others only where the map names others."""
    return SETTINGS.format(
        data=_quoted(data),
        log=_quoted(log),
        # a list of names in the eyes of the server: quoted, lest a comma or a space parts it
        socket=_quoted(f'"{socket}"'),
        mode=0o777 if open_socket else 0o700,
    )


def _quoted(value: Path | str) -> str:
    return str(value).replace("'", "''")


def ident(superusers: Iterable[str], clients: Iterable[str]) -> str:
    """Which user of the operating system may be which role; whoever is not here is refused."""
    pairs = [(name, SUPERUSER) for name in superusers]
    pairs += [(name, role.name) for name in clients for role in ROLES]
    lines = [f'{MAP} "{name}" {role}' for name, role in pairs]
    return "# Skrivs om vid varje start.\n" + "\n".join(lines) + "\n"


def write(path: Path, text: str, account: Account) -> None:
    """Write a file of the server's in one step; a link in its place is replaced, not followed."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        os.fchown(handle, account.uid, account.gid)
    fresh.replace(path)


def check_major(data: Path, major: int) -> None:
    """Refuse data of another major version, with the way across; nothing is touched."""
    wrote = (data / "PG_VERSION").read_text().strip()
    if wrote == str(major):
        return
    raise ClusterError(
        f"Databasen i {data} är gjord med PostgreSQL {wrote}, men programmen här är PostgreSQL "
        f"{major}. Inget har rörts. Gör så här: (1) starta med de gamla programmen, "
        f"STAFETT_POSTGRES_BIN=<mappen med PostgreSQL {wrote}> stafett db start, (2) spara allt "
        "med samma programs pg_dump -Fc stafett, (3) stoppa med stafett db stop, flytta undan "
        f"mappen {data}, (4) starta med de nya och läs in filen med pg_restore."
    )
